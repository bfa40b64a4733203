/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <adwaita.h>

#include "crm-context.h"

G_BEGIN_DECLS

/* CrmPage: what the window asks of a page. A page is a widget with its own AdwHeaderBar on top (its
 * first start child is the sidebar button: crm_page_setup_header()) and its body below.
 * Every function is optional; the window's actions are enabled by `can`. */
#define CRM_TYPE_PAGE (crm_page_get_type ())
G_DECLARE_INTERFACE (CrmPage, crm_page, CRM, PAGE, GtkWidget)

typedef enum
{
  CRM_PAGE_CREATE,      /* Ctrl+N */
  CRM_PAGE_SEARCH,      /* Ctrl+F */
  CRM_PAGE_FILTER,      /* Ctrl+Shift+F */
  CRM_PAGE_EDIT,        /* F2 */
  CRM_PAGE_DELETE,      /* Delete */
  CRM_PAGE_TAG,         /* Ctrl+T */
  CRM_PAGE_EXPORT,      /* Ctrl+E */
  CRM_PAGE_SAVE_VIEW,   /* Ctrl+S */
  CRM_PAGE_REFRESH,     /* Ctrl+R */
  CRM_PAGE_PREVIOUS,    /* Alt+Up, Ctrl+PgUp */
  CRM_PAGE_NEXT,        /* Alt+Down, Ctrl+PgDn */
  CRM_PAGE_BACK,        /* Alt+Left */
  CRM_PAGE_SELECT_ALL,  /* Ctrl+A */
  CRM_PAGE_ESCAPE,      /* Esc: leave edit, selection; handled or not */
  CRM_PAGE_LOG_NOTE,    /* Ctrl+Shift+N */
  CRM_PAGE_LOG_TASK,    /* Ctrl+Shift+T */
  CRM_PAGE_LOG_CALL,    /* Ctrl+Shift+L */
  CRM_PAGE_LOG_EMAIL,   /* Ctrl+Shift+E */
  CRM_PAGE_LOG_MEETING, /* Ctrl+Shift+M */
  CRM_N_PAGE_ACTIONS
} CrmPageAction;

struct _CrmPageInterface
{
  GTypeInterface parent;
  gboolean (*can) (CrmPage *self, CrmPageAction action);
  gboolean (*perform) (CrmPage *self, CrmPageAction action); /* TRUE if it was handled */
  void (*shown) (CrmPage *self);                             /* became the visible page */
  char *(*get_title) (CrmPage *self); /* for the window title; (transfer full) */
  CrmId (*get_view) (CrmPage *self);  /* the saved view it shows, or 0 */
};

gboolean crm_page_can (CrmPage *self, CrmPageAction action);
gboolean crm_page_perform (CrmPage *self, CrmPageAction action);
void crm_page_shown (CrmPage *self);
char *crm_page_get_title (CrmPage *self);
/* FALSE: the page knows no views. */
gboolean crm_page_get_view (CrmPage *self, CrmId *view);
/* A page calls it when `can` may answer differently. Signal "actions-changed". */
void crm_page_actions_changed (CrmPage *self);

/* Puts the sidebar button (shown while narrow) first into the page's header bar and keeps its left
 * window buttons right; call it before other start children are packed. Returns the button. */
GtkWidget *crm_page_setup_header (AdwHeaderBar *header, CrmContext *context);

G_END_DECLS
