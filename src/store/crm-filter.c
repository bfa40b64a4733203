/* SPDX-License-Identifier: GPL-3.0-or-later */

/* CrmFilter: the tree and its JSON form. Nodes never change after they are made, so that they may be
 * shared between threads and between trees. */

#include "config.h"

#include "crm-filter-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#define MAX_DEPTH 32

G_DEFINE_BOXED_TYPE (CrmFilter, crm_filter, crm_filter_ref, crm_filter_unref)

/* The codes of saved views; frozen. */
static const char *const op_codes[CRM_N_FILTER_OPS] = {
  "is",        "is-not",   "contains", "starts-with", "less",        "at-most",
  "greater",   "at-least", "between",  "within-last", "within-next", "not-within-last",
  "in-period", "has-all",  "has-none", "empty",       "not-empty",
};

CrmFilter *
crm_filter_ref (CrmFilter *self)
{
  g_return_val_if_fail (self != NULL, NULL);
  g_atomic_ref_count_inc (&self->references);
  return self;
}

void
crm_filter_unref (CrmFilter *self)
{
  g_return_if_fail (self != NULL);
  if (!g_atomic_ref_count_dec (&self->references))
    return;
  for (guint i = 0; i < self->n_children; i++)
    crm_filter_unref (self->children[i]);
  g_free (self->children);
  g_strfreev (self->values);
  g_free (self);
}

static CrmFilter *
new_node (CrmFilterType type)
{
  CrmFilter *self = g_new0 (CrmFilter, 1);

  g_atomic_ref_count_init (&self->references);
  self->type = type;
  self->values = g_new0 (char *, 1);
  return self;
}

CrmFilter *
crm_filter_new_rule (const char *field_id, CrmFilterOp op, const char *const *values)
{
  CrmFilter *self;

  g_return_val_if_fail (field_id != NULL, NULL);
  g_return_val_if_fail (op < CRM_N_FILTER_OPS, NULL);
  self = new_node (CRM_FILTER_RULE);
  self->field = g_intern_string (field_id);
  self->op = op;
  if (values != NULL)
    {
      g_free (self->values);
      self->values = g_strdupv ((char **) values);
    }
  return self;
}

CrmFilter *
crm_filter_new_group (CrmFilterType type, CrmFilter *const *children, guint n_children)
{
  CrmFilter *self;

  g_return_val_if_fail (type != CRM_FILTER_RULE, NULL);
  self = new_node (type);
  self->children = g_new (CrmFilter *, MAX (n_children, 1));
  for (guint i = 0; i < n_children; i++)
    self->children[self->n_children++] = crm_filter_ref (children[i]);
  return self;
}

CrmFilter *
crm_filter_with_child (CrmFilter *self, int index, CrmFilter *child)
{
  g_autoptr (GPtrArray) children = g_ptr_array_new ();

  if (self != NULL && self->type == CRM_FILTER_ALL)
    for (guint i = 0; i < self->n_children; i++)
      g_ptr_array_add (children, self->children[i]);
  else if (self != NULL)
    g_ptr_array_add (children, self);
  g_return_val_if_fail (index >= -1 && index < (int) children->len, NULL);

  if (index >= 0 && child != NULL)
    children->pdata[index] = child;
  else if (index >= 0)
    g_ptr_array_remove_index (children, (guint) index);
  else if (child != NULL)
    g_ptr_array_add (children, child);
  return crm_filter_new_group (CRM_FILTER_ALL, (CrmFilter **) children->pdata, children->len);
}

CrmFilterType
crm_filter_get_node_type (CrmFilter *self)
{
  return self->type;
}

const char *
crm_filter_get_field (CrmFilter *self)
{
  return self->field;
}

CrmFilterOp
crm_filter_get_op (CrmFilter *self)
{
  return self->op;
}

const char *const *
crm_filter_get_values (CrmFilter *self)
{
  return (const char *const *) self->values;
}

guint
crm_filter_get_n_children (CrmFilter *self)
{
  return self->n_children;
}

CrmFilter *
crm_filter_get_child (CrmFilter *self, guint index)
{
  g_return_val_if_fail (index < self->n_children, NULL);
  return self->children[index];
}

gboolean
crm_filter_is_empty (CrmFilter *self)
{
  return self == NULL || (self->type != CRM_FILTER_RULE && self->n_children == 0);
}

gboolean
crm_filter_equal (CrmFilter *a, CrmFilter *b)
{
  if (a == b)
    return TRUE;
  if (crm_filter_is_empty (a) || crm_filter_is_empty (b))
    return crm_filter_is_empty (a) && crm_filter_is_empty (b);
  if (a->type != b->type || a->n_children != b->n_children)
    return FALSE;
  if (a->type == CRM_FILTER_RULE)
    return a->field == b->field && a->op == b->op &&
           g_strv_equal ((const char *const *) a->values, (const char *const *) b->values);
  for (guint i = 0; i < a->n_children; i++)
    if (!crm_filter_equal (a->children[i], b->children[i]))
      return FALSE;
  return TRUE;
}

/* ---- JSON: {"field", "op", "values"}, {"all": []}, {"any": []}, {"not": []} ---- */

static const char *const group_members[] = { NULL, "all", "any", "not" };

static JsonArray *
children_to_json (CrmFilter *self)
{
  JsonArray *array = json_array_new ();

  for (guint i = 0; i < self->n_children; i++)
    json_array_add_element (array, crm_filter_to_json (self->children[i]));
  return array;
}

JsonNode *
crm_filter_to_json (CrmFilter *self)
{
  JsonObject *object = json_object_new ();
  JsonNode *node = json_node_init_object (json_node_alloc (), object);

  json_object_unref (object);
  if (self == NULL)
    {
      json_object_set_array_member (object, "all", json_array_new ());
      return node;
    }
  if (self->type != CRM_FILTER_RULE)
    {
      json_object_set_array_member (object, group_members[self->type], children_to_json (self));
      return node;
    }
  json_object_set_string_member (object, "field", self->field);
  json_object_set_string_member (object, "op", op_codes[self->op]);
  if (self->values[0] != NULL)
    {
      JsonArray *array = json_array_new ();

      for (guint i = 0; self->values[i] != NULL; i++)
        json_array_add_string_element (array, self->values[i]);
      json_object_set_array_member (object, "values", array);
    }
  return node;
}

static CrmFilter *
refuse_json (GError **error)
{
  g_set_error_literal (error, CRM_ERROR, CRM_ERROR_SYNTAX,
                       _ ("The saved filter cannot be read. Remove it and build it again."));
  return NULL;
}

static gboolean
read_values (JsonObject *object, GStrvBuilder *values)
{
  JsonNode *node = json_object_get_member (object, "values");
  JsonArray *array;

  if (node == NULL)
    return TRUE;
  if (!JSON_NODE_HOLDS_ARRAY (node))
    return FALSE;
  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *item = json_array_get_element (array, i);

      if (!JSON_NODE_HOLDS_VALUE (item) || json_node_get_value_type (item) != G_TYPE_STRING)
        return FALSE;
      g_strv_builder_add (values, json_node_get_string (item));
    }
  return TRUE;
}

static const char *
read_string (JsonObject *object, const char *member)
{
  JsonNode *node = json_object_get_member (object, member);

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) &&
                 json_node_get_value_type (node) == G_TYPE_STRING
             ? json_node_get_string (node)
             : NULL;
}

static CrmFilter *
read_rule (JsonObject *object, GError **error)
{
  const char *field = read_string (object, "field");
  const char *code = read_string (object, "op");
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) values = NULL;

  if (field == NULL || code == NULL || !read_values (object, builder))
    return refuse_json (error);
  values = g_strv_builder_end (builder);
  for (guint op = 0; op < CRM_N_FILTER_OPS; op++)
    if (strcmp (op_codes[op], code) == 0)
      return crm_filter_new_rule (field, op, (const char *const *) values);
  return refuse_json (error);
}

static CrmFilter *read_node (JsonNode *node, guint depth, GError **error);

static CrmFilter *
read_group (CrmFilterType type, JsonNode *node, guint depth, GError **error)
{
  g_autoptr (GPtrArray) children =
      g_ptr_array_new_with_free_func ((GDestroyNotify) crm_filter_unref);
  JsonArray *array;

  if (!JSON_NODE_HOLDS_ARRAY (node))
    return refuse_json (error);
  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      CrmFilter *child = read_node (json_array_get_element (array, i), depth + 1, error);

      if (child == NULL)
        return NULL;
      g_ptr_array_add (children, child);
    }
  return crm_filter_new_group (type, (CrmFilter **) children->pdata, children->len);
}

static CrmFilter *
read_node (JsonNode *node, guint depth, GError **error)
{
  JsonObject *object;

  if (depth > MAX_DEPTH || node == NULL || !JSON_NODE_HOLDS_OBJECT (node))
    return refuse_json (error);
  object = json_node_get_object (node);
  for (guint type = CRM_FILTER_ALL; type <= CRM_FILTER_NOT; type++)
    if (json_object_has_member (object, group_members[type]))
      return read_group (type, json_object_get_member (object, group_members[type]), depth, error);
  return read_rule (object, error);
}

CrmFilter *
crm_filter_from_json (JsonNode *node, GError **error)
{
  return read_node (node, 0, error);
}
