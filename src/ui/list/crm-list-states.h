/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-context.h"

G_BEGIN_DECLS

/* CrmListStates: what stands in the place of rows when there are none: first use, nothing matches,
 * loading, error, empty bin. Main thread.
 *
 * Signals: "create", "import", "retry", "cancel" (stop loading), "drop" (CrmQuery * boxed as pointer:
 * the query without what kept everything out). */
#define CRM_TYPE_LIST_STATES (crm_list_states_get_type ())
G_DECLARE_FINAL_TYPE (CrmListStates, crm_list_states, CRM, LIST_STATES, GtkWidget)

GtkWidget *crm_list_states_new (CrmContext *context, const CrmEntity *entity);
void crm_list_states_show_first_use (CrmListStates *self);
void crm_list_states_show_empty_bin (CrmListStates *self);
/* Finds out which condition to drop, in the background. */
void crm_list_states_show_no_match (CrmListStates *self, const CrmQuery *query);
/* `words`: says what is read and offers Cancel. `total` < 0: unknown. */
void crm_list_states_show_loading (CrmListStates *self, gboolean words, gint64 total);
void crm_list_states_show_error (CrmListStates *self, const GError *error);
/* "first-use", "empty-bin", "no-match", "loading", "error". (transfer none) */
const char *crm_list_states_get_state (CrmListStates *self);

G_END_DECLS
