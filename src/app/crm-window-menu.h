/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "crm-store.h"

G_BEGIN_DECLS

/* CrmWindowMenu: the main menu. Its Edit section names what Undo and Redo would take back. */
#define CRM_TYPE_WINDOW_MENU (crm_window_menu_get_type ())
G_DECLARE_FINAL_TYPE (CrmWindowMenu, crm_window_menu, CRM, WINDOW_MENU, GObject)

CrmWindowMenu *crm_window_menu_new (void);
GMenuModel *crm_window_menu_get_model (CrmWindowMenu *self);
void crm_window_menu_set_store (CrmWindowMenu *self, CrmStore *store); /* (nullable) */

G_END_DECLS
