/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The table of pages, in sidebar order. Immutable; main thread. */

#include "crm-pages.h"

#include <glib/gi18n.h>

#include "crm-today-page.h"

static GtkWidget *
create_today (CrmContext *context, const CrmPageInfo *info)
{
  return crm_today_page_new (context);
}

/* clang-format off */
static const CrmPageInfo pages[] = {
  { .name = "today", .label = N_ ("Today"), .icon = "crm-today-symbolic", .create = create_today },
};
/* clang-format on */

const CrmPageInfo *
crm_pages (guint *n)
{
  *n = G_N_ELEMENTS (pages);
  return pages;
}

const CrmPageInfo *
crm_pages_find (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    if (g_strcmp0 (pages[i].name, name) == 0)
      return &pages[i];
  return NULL;
}

const CrmPageInfo *
crm_pages_find_entity (const char *entity)
{
  for (guint i = 0; i < G_N_ELEMENTS (pages); i++)
    if (pages[i].entity != NULL && g_strcmp0 (pages[i].entity, entity) == 0)
      return &pages[i];
  return NULL;
}

gboolean
crm_pages_can_import (void)
{
  return FALSE;
}

void
crm_pages_open_import (GtkWindow *parent, CrmContext *context)
{
}
