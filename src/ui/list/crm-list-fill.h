/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* CrmListFill: the cells of a list that show another row than their text says. A list of GTK 4.8 gives the
 * widgets of some 200 rows other rows at every jump, and a window shows 25 of them. So a cell only says that
 * it is to be written; those that can be seen are written before the next frame is painted, the others
 * a few at a time when nothing else is to be done. Main thread. */
#define CRM_TYPE_LIST_FILL (crm_list_fill_get_type ())
G_DECLARE_FINAL_TYPE (CrmListFill, crm_list_fill, CRM, LIST_FILL, GObject)

typedef void (*CrmListFillFunc) (GtkWidget *cell);

CrmListFill *crm_list_fill_new (GtkWidget *view, CrmListFillFunc write);
/* The cell is within the row widget of a list; it takes itself out before it is gone. */
void crm_list_fill_add (CrmListFill *self, GtkWidget *cell);
void crm_list_fill_remove (CrmListFill *self, GtkWidget *cell);
gboolean crm_list_fill_contains (CrmListFill *self, GtkWidget *cell);

G_END_DECLS
