/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the record page does: going through its list, editing, deleting, logging. Main thread. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "crm-composer.h"
#include "crm-entities.h"
#include "crm-order-window.h"
#include "crm-property-panel.h"
#include "crm-property-row.h"
#include "crm-record-head.h"
#include "crm-record-page-private.h"
#include "crm-record-parts.h"

/* ---- going through the list ---- */

int
crm_record_page_position (CrmRecordPage *self)
{
  return self->list != NULL && self->id != 0 ? crm_record_list_find (self->list, self->id) : -1;
}

static CrmId
neighbour (CrmRecordPage *self, int by)
{
  int position = crm_record_page_position (self);

  if (position < 0 || position + by < 0)
    return 0;
  return crm_record_list_get_id (self->list, (guint) (position + by));
}

static gboolean
go_back (CrmRecordPage *self)
{
  CrmId id;

  if (self->trail->len == 0)
    return FALSE;
  id = g_array_index (self->trail, CrmId, self->trail->len - 1);
  g_array_set_size (self->trail, self->trail->len - 1);
  crm_record_page_go (self, id);
  return TRUE;
}

/* ---- one record ---- */

static gboolean
is_live (CrmRecordPage *self)
{
  return self->data != NULL && !crm_record_is_deleted (self->data->record);
}

static void
change_life (CrmRecordPage *self, CrmVerb verb, const char *pattern)
{
  CrmRecord *record = self->data->record;
  const CrmEntity *entity = crm_record_get_entity (record);
  g_autoptr (CrmChangeset) changes = crm_changeset_new (verb, entity);
  g_autofree char *done = g_strdup_printf (pattern, crm_record_get_title (record));

  if (verb == CRM_VERB_DELETE)
    crm_changeset_delete (changes, entity, crm_record_get_id (record));
  else
    crm_changeset_restore (changes, entity, crm_record_get_id (record));
  crm_context_save (self->context, changes, done, NULL, NULL);
}

static void
delete_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CrmRecordPage *self = data;

  if (is_live (self))
    change_life (self, CRM_VERB_DELETE, _ ("%s deleted"));
}

static void
restore_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CrmRecordPage *self = data;

  if (self->data != NULL && !is_live (self))
    change_life (self, CRM_VERB_RESTORE, _ ("%s restored"));
}

/* What one would paste into a letter: name, address, telephone, e-mail; else all fields. */
static void
copy_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  CrmRecordPage *self = data;
  const CrmEntity *entity;
  GString *text = g_string_new (NULL);

  if (self->data == NULL)
    return;
  entity = crm_record_get_entity (self->data->record);
  for (guint i = 0; i < entity->n_fields; i++)
    {
      const CrmField *field = &entity->fields[i];
      g_autofree char *value = NULL;

      if (!crm_field_is_editable (field) || field->kind == CRM_FIELD_JSON)
        continue;
      value = crm_record_text (self->context, self->data->record, field);
      if (value != NULL && *value != '\0')
        g_string_append_printf (text, "%s: %s\n", crm_field_get_label (field), value);
    }
  gdk_clipboard_set_text (gtk_widget_get_clipboard (GTK_WIDGET (self)), text->str);
  g_string_free (text, TRUE);
  crm_context_toast (self->context, _ ("Copied"), 0);
}

static void
history_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  crm_record_page_set_tab (data, "history");
}

/* ---- orders ---- */

static gboolean
can_order (CrmRecordPage *self)
{
  return is_live (self) && crm_record_get_entity (self->data->record) == &crm_entity_customer;
}

static void
open_order (CrmRecordPage *self, gboolean is_return)
{
  GtkWindow *window;
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));

  if (!can_order (self))
    return;
  window = crm_order_window_new (self->context, crm_record_get_id (self->data->record), is_return);
  if (GTK_IS_WINDOW (root))
    gtk_window_set_transient_for (window, GTK_WINDOW (root));
  gtk_window_present (window);
}

static void
new_order_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  open_order (data, FALSE);
}

static void
new_return_cb (GSimpleAction *action, GVariant *parameter, gpointer data)
{
  open_order (data, TRUE);
}

void
crm_record_page_add_actions (CrmRecordPage *self)
{
  static const GActionEntry entries[] = {
    { "delete", delete_cb },   { "restore", restore_cb },     { "copy", copy_cb },
    { "history", history_cb }, { "new-order", new_order_cb }, { "new-return", new_return_cb },
  };

  self->actions = g_simple_action_group_new ();
  g_action_map_add_action_entries (G_ACTION_MAP (self->actions), entries, G_N_ELEMENTS (entries),
                                   self);
  gtk_widget_insert_action_group (GTK_WIDGET (self), "record", G_ACTION_GROUP (self->actions));
}

static void
enable (CrmRecordPage *self, const char *name, gboolean enabled)
{
  GAction *action = g_action_map_lookup_action (G_ACTION_MAP (self->actions), name);

  g_simple_action_set_enabled (G_SIMPLE_ACTION (action), enabled);
}

void
crm_record_page_update_actions (CrmRecordPage *self)
{
  gboolean listed = crm_record_page_position (self) >= 0;

  enable (self, "delete", is_live (self));
  enable (self, "restore", self->data != NULL && !is_live (self));
  enable (self, "copy", self->data != NULL);
  enable (self, "history", self->data != NULL);
  enable (self, "new-order", can_order (self));
  enable (self, "new-return", can_order (self));
  gtk_widget_set_visible (self->order_button, can_order (self));
  gtk_widget_set_visible (self->previous_button, listed);
  gtk_widget_set_visible (self->next_button, listed);
  crm_page_actions_changed (CRM_PAGE (self));
}

/* ---- the window's actions ---- */

gboolean
crm_record_page_can (CrmPage *page, CrmPageAction action)
{
  CrmRecordPage *self = CRM_RECORD_PAGE (page);

  switch (action)
    {
    case CRM_PAGE_CREATE:
      return can_order (self);
    case CRM_PAGE_EDIT:
    case CRM_PAGE_DELETE:
      return is_live (self);
    case CRM_PAGE_TAG:
      return is_live (self) && crm_entity_field (self->entity, "tags") != NULL;
    case CRM_PAGE_PREVIOUS:
      return neighbour (self, -1) != 0;
    case CRM_PAGE_NEXT:
      return neighbour (self, 1) != 0;
    case CRM_PAGE_LOG_NOTE:
    case CRM_PAGE_LOG_TASK:
    case CRM_PAGE_LOG_CALL:
    case CRM_PAGE_LOG_EMAIL:
    case CRM_PAGE_LOG_MEETING:
      return is_live (self) && self->composer != NULL;
    case CRM_PAGE_BACK:
    case CRM_PAGE_ESCAPE:
    case CRM_PAGE_REFRESH:
      return TRUE;
    default:
      return FALSE;
    }
}

static gboolean
log_kind (CrmRecordPage *self, const char *kind)
{
  if (self->composer == NULL)
    return FALSE;
  crm_record_page_set_tab (self, "overview");
  crm_composer_open (CRM_COMPOSER (self->composer), kind);
  return TRUE;
}

static gboolean
edit (CrmRecordPage *self)
{
  if (self->panel == NULL)
    return FALSE;
  if (!gtk_widget_get_mapped (self->panel))
    crm_record_page_set_tab (self, crm_context_get_narrow (self->context) ? "details" : "overview");
  return crm_property_panel_edit (CRM_PROPERTY_PANEL (self->panel), NULL);
}

gboolean
crm_record_page_perform (CrmPage *page, CrmPageAction action)
{
  CrmRecordPage *self = CRM_RECORD_PAGE (page);

  switch (action)
    {
    case CRM_PAGE_CREATE:
      open_order (self, FALSE);
      return TRUE;
    case CRM_PAGE_EDIT:
      return edit (self);
    case CRM_PAGE_DELETE:
      delete_cb (NULL, NULL, self);
      return TRUE;
    case CRM_PAGE_TAG:
      crm_record_head_open_tags (CRM_RECORD_HEAD (self->head));
      return TRUE;
    case CRM_PAGE_PREVIOUS:
      crm_record_page_go (self, neighbour (self, -1));
      return TRUE;
    case CRM_PAGE_NEXT:
      crm_record_page_go (self, neighbour (self, 1));
      return TRUE;
    case CRM_PAGE_BACK:
      return go_back (self);
    case CRM_PAGE_ESCAPE:
      return self->panel != NULL && crm_property_panel_restore (CRM_PROPERTY_PANEL (self->panel));
    case CRM_PAGE_LOG_NOTE:
      return log_kind (self, "note");
    case CRM_PAGE_LOG_TASK:
      return log_kind (self, "task");
    case CRM_PAGE_LOG_CALL:
      return log_kind (self, "call");
    case CRM_PAGE_LOG_EMAIL:
      return log_kind (self, "email");
    case CRM_PAGE_LOG_MEETING:
      return log_kind (self, "meeting");
    default:
      return FALSE;
    }
}
