/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Who belongs to whom. Main thread. */

#include "config.h"

#include "crm-members.h"

#include <glib/gi18n-lib.h>

#include "crm-entities.h"
#include "crm-format.h"
#include "crm-record-parts.h"
#include "crm-ui.h"
#include "crm-value-picker.h"

struct _CrmMembers
{
  GtkBox parent_instance;
  CrmContext *context;
  CrmRecord *record;
  GPtrArray *affiliations; /* CrmRecord, of the rows */
  guint most;
  GtkWidget *title;
  GtkWidget *list;
  GtkWidget *nothing;
  GtkWidget *add;
  GtkWidget *name;
  GtkWidget *picker_slot;
  GtkWidget *picker;
};

G_DEFINE_FINAL_TYPE (CrmMembers, crm_members, GTK_TYPE_BOX)

static gboolean
of_customer (CrmMembers *self)
{
  return self->record != NULL && crm_record_get_entity (self->record) == &crm_entity_customer;
}

/* ---- adding ---- */

static void
join (CrmMembers *self, CrmChangeset *changes, CrmId other)
{
  g_autoptr (CrmRecord) affiliation = crm_record_new (&crm_entity_affiliation);
  CrmId own = crm_record_get_id (self->record);

  crm_record_set_int (affiliation, "customer", of_customer (self) ? own : other);
  crm_record_set_int (affiliation, "contact", of_customer (self) ? other : own);
  if (self->affiliations->len == 0 && of_customer (self))
    crm_record_set_int (affiliation, "is-primary", 1);
  crm_changeset_insert (changes, affiliation);
}

void
crm_members_add_new (CrmMembers *self, const char *name)
{
  g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_CREATE, &crm_entity_contact);
  g_autoptr (CrmRecord) contact = crm_record_new (&crm_entity_contact);
  g_autofree char *done = g_strdup_printf (_ ("%s added"), name);
  CrmId actor;

  g_return_if_fail (CRM_IS_MEMBERS (self));

  if (!of_customer (self))
    return;
  actor = crm_store_get_actor (crm_context_get_store (self->context));
  crm_record_set_text (contact, "name", name);
  if (actor != 0)
    crm_record_set_int (contact, "owner", actor);
  join (self, changes, crm_changeset_insert (changes, contact));
  crm_context_save (self->context, changes, done, NULL, NULL);
}

void
crm_members_add_existing (CrmMembers *self, CrmId other)
{
  g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_CREATE, &crm_entity_affiliation);

  g_return_if_fail (CRM_IS_MEMBERS (self));

  if (self->record == NULL || other == 0)
    return;
  for (guint i = 0; i < self->affiliations->len; i++)
    if (crm_record_get_link (g_ptr_array_index (self->affiliations, i),
                             of_customer (self) ? "contact" : "customer") == other)
      {
        crm_context_toast (self->context, _ ("These two are joined already."), 0);
        return;
      }
  join (self, changes, other);
  crm_context_save (self->context, changes,
                    of_customer (self) ? _ ("Contact added") : _ ("Customer added"), NULL, NULL);
}

static void
name_kept_cb (CrmMembers *self)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name))));

  if (*name == '\0')
    return;
  crm_members_add_new (self, name);
  gtk_editable_set_text (GTK_EDITABLE (self->name), "");
  gtk_menu_button_popdown (GTK_MENU_BUTTON (self->add));
}

static void
picked_cb (CrmMembers *self)
{
  const char *const *values = crm_value_picker_get_values (CRM_VALUE_PICKER (self->picker));
  CrmId id = values[0] != NULL ? g_ascii_strtoll (values[0], NULL, 10) : 0;

  if (id == 0)
    return;
  crm_members_add_existing (self, id);
  crm_value_picker_set_values (CRM_VALUE_PICKER (self->picker), NULL);
  gtk_menu_button_popdown (GTK_MENU_BUTTON (self->add));
}

static void
set_picker (CrmMembers *self)
{
  const CrmField *field =
      crm_entity_field (&crm_entity_affiliation, of_customer (self) ? "contact" : "customer");

  if (self->picker != NULL)
    gtk_box_remove (GTK_BOX (self->picker_slot), self->picker);
  self->picker = crm_value_picker_new (self->context, &crm_entity_affiliation, field, FALSE);
  g_signal_connect_object (self->picker, "changed", G_CALLBACK (picked_cb), self,
                           G_CONNECT_SWAPPED);
  gtk_box_append (GTK_BOX (self->picker_slot), self->picker);
  gtk_widget_set_visible (self->name, of_customer (self));
}

/* ---- what can be done to a row ---- */

static void
remove_cb (GtkWidget *button, CrmMembers *self)
{
  CrmRecord *affiliation = g_object_get_data (G_OBJECT (button), "affiliation");
  g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_DELETE, &crm_entity_affiliation);

  crm_changeset_delete (changes, &crm_entity_affiliation, crm_record_get_id (affiliation));
  crm_context_save (self->context, changes,
                    of_customer (self) ? _ ("Contact removed from here")
                                       : _ ("Customer removed from here"),
                    NULL, NULL);
}

static void
primary_cb (GtkWidget *button, CrmMembers *self)
{
  CrmRecord *chosen = g_object_get_data (G_OBJECT (button), "affiliation");
  g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_EDIT, &crm_entity_affiliation);
  CrmValue yes = crm_value_int (1);
  CrmValue no = crm_value_int (0);

  for (guint i = 0; i < self->affiliations->len; i++)
    {
      CrmRecord *affiliation = g_ptr_array_index (self->affiliations, i);

      if (affiliation != chosen && crm_record_get_boolean (affiliation, "is-primary") &&
          of_customer (self))
        crm_changeset_set (changes, &crm_entity_affiliation, crm_record_get_id (affiliation),
                           "is-primary", NULL, &no);
    }
  crm_changeset_set (changes, &crm_entity_affiliation, crm_record_get_id (chosen), "is-primary",
                     NULL, &yes);
  crm_context_save (self->context, changes, _ ("Main contact changed"), NULL, NULL);
}

static void
role_cb (GtkDropDown *choice, GParamSpec *pspec, CrmMembers *self)
{
  CrmRecord *affiliation = g_object_get_data (G_OBJECT (choice), "affiliation");
  const CrmEnum *roles = crm_enum_lookup ("contact-role");
  guint selected = gtk_drop_down_get_selected (choice);
  g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_EDIT, &crm_entity_affiliation);
  g_auto (CrmValue) value = CRM_VALUE_INIT;

  if (selected > 0 && selected <= roles->n_values)
    value = crm_value_text (roles->values[selected - 1].code);
  crm_changeset_set (changes, &crm_entity_affiliation, crm_record_get_id (affiliation), "role",
                     NULL, &value);
  crm_context_save (self->context, changes, _ ("Role changed"), NULL, NULL);
}

static GtkWidget *
make_action (CrmMembers *self, const char *label, CrmRecord *affiliation, GCallback callback)
{
  GtkWidget *button = gtk_button_new_with_label (label);

  gtk_widget_add_css_class (button, "flat");
  gtk_label_set_xalign (GTK_LABEL (gtk_button_get_child (GTK_BUTTON (button))), 0);
  g_object_set_data_full (G_OBJECT (button), "affiliation", g_object_ref (affiliation),
                          g_object_unref);
  g_signal_connect_object (button, "clicked", callback, self, 0);
  return button;
}

static GtkWidget *
make_role (CrmMembers *self, CrmRecord *affiliation)
{
  const CrmEnum *roles = crm_enum_lookup ("contact-role");
  const char *own = crm_record_get_text (affiliation, "role");
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);
  GtkWidget *choice;
  guint selected = 0;

  gtk_string_list_append (labels, _ ("No role"));
  for (guint i = 0; i < roles->n_values; i++)
    {
      gtk_string_list_append (labels, crm_enum_label (roles, roles->values[i].code));
      if (g_strcmp0 (roles->values[i].code, own) == 0)
        selected = i + 1;
    }
  choice = gtk_drop_down_new (G_LIST_MODEL (g_steal_pointer (&labels)), NULL);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (choice), selected);
  gtk_widget_set_tooltip_text (choice, _ ("Role"));
  g_object_set_data_full (G_OBJECT (choice), "affiliation", g_object_ref (affiliation),
                          g_object_unref);
  g_signal_connect_object (choice, "notify::selected", G_CALLBACK (role_cb), self, 0);
  return choice;
}

static void
menu_shown_cb (GtkPopover *popover, CrmMembers *self)
{
  CrmRecord *affiliation = g_object_get_data (G_OBJECT (popover), "affiliation");
  GtkWidget *box;

  if (gtk_popover_get_child (popover) != NULL)
    return;
  box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  gtk_box_append (GTK_BOX (box), make_role (self, affiliation));
  if (!crm_record_get_boolean (affiliation, "is-primary"))
    gtk_box_append (GTK_BOX (box), make_action (self, _ ("Make Main Contact"), affiliation,
                                                G_CALLBACK (primary_cb)));
  gtk_box_append (GTK_BOX (box),
                  make_action (self, _ ("Remove from Here"), affiliation, G_CALLBACK (remove_cb)));
  gtk_popover_set_child (popover, box);
}

static GtkWidget *
make_menu (CrmMembers *self, CrmRecord *affiliation)
{
  GtkWidget *button = gtk_menu_button_new ();
  GtkWidget *popover = gtk_popover_new ();

  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "crm-more-symbolic");
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_set_valign (button, GTK_ALIGN_CENTER);
  gtk_widget_set_tooltip_text (button, _ ("Role, Main Contact, Remove"));
  g_object_set_data_full (G_OBJECT (popover), "affiliation", g_object_ref (affiliation),
                          g_object_unref);
  g_signal_connect_object (popover, "show", G_CALLBACK (menu_shown_cb), self, 0);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (button), popover);
  return button;
}

static void
uri_cb (GtkWidget *button)
{
  crm_record_open_uri (button, g_object_get_data (G_OBJECT (button), "scheme"),
                       g_object_get_data (G_OBJECT (button), "target"));
}

static GtkWidget *
make_uri (const char *icon, const char *tooltip, const char *scheme, const char *target)
{
  GtkWidget *button = crm_record_icon_button (icon, tooltip);

  g_object_set_data (G_OBJECT (button), "scheme", (gpointer) scheme);
  g_object_set_data_full (G_OBJECT (button), "target", g_strdup (target), g_free);
  g_signal_connect (button, "clicked", G_CALLBACK (uri_cb), NULL);
  return button;
}

/* ---- rows ---- */

static char *
describe (const CrmRecordMember *member, gboolean contact)
{
  const char *role = crm_record_get_text (member->affiliation, "role");
  const char *job = crm_record_get_text (member->affiliation, "job-title");
  const char *phone = NULL;
  const char *what;
  g_autofree char *reach = NULL;

  if (job == NULL && contact)
    job = crm_record_get_text (member->other, "job-title");
  what = job != NULL ? job : crm_enum_label (crm_enum_lookup ("contact-role"), role);
  if (contact && (phone = crm_record_get_text (member->other, "mobile")) == NULL)
    phone = crm_record_get_text (member->other, "phone");
  if (phone != NULL)
    reach = crm_format_phone (phone);
  else
    reach = g_strdup (crm_record_get_text (member->other, contact ? "email" : "city"));
  if (what != NULL && reach != NULL)
    return g_strdup_printf ("%s · %s", what, reach);
  return g_strdup (what != NULL ? what : reach != NULL ? reach : "");
}

static void
add_row (CrmMembers *self, const CrmRecordMember *member)
{
  gboolean contact = of_customer (self);
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);
  GtkWidget *name = crm_record_label (crm_record_get_title (member->other), "crm-property-label");
  g_autofree char *text = describe (member, contact);
  GtkWidget *value = crm_record_label (text, "crm-property-value");
  const char *phone = contact ? crm_record_get_text (member->other, "mobile") : NULL;
  const char *email = crm_record_get_text (member->other, "email");
  GtkWidget *call = NULL;
  GtkWidget *write = NULL;

  if (phone == NULL)
    phone = crm_record_get_text (member->other, "phone");
  if (crm_record_get_boolean (member->affiliation, "is-primary"))
    gtk_widget_add_css_class (name, "main");
  gtk_label_set_max_width_chars (GTK_LABEL (value), 12);
  gtk_widget_set_hexpand (value, TRUE);
  gtk_widget_set_tooltip_text (value, text);
  gtk_box_append (GTK_BOX (line), name);
  gtk_box_append (GTK_BOX (line), value);
  if (phone != NULL && !(contact && crm_record_get_boolean (member->other, "do-not-call")))
    call = make_uri ("crm-call-symbolic", C_ ("button", "Call"), "tel", phone);
  if (email != NULL && !(contact && crm_record_get_boolean (member->other, "do-not-email")))
    write = make_uri ("crm-email-symbolic", _ ("Write an E-Mail"), "mailto", email);
  /* Beside the properties there is room for one of them. */
  if (call != NULL)
    gtk_box_append (GTK_BOX (line), call);
  if (write != NULL && (self->most == 0 || call == NULL))
    gtk_box_append (GTK_BOX (line), write);
  else if (write != NULL)
    g_object_unref (g_object_ref_sink (write));
  if (self->most == 0)
    gtk_box_append (GTK_BOX (line), make_menu (self, member->affiliation));
  gtk_widget_add_css_class (line, "crm-property-line");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), line);
  gtk_widget_add_css_class (row, "crm-property");
  g_object_set_data_full (G_OBJECT (row), "record", g_object_ref (member->other), g_object_unref);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  crm_record_get_title (member->other), -1);
  gtk_list_box_append (GTK_LIST_BOX (self->list), row);
}

static void
row_activated_cb (GtkListBox *list, GtkListBoxRow *row, CrmMembers *self)
{
  CrmRecord *record = g_object_get_data (G_OBJECT (row), "record");

  crm_context_go_record (self->context, crm_record_get_id (record), NULL);
}

void
crm_members_set_data (CrmMembers *self, const CrmRecordData *data)
{
  gboolean contact;

  g_return_if_fail (CRM_IS_MEMBERS (self));

  g_set_object (&self->record, data->record);
  contact = of_customer (self);
  if (self->picker == NULL)
    set_picker (self);
  gtk_label_set_text (GTK_LABEL (self->title), contact ? _ ("Contacts") : _ ("Customers"));
  gtk_label_set_text (GTK_LABEL (self->nothing),
                      contact ? _ ("No contacts yet.") : _ ("Belongs to no customer yet."));
  gtk_widget_set_sensitive (self->add, !crm_record_is_deleted (data->record));
  g_ptr_array_set_size (self->affiliations, 0);
  crm_record_clear (self->list);
  for (guint i = 0; i < data->members->len; i++)
    {
      const CrmRecordMember *member = g_ptr_array_index (data->members, i);

      g_ptr_array_add (self->affiliations, g_object_ref (member->affiliation));
      if (self->most == 0 || i < self->most)
        add_row (self, member);
    }
  gtk_widget_set_visible (self->list, data->members->len > 0);
  gtk_widget_set_visible (self->nothing, data->members->len == 0);
}

guint
crm_members_get_n_rows (CrmMembers *self)
{
  g_return_val_if_fail (CRM_IS_MEMBERS (self), 0);

  return self->affiliations->len;
}

/* ---- building ---- */

static void
build_add (CrmMembers *self)
{
  GtkWidget *popover = gtk_popover_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 8);

  self->add = gtk_menu_button_new ();
  gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (self->add), "crm-add-symbolic");
  gtk_widget_add_css_class (self->add, "flat");
  gtk_widget_set_tooltip_text (self->add, _ ("Add"));
  self->name = gtk_entry_new ();
  gtk_entry_set_placeholder_text (GTK_ENTRY (self->name), _ ("Name of a new contact"));
  self->picker_slot = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  gtk_box_append (GTK_BOX (self->picker_slot),
                  crm_record_label (_ ("or choose an existing one"), "crm-caption"));
  gtk_box_append (GTK_BOX (box), self->name);
  gtk_box_append (GTK_BOX (box), self->picker_slot);
  gtk_widget_set_size_request (box, crm_ui_scaled (240), -1);
  gtk_popover_set_child (GTK_POPOVER (popover), box);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->add), popover);
  g_signal_connect_object (self->name, "activate", G_CALLBACK (name_kept_cb), self,
                           G_CONNECT_SWAPPED);
}

static void
crm_members_dispose (GObject *object)
{
  CrmMembers *self = CRM_MEMBERS (object);

  g_clear_object (&self->record);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (crm_members_parent_class)->dispose (object);
}

static void
crm_members_finalize (GObject *object)
{
  g_ptr_array_unref (CRM_MEMBERS (object)->affiliations);
  G_OBJECT_CLASS (crm_members_parent_class)->finalize (object);
}

static void
crm_members_class_init (CrmMembersClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_members_dispose;
  G_OBJECT_CLASS (klass)->finalize = crm_members_finalize;
}

static void
crm_members_init (CrmMembers *self)
{
  GtkWidget *heading;

  self->affiliations = g_ptr_array_new_with_free_func (g_object_unref);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  build_add (self);
  heading = crm_record_heading ("", self->add);
  self->title = gtk_widget_get_first_child (heading);
  self->list = crm_record_list (_ ("Contacts"));
  self->nothing = crm_record_label (NULL, "crm-nothing");
  gtk_box_append (GTK_BOX (self), heading);
  gtk_box_append (GTK_BOX (self), self->list);
  gtk_box_append (GTK_BOX (self), self->nothing);
  g_signal_connect_object (self->list, "row-activated", G_CALLBACK (row_activated_cb), self, 0);
}

GtkWidget *
crm_members_new (CrmContext *context, guint most)
{
  CrmMembers *self = g_object_new (CRM_TYPE_MEMBERS, NULL);

  self->context = g_object_ref (context);
  self->most = most;
  return GTK_WIDGET (self);
}
