/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What an order is worth in the base currency. The rate is the one that holds on the order's day: quoted
 * directly, the other way round, or through a third currency both are quoted in. Where there is none, the
 * worth is unknown (NULL), never the bare number. */

#include "config.h"

#include "crm-writer-private.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-currency.h"
#include "crm-setting.h"

/* The last rate that holds on a day; of two of one day the one written last. */
#define RATE_ON_DAY(from, to)                                                                      \
  "(SELECT rate FROM exchange_rate WHERE currency = " from " AND quoted_in = " to                  \
  " AND deleted_at IS NULL AND rate > 0 AND (day IS NULL OR day <= ?3) "                           \
  "ORDER BY day DESC, updated_at DESC, id DESC LIMIT 1)"

#define RATE                                                                                                 \
  "SELECT coalesce (" RATE_ON_DAY ("?1", "?2") ", 1.0 / " RATE_ON_DAY (                                      \
      "?2",                                                                                                  \
      "?1") ", (SELECT " RATE_ON_DAY ("?1",                                                                  \
                                      "t.code") " / " RATE_ON_DAY ("?2",                                     \
                                                                   "t.code") " FROM (SELECT "                \
                                                                             "DISTINCT quoted_in "           \
                                                                             "AS code FROM "                 \
                                                                             "exchange_rate "                \
                                                                             "WHERE "                        \
                                                                             "currency = ?1 AND "            \
                                                                             "deleted_at IS "                \
                                                                             "NULL) t "                      \
                                                                             "WHERE"                         \
                                                                             " " RATE_ON_DAY (               \
                                                                                 "?1",                       \
                                                                                 "t.code") " IS "            \
                                                                                           "NOT "            \
                                                                                           "NULL "           \
                                                                                           "AND"             \
                                                                                           " " RATE_ON_DAY ( \
                                                                                               "?"           \
                                                                                               "2",          \
                                                                                               "t"           \
                                                                                               "."           \
                                                                                               "c"           \
                                                                                               "o"           \
                                                                                               "d"           \
                                                                                               "e") " IS NOT NULL ORDER BY t.code LIMIT 1))"

const char *
crm_writer_currency (CrmWriter *self)
{
  sqlite3_stmt *stmt;

  if (self->currency[0] != '\0')
    return self->currency;
  stmt = crm_writer_prepare (self, "SELECT " CRM_SQL_BASE_CURRENCY, NULL);
  if (stmt != NULL && sqlite3_step (stmt) == SQLITE_ROW &&
      sqlite3_column_type (stmt, 0) == SQLITE_TEXT)
    g_strlcpy (self->currency, (const char *) sqlite3_column_text (stmt, 0), sizeof self->currency);
  else
    g_strlcpy (self->currency, "CNY", sizeof self->currency);
  if (stmt != NULL)
    sqlite3_reset (stmt);
  return self->currency;
}

void
crm_writer_forget_money (CrmWriter *self)
{
  self->currency[0] = '\0';
  self->line_order = 0;
  self->rates_changed = FALSE;
  g_hash_table_remove_all (self->rates);
}

/* 0: there is none. */
static double
find_rate (CrmWriter *self, const char *currency, gint64 day)
{
  char key[40];
  const double *known;
  double *rate;
  sqlite3_stmt *stmt;

  g_snprintf (key, sizeof key, "%.15s %" G_GINT64_FORMAT, currency, day);
  known = g_hash_table_lookup (self->rates, key);
  if (known != NULL)
    return *known;
  rate = g_new0 (double, 1);
  g_hash_table_insert (self->rates, g_strdup (key), rate);
  stmt = crm_writer_prepare_fixed (self, RATE, NULL);
  if (stmt == NULL)
    return 0;
  sqlite3_bind_text (stmt, 1, currency, -1, SQLITE_STATIC);
  sqlite3_bind_text (stmt, 2, crm_writer_currency (self), -1, SQLITE_STATIC);
  sqlite3_bind_int64 (stmt, 3, day);
  if (sqlite3_step (stmt) == SQLITE_ROW)
    *rate = sqlite3_column_double (stmt, 0);
  sqlite3_reset (stmt);
  return *rate;
}

gboolean
crm_writer_to_base (CrmWriter *self, gint64 amount, const char *currency, gint64 day,
                    gint64 *base_amount)
{
  const char *base = crm_writer_currency (self);

  *base_amount = amount;
  if (amount == 0 || currency == NULL || strcmp (currency, base) == 0)
    return TRUE;
  return crm_currency_convert (amount, currency, base, find_rate (self, currency, day),
                               base_amount);
}

const char *
crm_writer_currency_of_order (CrmWriter *self, CrmId order)
{
  sqlite3_stmt *stmt;

  if (order == self->line_order && order != 0)
    return self->line_currency;
  stmt = crm_writer_prepare_fixed (self, "SELECT currency FROM sales_order WHERE id = ?1", NULL);
  if (stmt == NULL)
    return NULL;
  sqlite3_bind_int64 (stmt, 1, order);
  self->line_order = order;
  if (sqlite3_step (stmt) == SQLITE_ROW && sqlite3_column_type (stmt, 0) == SQLITE_TEXT)
    g_strlcpy (self->line_currency, (const char *) sqlite3_column_text (stmt, 0),
               sizeof self->line_currency);
  else
    g_strlcpy (self->line_currency, crm_writer_currency (self), sizeof self->line_currency);
  sqlite3_reset (stmt);
  return self->line_currency;
}

/* ---- what other records owe to a change ---- */

static gboolean
collect_ids (CrmWriter *self, const char *sql, GHashTable *into, GError **error)
{
  sqlite3_stmt *stmt = crm_writer_prepare (self, sql, error);

  if (stmt == NULL)
    return FALSE;
  while (sqlite3_step (stmt) == SQLITE_ROW)
    {
      gint64 *id = g_new (gint64, 1);

      *id = sqlite3_column_int64 (stmt, 0);
      g_hash_table_add (into, id);
    }
  sqlite3_reset (stmt);
  return TRUE;
}

gboolean
crm_writer_rescale_lines (CrmWriter *self, CrmId order, GError **error)
{
  sqlite3_stmt *stmt = crm_writer_prepare (
      self,
      "UPDATE order_line SET amount = crm_line_amount (quantity, unit_price, discount, ?2) WHERE "
      "\"order\" = ?1 AND amount <> crm_line_amount (quantity, unit_price, discount, ?2)",
      error);

  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int64 (stmt, 1, order);
  sqlite3_bind_text (stmt, 2, crm_writer_currency_of_order (self, order), -1, SQLITE_STATIC);
  return crm_writer_step (self, stmt, error);
}

/* A rate or the base currency changed: orders whose worth is another now. */
gboolean
crm_writer_revalue_orders (CrmWriter *self, GError **error)
{
  sqlite3_stmt *stmt;

  if (!self->rates_changed)
    return TRUE;
  /* Without a currency of their own, they are in another one now; their minor units may differ. */
  if (self->base_changed && !collect_ids (self, "SELECT id FROM sales_order WHERE currency IS NULL",
                                          self->touched_currencies, error))
    return FALSE;
  stmt = crm_writer_prepare (
      self,
      "SELECT id, amount, currency, day, base_amount FROM sales_order WHERE ?1 OR currency "
      "IS NOT NULL",
      error);
  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_int (stmt, 1, self->base_changed);
  while (sqlite3_step (stmt) == SQLITE_ROW)
    {
      gint64 worth, *id;
      gboolean known = crm_writer_to_base (self, sqlite3_column_int64 (stmt, 1),
                                           (const char *) sqlite3_column_text (stmt, 2),
                                           sqlite3_column_int64 (stmt, 3), &worth);
      gboolean was_known = sqlite3_column_type (stmt, 4) != SQLITE_NULL;

      if (known == was_known && (!known || worth == sqlite3_column_int64 (stmt, 4)))
        continue;
      id = g_new (gint64, 1);
      *id = sqlite3_column_int64 (stmt, 0);
      g_hash_table_add (self->touched_orders, id);
    }
  sqlite3_reset (stmt);
  self->rates_changed = self->base_changed = FALSE;
  return TRUE;
}

/* ---- whole units are kept when the minor units of a currency differ ---- */

void
crm_writer_follow_currency (CrmWriter *self, const CrmChange *change, const CrmValue *values,
                            CrmValue *next)
{
  const CrmEntity *entity = change->entity;

  for (guint i = 0; i < entity->n_fields; i++)
    {
      const CrmField *field = &entity->fields[i];
      const char *before, *after;
      int unit;

      if (field->kind != CRM_FIELD_MONEY || field->target == NULL ||
          (field->flags & CRM_FIELD_DERIVED) || crm_change_get (change, i) != NULL)
        continue;
      unit = crm_entity_field_index (entity, field->target);
      before = crm_value_get_text (&values[unit]);
      after = crm_value_get_text (&next[unit]);
      if (next[i].type == CRM_VALUE_INT)
        next[i].i =
            crm_currency_rescale (next[i].i, before != NULL ? before : crm_writer_currency (self),
                                  after != NULL ? after : crm_writer_currency (self));
    }
}

static gboolean
rescale_entity (CrmWriter *self, const CrmEntity *entity, const char *from, const char *to,
                GError **error)
{
  g_autoptr (GHashTable) ids = g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, NULL);
  g_autofree char *sql =
      g_strdup_printf ("SELECT id FROM %s WHERE currency IS NULL", entity->table);
  GHashTableIter iter;
  gpointer key;
  gboolean done = TRUE;

  if (!collect_ids (self, sql, ids, error))
    return FALSE;
  g_hash_table_iter_init (&iter, ids);
  while (done && g_hash_table_iter_next (&iter, &key, NULL))
    {
      CrmId id = *(gint64 *) key;
      CrmValue *values = crm_writer_load (self, entity, id, error), *next;

      if (values == NULL)
        return FALSE;
      next = crm_row_values_copy (entity, values);
      for (guint i = 0; i < entity->n_fields; i++)
        if (entity->fields[i].kind == CRM_FIELD_MONEY && entity->fields[i].target != NULL &&
            !(entity->fields[i].flags & CRM_FIELD_DERIVED) && next[i].type == CRM_VALUE_INT)
          next[i].i = crm_currency_rescale (next[i].i, from, to);
      done = crm_writer_update_row (self, entity, id, values, next, error);
      crm_row_values_free (entity, values);
      crm_row_values_free (entity, next);
    }
  return done;
}

/* Amounts typed in by people, of records without a currency. */
gboolean
crm_writer_follow_base (CrmWriter *self, const CrmEntity *entity, const CrmValue *values,
                        const CrmValue *next, GError **error)
{
  int value = crm_entity_field_index (&crm_entity_setting, "value");
  int name = crm_entity_field_index (&crm_entity_setting, "name");
  const char *from, *to;
  guint n;
  const CrmEntity *const *entities = crm_entity_all (&n);

  if (entity != &crm_entity_setting ||
      g_strcmp0 (crm_value_get_text (&next[name]), "currency") != 0)
    return TRUE;
  from = crm_value_get_text (&values[value]);
  to = crm_value_get_text (&next[value]);
  for (guint e = 0; crm_currency_scale (from) != crm_currency_scale (to) && e < n; e++)
    for (guint i = 0; i < entities[e]->n_fields; i++)
      {
        const CrmField *field = &entities[e]->fields[i];

        if (field->kind != CRM_FIELD_MONEY || (field->flags & CRM_FIELD_DERIVED) ||
            g_strcmp0 (field->target, "currency") != 0)
          continue;
        if (!rescale_entity (self, entities[e], from, to, error))
          return FALSE;
        break;
      }
  return TRUE;
}

static gboolean
check_rate (CrmWriter *self, const CrmValue *values, GError **error)
{
  const CrmEntity *entity = &crm_entity_exchange_rate;
  const char *from = crm_value_get_text (&values[crm_entity_field_index (entity, "currency")]);
  const char *to = crm_value_get_text (&values[crm_entity_field_index (entity, "quoted-in")]);
  double rate = crm_value_get_real (&values[crm_entity_field_index (entity, "rate")]);

  if (!(rate > 0))
    g_set_error_literal (error, CRM_ERROR, CRM_ERROR_INVALID,
                         _ ("An exchange rate must be greater than zero."));
  else if (g_strcmp0 (from, to != NULL ? to : crm_writer_currency (self)) == 0)
    g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID,
                 _ ("%s cannot be quoted in itself; choose two different currencies."), from);
  else
    return TRUE;
  return FALSE;
}

static gboolean
check_setting (const CrmValue *values, GError **error)
{
  const CrmEntity *entity = &crm_entity_setting;
  const char *name = crm_value_get_text (&values[crm_entity_field_index (entity, "name")]);
  const char *code = crm_value_get_text (&values[crm_entity_field_index (entity, "value")]);

  if (g_strcmp0 (name, "currency") != 0 || (code != NULL && crm_currency_is_known (code)))
    return TRUE;
  g_set_error (error, CRM_ERROR, CRM_ERROR_INVALID,
               _ ("“%s” is not the code of a currency; write it like CNY or EUR."),
               code != NULL ? code : "");
  return FALSE;
}

static gboolean
check_line (const CrmValue *values, GError **error)
{
  const CrmEntity *entity = &crm_entity_order_line;

  if (crm_line_amount_fits (
          crm_value_get_real (&values[crm_entity_field_index (entity, "quantity")]),
          crm_value_get_real (&values[crm_entity_field_index (entity, "unit-price")])))
    return TRUE;
  g_set_error_literal (error, CRM_ERROR, CRM_ERROR_INVALID,
                       _ ("Quantity × price is too large an amount; look for a digit too many."));
  return FALSE;
}

gboolean
crm_writer_check_money (CrmWriter *self, const CrmEntity *entity, const CrmValue *values,
                        GError **error)
{
  if (entity == &crm_entity_exchange_rate)
    return check_rate (self, values, error);
  if (entity == &crm_entity_order_line)
    return check_line (values, error);
  return entity != &crm_entity_setting || check_setting (values, error);
}

static void
line_amount_cb (sqlite3_context *context, int n, sqlite3_value **values)
{
  sqlite3_result_int64 (context, crm_line_amount (sqlite3_value_double (values[0]),
                                                  sqlite3_value_double (values[1]),
                                                  sqlite3_value_double (values[2]), /* NULL is 0 */
                                                  (const char *) sqlite3_value_text (values[3])));
}

int
crm_writer_register_money (sqlite3 *db)
{
  return sqlite3_create_function_v2 (db, "crm_line_amount", 4, SQLITE_UTF8 | SQLITE_DETERMINISTIC,
                                     NULL, line_amount_cb, NULL, NULL, NULL);
}
