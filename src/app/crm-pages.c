/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The table of pages, in sidebar order. Immutable; main thread. */

#include "crm-pages.h"

#include <glib/gi18n.h>

#include "crm-import-window.h"
#include "crm-insights-page.h"
#include "crm-list-page.h"
#include "crm-record-page.h"
#include "crm-today-page.h"
#include "crm-trash-page.h"

static GtkWidget *
create_today (CrmContext *context, const CrmPageInfo *info)
{
  return crm_today_page_new (context);
}

static GtkWidget *
create_insights (CrmContext *context, const CrmPageInfo *info)
{
  return crm_insights_page_new (context);
}

static GtkWidget *
create_trash (CrmContext *context, const CrmPageInfo *info)
{
  return crm_trash_page_new (context);
}

static GtkWidget *
create_list (CrmContext *context, const CrmPageInfo *info)
{
  return crm_list_page_new (context, crm_entity_lookup (info->entity));
}

static void
show_query (GtkWidget *page, const CrmQuery *query, const char *title)
{
  crm_list_page_set_query (CRM_LIST_PAGE (page), query, title);
}

static gboolean
show_view (GtkWidget *page, CrmRecord *view)
{
  return crm_list_page_open_view (CRM_LIST_PAGE (page), view);
}

static GtkWidget *
create_record (CrmContext *context, const CrmPageInfo *info)
{
  return crm_record_page_new (context);
}

static void
show_record (GtkWidget *page, CrmId id, CrmRecordList *list)
{
  crm_record_page_show (CRM_RECORD_PAGE (page), id, list);
}

#define LIST(entity_name, page_label, page_icon)                                                   \
  {                                                                                                \
    .name = entity_name, .label = page_label, .icon = page_icon, .entity = entity_name,            \
    .create = create_list, .show_query = show_query, .show_view = show_view                        \
  }

/* clang-format off */
static const CrmPageInfo pages[] = {
  { .name = "today", .label = N_ ("Today"), .icon = "crm-today-symbolic", .create = create_today },
  LIST ("customer", N_ ("Customers"),  "crm-customers-symbolic"),
  LIST ("contact",  N_ ("Contacts"),   "crm-contacts-symbolic"),
  LIST ("product",  N_ ("Products"),   "crm-product-symbolic"),
  LIST ("order",    N_ ("Orders"),     "crm-orders-symbolic"),
  LIST ("activity", N_ ("Activities"), "crm-task-symbolic"),
  { .name = "insights", .label = N_ ("Insights"), .icon = "crm-insights-symbolic", .create = create_insights },
  { .name = "record", .label = N_ ("Record"), .icon = "crm-customers-symbolic", .create = create_record,
    .show_record = show_record, .hidden = TRUE, .parent = "customer" },
  { .name = "exchange-rate", .label = N_ ("Exchange rates"), .icon = "crm-orders-symbolic", .entity = "exchange-rate",
    .create = create_list, .show_query = show_query, .show_view = show_view, .hidden = TRUE, .parent = "order" },
  { .name = "trash", .label = N_ ("Trash"), .icon = "crm-trash-symbolic", .create = create_trash, .at_end = TRUE },
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
  return TRUE;
}

void
crm_pages_open_import (GtkWindow *parent, CrmContext *context)
{
  GtkWidget *window = crm_import_window_new (context);

  gtk_window_set_transient_for (GTK_WINDOW (window), parent);
  gtk_window_present (GTK_WINDOW (window));
}
