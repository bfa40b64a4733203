/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Several customers become one. What links to the others is found by walking the field tables, so an
 * entity added later is not forgotten. */

#include "config.h"

#include "crm-duplicates.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <string.h>

#include "crm-custom-field.h"
#include "crm-entities.h"

typedef struct
{
  CrmReader *reader;
  CrmChangeset *changes;
  GPtrArray *records; /* CrmRecord: the one kept, then the others */
  CrmId kept;
  const CrmMergeChoice *choices;
  gsize n_choices;
} Merge;

static CrmRecord *
record_at (const Merge *self, guint index)
{
  return g_ptr_array_index (self->records, index);
}

/* ---- fields ---- */

static const CrmMergeChoice *
find_choice (const Merge *self, const CrmField *field)
{
  for (gsize i = 0; i < self->n_choices; i++)
    if (strcmp (self->choices[i].field, field->id) == 0)
      return &self->choices[i];
  return NULL;
}

static CrmValue
unite_lists (const Merge *self, guint field)
{
  g_autoptr (GPtrArray) words = g_ptr_array_new_with_free_func (g_free);
  g_autoptr (GHashTable) seen = g_hash_table_new (g_str_hash, g_str_equal);

  for (guint i = 0; i < self->records->len; i++)
    {
      g_auto (GStrv) list = crm_value_get_list (crm_record_get_value (record_at (self, i), field));

      for (guint k = 0; list[k] != NULL; k++)
        if (!g_hash_table_contains (seen, list[k]))
          {
            g_ptr_array_add (words, g_strdup (list[k]));
            g_hash_table_add (seen, words->pdata[words->len - 1]);
          }
    }
  g_ptr_array_add (words, NULL);
  return crm_value_list ((const char *const *) words->pdata);
}

static CrmValue
join_texts (const Merge *self, guint field)
{
  g_autoptr (GString) text = g_string_new (NULL);

  for (guint i = 0; i < self->records->len; i++)
    {
      const char *part = crm_value_get_text (crm_record_get_value (record_at (self, i), field));

      if (part != NULL && strstr (text->str, part) == NULL)
        g_string_append_printf (text, "%s%s", text->len > 0 ? "\n\n" : "", part);
    }
  return crm_value_text (text->str);
}

/* "Phone 2", or the first such name that is free. */
static void
add_second (JsonObject *object, const char *label, JsonNode *value)
{
  for (guint n = 2;; n++)
    {
      g_autofree char *name = g_strdup_printf ("%s %u", label, n);

      if (json_object_has_member (object, name) &&
          !json_node_equal (json_object_get_member (object, name), value))
        continue;
      json_object_set_member (object, name, json_node_copy (value));
      return;
    }
}

static gboolean
may_be_second (const CrmField *field)
{
  return field->kind == CRM_FIELD_PHONE || field->kind == CRM_FIELD_EMAIL ||
         field->kind == CRM_FIELD_URL;
}

/* Own fields of all; where two differ, and where a telephone number has no other place, both stay. */
static CrmValue
unite_custom (const Merge *self, const CrmValue *taken)
{
  const CrmEntity *entity = &crm_entity_customer;
  g_autoptr (JsonObject) object = crm_record_dup_custom (record_at (self, 0));

  for (guint i = 0; i < self->records->len; i++)
    {
      g_autoptr (JsonObject) other = crm_record_dup_custom (record_at (self, i));
      JsonObjectIter iter;
      const char *name;
      JsonNode *value;

      json_object_iter_init (&iter, other);
      while (i > 0 && json_object_iter_next (&iter, &name, &value))
        {
          if (!json_object_has_member (object, name))
            json_object_set_member (object, name, json_node_copy (value));
          else if (!json_node_equal (json_object_get_member (object, name), value))
            add_second (object, name, value);
        }
      for (guint f = 0; f < entity->n_fields; f++)
        {
          const CrmValue *held = crm_record_get_value (record_at (self, i), f);
          g_autoptr (JsonNode) lost = NULL;

          if (!may_be_second (&entity->fields[f]) || crm_value_is_null (held) ||
              crm_value_equal (held, &taken[f]))
            continue;
          lost = json_node_init_string (json_node_alloc (), crm_value_get_text (held));
          add_second (object, crm_field_get_label (&entity->fields[f]), lost);
        }
    }
  return crm_value_custom (object);
}

/* A parent that is merged away, or the customer itself, is none: the next one up is. */
static CrmValue
settle_parent (const Merge *self, CrmId parent)
{
  for (guint i = 0; parent != 0 && i < 64; i++)
    {
      g_autoptr (CrmRecord) record = NULL;
      gboolean merged = FALSE;

      for (guint k = 0; k < self->records->len; k++)
        merged |= crm_record_get_id (record_at (self, k)) == parent;
      if (!merged)
        return crm_value_int (parent);
      record = crm_reader_load (self->reader, &crm_entity_customer, parent, NULL);
      parent = record != NULL ? crm_record_get_link (record, "parent") : 0;
    }
  return (CrmValue) CRM_VALUE_INIT;
}

static CrmValue
choose (const Merge *self, guint index)
{
  const CrmField *field = &crm_entity_customer.fields[index];
  const CrmMergeChoice *choice = find_choice (self, field);

  for (guint i = 0; i < self->records->len; i++)
    {
      const CrmValue *value = crm_record_get_value (record_at (self, i), index);

      if (choice != NULL ? crm_record_get_id (record_at (self, i)) == choice->from
                         : !crm_value_is_null (value))
        return crm_value_copy (value);
    }
  return (CrmValue) CRM_VALUE_INIT;
}

/* The currency belongs to the amount: that of the customer whose amount is taken, even if it is none. */
static CrmValue
choose_currency (const Merge *self, guint index)
{
  const CrmEntity *entity = &crm_entity_customer;

  for (guint f = 0; f < entity->n_fields; f++)
    {
      const CrmField *field = &entity->fields[f];
      const CrmMergeChoice *choice = find_choice (self, field);

      if (field->kind != CRM_FIELD_MONEY || g_strcmp0 (field->target, "currency") != 0)
        continue;
      for (guint i = 0; i < self->records->len; i++)
        if (choice != NULL ? crm_record_get_id (record_at (self, i)) == choice->from
                           : !crm_value_is_null (crm_record_get_value (record_at (self, i), f)))
          return crm_value_copy (crm_record_get_value (record_at (self, i), index));
    }
  return choose (self, index);
}

static void
merge_fields (Merge *self)
{
  const CrmEntity *entity = &crm_entity_customer;
  CrmValue *taken = g_new0 (CrmValue, entity->n_fields);
  int custom = crm_entity_field_index (entity, "custom");

  for (guint i = 0; i < entity->n_fields; i++)
    {
      const CrmField *field = &entity->fields[i];

      if (!crm_field_is_editable (field) || (int) i == custom)
        continue;
      if (find_choice (self, field) != NULL)
        taken[i] = choose (self, i);
      else if (field->kind == CRM_FIELD_LIST)
        taken[i] = unite_lists (self, i);
      else if (field->kind == CRM_FIELD_LONG_TEXT)
        taken[i] = join_texts (self, i);
      else if (strcmp (field->id, "currency") == 0)
        taken[i] = choose_currency (self, i);
      else
        taken[i] = choose (self, i);
      if (strcmp (field->id, "parent") == 0 && taken[i].type == CRM_VALUE_INT)
        taken[i] = settle_parent (self, taken[i].i);
    }
  taken[custom] = find_choice (self, &entity->fields[custom]) != NULL
                      ? choose (self, (guint) custom)
                      : unite_custom (self, taken);
  for (guint i = 0; i < entity->n_fields; i++)
    {
      const CrmValue *held = crm_record_get_value (record_at (self, 0), i);

      if (crm_field_is_editable (&entity->fields[i]) && !crm_value_equal (held, &taken[i]))
        crm_changeset_set (self->changes, entity, self->kept, entity->fields[i].id, held,
                           &taken[i]);
      crm_value_clear (&taken[i]);
    }
  g_free (taken);
}

/* ---- links ---- */

/* Is `id` the kept customer or above it? Then its parent cannot be the kept one. */
static gboolean
is_above_kept (const Merge *self, CrmId id)
{
  CrmId at = self->kept;

  for (guint i = 0; at != 0 && i < 64; i++)
    {
      g_autoptr (CrmRecord) record = NULL;

      if (at == id)
        return TRUE;
      record = crm_reader_load (self->reader, &crm_entity_customer, at, NULL);
      at = record != NULL ? crm_record_get_link (record, "parent") : 0;
    }
  return FALSE;
}

static GArray *
read_ids (const Merge *self, const char *sql, CrmId customer, GError **error)
{
  sqlite3_stmt *stmt = crm_reader_prepare (self->reader, sql, error);
  GArray *ids;

  if (stmt == NULL)
    return NULL;
  ids = g_array_new (FALSE, FALSE, sizeof (CrmId));
  sqlite3_bind_int64 (stmt, 1, customer);
  while (crm_reader_step (self->reader, stmt, NULL))
    {
      CrmId id = sqlite3_column_int64 (stmt, 0);

      g_array_append_val (ids, id);
    }
  return ids;
}

/* The live ties of `kept`: contact -> itself; and whether one is the primary one. */
static GHashTable *
read_ties (const Merge *self, gboolean *has_primary)
{
  g_autoptr (GPtrArray) ties = crm_reader_load_linked (
      self->reader, &crm_entity_affiliation, "customer", self->kept, NULL, G_MAXUINT, NULL);
  GHashTable *contacts = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);

  *has_primary = FALSE;
  for (guint i = 0; ties != NULL && i < ties->len; i++)
    {
      gint64 *contact = g_new (gint64, 1);

      *contact = crm_record_get_link (ties->pdata[i], "contact");
      g_hash_table_add (contacts, contact);
      *has_primary |= crm_record_get_int (ties->pdata[i], "is-primary") == 1;
    }
  return contacts;
}

static void
move_tie (Merge *self, CrmId id, GHashTable *contacts, gboolean *has_primary)
{
  const CrmEntity *entity = &crm_entity_affiliation;
  g_autoptr (CrmRecord) tie = crm_reader_load (self->reader, entity, id, NULL);
  const CrmValue kept = crm_value_int (self->kept), no = crm_value_int (0);
  gint64 *contact;

  if (tie == NULL)
    return;
  crm_changeset_set (self->changes, entity, id, "customer", NULL, &kept);
  if (crm_record_is_deleted (tie))
    return;
  contact = g_new (gint64, 1);
  *contact = crm_record_get_link (tie, "contact");
  if (g_hash_table_contains (contacts, contact))
    {
      g_free (contact);
      crm_changeset_delete (self->changes, entity, id);
      return;
    }
  g_hash_table_add (contacts, contact);
  if (crm_record_get_int (tie, "is-primary") != 1)
    return;
  if (*has_primary)
    crm_changeset_set (self->changes, entity, id, "is-primary", NULL, &no);
  *has_primary = TRUE;
}

static void
move_link (Merge *self, const CrmEntity *entity, const CrmField *field, CrmId id)
{
  const CrmValue none = CRM_VALUE_INIT, kept = crm_value_int (self->kept);

  if (entity == &crm_entity_customer)
    {
      /* What is merged keeps its own links; the kept one's parent is a field of its. */
      for (guint i = 0; i < self->records->len; i++)
        if (crm_record_get_id (record_at (self, i)) == id)
          return;
      if (is_above_kept (self, id))
        {
          crm_changeset_set (self->changes, entity, id, field->id, NULL, &none);
          return;
        }
    }
  crm_changeset_set (self->changes, entity, id, field->id, NULL, &kept);
}

static gboolean
move_links (Merge *self, const CrmEntity *entity, const CrmField *field, GHashTable *contacts,
            gboolean *has_primary, GError **error)
{
  g_autofree char *column = crm_field_dup_column (field);
  g_autofree char *sql =
      g_strdup_printf ("SELECT id FROM %s WHERE \"%s\" = ?1 ORDER BY id", entity->table, column);

  for (guint i = 1; i < self->records->len; i++)
    {
      g_autoptr (GArray) ids = read_ids (self, sql, crm_record_get_id (record_at (self, i)), error);

      if (ids == NULL)
        return FALSE;
      for (guint k = 0; k < ids->len; k++)
        if (entity == &crm_entity_affiliation)
          move_tie (self, g_array_index (ids, CrmId, k), contacts, has_primary);
        else
          move_link (self, entity, field, g_array_index (ids, CrmId, k));
    }
  return TRUE;
}

static gboolean
merge_links (Merge *self, GError **error)
{
  gboolean has_primary;
  g_autoptr (GHashTable) contacts = read_ties (self, &has_primary);
  guint n;
  const CrmEntity *const *entities = crm_entity_all (&n);

  for (guint e = 0; e < n; e++)
    for (guint i = 0; i < entities[e]->n_fields; i++)
      {
        const CrmField *field = &entities[e]->fields[i];

        if (field->kind != CRM_FIELD_LINK || g_strcmp0 (field->target, "customer") != 0 ||
            (entities[e]->flags & CRM_ENTITY_COMPUTED) || (field->flags & CRM_FIELD_DERIVED))
          continue;
        if (!move_links (self, entities[e], field, contacts, &has_primary, error))
          return FALSE;
      }
  return TRUE;
}

/* ---- the whole ---- */

static gboolean
load (Merge *self, CrmId id, GError **error)
{
  CrmRecord *record;
  g_autofree char *number = g_strdup_printf ("%" G_GINT64_FORMAT, id);

  for (guint i = 0; i < self->records->len; i++)
    if (crm_record_get_id (record_at (self, i)) == id)
      {
        g_set_error_literal (error, CRM_ERROR, CRM_ERROR_INVALID,
                             _ ("A customer cannot be merged with itself."));
        return FALSE;
      }
  record = crm_entity_of_id (id) == &crm_entity_customer
               ? crm_reader_load (self->reader, &crm_entity_customer, id, NULL)
               : NULL;
  if (record != NULL)
    g_ptr_array_add (self->records, record);
  if (record != NULL && !crm_record_is_deleted (record))
    return TRUE;
  g_set_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND,
               /* Translators: the number of a record */
               _ ("There is no customer %s, or it is in the trash."), number);
  return FALSE;
}

static gboolean
check_choices (const Merge *self, GError **error)
{
  for (gsize i = 0; i < self->n_choices; i++)
    {
      const CrmField *field = crm_entity_field (&crm_entity_customer, self->choices[i].field);
      gboolean known = FALSE;

      for (guint k = 0; k < self->records->len; k++)
        known |= crm_record_get_id (record_at (self, k)) == self->choices[i].from;
      if (field != NULL && crm_field_is_editable (field) && known)
        continue;
      g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID,
                   _ ("“%s” is not a field of one of these customers that can be chosen."),
                   self->choices[i].field);
      return FALSE;
    }
  return TRUE;
}

CrmChangeset *
crm_merge_customers (CrmReader *reader, CrmId kept, const CrmId *gone, gsize n_gone,
                     const CrmMergeChoice *choices, gsize n_choices, GError **error)
{
  g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_MERGE, &crm_entity_customer);
  g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);
  Merge self = { reader, changes, records, kept, choices, n_choices };

  g_return_val_if_fail (n_gone > 0, NULL);

  if (!load (&self, kept, error))
    return NULL;
  for (gsize i = 0; i < n_gone; i++)
    if (!load (&self, gone[i], error))
      return NULL;
  if (!check_choices (&self, error))
    return NULL;
  merge_fields (&self);
  if (!merge_links (&self, error))
    return NULL;
  for (gsize i = 0; i < n_gone; i++)
    crm_changeset_delete (changes, &crm_entity_customer, gone[i]);
  return g_steal_pointer (&changes);
}
