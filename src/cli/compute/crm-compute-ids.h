/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Names and dates of rows as the numbers that src/analytics takes. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* Different names, numbered as they first appear. */
typedef struct
{
  GPtrArray *names; /* (element-type utf8): not owned */
  GHashTable *numbers;
} CrmComputeIds;

CrmComputeIds *crm_compute_ids_new (void);
void crm_compute_ids_free (CrmComputeIds *self);

/* The name's number, a new one if there is none. Keeps the pointer. */
guint32 crm_compute_ids_add (CrmComputeIds *self, const char *name);

/* FALSE when the name is not known. */
gboolean crm_compute_ids_find (const CrmComputeIds *self, const char *name, guint32 *number);

/* (transfer full): each name's place in byte order: ids that do not depend on the order of rows. */
guint64 *crm_compute_ids_rank (const CrmComputeIds *self);

/* Reads 2011-06-30, 2011-06-30T12:00, 20110630 or a plain whole number of days below ten million as a
 * day number. FALSE otherwise. */
gboolean crm_compute_parse_day (const char *text, gint32 *day);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmComputeIds, crm_compute_ids_free)

G_END_DECLS
