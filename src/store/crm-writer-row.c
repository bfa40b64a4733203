/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One row in, changed, or out: the generated SQL, the journal row, the search index, the totals that
 * become stale. Every write of a record passes through one of these three functions. */

#include "config.h"

#include "crm-writer-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-currency.h"
#include "crm-entities.h"

CrmValue *
crm_writer_load (CrmWriter *self, const CrmEntity *entity, CrmId id, GError **error)
{
  sqlite3_stmt *stmt = crm_writer_prepare_fixed (self, crm_sql_select_by_id (entity), error);
  CrmValue *values;
  int code;

  if (stmt == NULL)
    return NULL;
  sqlite3_bind_int64 (stmt, 1, id);
  code = sqlite3_step (stmt);
  if (code != SQLITE_ROW)
    {
      if (code == SQLITE_DONE)
        g_set_error (error, CRM_ERROR, CRM_ERROR_NOT_FOUND,
                     _ ("%s: the record does not exist any more."), crm_entity_get_label (entity));
      else
        crm_sql_error (self->db, NULL, error);
      sqlite3_reset (stmt);
      return NULL;
    }
  values = g_new (CrmValue, entity->n_fields);
  for (guint i = 0; i < entity->n_fields; i++)
    values[i] = crm_sql_column_value (stmt, (int) i + 1);
  sqlite3_reset (stmt);
  return values;
}

void
crm_row_values_free (const CrmEntity *entity, CrmValue *values)
{
  if (values == NULL)
    return;
  for (guint i = 0; i < entity->n_fields; i++)
    crm_value_clear (&values[i]);
  g_free (values);
}

static void
add_id (GHashTable *set, const CrmValue *link)
{
  gint64 *id;

  if (link->type != CRM_VALUE_INT)
    return;
  id = g_new (gint64, 1);
  *id = link->i;
  g_hash_table_add (set, id);
}

static const CrmValue *
value_of (const CrmEntity *entity, const CrmValue *values, const char *field)
{
  return &values[crm_entity_field_index (entity, field)];
}

void
crm_writer_touch (CrmWriter *self, const CrmEntity *entity, CrmId id, const CrmValue *values)
{
  const guint most = 10000;

  self->notice->entities |= G_GUINT64_CONSTANT (1) << (id >> CRM_ENTITY_ID_BITS);
  if (self->notice->ids->len < most)
    g_array_append_val (self->notice->ids, id);
  else
    self->notice->complete = FALSE;
  if (values == NULL)
    return;
  if (entity == &crm_entity_order)
    {
      const CrmValue order = crm_value_int (id);

      add_id (self->touched_orders, &order);
      add_id (self->touched_customers, value_of (entity, values, "customer"));
    }
  else if (entity == &crm_entity_order_line)
    add_id (self->touched_orders, value_of (entity, values, "order"));
  else if (entity == &crm_entity_activity)
    add_id (self->touched_customers, value_of (entity, values, "customer"));
  else if (entity == &crm_entity_affiliation)
    add_id (self->touched_contacts, value_of (entity, values, "contact"));
  else if (entity == &crm_entity_exchange_rate || entity == &crm_entity_setting)
    {
      crm_writer_forget_money (self);
      self->rates_changed = TRUE;
      self->base_changed |= entity == &crm_entity_setting;
    }
}

/* Fields computed from others of the same row. */
void
crm_writer_compute (CrmWriter *self, const CrmEntity *entity, CrmValue *values)
{
  CrmValue *amount;

  if (entity == &crm_entity_exchange_rate)
    {
      CrmValue *quoted_in = (CrmValue *) value_of (entity, values, "quoted-in");

      if (crm_value_is_null (quoted_in))
        *quoted_in = crm_value_text (crm_writer_currency (self));
    }
  if (entity != &crm_entity_order_line)
    return;
  amount = (CrmValue *) value_of (entity, values, "amount");
  crm_value_clear (amount);
  *amount = crm_value_int (crm_line_amount (
      crm_value_get_real (value_of (entity, values, "quantity")),
      crm_value_get_real (value_of (entity, values, "unit-price")),
      crm_value_get_real (value_of (entity, values, "discount")),
      crm_writer_currency_of_order (self, crm_value_get_int (value_of (entity, values, "order")))));
}

static gboolean
write_changes (CrmWriter *self, const CrmEntity *entity, CrmId id, const CrmValue *values,
               const CrmValue *next, GError **error)
{
  g_autoptr (GString) sql = g_string_new (NULL);
  int title = crm_entity_field_index (entity, entity->title);
  int sort = crm_entity_field_index (entity, "name-sort");
  sqlite3_stmt *stmt;

  g_string_append_printf (sql, "UPDATE %s SET id = id", entity->table);
  for (guint i = 0; i < entity->n_fields; i++)
    if (!crm_value_equal (&values[i], &next[i]))
      {
        g_autofree char *column = crm_field_dup_column (&entity->fields[i]);

        g_string_append_printf (sql, ", \"%s\" = ?%u", column, i + 2);
        if ((int) i == title && sort >= 0)
          g_string_append_printf (sql, ", name_sort = crm_sort_key (?%u)", i + 2);
      }
  g_string_append (sql, " WHERE id = ?1");
  stmt = crm_writer_prepare (self, sql->str, error);
  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, id);
  for (guint i = 0; i < entity->n_fields; i++)
    if (!crm_value_equal (&values[i], &next[i]))
      crm_sql_bind_value (stmt, (int) i + 2, &next[i]);
  return crm_writer_step (self, stmt, error);
}

gboolean
crm_writer_update_row (CrmWriter *self, const CrmEntity *entity, CrmId id, const CrmValue *values,
                       CrmValue *next, GError **error)
{
  g_autofree char *delta = NULL;
  gboolean reindex;

  crm_writer_compute (self, entity, next);
  delta = crm_delta_write (entity, values, next);
  if (strcmp (delta, "{}") == 0)
    return TRUE;
  reindex = crm_writer_index_differs (entity, values, next);
  if (reindex && !crm_writer_index (self, entity, id, values, NULL, FALSE, error))
    return FALSE;
  if (!write_changes (self, entity, id, values, next, error))
    return FALSE;
  crm_writer_journal (self, entity, id, CRM_OP_UPDATE, g_steal_pointer (&delta));
  if (reindex && !crm_writer_index (self, entity, id, next, NULL, TRUE, error))
    return FALSE;
  crm_writer_touch (self, entity, id, values);
  crm_writer_touch (self, entity, id, next);
  if (entity == &crm_entity_order &&
      !crm_value_equal (value_of (entity, values, "currency"), value_of (entity, next, "currency")))
    {
      const CrmValue order = crm_value_int (id);

      add_id (self->touched_currencies, &order);
      self->line_order = 0;
    }
  return TRUE;
}

gboolean
crm_writer_remove_row (CrmWriter *self, const CrmEntity *entity, CrmId id, const CrmValue *values,
                       gboolean *kept, GError **error)
{
  sqlite3_stmt *stmt = crm_writer_prepare_fixed (self, crm_sql_delete (entity), error);

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, id);
  if (sqlite3_step (stmt) != SQLITE_DONE)
    {
      gboolean linked = sqlite3_extended_errcode (self->db) == SQLITE_CONSTRAINT_FOREIGNKEY;

      sqlite3_reset (stmt);
      if (linked && kept != NULL)
        {
          *kept = TRUE;
          return TRUE;
        }
      if (linked)
        {
          g_set_error (error, CRM_ERROR, CRM_ERROR_CONFLICT,
                       _ ("%s: other records still belong to it."), crm_entity_get_label (entity));
          return FALSE;
        }
      return crm_sql_error (self->db, NULL, error);
    }
  sqlite3_reset (stmt);
  if (!crm_writer_index (self, entity, id, values, NULL, FALSE, error))
    return FALSE;
  crm_writer_journal (self, entity, id, CRM_OP_PURGE, crm_body_write (entity, values));
  crm_writer_touch (self, entity, id, values);
  return TRUE;
}
