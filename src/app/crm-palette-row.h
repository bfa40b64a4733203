/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "crm-palette-item.h"

G_BEGIN_DECLS

/* CrmPaletteRow: one line of the palette, with what was typed marked in its title. Main thread. */
#define CRM_TYPE_PALETTE_ROW (crm_palette_row_get_type ())
G_DECLARE_FINAL_TYPE (CrmPaletteRow, crm_palette_row, CRM, PALETTE_ROW, GtkListBoxRow)

GtkWidget *crm_palette_row_new (CrmPaletteItem *item, const char *typed);
/* A GtkListBoxUpdateHeaderFunc: the first row of a section carries its name. */
void crm_palette_row_update_header (GtkListBoxRow *row, GtkListBoxRow *before, gpointer data);
CrmPaletteItem *crm_palette_row_get_item (CrmPaletteRow *self);

G_END_DECLS
