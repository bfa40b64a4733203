/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-context.h"

G_BEGIN_DECLS

/* Before the store is closed: while jobs run it asks above `parent` whether to stop them, stops them
 * and waits for their end. `done` is called when none runs any more, at once if there is none; not at
 * all when the answer is no. Main thread. */
typedef void (*CrmStoppedFunc) (gpointer data);
void crm_stop_jobs (GtkWidget *parent, CrmContext *context, CrmStoppedFunc done, gpointer data,
                    GDestroyNotify data_free);

G_END_DECLS
