/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-context.h"

G_BEGIN_DECLS

/* Undoes or redoes a group. Small ones are done at once, large ones become a job that shows how far
 * it is; either way a toast says what was taken back, with a button for the way back. Main thread. */
void crm_undo_start (CrmContext *context, gint64 group, gboolean redo);

G_END_DECLS
