/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-store.h"

G_BEGIN_DECLS

/* Sample data: customers with contacts, orders over three years, activities and views, the same for
 * the same `customers`, `seed` and `today`. One group, so one undo. Blocks: call it on a worker.
 *
 * `today` is a day number, 0 for the real one. `progress` (nullable) gets customers done and wanted; FALSE stops
 * with G_IO_ERROR_CANCELLED and leaves what was written to be undone. */
gboolean crm_sample_generate (CrmStore *store, guint customers, guint64 seed, gint64 today,
                              CrmProgressFunc progress, gpointer data, GError **error);

G_END_DECLS
