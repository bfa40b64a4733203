/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A team of threads over fixed chunks. The owner publishes a run under the lock and raises the
 * generation; workers take chunks from an atomic counter; the owner waits until none is at work.
 * POSIX threads rather than GLib's, because the thread sanitiser follows only those. */

#include "config.h"

#include "crm-parallel.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>

#include "crm-analytics-base.h"

/* Spinning this often first saves two context switches on each of k-means' short iterations. */
#define SPINS 4000

struct _CrmParallel
{
  const CrmAnalyticsContext *context;
  guint n_workers; /* besides the calling thread */
  pthread_t *workers;

  pthread_mutex_t lock;
  pthread_cond_t started;
  pthread_cond_t finished;
  atomic_uint generation; /* raised by the owner under the lock */
  atomic_uint working;    /* workers that have not finished this generation */
  gboolean quit;          /* under the lock */

  /* The run: written by the owner while no worker works. */
  gsize n;
  gsize chunk_size;
  gsize n_chunks;
  CrmParallelFunc func;
  gpointer data;
  atomic_size_t next;
  atomic_bool stopped;
};

static inline void
relax (void)
{
#if defined(__x86_64__) || defined(__i386__)
  __builtin_ia32_pause ();
#endif
}

static void
take_chunks (CrmParallel *self)
{
  for (;;)
    {
      gsize chunk = atomic_fetch_add (&self->next, 1);
      gsize begin;

      if (chunk >= self->n_chunks || atomic_load (&self->stopped))
        return;

      if (crm_analytics_cancelled (self->context))
        {
          atomic_store (&self->stopped, true);
          return;
        }

      begin = chunk * self->chunk_size;
      self->func (chunk, begin, MIN (begin + self->chunk_size, self->n), self->data);
    }
}

static void *
work (void *data)
{
  CrmParallel *self = data;
  guint seen = 0;

  for (;;)
    {
      gboolean quit;

      for (guint i = 0; i < SPINS && atomic_load (&self->generation) == seen; i++)
        relax ();

      pthread_mutex_lock (&self->lock);
      while (atomic_load (&self->generation) == seen)
        pthread_cond_wait (&self->started, &self->lock);
      seen = atomic_load (&self->generation);
      quit = self->quit;
      pthread_mutex_unlock (&self->lock);

      if (quit)
        return NULL;

      take_chunks (self);

      if (atomic_fetch_sub (&self->working, 1) == 1)
        {
          pthread_mutex_lock (&self->lock);
          pthread_cond_signal (&self->finished);
          pthread_mutex_unlock (&self->lock);
        }
    }
}

CrmParallel *
crm_parallel_new (const CrmAnalyticsContext *context)
{
  CrmParallel *self = g_new0 (CrmParallel, 1);
  guint wanted = crm_analytics_context_threads (context) - 1;

  self->context = context;
  self->workers = g_new0 (pthread_t, wanted + 1);
  pthread_mutex_init (&self->lock, NULL);
  pthread_cond_init (&self->started, NULL);
  pthread_cond_init (&self->finished, NULL);

  /* A system that gives no more threads slows the work down and changes nothing else. */
  while (self->n_workers < wanted &&
         pthread_create (&self->workers[self->n_workers], NULL, work, self) == 0)
    self->n_workers++;

  return self;
}

static void
start (CrmParallel *self, gboolean quit)
{
  pthread_mutex_lock (&self->lock);
  self->quit = quit;
  atomic_store (&self->working, self->n_workers);
  atomic_fetch_add (&self->generation, 1);
  pthread_cond_broadcast (&self->started);
  pthread_mutex_unlock (&self->lock);
}

static void
wait_for_workers (CrmParallel *self)
{
  for (guint i = 0; i < SPINS && atomic_load (&self->working) > 0; i++)
    relax ();

  if (atomic_load (&self->working) == 0)
    return;

  pthread_mutex_lock (&self->lock);
  while (atomic_load (&self->working) > 0)
    pthread_cond_wait (&self->finished, &self->lock);
  pthread_mutex_unlock (&self->lock);
}

void
crm_parallel_free (CrmParallel *self)
{
  if (self == NULL)
    return;

  start (self, TRUE);
  for (guint i = 0; i < self->n_workers; i++)
    pthread_join (self->workers[i], NULL);

  pthread_cond_destroy (&self->finished);
  pthread_cond_destroy (&self->started);
  pthread_mutex_destroy (&self->lock);
  g_free (self->workers);
  g_free (self);
}

gboolean
crm_parallel_run (CrmParallel *self, gsize n, gsize chunk_size, CrmParallelFunc func, gpointer data,
                  GError **error)
{
  g_return_val_if_fail (chunk_size > 0, FALSE);

  self->n = n;
  self->chunk_size = chunk_size;
  self->n_chunks = crm_parallel_n_chunks (n, chunk_size);
  self->func = func;
  self->data = data;
  atomic_store (&self->next, 0);
  atomic_store (&self->stopped, false);

  if (self->n_workers == 0 || self->n_chunks <= 1)
    take_chunks (self);
  else
    {
      start (self, FALSE);
      take_chunks (self);
      wait_for_workers (self);
    }

  /* Whoever saw the request, it stands even if the callback has changed its mind since. */
  return !atomic_load (&self->stopped) || crm_analytics_raise_cancelled (error);
}

gboolean
crm_parallel_for (const CrmAnalyticsContext *context, gsize n, gsize chunk_size,
                  CrmParallelFunc func, gpointer data, GError **error)
{
  g_autoptr (CrmParallel) parallel = crm_parallel_new (context);

  return crm_parallel_run (parallel, n, chunk_size, func, data, error);
}
