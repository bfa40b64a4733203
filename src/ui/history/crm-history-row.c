/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What was done, when, by whom and from where; and the way back. Main thread. An undoing or redoing
 * has no button: the change it is about has it. Neither has what
 * was not people's doing: the first start, and what came from other devices. */

#include "config.h"

#include "crm-history-row.h"

#include <glib/gi18n-lib.h>

#include "crm-format.h"

struct _CrmHistoryRow
{
  AdwActionRow parent;

  GtkImage *icon;
  GtkLabel *undone;
  GtkButton *button;
  gint64 group;
  CrmId actor;
  gboolean redo;
};

G_DEFINE_FINAL_TYPE (CrmHistoryRow, crm_history_row, ADW_TYPE_ACTION_ROW)

static guint invert_signal;

static const char *
icon_of (CrmVerb verb)
{
  static const char *const icons[CRM_N_VERBS] = {
    [CRM_VERB_CREATE] = "crm-add-symbolic",       [CRM_VERB_EDIT] = "crm-edit-symbolic",
    [CRM_VERB_DELETE] = "crm-trash-symbolic",     [CRM_VERB_RESTORE] = "crm-restore-symbolic",
    [CRM_VERB_IMPORT] = "crm-import-symbolic",    [CRM_VERB_BULK_EDIT] = "crm-edit-symbolic",
    [CRM_VERB_MERGE] = "crm-merge-symbolic",      [CRM_VERB_TAG] = "crm-tag-symbolic",
    [CRM_VERB_SAMPLE] = "crm-lightbulb-symbolic", [CRM_VERB_SEGMENT] = "crm-segments-symbolic",
    [CRM_VERB_PURGE] = "crm-delete-symbolic",     [CRM_VERB_UNDO] = "crm-undo-symbolic",
    [CRM_VERB_REDO] = "crm-redo-symbolic",        [CRM_VERB_SYNC] = "crm-sync-symbolic",
    [CRM_VERB_JOB] = "crm-jobs-symbolic",
  };

  return icons[verb] != NULL ? icons[verb] : "crm-edit-symbolic";
}

/* People's own changes need no word about where they came from. */
static const char *
describe_origin (const char *origin)
{
  if (g_strcmp0 (origin, "import") == 0)
    return C_ ("origin of a change", "import");
  if (g_strcmp0 (origin, "setup") == 0)
    return C_ ("origin of a change", "first start");
  if (g_strcmp0 (origin, "job") == 0)
    return C_ ("origin of a change", "background job");
  if (g_strcmp0 (origin, "sync") == 0)
    return C_ ("origin of a change", "synchronization");
  return NULL;
}

static void
add_part (GString *text, const char *part)
{
  if (part == NULL || *part == '\0')
    return;
  if (text->len > 0)
    g_string_append (text, " · ");
  g_string_append (text, part);
}

/* "import of 4,338 customers" stands alone here. */
static char *
capitalize (const char *text)
{
  g_autofree char *first = g_utf8_substring (text, 0, g_utf8_strlen (text, 1));
  g_autofree char *upper = g_utf8_strup (first, -1);

  return g_strconcat (upper, text + strlen (first), NULL);
}

void
crm_history_row_set (CrmHistoryRow *self, const CrmGroup *group, const char *who)
{
  g_autofree char *what = NULL;
  g_autofree char *title = NULL;
  g_autofree char *when = NULL;
  g_autofree char *full = NULL;
  g_autofree char *label = NULL;
  g_autoptr (GString) subtitle = g_string_new (NULL);
  gboolean is_inverse = group->verb == CRM_VERB_UNDO || group->verb == CRM_VERB_REDO;
  gboolean is_own = g_strcmp0 (group->origin, "setup") != 0 && group->verb != CRM_VERB_SYNC;
  const char *verb;

  g_return_if_fail (CRM_IS_HISTORY_ROW (self));

  self->group = group->id;
  self->actor = group->actor;
  self->redo = group->undone;
  what = crm_group_describe (group);
  title = capitalize (what);
  when = crm_format_instant (group->at);
  full = crm_format_instant_full (group->at);
  add_part (subtitle, when);
  add_part (subtitle, who);
  add_part (subtitle, describe_origin (group->origin));
  if (!group->finished)
    add_part (subtitle, _ ("cut off in the middle"));

  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self), title);
  adw_action_row_set_subtitle (ADW_ACTION_ROW (self), subtitle->str);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self), full);
  gtk_image_set_from_icon_name (self->icon, icon_of (group->verb));
  gtk_widget_set_visible (GTK_WIDGET (self->undone), group->undone);
  gtk_widget_set_visible (GTK_WIDGET (self->button), !is_inverse && is_own);
  verb = group->undone ? _ ("Redo") : _ ("Undo");
  gtk_button_set_label (self->button, verb);
  label = g_strdup_printf (group->undone ? _ ("Redo: %s") : _ ("Undo: %s"), what);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  label, -1);
  gtk_widget_set_sensitive (GTK_WIDGET (self->button), TRUE);
}

gint64
crm_history_row_get_group (CrmHistoryRow *self)
{
  g_return_val_if_fail (CRM_IS_HISTORY_ROW (self), 0);

  return self->group;
}

CrmId
crm_history_row_get_actor (CrmHistoryRow *self)
{
  g_return_val_if_fail (CRM_IS_HISTORY_ROW (self), 0);

  return self->actor;
}

static void
clicked_cb (GtkButton *button, CrmHistoryRow *self)
{
  g_signal_emit (self, invert_signal, 0, self->group, self->redo);
}

static void
crm_history_row_class_init (CrmHistoryRowClass *klass)
{
  invert_signal = g_signal_new ("invert", CRM_TYPE_HISTORY_ROW, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 2, G_TYPE_INT64, G_TYPE_BOOLEAN);
}

static void
crm_history_row_init (CrmHistoryRow *self)
{
  adw_preferences_row_set_use_markup (ADW_PREFERENCES_ROW (self), FALSE);
  adw_action_row_set_title_lines (ADW_ACTION_ROW (self), 2);
  adw_action_row_set_subtitle_lines (ADW_ACTION_ROW (self), 2);
  self->icon = GTK_IMAGE (gtk_image_new ());
  adw_action_row_add_prefix (ADW_ACTION_ROW (self), GTK_WIDGET (self->icon));
  self->undone = GTK_LABEL (gtk_label_new (_ ("undone")));
  gtk_widget_add_css_class (GTK_WIDGET (self->undone), "dim-label");
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), GTK_WIDGET (self->undone));
  self->button = GTK_BUTTON (gtk_button_new ());
  gtk_widget_set_valign (GTK_WIDGET (self->button), GTK_ALIGN_CENTER);
  g_signal_connect (self->button, "clicked", G_CALLBACK (clicked_cb), self);
  adw_action_row_add_suffix (ADW_ACTION_ROW (self), GTK_WIDGET (self->button));
}

GtkWidget *
crm_history_row_new (void)
{
  return g_object_new (CRM_TYPE_HISTORY_ROW, NULL);
}
