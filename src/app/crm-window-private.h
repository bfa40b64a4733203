/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-banner.h"
#include "crm-palette.h"
#include "crm-shell.h"
#include "crm-window-menu.h"
#include "crm-window.h"

G_BEGIN_DECLS

/* The window's inside, shared by crm-window.c (pages, going, toasts) and crm-window-actions.c. */
struct _CrmWindow
{
  AdwApplicationWindow parent;

  GSettings *settings;
  CrmContext *context;
  AdwToastOverlay *toasts;
  GtkStack *root;
  CrmStartPage *start_page;
  CrmShell *shell;
  CrmSidebar *sidebar;
  GtkStack *pages;
  CrmPalette *palette;
  CrmBanner *damage_banner;
  CrmWindowMenu *menu;
  GtkWidget *changes; /* (nullable) weak: the window of all changes while it is open */
  AdwToast *toast;
  GQueue trail;
  CrmId view;
  gboolean going_back;
  gboolean turning; /* a page is given other rows; where that is comes after */
};

void crm_window_add_actions (CrmWindow *self);
void crm_window_update_actions (CrmWindow *self);

G_END_DECLS
