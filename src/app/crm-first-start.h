/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-context.h"
#include "crm-start-page.h"

G_BEGIN_DECLS

/* CrmFirstStart: looks at a store that was just opened. It finds (or adds) the user who works with it
 * and makes them the store's actor; for a store that nobody has used yet it shows the welcome on the
 * start page and does what is chosen there. Main thread.
 *
 * Signals: "done" (boolean import): the pages can be shown, and then the assistant if `import`. */
#define CRM_TYPE_FIRST_START (crm_first_start_get_type ())
G_DECLARE_FINAL_TYPE (CrmFirstStart, crm_first_start, CRM, FIRST_START, GObject)

CrmFirstStart *crm_first_start_new (CrmContext *context, CrmStartPage *page);
/* Begins; connect to "done" before. */
void crm_first_start_run (CrmFirstStart *self);
/* Gives the record of the user who works with this store the name that stands in the settings. */
void crm_first_start_rename_user (CrmContext *context);
/* No signal comes any more; work under way is cancelled. */
void crm_first_start_stop (CrmFirstStart *self);

G_END_DECLS
