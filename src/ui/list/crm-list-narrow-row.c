/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The two-line row of narrow windows. Main thread. Built from the same cells' texts as the table. */

#include "config.h"

#include "crm-list-narrow-row.h"

#include <glib/gi18n-lib.h>

#include "crm-format.h"
#include "crm-ui.h"

struct _CrmListNarrowRow
{
  GtkWidget parent_instance;
  CrmContext *context;
  const CrmEntity *entity;
  const CrmListLook *look;
  CrmRow *row;
  gulong row_handler;
  GtkWidget *avatar;
  GtkWidget *icon; /* in its place, of what has no initials */
  GtkWidget *lines;
  GtkWidget *title;
  GtkWidget *details;
  GtkWidget *pill_box; /* pills stand below each other */
  GtkWidget *pill;
  GtkWidget *value;
  const char *tone;
  char avatar_tone[8];
};

G_DEFINE_FINAL_TYPE (CrmListNarrowRow, crm_list_narrow_row, GTK_TYPE_WIDGET)

static char *
describe_detail (CrmListNarrowRow *self, CrmRecord *record, const char *field_id)
{
  const CrmField *field = crm_entity_field (self->entity, field_id);
  g_autofree char *text = field != NULL ? crm_list_text (self->context, record, field) : NULL;

  if (text == NULL || *text == '\0')
    return NULL;
  if (g_str_equal (field_id, "last-order"))
    return g_strdup_printf (_ ("last order %s"), text);
  if (g_str_equal (field_id, "due"))
    return g_strdup_printf (_ ("due %s"), text);
  return g_steal_pointer (&text);
}

static char *
describe (CrmListNarrowRow *self, CrmRecord *record)
{
  GString *line = g_string_new (NULL);

  for (guint i = 0; i < G_N_ELEMENTS (self->look->details); i++)
    {
      g_autofree char *part = NULL;
      if (self->look->details[i] == NULL)
        continue;
      part = describe_detail (self, record, self->look->details[i]);
      if (part == NULL)
        continue;
      if (line->len > 0)
        g_string_append (line, " · ");
      g_string_append (line, part);
    }
  return g_string_free (line, FALSE);
}

static void
update_pill (CrmListNarrowRow *self, CrmRecord *record)
{
  const CrmField *field =
      self->look->pill != NULL ? crm_entity_field (self->entity, self->look->pill) : NULL;
  const char *code = field != NULL ? crm_record_get_text (record, field->id) : NULL;
  const CrmEnum *choices = field != NULL ? crm_enum_lookup (field->target) : NULL;
  const CrmEnumValue *choice =
      code != NULL && choices != NULL ? crm_enum_find (choices, code) : NULL;

  gtk_widget_set_visible (self->pill, choice != NULL);
  if (choice == NULL)
    return;
  gtk_label_set_text (GTK_LABEL (self->pill), crm_enum_label (choices, code));
  if (self->tone != NULL)
    gtk_widget_remove_css_class (self->pill, self->tone);
  if (choice->tone != NULL)
    gtk_widget_add_css_class (self->pill, choice->tone);
  self->tone = choice->tone;
}

void
crm_list_narrow_row_update (CrmListNarrowRow *self)
{
  const char *icon = NULL;
  g_autofree char *initials = NULL;
  g_autofree char *details = NULL;
  g_autofree char *value = NULL;
  CrmRecord *record = self->row != NULL ? crm_row_get_record (self->row) : NULL;
  gboolean loaded = record != NULL && crm_record_get_loaded (record);
  const CrmField *field =
      self->look->value != NULL ? crm_entity_field (self->entity, self->look->value) : NULL;

  initials = loaded ? crm_list_initials (crm_record_get_title (record)) : g_strdup ("");
  icon = loaded ? crm_list_icon (record) : NULL;
  gtk_label_set_text (GTK_LABEL (self->avatar), initials);
  gtk_widget_set_visible (self->avatar, icon == NULL);
  gtk_widget_set_visible (self->icon, icon != NULL);
  if (icon != NULL)
    gtk_image_set_from_icon_name (GTK_IMAGE (self->icon), icon);
  if (*self->avatar_tone != 0)
    gtk_widget_remove_css_class (self->avatar, self->avatar_tone);
  g_snprintf (self->avatar_tone, sizeof self->avatar_tone, "tone-%u",
              loaded ? crm_list_tone (crm_record_get_id (record)) : 6);
  gtk_widget_add_css_class (self->avatar, self->avatar_tone);
  gtk_inscription_set_text (GTK_INSCRIPTION (self->title),
                            loaded ? crm_record_get_title (record) : NULL);
  details = loaded ? describe (self, record) : NULL;
  gtk_inscription_set_text (GTK_INSCRIPTION (self->details), details);
  value = loaded && field != NULL ? crm_list_text (self->context, record, field) : NULL;
  gtk_label_set_text (GTK_LABEL (self->value), value != NULL ? value : "");
  if (loaded)
    update_pill (self, record);
  else
    gtk_widget_set_visible (self->pill, FALSE);
}

static void
row_changed_cb (CrmRow *row, GParamSpec *pspec, CrmListNarrowRow *self)
{
  crm_list_narrow_row_update (self);
}

void
crm_list_narrow_row_set_row (CrmListNarrowRow *self, CrmRow *row)
{
  g_return_if_fail (CRM_IS_LIST_NARROW_ROW (self));

  if (self->row == row)
    return;
  g_clear_signal_handler (&self->row_handler, self->row);
  g_set_object (&self->row, row);
  if (row == NULL)
    return;
  self->row_handler = g_signal_connect (row, "notify::record", G_CALLBACK (row_changed_cb), self);
  crm_list_narrow_row_update (self);
}

CrmRow *
crm_list_narrow_row_get_row (CrmListNarrowRow *self)
{
  return self->row;
}

static void
crm_list_narrow_row_dispose (GObject *object)
{
  CrmListNarrowRow *self = CRM_LIST_NARROW_ROW (object);

  g_clear_signal_handler (&self->row_handler, self->row);
  g_clear_object (&self->row);
  g_clear_object (&self->context);
  g_clear_pointer (&self->avatar, gtk_widget_unparent);
  g_clear_pointer (&self->icon, gtk_widget_unparent);
  g_clear_pointer (&self->lines, gtk_widget_unparent);
  g_clear_pointer (&self->pill_box, gtk_widget_unparent);
  g_clear_pointer (&self->value, gtk_widget_unparent);
  G_OBJECT_CLASS (crm_list_narrow_row_parent_class)->dispose (object);
}

static void
crm_list_narrow_row_class_init (CrmListNarrowRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_list_narrow_row_dispose;
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BOX_LAYOUT);
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "crmnarrowrow");
}

static GtkWidget *
make_line (const char *css_class)
{
  GtkWidget *line =
      g_object_new (GTK_TYPE_INSCRIPTION, "min-chars", 0, "nat-chars", 0, "hexpand", TRUE,
                    "text-overflow", GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END, NULL);

  gtk_widget_add_css_class (line, css_class);
  return line;
}

static void
crm_list_narrow_row_init (CrmListNarrowRow *self)
{
  GtkWidget *widget = GTK_WIDGET (self);

  gtk_box_layout_set_spacing (GTK_BOX_LAYOUT (gtk_widget_get_layout_manager (widget)), 12);
  self->avatar = g_object_new (GTK_TYPE_LABEL, "valign", GTK_ALIGN_CENTER, "width-request", 32,
                               "height-request", 32, NULL);
  gtk_widget_add_css_class (self->avatar, "crm-avatar");
  self->icon = g_object_new (GTK_TYPE_IMAGE, "valign", GTK_ALIGN_CENTER, "width-request", 32,
                             "height-request", 32, "visible", FALSE, NULL);
  gtk_widget_add_css_class (self->icon, "crm-avatar");
  self->title = make_line ("crm-narrow-title");
  self->details = make_line ("crm-caption");
  self->lines = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  gtk_widget_set_valign (self->lines, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (self->lines), self->title);
  gtk_box_append (GTK_BOX (self->lines), self->details);
  self->pill = g_object_new (GTK_TYPE_LABEL, "valign", GTK_ALIGN_CENTER, NULL);
  self->pill_box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_set_size_request (self->pill_box, crm_ui_scaled (96), -1);
  gtk_box_append (GTK_BOX (self->pill_box), self->pill);
  gtk_widget_add_css_class (self->pill, "crm-pill");
  self->value = g_object_new (GTK_TYPE_LABEL, "valign", GTK_ALIGN_CENTER, "xalign", 1.0f, NULL);
  gtk_widget_add_css_class (self->value, "crm-number");
  gtk_widget_set_parent (self->avatar, widget);
  gtk_widget_set_parent (self->icon, widget);
  gtk_widget_set_parent (self->lines, widget);
  gtk_widget_set_parent (self->pill_box, widget);
  gtk_widget_set_parent (self->value, widget);
}

void
crm_list_narrow_row_set_tiny (CrmListNarrowRow *self, gboolean tiny)
{
  gtk_widget_set_visible (self->pill_box, self->look->pill != NULL && !tiny);
  /* Values line up below each other, whatever the pill's word. */
  gtk_label_set_width_chars (GTK_LABEL (self->value), self->look->value != NULL && !tiny ? 10 : 0);
}

GtkWidget *
crm_list_narrow_row_new (CrmContext *context, const CrmEntity *entity)
{
  CrmListNarrowRow *self = g_object_new (CRM_TYPE_LIST_NARROW_ROW, NULL);

  self->context = g_object_ref (context);
  self->entity = entity;
  self->look = crm_list_look_for (entity);
  gtk_widget_set_visible (self->value, self->look->value != NULL);
  gtk_widget_set_visible (self->pill_box, self->look->pill != NULL);
  crm_list_narrow_row_set_tiny (self, FALSE);
  return GTK_WIDGET (self);
}
