/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Logging what happened. Main thread. The text stays until the store has it. */

#include "config.h"

#include "crm-composer.h"

#include <glib/gi18n-lib.h>

#include "crm-entities.h"
#include "crm-format.h"
#include "crm-record-parts.h"

/* clang-format off */
static const struct
{
  const char *code;
  const char *verb;
  const char *hint;
  const char *done;
  const char *icon;
} kinds[] = {
  { "note",    N_ ("Save Note"),    N_ ("What is worth knowing?"),        N_ ("Note saved"),     "crm-note-symbolic" },
  { "call",    N_ ("Log Call"),     N_ ("What was the call about?"),      N_ ("Call logged"),    "crm-call-symbolic" },
  { "meeting", N_ ("Log Meeting"),  N_ ("What was agreed?"),              N_ ("Meeting logged"), "crm-meeting-symbolic" },
  { "task",    N_ ("Add Task"),     N_ ("What is to be done?"),           N_ ("Task added"),     "crm-task-symbolic" },
  { "email",   N_ ("Log E-Mail"),   N_ ("What did the e-mail say?"),      N_ ("E-mail logged"),  "crm-email-symbolic" },
};
/* clang-format on */

#define N_KINDS  G_N_ELEMENTS (kinds)
#define KIND_KEY "composer-kind"

struct _CrmComposer
{
  GtkBox parent_instance;
  CrmContext *context;
  CrmRecord *record;
  GPtrArray *contacts; /* CrmRecord, in the order of the drop-down less one */
  guint kind;
  gint64 due;
  gint64 follow_up;
  gboolean storing;

  GtkWidget *tabs[N_KINDS];
  GtkWidget *text;
  GtkWidget *hint;
  GtkWidget *contact;
  GtkWidget *outcome;
  GtkWidget *due_button;
  GtkWidget *follow_up_button;
  GtkWidget *store_button;
};

G_DEFINE_FINAL_TYPE (CrmComposer, crm_composer, GTK_TYPE_BOX)

static char *
dup_text (CrmComposer *self)
{
  GtkTextBuffer *buffer = gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->text));
  GtkTextIter start, end;

  gtk_text_buffer_get_bounds (buffer, &start, &end);
  return g_strstrip (gtk_text_buffer_get_text (buffer, &start, &end, FALSE));
}

/* ---- showing ---- */

static void
show_day (GtkWidget *button, const char *label, const char *none, gint64 day)
{
  g_autofree char *text = day != CRM_NULL_INT ? crm_format_day (day) : NULL;
  g_autofree char *whole = text != NULL ? g_strdup_printf ("%s: %s", label, text) : g_strdup (none);

  gtk_menu_button_set_label (GTK_MENU_BUTTON (button), whole);
}

static void
show_state (CrmComposer *self)
{
  g_autofree char *text = dup_text (self);
  gboolean task = g_str_equal (kinds[self->kind].code, "task");
  gboolean of_customer =
      self->record != NULL && crm_record_get_entity (self->record) == &crm_entity_customer;

  gtk_label_set_text (GTK_LABEL (self->hint), _ (kinds[self->kind].hint));
  gtk_widget_set_visible (self->hint, gtk_text_buffer_get_char_count (gtk_text_view_get_buffer (
                                          GTK_TEXT_VIEW (self->text))) == 0);
  gtk_button_set_label (GTK_BUTTON (self->store_button), _ (kinds[self->kind].verb));
  gtk_widget_set_sensitive (self->store_button,
                            *text != '\0' && !self->storing && self->record != NULL);
  gtk_widget_set_visible (self->outcome, g_str_equal (kinds[self->kind].code, "call"));
  gtk_widget_set_visible (self->due_button, task);
  gtk_widget_set_visible (self->follow_up_button, !task && of_customer);
  gtk_widget_set_visible (self->contact, self->contacts->len > 0);
  show_day (self->due_button, _ ("Due"), _ ("No due date"), self->due);
  show_day (self->follow_up_button, _ ("Follow up"), _ ("Follow up…"), self->follow_up);
}

static void
set_kind (CrmComposer *self, guint kind)
{
  self->kind = kind;
  g_settings_set_string (crm_context_get_settings (self->context), KIND_KEY, kinds[kind].code);
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->tabs[kind]), TRUE);
  show_state (self);
}

static void
tab_toggled_cb (GtkToggleButton *tab, CrmComposer *self)
{
  for (guint i = 0; i < N_KINDS; i++)
    if (self->tabs[i] == GTK_WIDGET (tab) && gtk_toggle_button_get_active (tab) && i != self->kind)
      set_kind (self, i);
}

void
crm_composer_open (CrmComposer *self, const char *kind)
{
  g_return_if_fail (CRM_IS_COMPOSER (self));

  for (guint i = 0; i < N_KINDS; i++)
    if (g_str_equal (kinds[i].code, kind))
      set_kind (self, i);
  gtk_widget_grab_focus (self->text);
}

const char *
crm_composer_get_kind (CrmComposer *self)
{
  g_return_val_if_fail (CRM_IS_COMPOSER (self), NULL);

  return kinds[self->kind].code;
}

void
crm_composer_set_text (CrmComposer *self, const char *text)
{
  g_return_if_fail (CRM_IS_COMPOSER (self));

  gtk_text_buffer_set_text (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->text)), text, -1);
}

void
crm_composer_set_follow_up (CrmComposer *self, gint64 day)
{
  g_return_if_fail (CRM_IS_COMPOSER (self));

  self->follow_up = day;
  show_state (self);
}

static void
clear (CrmComposer *self)
{
  crm_composer_set_text (self, "");
  self->due = crm_day_today () + 1;
  self->follow_up = CRM_NULL_INT;
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->outcome), 0);
  show_state (self);
}

static void
show_contacts (CrmComposer *self, const CrmRecordData *data)
{
  g_autoptr (GtkStringList) names = gtk_string_list_new (NULL);
  guint selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->contact));

  g_ptr_array_set_size (self->contacts, 0);
  gtk_string_list_append (names, _ ("No contact"));
  if (crm_record_get_entity (data->record) == &crm_entity_customer)
    for (guint i = 0; i < data->members->len; i++)
      {
        const CrmRecordMember *member = g_ptr_array_index (data->members, i);

        g_ptr_array_add (self->contacts, g_object_ref (member->other));
        gtk_string_list_append (names, crm_record_get_title (member->other));
      }
  gtk_drop_down_set_model (GTK_DROP_DOWN (self->contact), G_LIST_MODEL (names));
  gtk_drop_down_set_selected (GTK_DROP_DOWN (self->contact), selected <= self->contacts->len
                                                                 ? selected
                                                             : self->contacts->len > 0 ? 1
                                                                                       : 0);
}

void
crm_composer_set_data (CrmComposer *self, const CrmRecordData *data)
{
  gboolean same;

  g_return_if_fail (CRM_IS_COMPOSER (self));

  same =
      self->record != NULL && crm_record_get_id (self->record) == crm_record_get_id (data->record);
  g_set_object (&self->record, data->record);
  if (!same)
    gtk_drop_down_set_selected (GTK_DROP_DOWN (self->contact), GTK_INVALID_LIST_POSITION);
  show_contacts (self, data);
  if (!same)
    {
      if (self->contacts->len > 0)
        gtk_drop_down_set_selected (GTK_DROP_DOWN (self->contact), 1);
      clear (self);
    }
  else
    show_state (self);
}

/* ---- storing ---- */

static void
stored_cb (const CrmApplyResult *result, const GError *error, gpointer data)
{
  g_autoptr (CrmComposer) self = data;

  self->storing = FALSE;
  if (self->context == NULL)
    return;
  if (error == NULL)
    clear (self);
  else
    show_state (self);
}

static void
set_subject (CrmRecord *activity, const char *text)
{
  const char *end = strchr (text, '\n');
  g_autofree char *subject = end != NULL ? g_strndup (text, (gsize) (end - text)) : g_strdup (text);
  g_autofree char *body = end != NULL ? g_strstrip (g_strdup (end)) : NULL;

  crm_record_set_text (activity, "subject", g_strstrip (subject));
  if (body != NULL && *body != '\0')
    crm_record_set_text (activity, "body", body);
}

static void
set_links (CrmComposer *self, CrmRecord *activity)
{
  guint selected = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->contact));
  CrmId actor = crm_store_get_actor (crm_context_get_store (self->context));

  crm_record_set_int (activity, crm_record_get_entity (self->record)->name,
                      crm_record_get_id (self->record));
  if (selected > 0 && selected <= self->contacts->len)
    crm_record_set_int (activity, "contact",
                        crm_record_get_id (g_ptr_array_index (self->contacts, selected - 1)));
  if (actor != 0)
    crm_record_set_int (activity, "owner", actor);
}

static void
set_times (CrmComposer *self, CrmRecord *activity)
{
  const CrmEnum *outcomes = crm_enum_lookup ("call-outcome");
  guint outcome = gtk_drop_down_get_selected (GTK_DROP_DOWN (self->outcome));

  if (g_str_equal (kinds[self->kind].code, "task"))
    {
      crm_record_set_text (activity, "status", "planned");
      if (self->due != CRM_NULL_INT)
        crm_record_set_int (activity, "due", self->due);
      return;
    }
  crm_record_set_text (activity, "status", "done");
  crm_record_set_int (activity, "start", crm_instant_now ());
  crm_record_set_int (activity, "done-at", crm_instant_now ());
  if (!g_str_equal (kinds[self->kind].code, "call"))
    return;
  crm_record_set_text (activity, "direction", "outgoing");
  if (outcome < outcomes->n_values)
    crm_record_set_text (activity, "outcome", outcomes->values[outcome].code);
}

void
crm_composer_store (CrmComposer *self)
{
  g_autofree char *text = NULL;
  g_autoptr (CrmRecord) activity = NULL;
  g_autoptr (CrmChangeset) changes = NULL;

  g_return_if_fail (CRM_IS_COMPOSER (self));

  text = dup_text (self);
  if (*text == '\0' || self->storing || self->record == NULL)
    return;
  activity = crm_record_new (&crm_entity_activity);
  crm_record_set_text (activity, "kind", kinds[self->kind].code);
  set_subject (activity, text);
  set_links (self, activity);
  set_times (self, activity);
  changes = crm_changeset_new (CRM_VERB_CREATE, &crm_entity_activity);
  crm_changeset_insert (changes, activity);
  if (self->follow_up != CRM_NULL_INT &&
      crm_record_get_entity (self->record) == &crm_entity_customer)
    {
      CrmValue day = crm_value_int (self->follow_up);

      crm_changeset_set (changes, &crm_entity_customer, crm_record_get_id (self->record),
                         "next-follow-up", NULL, &day);
    }
  self->storing = TRUE;
  show_state (self);
  crm_context_save (self->context, changes, _ (kinds[self->kind].done), stored_cb,
                    g_object_ref (self));
}

static gboolean
key_cb (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state,
        CrmComposer *self)
{
  if ((key != GDK_KEY_Return && key != GDK_KEY_KP_Enter) || !(state & GDK_CONTROL_MASK))
    return GDK_EVENT_PROPAGATE;
  crm_composer_store (self);
  return GDK_EVENT_STOP;
}

/* ---- building ---- */

static void
due_chosen_cb (gint64 day, gpointer data)
{
  CrmComposer *self = data;

  self->due = day;
  show_state (self);
}

static void
follow_up_chosen_cb (gint64 day, gpointer data)
{
  crm_composer_set_follow_up (data, day);
}

static GtkWidget *
build_tabs (CrmComposer *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2);

  for (guint i = 0; i < N_KINDS; i++)
    {
      GtkWidget *content = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
      const char *label = crm_enum_label (crm_enum_lookup ("activity-kind"), kinds[i].code);

      self->tabs[i] = gtk_toggle_button_new ();
      gtk_box_append (GTK_BOX (content), gtk_image_new_from_icon_name (kinds[i].icon));
      gtk_box_append (GTK_BOX (content), crm_record_label (label, NULL));
      gtk_button_set_child (GTK_BUTTON (self->tabs[i]), content);
      gtk_widget_add_css_class (self->tabs[i], "flat");
      if (i > 0)
        gtk_toggle_button_set_group (GTK_TOGGLE_BUTTON (self->tabs[i]),
                                     GTK_TOGGLE_BUTTON (self->tabs[0]));
      gtk_accessible_update_property (GTK_ACCESSIBLE (self->tabs[i]), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                      label, -1);
      g_signal_connect_object (self->tabs[i], "toggled", G_CALLBACK (tab_toggled_cb), self, 0);
      gtk_box_append (GTK_BOX (box), self->tabs[i]);
    }
  gtk_widget_add_css_class (box, "crm-composer-tabs");
  return box;
}

static GtkWidget *
build_text (CrmComposer *self)
{
  GtkWidget *overlay = gtk_overlay_new ();
  GtkWidget *window = gtk_scrolled_window_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->text = gtk_text_view_new ();
  gtk_text_view_set_wrap_mode (GTK_TEXT_VIEW (self->text), GTK_WRAP_WORD_CHAR);
  gtk_text_view_set_accepts_tab (GTK_TEXT_VIEW (self->text), FALSE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->text), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Text"), -1);
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (self->text, keys);
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (window), self->text);
  g_object_set (window, "hscrollbar-policy", GTK_POLICY_NEVER, "propagate-natural-height", TRUE,
                "min-content-height", 40, "max-content-height", 200, NULL);
  self->hint = crm_record_label (NULL, "crm-composer-hint");
  gtk_widget_set_valign (self->hint, GTK_ALIGN_START);
  gtk_widget_set_can_target (self->hint, FALSE);
  gtk_overlay_set_child (GTK_OVERLAY (overlay), window);
  gtk_overlay_add_overlay (GTK_OVERLAY (overlay), self->hint);
  g_signal_connect_object (gtk_text_view_get_buffer (GTK_TEXT_VIEW (self->text)), "changed",
                           G_CALLBACK (show_state), self, G_CONNECT_SWAPPED);
  return overlay;
}

static GtkWidget *
build_foot (CrmComposer *self)
{
  const CrmEnum *outcomes = crm_enum_lookup ("call-outcome");
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);

  for (guint i = 0; i < outcomes->n_values; i++)
    gtk_string_list_append (labels, crm_enum_label (outcomes, outcomes->values[i].code));
  self->contact = gtk_drop_down_new (NULL, NULL);
  gtk_widget_set_tooltip_text (self->contact, _ ("With Whom"));
  self->outcome = gtk_drop_down_new (G_LIST_MODEL (g_steal_pointer (&labels)), NULL);
  gtk_widget_set_tooltip_text (self->outcome, _ ("Outcome of the Call"));
  self->due_button = crm_record_day_button (NULL, _ ("Due Date of the Task"), due_chosen_cb, self);
  self->follow_up_button =
      crm_record_day_button (NULL, _ ("Next Follow-up"), follow_up_chosen_cb, self);
  self->store_button = gtk_button_new ();
  gtk_widget_add_css_class (self->store_button, "suggested-action");
  gtk_widget_set_tooltip_text (self->store_button, _ ("Store (Ctrl+Enter)"));
  gtk_widget_set_hexpand (self->store_button, TRUE);
  gtk_widget_set_halign (self->store_button, GTK_ALIGN_END);
  gtk_widget_add_css_class (self->contact, "crm-flat-drop-down");
  gtk_widget_add_css_class (self->outcome, "crm-flat-drop-down");
  gtk_box_append (GTK_BOX (box), self->due_button);
  gtk_box_append (GTK_BOX (box), self->follow_up_button);
  gtk_box_append (GTK_BOX (box), self->contact);
  gtk_box_append (GTK_BOX (box), self->outcome);
  gtk_box_append (GTK_BOX (box), self->store_button);
  gtk_widget_add_css_class (box, "crm-composer-foot");
  g_signal_connect_object (self->store_button, "clicked", G_CALLBACK (crm_composer_store), self,
                           G_CONNECT_SWAPPED);
  return box;
}

static void
crm_composer_dispose (GObject *object)
{
  CrmComposer *self = CRM_COMPOSER (object);

  g_clear_object (&self->record);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (crm_composer_parent_class)->dispose (object);
}

static void
crm_composer_finalize (GObject *object)
{
  g_ptr_array_unref (CRM_COMPOSER (object)->contacts);
  G_OBJECT_CLASS (crm_composer_parent_class)->finalize (object);
}

static void
crm_composer_class_init (CrmComposerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_composer_dispose;
  G_OBJECT_CLASS (klass)->finalize = crm_composer_finalize;
}

static void
crm_composer_init (CrmComposer *self)
{
  self->contacts = g_ptr_array_new_with_free_func (g_object_unref);
  self->due = crm_day_today () + 1;
  self->follow_up = CRM_NULL_INT;
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_widget_add_css_class (GTK_WIDGET (self), "crm-card");
  gtk_widget_add_css_class (GTK_WIDGET (self), "crm-composer");
}

GtkWidget *
crm_composer_new (CrmContext *context)
{
  CrmComposer *self = g_object_new (CRM_TYPE_COMPOSER, NULL);
  g_autofree char *kind = g_settings_get_string (crm_context_get_settings (context), KIND_KEY);

  self->context = g_object_ref (context);
  self->kind = 0;
  gtk_box_append (GTK_BOX (self), build_tabs (self));
  gtk_box_append (GTK_BOX (self), build_text (self));
  gtk_box_append (GTK_BOX (self), build_foot (self));
  for (guint i = 0; i < N_KINDS; i++)
    if (g_str_equal (kinds[i].code, kind))
      self->kind = i;
  gtk_toggle_button_set_active (GTK_TOGGLE_BUTTON (self->tabs[self->kind]), TRUE);
  show_state (self);
  return GTK_WIDGET (self);
}
