/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-context.h"
#include "crm-page.h"

G_BEGIN_DECLS

/* One page of the sidebar. Adding a page is adding a row to the table in crm-pages.c. */
typedef struct _CrmPageInfo CrmPageInfo;
struct _CrmPageInfo
{
  const char *name;  /* "today", "customer"; kept in the settings */
  const char *label; /* untranslated, marked with N_ */
  const char *icon;
  const char *entity; /* whose live records are counted and listed; NULL: none */
  GtkWidget *(*create) (CrmContext *context, const CrmPageInfo *info);
  /* List pages: shows this query. `title` (nullable) says why. */
  void (*show_query) (GtkWidget *page, const CrmQuery *query, const char *title);
  /* List pages: opens a saved view; FALSE when it cannot be read. */
  gboolean (*show_view) (GtkWidget *page, CrmRecord *view);
  /* The record page. */
  void (*show_record) (GtkWidget *page, CrmId id, CrmRecordList *list);
  gboolean at_end;    /* stands below the saved views */
  gboolean hidden;    /* has no row in the sidebar; `parent`'s is marked instead */
  const char *parent; /* (nullable) */
};

const CrmPageInfo *crm_pages (guint *n);
const CrmPageInfo *crm_pages_find (const char *name); /* (nullable) */
const CrmPageInfo *
crm_pages_find_entity (const char *entity); /* the page that lists it (nullable) */

/* The import assistant. */
gboolean crm_pages_can_import (void);
void crm_pages_open_import (GtkWindow *parent, CrmContext *context);

G_END_DECLS
