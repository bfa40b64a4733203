/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The journal's rows of one transaction are queued and written in blocks: one statement of many rows
 * costs a third of as many statements. */

#include "config.h"

#include "crm-writer-private.h"

#define BLOCK 64

typedef struct
{
  CrmId record;
  CrmOp op;
  char *delta;
} Row;

static void
clear_row (gpointer data)
{
  g_free (((Row *) data)->delta);
}

GArray *
crm_writer_journal_new (void)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (Row));

  g_array_set_clear_func (rows, clear_row);
  return rows;
}

gint64
crm_writer_position (CrmWriter *self)
{
  return crm_writer_int (self, "SELECT max (seq) FROM journal");
}

void
crm_writer_journal (CrmWriter *self, const CrmEntity *entity, CrmId id, CrmOp op, char *delta)
{
  Row row = { id, op, delta };

  if (entity->flags & CRM_ENTITY_COMPUTED)
    {
      g_free (delta);
      return;
    }
  g_array_append_val (self->journal, row);
  self->last_seq++;
  if (self->n_journaled++ == 0)
    self->first_seq = self->last_seq;
}

/* The statement for 1 or for BLOCK rows. */
static const char *
insert_sql (guint n)
{
  static const char *texts[2];
  const char **text = &texts[n == BLOCK];

  if (g_once_init_enter (text))
    {
      g_autoptr (GString) sql =
          g_string_new ("INSERT INTO journal (seq, grp, record, op, delta) VALUES ");

      for (guint i = 0; i < n; i++)
        g_string_append_printf (sql, "%s(?%u, ?1, ?%u, ?%u, ?%u)", i > 0 ? ", " : "", 4 * i + 2,
                                4 * i + 3, 4 * i + 4, 4 * i + 5);
      g_once_init_leave (text, g_intern_string (sql->str));
    }
  return *text;
}

static gboolean
write_rows (CrmWriter *self, guint from, guint n, gint64 seq, GError **error)
{
  sqlite3_stmt *stmt = crm_writer_prepare_fixed (self, insert_sql (n), error);

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, self->group);
  for (guint i = 0; i < n; i++)
    {
      const Row *row = &g_array_index (self->journal, Row, from + i);
      int parameter = (int) (4 * i) + 2;

      sqlite3_bind_int64 (stmt, parameter, seq + i);
      sqlite3_bind_int64 (stmt, parameter + 1, row->record);
      sqlite3_bind_int (stmt, parameter + 2, (int) row->op);
      if (row->delta != NULL)
        sqlite3_bind_text (stmt, parameter + 3, row->delta, -1, SQLITE_STATIC);
    }
  return crm_writer_step (self, stmt, error);
}

gboolean
crm_writer_settle_journal (CrmWriter *self, GError **error)
{
  guint n = self->journal->len;
  gint64 first = self->last_seq - n + 1;
  guint done = 0;

  while (done < n)
    {
      guint size = n - done >= BLOCK ? BLOCK : 1;

      if (!write_rows (self, done, size, first + done, error))
        return FALSE;
      done += size;
    }
  g_array_set_size (self->journal, 0);
  return TRUE;
}
