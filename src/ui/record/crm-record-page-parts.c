/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the record page is made of. The parts are built when a record of another entity is shown and
 * kept for the next records of the same. Main thread. */

#include "config.h"

#include <glib/gi18n-lib.h>

#include "crm-composer.h"
#include "crm-entities.h"
#include "crm-format.h"
#include "crm-members.h"
#include "crm-order-lines.h"
#include "crm-property-panel.h"
#include "crm-record-head.h"
#include "crm-record-history.h"
#include "crm-record-page-private.h"
#include "crm-record-parts.h"
#include "crm-timeline.h"
#include "crm-ui.h"

#define LEFT_WIDTH    352
#define SHORT_MEMBERS 5

/* clang-format off */
static const struct
{
  const char *name;
  const char *label;
} tabs[CRM_N_TABS] = {
  [CRM_TAB_OVERVIEW] = { "overview", N_ ("Overview") },
  [CRM_TAB_DETAILS]  = { "details",  N_ ("Details") },
  [CRM_TAB_ORDERS]   = { "orders",   N_ ("Orders") },
  [CRM_TAB_CONTACTS] = { "contacts", N_ ("Contacts") },
  [CRM_TAB_HISTORY]  = { "history",  N_ ("History") },
};
/* clang-format on */

/* ---- tabs ---- */

/* What stands in a tab of its own is read and built when that is shown. */
static void
show_tab (CrmRecordPage *self)
{
  const char *tab = crm_record_page_get_tab (self);
  CrmRecord *record = self->data->record;

  if (self->orders != NULL && g_str_equal (tab, "orders"))
    crm_timeline_set_id (CRM_TIMELINE (self->orders), crm_record_get_id (record));
  if (self->members != NULL && g_str_equal (tab, "contacts"))
    crm_members_set_data (CRM_MEMBERS (self->members), self->data);
  if (self->history != NULL && g_str_equal (tab, "history"))
    crm_record_history_set_record (CRM_RECORD_HISTORY (self->history), record);
}

static void
tab_toggled_cb (GtkToggleButton *button, CrmRecordPage *self)
{
  for (guint i = 0; i < CRM_N_TABS; i++)
    if (self->tab_buttons[i] == GTK_WIDGET (button) && gtk_toggle_button_get_active (button))
      {
        gtk_stack_set_visible_child_name (self->tabs, tabs[i].name);
        if (self->data != NULL)
          show_tab (self);
      }
}

void
crm_record_page_set_tab (CrmRecordPage *self, const char *name)
{
  g_return_if_fail (CRM_IS_RECORD_PAGE (self));

  for (guint i = 0; i < CRM_N_TABS; i++)
    if (g_str_equal (tabs[i].name, name))
      gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->tab_buttons[i]), TRUE);
}

const char *
crm_record_page_get_tab (CrmRecordPage *self)
{
  g_return_val_if_fail (CRM_IS_RECORD_PAGE (self), NULL);

  return gtk_stack_get_visible_child_name (self->tabs);
}

static void
set_count (CrmRecordPage *self, CrmRecordTab tab, gint64 n)
{
  g_autofree char *text = n > 0 ? crm_format_integer (n) : g_strdup ("");

  gtk_label_set_text (GTK_LABEL (self->tab_counts[tab]), text);
  gtk_widget_set_visible (self->tab_counts[tab], n > 0);
}

static void
build_tabs (CrmRecordPage *self)
{
  for (guint i = 0; i < CRM_N_TABS; i++)
    {
      GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

      self->tab_buttons[i] = gtk_toggle_button_new ();
      self->tab_counts[i] = gtk_label_new (NULL);
      gtk_widget_add_css_class (self->tab_counts[i], "count");
      gtk_box_append (GTK_BOX (box), gtk_label_new (_ (tabs[i].label)));
      gtk_box_append (GTK_BOX (box), self->tab_counts[i]);
      gtk_button_set_child (GTK_BUTTON (self->tab_buttons[i]), box);
      if (i > 0)
        gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (self->tab_buttons[i]),
                                     GTK_TOGGLE_BUTTON (self->tab_buttons[0]));
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->tab_buttons[i]),
                                      GTK_ACCESSIBLE_PROPERTY_LABEL, _ (tabs[i].label), -1);
      g_signal_connect_object (self->tab_buttons[i], "toggled", G_CALLBACK (tab_toggled_cb), self,
                               0);
      gtk_box_append (self->tab_bar, self->tab_buttons[i]);
    }
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->tab_buttons[0]), TRUE);
}

static void
show_tabs (CrmRecordPage *self)
{
  gboolean narrow = crm_context_get_narrow (self->context);
  gboolean beside = gtk_widget_get_first_child (GTK_WIDGET (self->right)) != NULL;
  const CrmRecordData *data = self->data;
  gboolean visible[CRM_N_TABS] = {
    [CRM_TAB_OVERVIEW] = TRUE,
    [CRM_TAB_DETAILS] = narrow && beside,
    [CRM_TAB_ORDERS] = self->orders != NULL,
    [CRM_TAB_CONTACTS] = self->members != NULL,
    [CRM_TAB_HISTORY] = TRUE,
  };

  for (guint i = 0; i < CRM_N_TABS; i++)
    {
      gtk_widget_set_visible (self->tab_buttons[i], visible[i]);
      if (!visible[i] && gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->tab_buttons[i])))
        crm_record_page_set_tab (self, "overview");
    }
  if (data == NULL)
    return;
  set_count (self, CRM_TAB_ORDERS, data->n_orders);
  set_count (self, CRM_TAB_CONTACTS, data->members->len);
}

/* ---- narrow and wide ---- */

static void
move_to (GtkWidget *widget, GtkBox *box)
{
  GtkWidget *parent = gtk_widget_get_parent (widget);

  if (parent == GTK_WIDGET (box))
    return;
  g_object_ref (widget);
  if (parent != NULL)
    gtk_box_remove (GTK_BOX (parent), widget);
  gtk_box_prepend (box, widget);
  g_object_unref (widget);
}

void
crm_record_page_arrange (CrmRecordPage *self)
{
  gboolean narrow = crm_context_get_narrow (self->context);
  gboolean beside = gtk_widget_get_first_child (GTK_WIDGET (self->right)) != NULL;

  move_to (GTK_WIDGET (self->left), narrow && beside ? self->details : self->overview);
  gtk_widget_set_size_request (GTK_WIDGET (self->left), narrow ? -1 : crm_ui_scaled (LEFT_WIDTH),
                               -1);
  gtk_widget_set_hexpand (GTK_WIDGET (self->left), narrow || !beside);
  gtk_widget_set_visible (GTK_WIDGET (self->right), beside);
  gtk_widget_set_visible (self->order_label, !narrow);
  if (narrow)
    gtk_widget_add_css_class (GTK_WIDGET (self), "narrow");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "narrow");
  if (self->head != NULL)
    crm_record_head_set_narrow (CRM_RECORD_HEAD (self->head), narrow);
  show_tabs (self);
}

/* ---- the parts ---- */

static void
only_changed_cb (CrmRecordPage *self)
{
  static const char *const codes[] = { NULL, "note", "call", "meeting", "task", "email", "order" };
  guint selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->only));

  if (self->timeline != NULL && selected < G_N_ELEMENTS (codes))
    crm_timeline_set_only (CRM_TIMELINE (self->timeline), codes[selected]);
}

static void
build_timeline (CrmRecordPage *self)
{
  const char *const labels[] = { _ ("Everything"), _ ("Notes"),   _ ("Calls"),  _ ("Meetings"),
                                 _ ("Tasks"),      _ ("E-mails"), _ ("Orders"), NULL };

  self->composer = crm_composer_new (self->context);
  self->only = gtk_drop_down_new_from_strings (labels);
  gtk_widget_add_css_class (self->only, "crm-flat-drop-down");
  gtk_widget_set_tooltip_text (self->only, _ ("What to Show"));
  self->timeline_head = crm_record_heading (_ ("Timeline"), self->only);
  self->timeline = crm_timeline_new (self->context, FALSE);
  g_signal_connect_object (self->only, "notify::selected", G_CALLBACK (only_changed_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (self->right, self->composer);
  gtk_box_append (self->right, self->timeline_head);
  gtk_box_append (self->right, self->timeline);
}

static void
clear_parts (CrmRecordPage *self)
{
  GtkBox *boxes[] = { self->left, self->right, self->orders_box, self->contacts_box };

  for (guint i = 0; i < G_N_ELEMENTS (boxes); i++)
    crm_record_clear (GTK_WIDGET (boxes[i]));
  self->panel = self->short_members = self->members = self->composer = NULL;
  self->timeline_head = self->only = self->timeline = self->orders = self->lines = NULL;
}

void
crm_record_page_build_parts (CrmRecordPage *self, const CrmEntity *entity)
{
  gboolean members = entity == &crm_entity_customer || entity == &crm_entity_contact;

  if (self->entity == entity)
    return;
  self->entity = entity;
  clear_parts (self);
  self->panel = crm_property_panel_new (self->context, entity);
  gtk_box_append (self->left, self->panel);
  if (members)
    {
      self->short_members = crm_members_new (self->context, SHORT_MEMBERS);
      self->members = crm_members_new (self->context, 0);
      crm_property_panel_insert (CRM_PROPERTY_PANEL (self->panel), self->short_members);
      gtk_box_append (self->contacts_box, self->members);
      build_timeline (self);
      gtk_label_set_text (GTK_LABEL (gtk_widget_get_first_child (gtk_button_get_child (
                              GTK_BUTTON (self->tab_buttons[CRM_TAB_CONTACTS])))),
                          entity == &crm_entity_customer ? _ ("Contacts") : _ ("Customers"));
    }
  if (entity == &crm_entity_order)
    {
      self->lines = crm_order_lines_new (self->context);
      gtk_box_append (self->right, self->lines);
    }
  if (members || entity == &crm_entity_product)
    {
      self->orders = crm_timeline_new (self->context, TRUE);
      gtk_box_append (self->orders_box, self->orders);
    }
  crm_record_page_arrange (self);
}

/* ---- showing ---- */

static void
show_banner (CrmRecordPage *self)
{
  CrmRecord *record = self->data->record;
  gboolean deleted = crm_record_is_deleted (record);
  g_autofree char *text = NULL;

  if (deleted)
    {
      g_autofree char *when = crm_format_instant (crm_record_get_int (record, "deleted-at"));

      text = g_strdup_printf (_ ("In the trash since %s."), when);
    }
  crm_banner_set_title (self->banner, text);
  gtk_widget_set_sensitive (GTK_WIDGET (self->right), !deleted);
}

static void
show_title (CrmRecordPage *self)
{
  int position = crm_record_page_position (self);
  const char *plural = crm_entity_get_label_plural (self->entity);
  g_autofree char *text = NULL;

  adw_window_title_set_title (self->title, crm_record_get_title (self->data->record));
  if (position >= 0)
    {
      g_autofree char *at = crm_format_integer (position + 1);
      g_autofree char *n =
          crm_format_integer (g_list_model_get_n_items (G_LIST_MODEL (self->list)));

      /* Translators: "Customers · 1 of 214" */
      text = g_strdup_printf (_ ("%s · %s of %s"), plural, at, n);
    }
  adw_window_title_set_subtitle (self->title, text != NULL ? text : plural);
}

void
crm_record_page_show_data (CrmRecordPage *self)
{
  CrmRecord *record = self->data->record;
  CrmId id = crm_record_get_id (record);

  show_banner (self);
  show_title (self);
  show_tabs (self);
  crm_record_head_set_data (CRM_RECORD_HEAD (self->head), self->data);
  crm_property_panel_set_record (CRM_PROPERTY_PANEL (self->panel), record);
  if (self->members != NULL)
    {
      crm_members_set_data (CRM_MEMBERS (self->short_members), self->data);
      crm_composer_set_data (CRM_COMPOSER (self->composer), self->data);
    }
  if (self->timeline != NULL)
    crm_timeline_set_read (CRM_TIMELINE (self->timeline), id,
                           g_steal_pointer (&self->data->timeline));
  if (self->orders != NULL && !g_str_equal (crm_record_page_get_tab (self), "orders"))
    crm_timeline_set_id (CRM_TIMELINE (self->orders), 0);
  if (self->lines != NULL)
    crm_order_lines_set_data (CRM_ORDER_LINES (self->lines), self->data);
  show_tab (self);
}

/* ---- the frame ---- */

/* Ctrl+Tab and Ctrl+Shift+Tab go round the tabs that there are. */
static gboolean
tab_key_cb (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state,
            CrmRecordPage *self)
{
  int by = key == GDK_KEY_ISO_Left_Tab || (state & GDK_SHIFT_MASK) ? CRM_N_TABS - 1 : 1;
  guint at = 0;

  if (!(state & GDK_CONTROL_MASK) || (key != GDK_KEY_Tab && key != GDK_KEY_ISO_Left_Tab))
    return GDK_EVENT_PROPAGATE;
  while (at < CRM_N_TABS &&
         !gtk_toggle_button_get_active (GTK_TOGGLE_BUTTON (self->tab_buttons[at])))
    at++;
  do
    at = (at + (guint) by) % CRM_N_TABS;
  while (!gtk_widget_get_visible (self->tab_buttons[at]));
  crm_record_page_set_tab (self, tabs[at].name);
  gtk_widget_grab_focus (self->tab_buttons[at]);
  return GDK_EVENT_STOP;
}

static void
edit_title_cb (CrmRecordPage *self)
{
  crm_page_perform (CRM_PAGE (self), CRM_PAGE_EDIT);
}

static void
figure_cb (CrmRecordPage *self, const char *tab)
{
  crm_record_page_set_tab (self, tab);
}

static void
add_bone (CrmRecordPage *self, int width, int height)
{
  GtkWidget *bone = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_add_css_class (bone, "crm-skeleton");
  gtk_widget_set_size_request (bone, width, height);
  gtk_widget_set_halign (bone, width < 0 ? GTK_ALIGN_FILL : GTK_ALIGN_START);
  gtk_box_append (self->skeleton, bone);
}

void
crm_record_page_build_frame (CrmRecordPage *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->head = crm_record_head_new (self->context);
  gtk_box_prepend (self->content, self->head);
  g_signal_connect_object (self->head, "edit-title", G_CALLBACK (edit_title_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->head, "figure", G_CALLBACK (figure_cb), self, G_CONNECT_SWAPPED);
  self->history = crm_record_history_new (self->context);
  gtk_box_append (self->history_box, self->history);
  build_tabs (self);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (tab_key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
  add_bone (self, 280, 28);
  add_bone (self, -1, 84);
  for (guint i = 0; i < 6; i++)
    add_bone (self, 352, 24);
}
