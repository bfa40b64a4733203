/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "crm-value.h"

G_BEGIN_DECLS

/* CrmPaletteItem: one thing to go to or to do. Immutable but for its score. Main thread. */
#define CRM_TYPE_PALETTE_ITEM (crm_palette_item_get_type ())
G_DECLARE_FINAL_TYPE (CrmPaletteItem, crm_palette_item, CRM, PALETTE_ITEM, GObject)

struct _CrmPaletteItem
{
  GObject parent;

  char *section; /* translated heading */
  char *title;
  char *subtitle; /* (nullable) */
  char *icon;     /* (nullable) */
  char *keys;     /* (nullable) "Ctrl+K" */
  char *action;   /* detailed action to activate, or NULL for a record */
  CrmId id;       /* the record or view */
  gboolean enabled;
  int score;
};

CrmPaletteItem *crm_palette_item_new (const char *section, const char *title, const char *icon);
/* Whether two items mean the same. */
gboolean crm_palette_item_same (CrmPaletteItem *a, CrmPaletteItem *b);

G_END_DECLS
