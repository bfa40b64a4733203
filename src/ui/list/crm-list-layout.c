/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The arrangement of a list's columns. Plain value, any thread; loading and saving on the main one. */

#include "crm-list-layout.h"

#include <json-glib/json-glib.h>

#include "crm-custom-field.h"
#include "crm-json.h"

#define SETTINGS_KEY "list-columns"

static CrmListLayout *
make_empty (const CrmEntity *entity)
{
  CrmListLayout *self = g_new0 (CrmListLayout, 1);

  self->entity = entity;
  self->columns = g_array_new (FALSE, TRUE, sizeof (CrmListLayoutColumn));
  return self;
}

static void
append (CrmListLayout *self, const CrmField *field, int width)
{
  CrmListLayoutColumn column = { field, width };

  g_array_append_val (self->columns, column);
}

CrmListLayout *
crm_list_layout_new_default (const CrmEntity *entity)
{
  const CrmListLook *look = crm_list_look_for (entity);
  CrmListLayout *self = make_empty (entity);

  for (guint i = 0; i < look->n_columns; i++)
    {
      const CrmField *field = crm_entity_field (entity, look->columns[i].field);
      if (field != NULL)
        append (self, field, 0);
    }
  if (look->sort != NULL && crm_entity_field (entity, look->sort) != NULL)
    self->sort = crm_entity_field (entity, look->sort)->id;
  self->descending = look->descending;
  return self;
}

CrmListLayout *
crm_list_layout_copy (const CrmListLayout *self)
{
  CrmListLayout *copy = make_empty (self->entity);

  g_array_append_vals (copy->columns, self->columns->data, self->columns->len);
  copy->sort = self->sort;
  copy->descending = self->descending;
  return copy;
}

gboolean
crm_list_layout_equal (const CrmListLayout *a, const CrmListLayout *b)
{
  if (a->entity != b->entity || a->columns->len != b->columns->len ||
      g_strcmp0 (a->sort, b->sort) != 0 || a->descending != b->descending)
    return FALSE;
  for (guint i = 0; i < a->columns->len; i++)
    if (g_array_index (a->columns, CrmListLayoutColumn, i).field !=
        g_array_index (b->columns, CrmListLayoutColumn, i).field)
      return FALSE;
  return TRUE;
}

void
crm_list_layout_free (CrmListLayout *self)
{
  if (self == NULL)
    return;
  g_array_unref (self->columns);
  g_free (self);
}

static void
read_column (CrmListLayout *self, JsonNode *node)
{
  const CrmField *field = NULL;
  JsonObject *object = NULL;
  const char *id = NULL;

  if (!JSON_NODE_HOLDS_OBJECT (node))
    return;
  object = json_node_get_object (node);
  id = json_object_get_string_member_with_default (object, "id", NULL);
  field = id != NULL ? crm_entity_any_field (self->entity, id) : NULL;
  if (field == NULL || !crm_list_look_offers (field) || crm_list_layout_find (self, field) >= 0)
    return;
  append (self, field,
          CLAMP ((int) json_object_get_int_member_with_default (object, "width", 0), 0, 4000));
}

CrmListLayout *
crm_list_layout_from_json (const CrmEntity *entity, const char *json)
{
  g_autoptr (CrmListLayout) self = make_empty (entity);
  g_autoptr (JsonNode) root = json != NULL ? json_from_string (json, NULL) : NULL;
  JsonObject *object = NULL;
  JsonNode *columns = NULL;
  const char *sort = NULL;

  if (root == NULL || !JSON_NODE_HOLDS_OBJECT (root))
    return NULL;
  object = json_node_get_object (root);
  columns = json_object_get_member (object, "columns");
  if (columns != NULL && JSON_NODE_HOLDS_ARRAY (columns))
    for (guint i = 0; i < json_array_get_length (json_node_get_array (columns)); i++)
      read_column (self, json_array_get_element (json_node_get_array (columns), i));
  if (self->columns->len == 0)
    return NULL;
  sort = json_object_get_string_member_with_default (object, "sort", NULL);
  if (sort != NULL && crm_entity_any_field (entity, sort) != NULL)
    self->sort = crm_entity_any_field (entity, sort)->id;
  self->descending = json_object_get_boolean_member_with_default (object, "descending", FALSE);
  return g_steal_pointer (&self);
}

char *
crm_list_layout_to_json (const CrmListLayout *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new ();
  g_autoptr (JsonNode) root = NULL;

  json_builder_begin_object (builder);
  json_builder_set_member_name (builder, "columns");
  json_builder_begin_array (builder);
  for (guint i = 0; i < self->columns->len; i++)
    {
      const CrmListLayoutColumn *column = &g_array_index (self->columns, CrmListLayoutColumn, i);
      json_builder_begin_object (builder);
      json_builder_set_member_name (builder, "id");
      json_builder_add_string_value (builder, column->field->id);
      if (column->width > 0)
        {
          json_builder_set_member_name (builder, "width");
          json_builder_add_int_value (builder, column->width);
        }
      json_builder_end_object (builder);
    }
  json_builder_end_array (builder);
  if (self->sort != NULL)
    {
      json_builder_set_member_name (builder, "sort");
      json_builder_add_string_value (builder, self->sort);
      json_builder_set_member_name (builder, "descending");
      json_builder_add_boolean_value (builder, self->descending);
    }
  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  return crm_json_to_text (root, FALSE);
}

CrmListLayout *
crm_list_layout_load (GSettings *settings, const CrmEntity *entity)
{
  g_autoptr (GVariant) all = g_settings_get_value (settings, SETTINGS_KEY);
  const char *json = NULL;
  CrmListLayout *self = NULL;

  if (g_variant_lookup (all, entity->name, "&s", &json))
    self = crm_list_layout_from_json (entity, json);
  return self != NULL ? self : crm_list_layout_new_default (entity);
}

void
crm_list_layout_save (const CrmListLayout *self, GSettings *settings)
{
  g_autoptr (GVariant) all = g_settings_get_value (settings, SETTINGS_KEY);
  g_autofree char *json = crm_list_layout_to_json (self);
  GVariantBuilder builder;
  GVariantIter iter;
  const char *key = NULL;
  const char *value = NULL;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{ss}"));
  g_variant_iter_init (&iter, all);
  while (g_variant_iter_next (&iter, "{&s&s}", &key, &value))
    if (g_strcmp0 (key, self->entity->name) != 0)
      g_variant_builder_add (&builder, "{ss}", key, value);
  g_variant_builder_add (&builder, "{ss}", self->entity->name, json);
  g_settings_set_value (settings, SETTINGS_KEY, g_variant_builder_end (&builder));
}

int
crm_list_layout_find (const CrmListLayout *self, const CrmField *field)
{
  for (guint i = 0; i < self->columns->len; i++)
    if (g_array_index (self->columns, CrmListLayoutColumn, i).field == field)
      return (int) i;
  return -1;
}

void
crm_list_layout_set_shown (CrmListLayout *self, const CrmField *field, gboolean shown)
{
  int index = crm_list_layout_find (self, field);

  if (shown && index < 0)
    append (self, field, 0);
  else if (!shown && index >= 0 && g_strcmp0 (field->id, self->entity->title) != 0)
    g_array_remove_index (self->columns, (guint) index);
}
