/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A glance at a record without leaving the list. Main thread; the record is read in the background. */

#include "config.h"

#include "crm-list-quick-look.h"

#include <glib/gi18n-lib.h>

#include "crm-list-text.h"

#define MAX_ROWS 14

struct _CrmListQuickLook
{
  GtkPopover parent_instance;
  CrmContext *context;
  CrmId id;
  CrmRecord *record;
  GCancellable *reading;
  GtkWidget *avatar;
  GtkWidget *title;
  GtkWidget *kind;
  GtkWidget *grid;
};

enum
{
  OPEN,
  STEP,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CrmListQuickLook, crm_list_quick_look, GTK_TYPE_POPOVER)

static void
add_row (CrmListQuickLook *self, int row, const char *label, const char *text)
{
  GtkWidget *name = gtk_label_new (label);
  GtkWidget *value = gtk_label_new (text);

  gtk_widget_add_css_class (name, "crm-label");
  gtk_widget_add_css_class (name, "crm-table-text");
  gtk_widget_add_css_class (value, "crm-table-text");
  gtk_widget_add_css_class (value, "crm-number");
  gtk_label_set_xalign (GTK_LABEL (name), 0);
  gtk_widget_set_valign (name, GTK_ALIGN_START);
  gtk_label_set_xalign (GTK_LABEL (value), 0);
  gtk_label_set_wrap (GTK_LABEL (value), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (value), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_max_width_chars (GTK_LABEL (value), 34);
  gtk_label_set_lines (GTK_LABEL (value), 4);
  gtk_label_set_ellipsize (GTK_LABEL (value), PANGO_ELLIPSIZE_END);
  gtk_grid_attach (GTK_GRID (self->grid), name, 0, row, 1, 1);
  gtk_grid_attach (GTK_GRID (self->grid), value, 1, row, 1, 1);
}

static char *
unit_text (CrmListQuickLook *self, const CrmField *field)
{
  if (field->kind == CRM_FIELD_MONEY)
    return crm_record_format (self->record, field->id, crm_context_get_currency (self->context));
  return crm_list_text (self->context, self->record, field);
}

/* Returns how many rows were added. */
static int
add_field (CrmListQuickLook *self, int row, const CrmField *field)
{
  g_autofree char *text = NULL;

  if (field == NULL || !crm_list_look_offers (field) || (field->flags & CRM_FIELD_SYSTEM) ||
      g_strcmp0 (field->id, crm_record_get_entity (self->record)->title) == 0)
    return 0;
  text = unit_text (self, field);
  if (text == NULL || *text == '\0')
    return 0;
  add_row (self, row, crm_field_get_label (field), text);
  return 1;
}

static void
fill (CrmListQuickLook *self)
{
  const CrmEntity *entity = crm_record_get_entity (self->record);
  g_autofree char *initials = crm_list_initials (crm_record_get_title (self->record));
  const CrmListLook *look = crm_list_look_for (entity);
  GtkWidget *child = NULL;
  int row = 0;

  while ((child = gtk_widget_get_first_child (self->grid)) != NULL)
    gtk_grid_remove (GTK_GRID (self->grid), child);
  gtk_label_set_text (GTK_LABEL (self->avatar), initials);
  gtk_label_set_text (GTK_LABEL (self->title), crm_record_get_title (self->record));
  gtk_label_set_text (GTK_LABEL (self->kind), crm_entity_get_label (entity));
  for (guint i = 0; i < look->n_columns; i++)
    row += add_field (self, row, crm_entity_field (entity, look->columns[i].field));
  for (guint i = 0; i < entity->n_fields && row < MAX_ROWS; i++)
    if (crm_list_look_column (look, entity->fields[i].id) == NULL)
      row += add_field (self, row, &entity->fields[i]);
  if (row == 0)
    add_row (self, 0, _ ("Nothing else is filled in."), "");
}

static gpointer
read_record (CrmReader *reader, gpointer data, GCancellable *cancellable, GError **error)
{
  CrmId id = *(CrmId *) data;

  return crm_reader_load (reader, crm_entity_of_id (id), id, error);
}

static void
record_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CrmListQuickLook) self = CRM_LIST_QUICK_LOOK (data);
  g_autoptr (CrmRecord) record = crm_store_read_finish (CRM_STORE (source), result, NULL);

  if (record == NULL || self->context == NULL || crm_record_get_id (record) != self->id)
    return;
  g_set_object (&self->record, record);
  fill (self);
  if (!gtk_widget_get_visible (GTK_WIDGET (self)))
    gtk_popover_popup (GTK_POPOVER (self));
}

void
crm_list_quick_look_show (CrmListQuickLook *self, CrmId id, const GdkRectangle *area)
{
  self->id = id;
  gtk_popover_set_pointing_to (GTK_POPOVER (self), area);
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  self->reading = g_cancellable_new ();
  crm_store_read_async (crm_context_get_store (self->context), read_record,
                        g_memdup2 (&id, sizeof id), g_free, g_object_unref, self->reading,
                        record_read_cb, g_object_ref (self));
}

static void
titles_changed_cb (CrmContext *context, CrmListQuickLook *self)
{
  if (self->record != NULL && gtk_widget_get_visible (GTK_WIDGET (self)))
    fill (self);
}

static gboolean
key_cb (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state,
        CrmListQuickLook *self)
{
  switch (key)
    {
    case GDK_KEY_space:
    case GDK_KEY_Escape:
      gtk_popover_popdown (GTK_POPOVER (self));
      return GDK_EVENT_STOP;
    case GDK_KEY_Return:
    case GDK_KEY_KP_Enter:
      gtk_popover_popdown (GTK_POPOVER (self));
      g_signal_emit (self, signals[OPEN], 0, self->id);
      return GDK_EVENT_STOP;
    case GDK_KEY_Up:
    case GDK_KEY_Down:
      g_signal_emit (self, signals[STEP], 0, key == GDK_KEY_Up ? -1 : 1);
      return GDK_EVENT_STOP;
    default:
      return GDK_EVENT_PROPAGATE;
    }
}

static void
crm_list_quick_look_dispose (GObject *object)
{
  CrmListQuickLook *self = CRM_LIST_QUICK_LOOK (object);

  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  g_clear_object (&self->record);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (crm_list_quick_look_parent_class)->dispose (object);
}

static void
crm_list_quick_look_class_init (CrmListQuickLookClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_list_quick_look_dispose;
  signals[OPEN] = g_signal_new ("open", CRM_TYPE_LIST_QUICK_LOOK, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_INT64);
  signals[STEP] = g_signal_new ("step", CRM_TYPE_LIST_QUICK_LOOK, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_INT);
}

static void
crm_list_quick_look_init (CrmListQuickLook *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *head = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->avatar = gtk_label_new (NULL);
  gtk_widget_set_size_request (self->avatar, 32, 32);
  gtk_widget_add_css_class (self->avatar, "crm-avatar");
  self->title = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->title, "crm-section");
  gtk_label_set_xalign (GTK_LABEL (self->title), 0);
  gtk_label_set_wrap (GTK_LABEL (self->title), TRUE);
  gtk_label_set_max_width_chars (GTK_LABEL (self->title), 36);
  self->kind = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->kind, "crm-caption");
  gtk_label_set_xalign (GTK_LABEL (self->kind), 0);
  self->grid = gtk_grid_new ();
  gtk_grid_set_column_spacing (GTK_GRID (self->grid), 12);
  gtk_grid_set_row_spacing (GTK_GRID (self->grid), 6);
  gtk_box_append (GTK_BOX (lines), self->title);
  gtk_box_append (GTK_BOX (lines), self->kind);
  gtk_box_append (GTK_BOX (head), self->avatar);
  gtk_box_append (GTK_BOX (head), lines);
  gtk_box_append (GTK_BOX (box), head);
  gtk_box_append (GTK_BOX (box), self->grid);
  gtk_widget_add_css_class (box, "crm-quick-look");
  gtk_popover_set_child (GTK_POPOVER (self), box);
  gtk_popover_set_position (GTK_POPOVER (self), GTK_POS_BOTTOM);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

GtkWidget *
crm_list_quick_look_new (CrmContext *context)
{
  CrmListQuickLook *self = g_object_new (CRM_TYPE_LIST_QUICK_LOOK, NULL);

  self->context = g_object_ref (context);
  g_signal_connect_object (context, "titles-changed", G_CALLBACK (titles_changed_cb), self, 0);
  return GTK_WIDGET (self);
}
