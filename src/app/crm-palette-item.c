/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One entry of the palette. Main thread. */

#include "crm-palette-item.h"

G_DEFINE_FINAL_TYPE (CrmPaletteItem, crm_palette_item, G_TYPE_OBJECT)

static void
crm_palette_item_finalize (GObject *object)
{
  CrmPaletteItem *self = CRM_PALETTE_ITEM (object);

  g_free (self->section);
  g_free (self->title);
  g_free (self->subtitle);
  g_free (self->icon);
  g_free (self->keys);
  g_free (self->action);
  G_OBJECT_CLASS (crm_palette_item_parent_class)->finalize (object);
}

static void
crm_palette_item_class_init (CrmPaletteItemClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = crm_palette_item_finalize;
}

static void
crm_palette_item_init (CrmPaletteItem *self)
{
  self->enabled = TRUE;
}

CrmPaletteItem *
crm_palette_item_new (const char *section, const char *title, const char *icon)
{
  CrmPaletteItem *self = g_object_new (CRM_TYPE_PALETTE_ITEM, NULL);

  self->section = g_strdup (section);
  self->title = g_strdup (title);
  self->icon = g_strdup (icon);
  return self;
}

gboolean
crm_palette_item_same (CrmPaletteItem *a, CrmPaletteItem *b)
{
  return a->id == b->id && g_strcmp0 (a->action, b->action) == 0;
}
