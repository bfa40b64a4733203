/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Thin door to JsonBuilder that keeps JSON valid: NaN and infinities have no form there. */

#include "config.h"

#include "crm-compute-output.h"

#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

#include "crm-json.h"

struct _CrmComputeOutput
{
  JsonBuilder *builder;
  JsonNode *root; /* once closed */
};

CrmComputeOutput *
crm_compute_output_new (void)
{
  CrmComputeOutput *self = g_new0 (CrmComputeOutput, 1);

  self->builder = json_builder_new ();
  json_builder_begin_object (self->builder);
  return self;
}

void
crm_compute_output_free (CrmComputeOutput *self)
{
  if (self == NULL)
    return;

  g_clear_pointer (&self->root, json_node_unref);
  g_object_unref (self->builder);
  g_free (self);
}

static void
name_member (CrmComputeOutput *self, const char *name)
{
  if (name != NULL)
    json_builder_set_member_name (self->builder, name);
}

void
crm_compute_output_begin_object (CrmComputeOutput *self, const char *name)
{
  name_member (self, name);
  json_builder_begin_object (self->builder);
}

void
crm_compute_output_end_object (CrmComputeOutput *self)
{
  json_builder_end_object (self->builder);
}

void
crm_compute_output_begin_array (CrmComputeOutput *self, const char *name)
{
  name_member (self, name);
  json_builder_begin_array (self->builder);
}

void
crm_compute_output_end_array (CrmComputeOutput *self)
{
  json_builder_end_array (self->builder);
}

void
crm_compute_output_number (CrmComputeOutput *self, const char *name, double value)
{
  name_member (self, name);
  if (isfinite (value))
    json_builder_add_double_value (self->builder, value);
  else
    json_builder_add_null_value (self->builder);
}

void
crm_compute_output_integer (CrmComputeOutput *self, const char *name, gint64 value)
{
  name_member (self, name);
  json_builder_add_int_value (self->builder, value);
}

void
crm_compute_output_string (CrmComputeOutput *self, const char *name, const char *value)
{
  name_member (self, name);
  if (value != NULL)
    json_builder_add_string_value (self->builder, value);
  else
    json_builder_add_null_value (self->builder);
}

void
crm_compute_output_boolean (CrmComputeOutput *self, const char *name, gboolean value)
{
  name_member (self, name);
  json_builder_add_boolean_value (self->builder, value);
}

void
crm_compute_output_null (CrmComputeOutput *self, const char *name)
{
  name_member (self, name);
  json_builder_add_null_value (self->builder);
}

void
crm_compute_output_numbers (CrmComputeOutput *self, const char *name, const double *values, gsize n)
{
  crm_compute_output_begin_array (self, name);
  for (gsize i = 0; i < n; i++)
    crm_compute_output_number (self, NULL, values[i]);
  crm_compute_output_end_array (self);
}

void
crm_compute_output_strings (CrmComputeOutput *self, const char *name, const char *const *values,
                            gsize n)
{
  crm_compute_output_begin_array (self, name);
  for (gsize i = 0; i < n; i++)
    crm_compute_output_string (self, NULL, values[i]);
  crm_compute_output_end_array (self);
}

static JsonNode *
close_root (CrmComputeOutput *self)
{
  if (self->root == NULL)
    {
      json_builder_end_object (self->builder);
      self->root = json_builder_get_root (self->builder);
    }
  return self->root;
}

char *
crm_compute_output_to_json (CrmComputeOutput *self)
{
  return crm_json_to_text (close_root (self), FALSE);
}

static gboolean
is_flat (JsonNode *node)
{
  JsonArray *array;

  if (!JSON_NODE_HOLDS_ARRAY (node))
    return JSON_NODE_HOLDS_VALUE (node) || JSON_NODE_HOLDS_NULL (node);

  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      JsonNode *element = json_array_get_element (array, i);

      if (!JSON_NODE_HOLDS_VALUE (element) && !JSON_NODE_HOLDS_NULL (element))
        return FALSE;
    }
  return TRUE;
}

static void
append_value (GString *text, JsonNode *node)
{
  if (JSON_NODE_HOLDS_NULL (node))
    g_string_append_c (text, '-');
  else if (json_node_get_value_type (node) == G_TYPE_STRING)
    g_string_append (text, json_node_get_string (node));
  else
    {
      g_autofree char *json = crm_json_to_text (node, FALSE);

      g_string_append (text, json);
    }
}

static void
append_flat (GString *text, JsonNode *node)
{
  JsonArray *array;

  if (!JSON_NODE_HOLDS_ARRAY (node))
    {
      append_value (text, node);
      return;
    }

  array = json_node_get_array (node);
  for (guint i = 0; i < json_array_get_length (array); i++)
    {
      if (i > 0)
        g_string_append (text, "  ");
      append_value (text, json_array_get_element (array, i));
    }
}

static void append_node (GString *text, JsonNode *node, int indent);

static void
append_member (GString *text, const char *name, JsonNode *node, int indent)
{
  g_string_append_printf (text, "%*s%s", indent, "", name);
  if (is_flat (node))
    {
      g_string_append (text, ": ");
      append_flat (text, node);
      g_string_append_c (text, '\n');
      return;
    }

  g_string_append (text, ":\n");
  append_node (text, node, indent + 2);
}

static void
append_node (GString *text, JsonNode *node, int indent)
{
  if (JSON_NODE_HOLDS_OBJECT (node))
    {
      JsonObjectIter iter;
      const char *name;
      JsonNode *member;

      json_object_iter_init_ordered (&iter, json_node_get_object (node));
      while (json_object_iter_next_ordered (&iter, &name, &member))
        append_member (text, name, member, indent);
      return;
    }

  for (guint i = 0; i < json_array_get_length (json_node_get_array (node)); i++)
    append_member (text, "-", json_array_get_element (json_node_get_array (node), i), indent);
}

char *
crm_compute_output_to_text (CrmComputeOutput *self)
{
  GString *text = g_string_new (NULL);

  append_node (text, close_root (self), 0);
  return g_string_free (text, FALSE);
}
