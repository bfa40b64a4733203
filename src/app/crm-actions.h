/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-page.h"

G_BEGIN_DECLS

typedef enum
{
  CRM_ACTION_NONE = 0,
  CRM_ACTION_YIELDS = 1 << 0, /* the focused widget (a text entry) gets the keys first */
  CRM_ACTION_HIDDEN = 1 << 1, /* not offered in the palette */
} CrmActionFlags;

/* One action of the program: the single place that knows its name, words and keys. The window makes
 * GActions of it, the palette lists it, menus and the shortcuts window show the same keys. */
typedef struct
{
  const char *name;  /* detailed: "win.create", "app.quit" */
  const char *label; /* untranslated, marked with N_ */
  const char *keys;  /* accelerators, separated by spaces; NULL: none */
  const char *icon;
  CrmActionFlags flags;
  int page_action; /* CrmPageAction that a page performs, or -1 */
} CrmActionInfo;

const CrmActionInfo *crm_actions (guint *n);
/* Accelerators that need no window's attention go to the application. */
void crm_actions_install (GtkApplication *application);
/* The others: a controller that works after the focused widget has declined. */
GtkEventController *crm_actions_create_controller (void);
/* The first accelerator for people, "Ctrl+K"; NULL if there is none. (transfer full) */
char *crm_action_dup_keys (const CrmActionInfo *self);

G_END_DECLS
