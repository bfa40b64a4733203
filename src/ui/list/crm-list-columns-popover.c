/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The list of possible columns with a check each. Main thread. */

#include "config.h"

#include "crm-list-columns-popover.h"

#include <glib/gi18n-lib.h>

struct _CrmListColumnsPopover
{
  GtkPopover parent_instance;
  CrmContext *context;
  const CrmEntity *entity;
  CrmListLayout *layout; /* what the checks show */
  GPtrArray *checks;     /* GtkCheckButton, data "field" */
  GtkWidget *search;
  GtkWidget *box;
  gboolean filling;
};

enum
{
  TOGGLED,
  RESET,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CrmListColumnsPopover, crm_list_columns_popover, GTK_TYPE_POPOVER)

static void
check_toggled_cb (GtkCheckButton *check, CrmListColumnsPopover *self)
{
  const CrmField *field = g_object_get_data (G_OBJECT (check), "field");
  gboolean shown = gtk_check_button_get_active (check);

  if (self->filling)
    return;
  crm_list_layout_set_shown (self->layout, field, shown);
  g_signal_emit (self, signals[TOGGLED], 0, field, shown);
}

static void
reset_cb (GtkButton *button, CrmListColumnsPopover *self)
{
  g_signal_emit (self, signals[RESET], 0);
}

static void
search_cb (GtkSearchEntry *search, CrmListColumnsPopover *self)
{
  g_autofree char *needle = g_utf8_casefold (gtk_editable_get_text (GTK_EDITABLE (search)), -1);

  for (guint i = 0; i < self->checks->len; i++)
    {
      GtkWidget *check = g_ptr_array_index (self->checks, i);
      g_autofree char *label =
          g_utf8_casefold (gtk_check_button_get_label (GTK_CHECK_BUTTON (check)), -1);
      gtk_widget_set_visible (check, strstr (label, needle) != NULL);
    }
}

static void
add_check (CrmListColumnsPopover *self, const CrmField *field)
{
  GtkWidget *check = NULL;

  for (guint i = 0; i < self->checks->len; i++)
    if (g_object_get_data (self->checks->pdata[i], "field") == field)
      return;
  check = gtk_check_button_new_with_label (
      crm_list_look_label (crm_list_look_for (self->entity), field));
  g_object_set_data (G_OBJECT (check), "field", (gpointer) field);
  g_signal_connect_object (check, "toggled", G_CALLBACK (check_toggled_cb), self, 0);
  gtk_box_append (GTK_BOX (self->box), check);
  g_ptr_array_add (self->checks, check);
}

/* Own fields stand last: those of the layout, and those that records have. */
static void
fill (CrmListColumnsPopover *self)
{
  const GPtrArray *own = crm_context_get_own_fields (self->context, self->entity);
  const CrmListLayout *layout = self->layout;

  self->filling = TRUE;
  for (guint i = 0; i < layout->columns->len; i++)
    add_check (self, g_array_index (layout->columns, CrmListLayoutColumn, i).field);
  for (guint i = 0; own != NULL && i < own->len; i++)
    add_check (self, own->pdata[i]);
  for (guint i = 0; i < self->checks->len; i++)
    {
      GtkWidget *check = g_ptr_array_index (self->checks, i);
      const CrmField *field = g_object_get_data (G_OBJECT (check), "field");
      gtk_check_button_set_active (GTK_CHECK_BUTTON (check),
                                   crm_list_layout_find (layout, field) >= 0);
      gtk_widget_set_sensitive (check, g_strcmp0 (field->id, self->entity->title) != 0);
    }
  self->filling = FALSE;
  search_cb (GTK_SEARCH_ENTRY (self->search), self);
}

void
crm_list_columns_popover_set_layout (CrmListColumnsPopover *self, const CrmListLayout *layout)
{
  CrmListLayout *old = self->layout;

  self->layout = crm_list_layout_copy (layout);
  g_clear_pointer (&old, crm_list_layout_free);
  fill (self);
}

static void
own_fields_changed_cb (CrmContext *context, const char *entity, CrmListColumnsPopover *self)
{
  if (self->layout != NULL && g_strcmp0 (entity, self->entity->name) == 0)
    fill (self);
}

static void
crm_list_columns_popover_finalize (GObject *object)
{
  CrmListColumnsPopover *self = CRM_LIST_COLUMNS_POPOVER (object);

  g_clear_pointer (&self->layout, crm_list_layout_free);
  g_clear_object (&self->context);
  g_ptr_array_unref (self->checks);
  G_OBJECT_CLASS (crm_list_columns_popover_parent_class)->finalize (object);
}

static void
crm_list_columns_popover_class_init (CrmListColumnsPopoverClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = crm_list_columns_popover_finalize;
  signals[TOGGLED] =
      g_signal_new ("toggled", CRM_TYPE_LIST_COLUMNS_POPOVER, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 2, G_TYPE_POINTER, G_TYPE_BOOLEAN);
  signals[RESET] = g_signal_new ("reset", CRM_TYPE_LIST_COLUMNS_POPOVER, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
crm_list_columns_popover_init (CrmListColumnsPopover *self)
{
  self->checks = g_ptr_array_new ();
}

GtkWidget *
crm_list_columns_popover_new (CrmContext *context, const CrmEntity *entity)
{
  CrmListColumnsPopover *self = g_object_new (CRM_TYPE_LIST_COLUMNS_POPOVER, NULL);
  const CrmListLook *look = crm_list_look_for (entity);
  GtkWidget *body = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *scroll = gtk_scrolled_window_new ();
  GtkWidget *reset = gtk_button_new_with_label (_ ("Reset Columns"));

  self->context = g_object_ref (context);
  self->entity = entity;
  g_signal_connect_object (context, "own-fields-changed", G_CALLBACK (own_fields_changed_cb), self,
                           0);
  self->search = gtk_search_entry_new ();
  g_object_set (self->search, "placeholder-text", _ ("Search fields…"), "search-delay", 0, NULL);
  g_signal_connect_object (self->search, "search-changed", G_CALLBACK (search_cb), self, 0);
  self->box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_add_css_class (self->box, "crm-column-checks");
  for (guint i = 0; i < look->n_columns; i++)
    if (crm_entity_field (entity, look->columns[i].field) != NULL)
      add_check (self, crm_entity_field (entity, look->columns[i].field));
  for (guint i = 0; i < entity->n_fields; i++)
    if (crm_list_look_offers (&entity->fields[i]) &&
        crm_list_look_column (look, entity->fields[i].id) == NULL)
      add_check (self, &entity->fields[i]);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (scroll), self->box);
  g_object_set (scroll, "propagate-natural-height", TRUE, "min-content-height", 320,
                "max-content-height", 420, "hscrollbar-policy", GTK_POLICY_NEVER, NULL);
  gtk_widget_add_css_class (reset, "flat");
  g_signal_connect_object (reset, "clicked", G_CALLBACK (reset_cb), self, 0);
  gtk_box_append (GTK_BOX (body), self->search);
  gtk_box_append (GTK_BOX (body), scroll);
  gtk_box_append (GTK_BOX (body), reset);
  gtk_popover_set_child (GTK_POPOVER (self), body);
  return GTK_WIDGET (self);
}
