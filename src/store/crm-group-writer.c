/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Some changesets are on their way while the next one is filled: the writer takes much longer for those
 * with which the search index is written than for the others, and should find something to do whenever
 * it has finished one. The first is waited for at once, because it brings the number of the group. */

#include "config.h"

#include "crm-group-writer.h"
#include "crm-prepared.h"

#define ROWS_A_CHANGESET 4000
#define TICKETS_MOST     4 /* about 6 MB each */

struct _CrmGroupWriter
{
  CrmStore *store;
  CrmVerb verb;
  const CrmEntity *entity;
  const char *origin;
  char *detail;
  CrmChangeset *changes;
  GQueue tickets; /* CrmTicket: on their way */
  gboolean failed;
  gint64 group;
  CrmApplyResult total;
};

static void
begin_changes (CrmGroupWriter *self, CrmChangeset *previous)
{
  self->changes = crm_changeset_new (self->verb, self->entity);
  crm_changeset_set_origin (self->changes, self->origin);
  crm_changeset_set_detail (self->changes, self->detail);
  crm_changeset_set_durable (self->changes, FALSE);
  crm_changeset_set_group (self->changes, self->group, FALSE);
  if (previous != NULL)
    crm_changeset_continue_ids (self->changes, previous);
}

CrmGroupWriter *
crm_group_writer_new (CrmStore *store, CrmVerb verb, const CrmEntity *entity, const char *origin,
                      const char *detail)
{
  CrmGroupWriter *self = g_new0 (CrmGroupWriter, 1);

  self->store = g_object_ref (store);
  self->verb = verb;
  self->entity = entity;
  self->origin = origin;
  self->detail = g_strdup (detail);
  begin_changes (self, NULL);
  return self;
}

CrmChangeset *
crm_group_writer_get_changes (CrmGroupWriter *self)
{
  return self->changes;
}

gint64
crm_group_writer_get_group (CrmGroupWriter *self)
{
  return self->group;
}

static gboolean
wait_ticket (CrmGroupWriter *self, GError **error)
{
  CrmTicket *ticket = g_queue_pop_head (&self->tickets);
  CrmApplyResult result;

  if (!crm_ticket_wait (ticket, &result, error))
    {
      self->failed = TRUE;
      return FALSE;
    }
  if (result.group != 0)
    self->group = result.group;
  self->total.group = self->group;
  self->total.position = result.position;
  self->total.changed += result.changed;
  return TRUE;
}

/* Until no more than `most` are on their way. What fails first is what is said. */
static gboolean
wait_tickets (CrmGroupWriter *self, guint most, GError **error)
{
  gboolean done = TRUE;

  while (g_queue_get_length (&self->tickets) > (done ? most : 0))
    done = wait_ticket (self, done ? error : NULL) && done;
  return done;
}

static gboolean
send (CrmGroupWriter *self, gboolean is_final, GError **error)
{
  g_autoptr (CrmChangeset) sent = NULL;

  crm_changeset_prepare (self->changes);
  if (!wait_tickets (self, is_final ? 0 : TICKETS_MOST - 1, error))
    return FALSE;
  sent = g_steal_pointer (&self->changes);
  crm_changeset_set_group (sent, self->group, is_final);
  crm_changeset_set_durable (sent, is_final);
  g_queue_push_tail (&self->tickets, crm_store_submit (self->store, sent));
  begin_changes (self, sent);
  if ((self->group == 0 || is_final) && !wait_tickets (self, 0, error))
    return FALSE;
  crm_changeset_set_group (self->changes, self->group, FALSE);
  return TRUE;
}

/* After a failure the group is closed as it is: nothing comes after what is missing. */
static void
close_failed (CrmGroupWriter *self)
{
  g_autoptr (CrmChangeset) unsent = g_steal_pointer (&self->changes);

  begin_changes (self, unsent);
  send (self, TRUE, NULL);
}

gboolean
crm_group_writer_step (CrmGroupWriter *self, GError **error)
{
  return crm_changeset_get_n_changes (self->changes) < ROWS_A_CHANGESET ||
         send (self, FALSE, error);
}

gboolean
crm_group_writer_finish (CrmGroupWriter *self, CrmApplyResult *result, GError **error)
{
  gboolean done = !self->failed && send (self, TRUE, error);

  if (self->failed)
    close_failed (self);
  crm_store_restore_indexes (self->store);
  if (result != NULL)
    *result = self->total;
  crm_changeset_unref (self->changes);
  g_object_unref (self->store);
  g_free (self->detail);
  g_free (self);
  return done;
}
