/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-store.h"

G_BEGIN_DECLS

/* CrmGroupWriter: writes a long stream of changes as one group: many changesets of a few thousand
 * rows, a few of them on their way while the next is built, so memory stays bounded and other saves get
 * in between; one that fails is the last of its group. Used by one thread, which is not the main thread. */
typedef struct _CrmGroupWriter CrmGroupWriter;

/* `origin`: see crm_changeset_set_origin(). `detail` (nullable) is kept with the group. */
CrmGroupWriter *crm_group_writer_new (CrmStore *store, CrmVerb verb, const CrmEntity *entity,
                                      const char *origin, const char *detail);
/* The changeset to add to now; ask again after each crm_group_writer_step(). (transfer none) */
CrmChangeset *crm_group_writer_get_changes (CrmGroupWriter *self);
/* Call between records: sends the changeset when it is full. FALSE once a write failed. */
gboolean crm_group_writer_step (CrmGroupWriter *self, GError **error);
/* Sends the rest, waits, closes the group, frees. `group` (out, nullable): 0 if nothing was written. */
gboolean crm_group_writer_finish (CrmGroupWriter *self, CrmApplyResult *result, GError **error);
/* The group's id as soon as something was written, else 0. */
gint64 crm_group_writer_get_group (CrmGroupWriter *self);

G_END_DECLS
