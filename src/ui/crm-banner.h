/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

#define CRM_TYPE_BANNER (crm_banner_get_type ())
G_DECLARE_FINAL_TYPE (CrmBanner, crm_banner, CRM, BANNER, GtkWidget)

/* A strip across a page with a sentence that holds until something is done about it, and a button that
 * does it. Main thread.
 *
 * "title" (string, nullable): the sentence; NULL hides the strip.
 * "button-label" (string, with a mnemonic), "action-name" (string): what can be done. */
const char *crm_banner_get_title (CrmBanner *self);
void crm_banner_set_title (CrmBanner *self, const char *title);

G_END_DECLS
