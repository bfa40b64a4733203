/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-context.h"

G_BEGIN_DECLS

/* What can be done to a saved view from anywhere; main thread. Both can be undone. */
void crm_views_delete (CrmContext *context, CrmRecord *view);
/* Asks for the name above `parent`. */
void crm_views_rename (CrmContext *context, GtkWidget *parent, CrmRecord *view);

G_END_DECLS
