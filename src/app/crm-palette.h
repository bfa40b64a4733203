/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "crm-context.h"
#include "crm-sidebar.h"

G_BEGIN_DECLS

/* CrmPalette: go to anything, do anything: pages, saved views, actions with their keys, and records of
 * every kind by what was typed. Lies over the window while it is open. Main thread. */
#define CRM_TYPE_PALETTE (crm_palette_get_type ())
G_DECLARE_FINAL_TYPE (CrmPalette, crm_palette, CRM, PALETTE, GtkWidget)

void crm_palette_set_context (CrmPalette *self, CrmContext *context); /* (nullable) */
void crm_palette_set_sidebar (CrmPalette *self, CrmSidebar *sidebar); /* where views are known */
void crm_palette_toggle (CrmPalette *self);
void crm_palette_close (CrmPalette *self);
gboolean crm_palette_get_open (CrmPalette *self);

/* For tests: what the entry holds, the rows that are offered, and choosing one. */
void crm_palette_set_text (CrmPalette *self, const char *text);
guint crm_palette_get_n_rows (CrmPalette *self);
const char *crm_palette_get_row_title (CrmPalette *self, guint index); /* (nullable) */
void crm_palette_choose (CrmPalette *self, guint index);
gboolean crm_palette_is_searching (CrmPalette *self);
/* "results", "nothing". */
const char *crm_palette_get_state (CrmPalette *self);

G_END_DECLS
