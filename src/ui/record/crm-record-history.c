/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The journal of one record for people. Main thread; the last reading wins. */

#include "config.h"

#include "crm-record-history.h"

#include <glib/gi18n-lib.h>

#include "crm-format.h"
#include "crm-history.h"
#include "crm-record-parts.h"

#define MOST 300

struct _CrmRecordHistory
{
  GtkBox parent_instance;
  CrmContext *context;
  CrmRecord *record;
  GPtrArray *entries; /* CrmHistoryEntry */
  guint asked;
  guint n_rows;
  guint titles_source;
  GtkWidget *list;
};

G_DEFINE_FINAL_TYPE (CrmRecordHistory, crm_record_history, GTK_TYPE_BOX)

static gpointer
read_history (CrmReader *reader, gpointer data, GCancellable *cancellable, GError **error)
{
  return crm_history_of (reader, *(CrmId *) data, MOST, error);
}

static char *
format_value (CrmRecordHistory *self, int field, const CrmValue *value)
{
  const CrmEntity *entity = crm_record_get_entity (self->record);
  g_autoptr (CrmRecord) record = NULL;

  if (crm_value_is_null (value))
    return g_strdup (_ ("Not set"));
  record = crm_record_copy (self->record);
  crm_record_set_value (record, (guint) field, value);
  return crm_record_text (self->context, record, &entity->fields[field]);
}

static void
restore_cb (GtkWidget *button, CrmRecordHistory *self)
{
  const CrmHistoryEntry *entry = g_object_get_data (G_OBJECT (button), "entry");
  const CrmEntity *entity = crm_record_get_entity (self->record);
  const CrmField *field = &entity->fields[entry->field];
  g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_EDIT, entity);
  g_autofree char *done = g_strdup_printf (_ ("%s restored"), crm_field_get_label (field));

  crm_changeset_set (changes, entity, crm_record_get_id (self->record), field->id,
                     crm_record_get_value (self->record, (guint) entry->field), &entry->before);
  crm_context_save (self->context, changes, done, NULL, NULL);
}

static GtkWidget *
make_what (CrmRecordHistory *self, const CrmHistoryEntry *entry)
{
  const CrmEntity *entity = crm_record_get_entity (self->record);
  g_autofree char *before = NULL;
  g_autofree char *after = NULL;
  g_autofree char *text = NULL;
  GtkWidget *label;

  if (entry->field < 0)
    text = g_strdup (entry->op == CRM_OP_INSERT    ? C_ ("history", "Created")
                     : entry->op == CRM_OP_DELETE  ? C_ ("history", "Deleted")
                     : entry->op == CRM_OP_RESTORE ? _ ("Restored")
                                                   : C_ ("history", "Changed"));
  else
    {
      before = format_value (self, entry->field, &entry->before);
      after = format_value (self, entry->field, &entry->after);
      text = g_strdup_printf ("%s → %s", before != NULL ? before : "", after != NULL ? after : "");
    }
  label = crm_record_label (text, "crm-property-value");
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_tooltip_text (label, text);
  if (entry->field >= 0)
    gtk_accessible_update_property (GTK_ACCESSIBLE (label), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION,
                                    crm_field_get_label (&entity->fields[entry->field]), -1);
  return label;
}

static gboolean
can_restore (CrmRecordHistory *self, const CrmHistoryEntry *entry)
{
  const CrmEntity *entity = crm_record_get_entity (self->record);

  return entry->field >= 0 && entry->op == CRM_OP_UPDATE &&
         crm_field_is_editable (&entity->fields[entry->field]) &&
         !crm_record_is_deleted (self->record) &&
         !crm_value_equal (&entry->before,
                           crm_record_get_value (self->record, (guint) entry->field));
}

static void
add_row (CrmRecordHistory *self, const CrmHistoryEntry *entry)
{
  const CrmEntity *entity = crm_record_get_entity (self->record);
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  g_autofree char *when = crm_format_instant (entry->at);
  g_autofree char *full = crm_format_instant_full (entry->at);
  const char *actor = crm_context_link_title (self->context, entry->actor);
  g_autofree char *words =
      actor != NULL ? g_strdup_printf ("%s · %s", actor, when) : g_strdup (when);
  GtkWidget *label =
      crm_record_label (entry->field >= 0 ? crm_field_get_label (&entity->fields[entry->field])
                                          : crm_entity_get_label (entity),
                        "crm-property-label");
  GtkWidget *time = gtk_label_new (words);

  gtk_widget_add_css_class (time, "crm-caption");
  gtk_widget_set_tooltip_text (time, full);
  gtk_box_append (GTK_BOX (line), label);
  gtk_box_append (GTK_BOX (line), make_what (self, entry));
  gtk_box_append (GTK_BOX (line), time);
  if (can_restore (self, entry))
    {
      GtkWidget *button =
          crm_record_icon_button ("crm-restore-symbolic", _ ("Bring Back the Earlier Value"));

      g_object_set_data (G_OBJECT (button), "entry", (gpointer) entry);
      g_signal_connect_object (button, "clicked", G_CALLBACK (restore_cb), self, 0);
      gtk_box_append (GTK_BOX (line), button);
    }
  gtk_widget_add_css_class (line, "crm-property-line");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), line);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_add_css_class (row, "crm-property");
  gtk_list_box_append (GTK_LIST_BOX (self->list), row);
  self->n_rows++;
}

static void
draw (CrmRecordHistory *self)
{
  const CrmEntity *entity = crm_record_get_entity (self->record);

  crm_record_clear (self->list);
  self->n_rows = 0;
  for (guint i = 0; self->entries != NULL && i < self->entries->len; i++)
    {
      const CrmHistoryEntry *entry = g_ptr_array_index (self->entries, i);

      if (entry->field >= 0 && (entity->fields[entry->field].flags &
                                (CRM_FIELD_SYSTEM | CRM_FIELD_HIDDEN | CRM_FIELD_DERIVED)))
        continue;
      add_row (self, entry);
    }
}

typedef struct
{
  CrmRecordHistory *history;
  guint number;
} Answer;

static void
read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autofree Answer *answer = data;
  g_autoptr (CrmRecordHistory) self = answer->history;
  g_autoptr (GPtrArray) entries = crm_store_read_finish (CRM_STORE (source), result, NULL);

  if (self->context == NULL || answer->number != self->asked || entries == NULL)
    return;
  crm_record_clear (self->list);
  g_clear_pointer (&self->entries, g_ptr_array_unref);
  self->entries = g_steal_pointer (&entries);
  draw (self);
}

void
crm_record_history_set_record (CrmRecordHistory *self, CrmRecord *record)
{
  CrmId id;
  Answer *answer;

  g_return_if_fail (CRM_IS_RECORD_HISTORY (self));

  g_set_object (&self->record, record);
  id = crm_record_get_id (record);
  answer = g_new0 (Answer, 1);
  answer->history = g_object_ref (self);
  answer->number = ++self->asked;
  crm_store_read_async (crm_context_get_store (self->context), read_history,
                        g_memdup2 (&id, sizeof id), g_free, (GDestroyNotify) g_ptr_array_unref,
                        NULL, read_cb, answer);
}

guint
crm_record_history_get_n_rows (CrmRecordHistory *self)
{
  g_return_val_if_fail (CRM_IS_RECORD_HISTORY (self), 0);

  return self->n_rows;
}

static gboolean
titles_cb (gpointer data)
{
  CrmRecordHistory *self = data;

  self->titles_source = 0;
  draw (self);
  return G_SOURCE_REMOVE;
}

static void
titles_changed_cb (CrmContext *context, CrmRecordHistory *self)
{
  if (self->titles_source == 0 && self->entries != NULL)
    self->titles_source = g_idle_add (titles_cb, self);
}

static void
crm_record_history_dispose (GObject *object)
{
  CrmRecordHistory *self = CRM_RECORD_HISTORY (object);

  g_clear_handle_id (&self->titles_source, g_source_remove);
  g_clear_object (&self->record);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (crm_record_history_parent_class)->dispose (object);
}

static void
crm_record_history_finalize (GObject *object)
{
  g_clear_pointer (&CRM_RECORD_HISTORY (object)->entries, g_ptr_array_unref);
  G_OBJECT_CLASS (crm_record_history_parent_class)->finalize (object);
}

static void
crm_record_history_class_init (CrmRecordHistoryClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_record_history_dispose;
  G_OBJECT_CLASS (klass)->finalize = crm_record_history_finalize;
}

static void
crm_record_history_init (CrmRecordHistory *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  self->list = crm_record_list (_ ("History"));
  gtk_box_append (GTK_BOX (self), self->list);
}

GtkWidget *
crm_record_history_new (CrmContext *context)
{
  CrmRecordHistory *self = g_object_new (CRM_TYPE_RECORD_HISTORY, NULL);

  self->context = g_object_ref (context);
  g_signal_connect_object (context, "titles-changed", G_CALLBACK (titles_changed_cb), self, 0);
  return GTK_WIDGET (self);
}
