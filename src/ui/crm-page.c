/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The interface of a page, and the parts of a page's header that are the same everywhere. */

#include "crm-page.h"

#include <adwaita.h>
#include <glib/gi18n.h>

enum
{
  ACTIONS_CHANGED,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

G_DEFINE_INTERFACE (CrmPage, crm_page, GTK_TYPE_WIDGET)

static void
crm_page_default_init (CrmPageInterface *iface)
{
  signals[ACTIONS_CHANGED] = g_signal_new ("actions-changed", CRM_TYPE_PAGE, G_SIGNAL_RUN_LAST, 0,
                                           NULL, NULL, NULL, G_TYPE_NONE, 0);
}

gboolean
crm_page_can (CrmPage *self, CrmPageAction action)
{
  g_return_val_if_fail (CRM_IS_PAGE (self), FALSE);

  if (CRM_PAGE_GET_IFACE (self)->can == NULL)
    return FALSE;
  return CRM_PAGE_GET_IFACE (self)->can (self, action);
}

gboolean
crm_page_perform (CrmPage *self, CrmPageAction action)
{
  g_return_val_if_fail (CRM_IS_PAGE (self), FALSE);

  if (CRM_PAGE_GET_IFACE (self)->perform == NULL)
    return FALSE;
  return CRM_PAGE_GET_IFACE (self)->perform (self, action);
}

void
crm_page_shown (CrmPage *self)
{
  g_return_if_fail (CRM_IS_PAGE (self));

  if (CRM_PAGE_GET_IFACE (self)->shown != NULL)
    CRM_PAGE_GET_IFACE (self)->shown (self);
}

char *
crm_page_get_title (CrmPage *self)
{
  g_return_val_if_fail (CRM_IS_PAGE (self), NULL);

  if (CRM_PAGE_GET_IFACE (self)->get_title == NULL)
    return NULL;
  return CRM_PAGE_GET_IFACE (self)->get_title (self);
}

gboolean
crm_page_get_view (CrmPage *self, CrmId *view)
{
  g_return_val_if_fail (CRM_IS_PAGE (self), FALSE);

  if (CRM_PAGE_GET_IFACE (self)->get_view == NULL)
    return FALSE;
  *view = CRM_PAGE_GET_IFACE (self)->get_view (self);
  return TRUE;
}

void
crm_page_actions_changed (CrmPage *self)
{
  g_return_if_fail (CRM_IS_PAGE (self));

  g_signal_emit (self, signals[ACTIONS_CHANGED], 0);
}

GtkWidget *
crm_page_setup_header (AdwHeaderBar *header, CrmContext *context)
{
  GtkWidget *button = gtk_button_new_from_icon_name ("crm-sidebar-symbolic");

  gtk_widget_set_tooltip_text (button, _ ("Show Sidebar"));
  gtk_accessible_update_property (GTK_ACCESSIBLE (button), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  _ ("Show Sidebar"), -1);
  gtk_actionable_set_action_name (GTK_ACTIONABLE (button), "win.toggle-sidebar");
  g_object_bind_property (context, "narrow", button, "visible", G_BINDING_SYNC_CREATE);
  /* Beside the sidebar the left window buttons stand in the sidebar's own header. */
  g_object_bind_property (context, "narrow", header, "show-start-title-buttons",
                          G_BINDING_SYNC_CREATE);
  adw_header_bar_pack_start (header, button);
  return button;
}
