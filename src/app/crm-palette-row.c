/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One line of the palette. Main thread. */

#include "crm-palette-row.h"

#include <glib/gi18n.h>

#include "crm-palette-match.h"

struct _CrmPaletteRow
{
  GtkListBoxRow parent;

  CrmPaletteItem *item;
};

G_DEFINE_FINAL_TYPE (CrmPaletteRow, crm_palette_row, GTK_TYPE_LIST_BOX_ROW)

static void
crm_palette_row_dispose (GObject *object)
{
  g_clear_object (&CRM_PALETTE_ROW (object)->item);
  G_OBJECT_CLASS (crm_palette_row_parent_class)->dispose (object);
}

static void
crm_palette_row_class_init (CrmPaletteRowClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_palette_row_dispose;
}

static void
crm_palette_row_init (CrmPaletteRow *self)
{
}

CrmPaletteItem *
crm_palette_row_get_item (CrmPaletteRow *self)
{
  g_return_val_if_fail (CRM_IS_PALETTE_ROW (self), NULL);

  return self->item;
}

static GtkWidget *
create_label (const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0.0f);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  return label;
}

static GtkWidget *
create_line (CrmPaletteItem *item, const char *typed)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkWidget *title = create_label (NULL, NULL);
  g_autofree char *markup = crm_palette_mark (item->title, typed);

  gtk_box_append (GTK_BOX (line), gtk_image_new_from_icon_name (
                                      item->icon != NULL ? item->icon : "go-next-symbolic"));
  gtk_label_set_markup (GTK_LABEL (title), markup);
  gtk_label_set_ellipsize (GTK_LABEL (title), PANGO_ELLIPSIZE_END);
  gtk_box_append (GTK_BOX (line), title);
  if (item->subtitle != NULL || !item->enabled)
    {
      GtkWidget *subtitle =
          create_label (item->enabled ? item->subtitle : _ ("not on this page"), "crm-caption");

      gtk_label_set_ellipsize (GTK_LABEL (subtitle), PANGO_ELLIPSIZE_END);
      gtk_box_append (GTK_BOX (line), subtitle);
    }
  if (item->keys != NULL)
    {
      GtkWidget *keys = create_label (item->keys, "keys");

      gtk_widget_set_hexpand (keys, TRUE);
      gtk_widget_set_halign (keys, GTK_ALIGN_END);
      gtk_box_append (GTK_BOX (line), keys);
    }
  gtk_widget_set_vexpand (line, TRUE);
  if (!item->enabled)
    gtk_widget_set_opacity (line, 0.55);
  return line;
}

void
crm_palette_row_update_header (GtkListBoxRow *row, GtkListBoxRow *before, gpointer data)
{
  CrmPaletteRow *self = CRM_PALETTE_ROW (row);
  const char *above = before != NULL ? CRM_PALETTE_ROW (before)->item->section : NULL;

  if (g_strcmp0 (self->item->section, above) != 0)
    gtk_list_box_row_set_header (row, create_label (self->item->section, "heading"));
  else
    gtk_list_box_row_set_header (row, NULL);
}

GtkWidget *
crm_palette_row_new (CrmPaletteItem *item, const char *typed)
{
  CrmPaletteRow *self = g_object_new (CRM_TYPE_PALETTE_ROW, NULL);

  self->item = g_object_ref (item);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (self), create_line (item, typed));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL, item->title,
                                  -1);
  return GTK_WIDGET (self);
}
