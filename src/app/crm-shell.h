/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CRM_SHELL_SIDEBAR_WIDTH 224
#define CRM_SHELL_BREAKPOINT    860
#define CRM_SHELL_LEAST_WIDTH   360

/* CrmShell: sidebar, a line, and the content beside it; below CRM_SHELL_BREAKPOINT pixels (times the text scale) the sidebar
 * hides and opens over the content. Main thread.
 *
 * Properties: "sidebar", "content" (widgets), "narrow" (boolean, read only), "docked" (boolean: the
 * sidebar is wanted beside the content while there is room), "open" (boolean: it lies over the
 * content; only while narrow). */
#define CRM_TYPE_SHELL (crm_shell_get_type ())
G_DECLARE_FINAL_TYPE (CrmShell, crm_shell, CRM, SHELL, GtkWidget)

GtkWidget *crm_shell_new (void);
void crm_shell_set_sidebar (CrmShell *self, GtkWidget *sidebar);
void crm_shell_set_content (CrmShell *self, GtkWidget *content);
gboolean crm_shell_get_narrow (CrmShell *self);
gboolean crm_shell_get_docked (CrmShell *self);
void crm_shell_set_docked (CrmShell *self, gboolean docked);
gboolean crm_shell_get_open (CrmShell *self);
void crm_shell_set_open (CrmShell *self, gboolean open);
/* What F9 and the button do: docks or undocks, or opens or closes while narrow. */
void crm_shell_toggle (CrmShell *self);

G_END_DECLS
