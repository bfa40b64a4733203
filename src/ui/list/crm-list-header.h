/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "crm-list-look.h"

G_BEGIN_DECLS

/* The heads of a list's table. Main thread. */

/* Menu of a head; actions "list.sort-ascending", "list.sort-descending", "list.hide-column" with the
 * field's id. (transfer full) */
GMenuModel *crm_list_header_create_menu (const CrmEntity *entity, const CrmField *field);
/* Puts the heads of number columns to the right, over their numbers. GTK 4.8 has no property for it. */
void crm_list_header_arrange_soon (GtkColumnView *table, const CrmListLook *look);

G_END_DECLS
