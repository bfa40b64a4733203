/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A team of threads that works through the fixed chunks of an index range.
 *
 * Chunk boundaries depend on the range and the chunk size only, never on the number of threads. A
 * function that writes what it finds into a slot of its chunk, folded in chunk order afterwards,
 * therefore gives the same bytes on one thread and on seven.
 *
 * A team belongs to one computation and is used by one thread at a time; it keeps its threads between
 * two runs, so that an iteration costs a wake-up and not a thread. The calling thread works along. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

typedef struct _CrmAnalyticsContext CrmAnalyticsContext;
typedef struct _CrmParallel CrmParallel;

/* Handles rows @begin..@end - 1. Must write only to what belongs to @chunk. */
typedef void (*CrmParallelFunc) (gsize chunk, gsize begin, gsize end, gpointer data);

/* (transfer full): never NULL; has as many threads as @context allows. @context must outlive it. */
CrmParallel *crm_parallel_new (const CrmAnalyticsContext *context);
void crm_parallel_free (CrmParallel *self);

/* Runs @func over 0..@n - 1 in chunks of @chunk_size and waits for all. Looks at the context's
 * cancellation before each chunk: a chunk should take some ten milliseconds at most. FALSE with
 * CRM_ANALYTICS_ERROR_CANCELLED when it stopped early. */
gboolean crm_parallel_run (CrmParallel *self, gsize n, gsize chunk_size, CrmParallelFunc func,
                           gpointer data, GError **error);

/* The same with a team for this one call. */
gboolean crm_parallel_for (const CrmAnalyticsContext *context, gsize n, gsize chunk_size,
                           CrmParallelFunc func, gpointer data, GError **error);

static inline gsize
crm_parallel_n_chunks (gsize n, gsize chunk_size)
{
  return n / chunk_size + (n % chunk_size != 0);
}

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmParallel, crm_parallel_free)

G_END_DECLS
