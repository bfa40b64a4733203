/* SPDX-License-Identifier: GPL-3.0-or-later */

/* New rows are queued and written entity by entity, parents first, many in one statement: a statement
 * opens a table and its dozen indexes, which costs as much as what it does there for a single row.
 * Whatever reads rows in the same transaction writes the queue first. */

#include "config.h"

#include "crm-writer-private.h"

#include "crm-entities.h"

typedef struct
{
  CrmId id;
  CrmPreparedRow *row;
  gboolean owned;
} Pending;

static void
clear_pending (gpointer data)
{
  Pending *pending = data;

  if (pending->owned)
    crm_prepared_row_free (pending->row);
}

GArray *
crm_writer_rows_new (void)
{
  GArray *rows = g_array_new (FALSE, FALSE, sizeof (Pending));

  g_array_set_clear_func (rows, clear_pending);
  return rows;
}

/* Counts, sums and links of a new row; what belongs to it comes after it. */
static void
set_zero_totals (const CrmEntity *entity, CrmValue *values)
{
  for (guint i = 0; i < entity->n_fields; i++)
    if (entity->fields[i].flags & CRM_FIELD_DERIVED)
      switch (entity->fields[i].kind)
        {
        case CRM_FIELD_INTEGER:
        case CRM_FIELD_MONEY:
          crm_value_clear (&values[i]);
          values[i] = crm_value_int (0);
          break;
        case CRM_FIELD_LINK:
          crm_value_clear (&values[i]);
          break;
        default:
          break;
        }
}

gboolean
crm_writer_insert_row (CrmWriter *self, CrmId id, CrmPreparedRow *row, gboolean owned,
                       GError **error)
{
  Pending pending = { id, row, owned };

  g_array_append_val (self->rows, pending);
  set_zero_totals (row->entity, row->values);
  crm_writer_journal (self, row->entity, id, CRM_OP_INSERT, NULL);
  crm_writer_touch (self, row->entity, id, row->values);
  return crm_writer_index (self, row->entity, id, row->values, &row->document, TRUE, error);
}

/* ?1 and the following of the row whose parameters come after `offset`. */
static void
bind_row (sqlite3_stmt *stmt, int offset, const Pending *pending)
{
  const CrmPreparedRow *row = pending->row;
  int sort = crm_sql_sort_index (row->entity);

  sqlite3_bind_int64 (stmt, ++offset, pending->id);
  for (guint i = 0; i < row->entity->n_fields; i++)
    {
      const CrmValue *value = &row->values[i];

      offset++;
      if ((int) i == sort)
        {
          gsize size;
          gconstpointer key = g_bytes_get_data (row->sort_key, &size);

          sqlite3_bind_blob (stmt, offset, key, (int) size, SQLITE_STATIC);
        }
      else if (value->type == CRM_VALUE_TEXT)
        sqlite3_bind_text (stmt, offset, value->s, (int) g_ref_string_length (value->s),
                           SQLITE_STATIC);
      else if (value->type != CRM_VALUE_NULL)
        crm_sql_bind_value (stmt, offset, value);
    }
}

static gboolean
write_block (CrmWriter *self, const CrmEntity *entity, Pending *const *rows, guint n,
             GError **error)
{
  sqlite3_stmt *stmt = crm_writer_prepare_fixed (
      self, n == 1 ? crm_sql_insert (entity) : crm_sql_insert_many (entity), error);

  if (stmt == NULL)
    return FALSE;
  for (guint i = 0; i < n; i++)
    bind_row (stmt, (int) (i * (entity->n_fields + 1)), rows[i]);
  return crm_writer_step (self, stmt, error);
}

static gboolean
assign_segment (CrmWriter *self, const CrmValue *values, GError **error)
{
  const CrmEntity *entity = &crm_entity_segment_membership;
  sqlite3_stmt *stmt =
      crm_writer_prepare_fixed (self, "UPDATE customer SET segment = ?2 WHERE id = ?1", error);

  if (stmt == NULL)
    return FALSE;
  crm_sql_bind_value (stmt, 1, &values[crm_entity_field_index (entity, "customer")]);
  crm_sql_bind_value (stmt, 2, &values[crm_entity_field_index (entity, "segment")]);
  self->notice->entities |= G_GUINT64_CONSTANT (1) << crm_entity_customer.code;
  self->notice->complete = FALSE;
  return crm_writer_step (self, stmt, error);
}

static gboolean
write_entity (CrmWriter *self, const CrmEntity *entity, GPtrArray *rows, GError **error)
{
  /* Only now: what belongs to a row before it is written. */
  for (guint i = 0; i < rows->len; i++)
    crm_writer_compute (self, entity, ((Pending *) rows->pdata[i])->row->values);
  for (guint done = 0; done < rows->len;)
    {
      guint n = rows->len - done >= CRM_SQL_MANY ? CRM_SQL_MANY : 1;

      if (!write_block (self, entity, (Pending *const *) rows->pdata + done, n, error))
        return FALSE;
      done += n;
    }
  for (guint i = 0; i < rows->len && entity == &crm_entity_segment_membership; i++)
    if (!assign_segment (self, ((Pending *) rows->pdata[i])->row->values, error))
      return FALSE;
  return TRUE;
}

/* A new contact that comes with its affiliation is written with its customer, which spares an update. */
static void
tie_contacts (CrmWriter *self)
{
  const CrmEntity *entity = &crm_entity_affiliation;
  const int contact = crm_entity_field_index (entity, "contact"),
            customer = crm_entity_field_index (entity, "customer"),
            deleted = crm_entity_field_index (entity, "deleted-at"),
            own = crm_entity_field_index (&crm_entity_contact, "customer");
  g_autoptr (GHashTable) contacts = NULL;

  for (guint i = 0; i < self->rows->len; i++)
    {
      const Pending *pending = &g_array_index (self->rows, Pending, i);

      if (pending->row->entity != &crm_entity_contact)
        continue;
      if (contacts == NULL)
        contacts = g_hash_table_new (g_int64_hash, g_int64_equal);
      g_hash_table_insert (contacts, (gpointer) &pending->id, pending->row->values);
    }
  for (guint i = 0; i < self->rows->len && contacts != NULL; i++)
    {
      const Pending *pending = &g_array_index (self->rows, Pending, i);
      CrmId id;
      CrmValue *values;

      if (pending->row->entity != entity)
        continue;
      id = crm_value_get_int (&pending->row->values[contact]);
      values = g_hash_table_lookup (contacts, &id);
      /* With a second one: which of them counts is found when all are written. */
      if (values == NULL || !crm_value_is_null (&values[own]) ||
          !crm_value_is_null (&pending->row->values[deleted]))
        {
          crm_writer_touch (self, entity, pending->id, pending->row->values);
          continue;
        }
      values[own] = crm_value_int (crm_value_get_int (&pending->row->values[customer]));
      g_hash_table_remove (self->touched_contacts, &id);
    }
}

gboolean
crm_writer_settle_rows (CrmWriter *self, GError **error)
{
  guint n_entities;
  const CrmEntity *const *entities = crm_entity_all (&n_entities);
  g_autoptr (GPtrArray) rows = NULL;
  gboolean done = TRUE;

  if (self->rows->len == 0)
    return TRUE;
  tie_contacts (self);
  rows = g_ptr_array_sized_new (self->rows->len);
  for (guint k = 0; k < n_entities && done; k++)
    {
      g_ptr_array_set_size (rows, 0);
      for (guint i = 0; i < self->rows->len; i++)
        {
          Pending *pending = &g_array_index (self->rows, Pending, i);

          if (pending->row->entity == entities[k])
            g_ptr_array_add (rows, pending);
        }
      done = write_entity (self, entities[k], rows, error);
    }
  g_array_set_size (self->rows, 0);
  return done;
}
