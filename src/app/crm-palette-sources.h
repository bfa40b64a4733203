/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "crm-sidebar.h"

G_BEGIN_DECLS

/* What the palette offers, as CrmPaletteItem appended to `items`. Main thread. */

/* Pages, saved views, new records and every action of the window and the application. */
void crm_palette_sources_add_known (GPtrArray *items, GtkWindow *window, CrmSidebar *sidebar);
/* Records found. (element-type CrmSearchHit) */
void crm_palette_sources_add_hits (GPtrArray *items, GPtrArray *hits);

G_END_DECLS
