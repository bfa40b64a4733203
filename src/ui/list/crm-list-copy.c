/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Copies rows with the list's columns as tab-separated text, for spreadsheets. The text is made on a
 * reader's thread: it may be a hundred thousand rows. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "crm-list-page-private.h"

#include "crm-custom-field.h"

typedef struct
{
  CrmListLayout *layout;
  GArray *ids;
  char *currency;
} Copy;

static void
free_copy (gpointer data)
{
  Copy *copy = data;

  crm_list_layout_free (copy->layout);
  g_array_unref (copy->ids);
  g_free (copy->currency);
  g_free (copy);
}

static const char *
link_title (CrmReader *reader, GHashTable *titles, CrmId id)
{
  char *title = g_hash_table_lookup (titles, &id);

  if (title == NULL)
    {
      title = crm_reader_title (reader, id);
      if (title == NULL)
        title = g_strdup ("");
      g_hash_table_insert (titles, g_memdup2 (&id, sizeof id), title);
    }
  return title;
}

static void
append_cell (GString *text, CrmReader *reader, GHashTable *titles, CrmRecord *record,
             const CrmField *field, const char *currency)
{
  g_auto (CrmValue) value = crm_record_dup_any_value (record, field);
  g_autofree char *cell = NULL;

  if (crm_value_is_null (&value))
    return;
  if (field->kind == CRM_FIELD_LINK)
    cell = g_strdup (link_title (reader, titles, crm_value_get_int (&value)));
  else if (field->kind == CRM_FIELD_ENUM)
    cell = crm_record_format (record, field->id, currency);
  else
    cell = crm_field_to_text (field, currency, &value);
  if (cell != NULL)
    g_string_append (text, g_strdelimit (cell, "\t\r\n", ' '));
}

static gpointer
make_text (CrmReader *reader, gpointer data, GCancellable *cancellable, GError **error)
{
  Copy *copy = data;
  g_autoptr (GHashTable) titles =
      g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
  GString *text = g_string_new (NULL);

  for (guint first = 0; first < copy->ids->len; first += 1000)
    {
      guint n = MIN (1000, copy->ids->len - first);
      g_autoptr (GPtrArray) records = crm_reader_load_many (
          reader, copy->layout->entity, &g_array_index (copy->ids, CrmId, first), n, error);
      if (records == NULL || g_cancellable_is_cancelled (cancellable))
        {
          g_string_free (text, TRUE);
          return NULL;
        }
      for (guint i = 0; i < records->len; i++)
        for (guint c = 0; c < copy->layout->columns->len; c++)
          {
            append_cell (text, reader, titles, g_ptr_array_index (records, i),
                         g_array_index (copy->layout->columns, CrmListLayoutColumn, c).field,
                         copy->currency);
            g_string_append_c (text, c + 1 < copy->layout->columns->len ? '\t' : '\n');
          }
    }
  return g_string_free (text, FALSE);
}

typedef struct
{
  CrmContext *context;
  GdkClipboard *clipboard;
  guint n;
  const CrmEntity *entity;
} Target;

static void
text_made_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  Target *target = data;
  g_autofree char *text = crm_store_read_finish (CRM_STORE (source), result, NULL);

  if (text != NULL)
    {
      g_autofree char *count = crm_entity_count_text (target->entity, target->n);
      /* Translators: "3 customers copied" */
      g_autofree char *done = g_strdup_printf (_ ("%s copied"), count);
      gdk_clipboard_set_text (target->clipboard, text);
      crm_context_toast (target->context, done, 0);
    }
  g_object_unref (target->clipboard);
  g_object_unref (target->context);
  g_free (target);
}

void
crm_list_copy (CrmContext *context, GtkWidget *widget, const CrmListLayout *layout, GArray *ids,
               GCancellable *cancellable)
{
  Copy *copy = g_new0 (Copy, 1);
  Target *target = g_new0 (Target, 1);

  copy->layout = crm_list_layout_copy (layout);
  copy->ids = g_array_ref (ids);
  copy->currency = g_strdup (crm_context_get_currency (context));
  target->context = g_object_ref (context);
  target->clipboard = g_object_ref (gtk_widget_get_clipboard (widget));
  target->n = ids->len;
  target->entity = layout->entity;
  crm_store_read_async (crm_context_get_store (context), make_text, copy, free_copy, g_free,
                        cancellable, text_made_cb, target);
}
