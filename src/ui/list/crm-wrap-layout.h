/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* CrmWrapLayout: children side by side in their natural widths, on as many lines as they need; a
 * child with hexpand takes what is left of its line. */
#define CRM_TYPE_WRAP_LAYOUT (crm_wrap_layout_get_type ())
G_DECLARE_FINAL_TYPE (CrmWrapLayout, crm_wrap_layout, CRM, WRAP_LAYOUT, GtkLayoutManager)

GtkLayoutManager *crm_wrap_layout_new (int spacing); /* px between children and lines */

/* A plain widget with this layout; children are put into it with gtk_widget_set_parent(). */
#define CRM_TYPE_WRAP_BOX (crm_wrap_box_get_type ())
G_DECLARE_FINAL_TYPE (CrmWrapBox, crm_wrap_box, CRM, WRAP_BOX, GtkWidget)

GtkWidget *crm_wrap_box_new (int spacing);
void crm_wrap_box_append (CrmWrapBox *self, GtkWidget *child);
void crm_wrap_box_clear (CrmWrapBox *self);

G_END_DECLS
