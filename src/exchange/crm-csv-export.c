/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Records to CSV and back, field by field from the entity's table. */

#include "config.h"

#include "crm-csv-export.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-custom-field.h"
#include "crm-setting.h"

static gboolean
is_wanted (const CrmField *field, const char *const *fields)
{
  if (fields != NULL)
    return g_strv_contains (fields, field->id);
  return !(field->flags & CRM_FIELD_HIDDEN);
}

/* An own field, see crm-custom-field.h. */
static const CrmField *
find_own (const CrmEntity *entity, const char *id)
{
  const CrmField *field = crm_entity_any_field (entity, id);

  return field != NULL && crm_field_is_custom (field) ? field : NULL;
}

static gboolean
write_header (const CrmEntity *entity, const char *const *fields, CrmCsvWriter *writer,
              GError **error)
{
  crm_csv_writer_add (writer, "id");
  for (guint i = 0; i < entity->n_fields; i++)
    {
      const CrmField *field = &entity->fields[i];

      if (!is_wanted (field, fields))
        continue;
      crm_csv_writer_add (writer, field->id);
      if (field->kind == CRM_FIELD_LINK)
        {
          g_autofree char *column = g_strconcat (field->id, "-id", NULL);

          crm_csv_writer_add (writer, column);
        }
    }
  for (guint i = 0; fields != NULL && fields[i] != NULL; i++)
    if (find_own (entity, fields[i]) != NULL)
      crm_csv_writer_add (writer, fields[i]);
  return crm_csv_writer_end_row (writer, error);
}

static const char *
find_title (CrmReader *reader, GHashTable *titles, CrmId id)
{
  char *title = g_hash_table_lookup (titles, &id);

  if (title == NULL)
    {
      CrmId *key = g_memdup2 (&id, sizeof id);

      if (g_hash_table_size (titles) > 50000)
        g_hash_table_remove_all (titles);
      title = crm_reader_title (reader, id);
      if (title == NULL)
        title = g_strdup ("");
      g_hash_table_insert (titles, key, title);
    }
  return title;
}

static gboolean
write_record (CrmRecord *record, const char *const *fields, CrmReader *reader, GHashTable *titles,
              const char *base, CrmCsvWriter *writer, GError **error)
{
  const CrmEntity *entity = crm_record_get_entity (record);
  char number[32];

  g_snprintf (number, sizeof number, "%" G_GINT64_FORMAT, crm_record_get_id (record));
  crm_csv_writer_add (writer, number);
  for (guint i = 0; i < entity->n_fields; i++)
    {
      const CrmField *field = &entity->fields[i];
      const CrmValue *value = crm_record_get_value (record, i);
      g_autofree char *text = NULL, *currency = NULL;

      if (!is_wanted (field, fields))
        continue;
      if (field->kind == CRM_FIELD_MONEY)
        currency = crm_reader_currency_of (reader, record, field, base);
      text = crm_field_to_text (field, currency, value);
      if (field->kind == CRM_FIELD_LINK)
        crm_csv_writer_add_text (
            writer, text[0] != '\0' ? find_title (reader, titles, crm_value_get_int (value)) : "");
      if (crm_field_storage (field) == CRM_VALUE_TEXT && field->kind != CRM_FIELD_PHONE)
        crm_csv_writer_add_text (writer, text);
      else
        crm_csv_writer_add (writer, text);
    }
  for (guint i = 0; fields != NULL && fields[i] != NULL; i++)
    {
      const CrmField *field = find_own (entity, fields[i]);
      g_auto (CrmValue) value = CRM_VALUE_INIT;
      g_autofree char *text = NULL;

      if (field == NULL)
        continue;
      value = crm_record_dup_any_value (record, field);
      text = crm_field_to_text (field, NULL, &value);
      crm_csv_writer_add_text (writer, text);
    }
  return crm_csv_writer_end_row (writer, error);
}

gint64
crm_csv_export (const CrmQuery *query, CrmReader *reader, const CrmId *ids, gsize n_ids,
                const char *const *fields, CrmCsvWriter *writer, CrmProgressFunc progress,
                gpointer data, GError **error)
{
  g_autoptr (GArray) found = NULL;
  g_autoptr (GHashTable) titles =
      g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  g_autoptr (CrmRecord) record = crm_record_new (query->entity);
  g_autofree char *base = crm_reader_dup_currency (reader);

  if (ids == NULL)
    {
      found = crm_query_ids (query, reader, error);
      if (found == NULL)
        return -1;
      ids = (const CrmId *) found->data;
      n_ids = found->len;
    }
  if (!write_header (query->entity, fields, writer, error))
    return -1;
  for (gsize i = 0; i < n_ids; i++)
    {
      g_autoptr (GError) local = NULL;

      if (!crm_reader_load_into (reader, record, ids[i], &local))
        {
          /* Deleted meanwhile: no row, no failure. */
          if (g_error_matches (local, CRM_ERROR, CRM_ERROR_NOT_FOUND))
            continue;
          g_propagate_error (error, g_steal_pointer (&local));
          return -1;
        }
      if (!write_record (record, fields, reader, titles, base, writer, error))
        return -1;
      if (progress != NULL && i % 256 == 0 && !progress (i, n_ids, data))
        {
          g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("Cancelled"));
          return -1;
        }
    }
  return (gint64) n_ids;
}

gboolean
crm_csv_import_record (CrmRecord *record, CrmReader *reader, const char *const *header,
                       const char *const *cells, guint n, GError **error)
{
  const CrmEntity *entity = crm_record_get_entity (record);
  CrmParseContext context = { .decimal_mark = '.' };
  g_autofree char *base = crm_reader_dup_currency (reader);

  for (guint pass = 0; pass < 2; pass++)
    for (guint i = 0; i < n; i++)
      {
        g_autofree char *id = g_str_has_suffix (header[i], "-id")
                                  ? g_strndup (header[i], strlen (header[i]) - 3)
                                  : NULL;
        int index = crm_entity_field_index (entity, header[i]);
        const CrmField *field;
        const char *cell = cells[i];
        g_auto (CrmValue) value = CRM_VALUE_INIT;
        g_autofree char *currency = NULL;

        if (index < 0 && id != NULL)
          index = crm_entity_field_index (entity, id);
        if (index < 0 && pass == 1 && find_own (entity, header[i]) != NULL)
          {
            field = find_own (entity, header[i]);
            if (!crm_field_parse (field, &context, cell[0] == '\'' ? cell + 1 : cell, &value,
                                  error))
              return FALSE;
            crm_record_set_any_value (record, field, &value);
          }
        if (index < 0)
          continue;
        field = &entity->fields[index];
        /* Links come from the column with the id; money waits until its currency is known. */
        if ((field->kind == CRM_FIELD_LINK) !=
                (id != NULL && crm_entity_field_index (entity, header[i]) < 0) ||
            (field->kind == CRM_FIELD_MONEY) != (pass == 1))
          continue;
        if (crm_field_storage (field) == CRM_VALUE_TEXT && cell[0] == '\'')
          cell++;
        if (field->kind == CRM_FIELD_MONEY)
          currency = crm_reader_currency_of (reader, record, field, base);
        context.currency = currency;
        if (!crm_field_parse (field, &context, cell, &value, error))
          return FALSE;
        crm_record_set_value (record, (guint) index, &value);
      }
  return TRUE;
}
