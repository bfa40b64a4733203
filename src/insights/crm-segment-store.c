/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Runs in the database: a job record with the run's figures as JSON, one segment record a card, one
 * membership a customer. The job's state becomes "done" with the last changeset, and only done runs
 * are found, so a run that was cut off never shows. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <json-glib/json-glib.h>
#include <math.h>
#include <string.h>

#include "crm-entities.h"
#include "crm-group-writer.h"
#include "crm-json.h"
#include "crm-segment-private.h"
#include "crm-setting.h"

#define RUNS_KEPT 2

CrmId
crm_segment_run_find (CrmReader *reader, CrmSegmentMethod method, guint skip)
{
  g_autofree char *kind = g_strconcat ("segments-", crm_segment_method_code (method), NULL);
  sqlite3_stmt *stmt =
      crm_reader_prepare (reader,
                          "SELECT id FROM job WHERE kind = ?1 AND state = 'done' AND deleted_at IS "
                          "NULL ORDER BY started DESC, id DESC LIMIT 1 OFFSET ?2",
                          NULL);
  CrmId id = 0;

  if (stmt == NULL)
    return 0;
  sqlite3_bind_text (stmt, 1, kind, -1, SQLITE_STATIC);
  sqlite3_bind_int (stmt, 2, (int) skip);
  if (sqlite3_step (stmt) == SQLITE_ROW)
    id = sqlite3_column_int64 (stmt, 0);
  sqlite3_reset (stmt);
  return id;
}

/* ---- writing ---- */

static CrmChange *
add (CrmGroupWriter *writer, CrmOp op, const CrmEntity *entity, CrmId *id)
{
  CrmChangeset *changes = crm_group_writer_get_changes (writer);

  if (*id == 0)
    *id = crm_changeset_next_id (changes, entity);
  return crm_changeset_add (changes, op, entity, *id);
}

static void
set (CrmChange *change, const char *field, CrmValue value)
{
  if (!crm_value_is_null (&value))
    crm_change_set (change, (guint) crm_entity_field_index (change->entity, field), value);
}

static void
add_number (JsonBuilder *builder, const char *name, double number)
{
  json_builder_set_member_name (builder, name);
  if (isfinite (number))
    json_builder_add_double_value (builder, number);
  else
    json_builder_add_null_value (builder);
}

static CrmValue
finish_json (JsonBuilder *builder)
{
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *text = NULL;

  json_builder_end_object (builder);
  root = json_builder_get_root (builder);
  text = crm_json_to_text (root, FALSE);
  return crm_value_text (text);
}

static CrmValue
run_to_json (const CrmSegmentRun *self)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();

  json_builder_begin_object (builder);
  add_number (builder, "as-of", (double) self->as_of);
  add_number (builder, "n", (double) self->n);
  add_number (builder, "revenue", self->revenue);
  add_number (builder, "stable", self->stable);
  add_number (builder, "strength", self->strength);
  add_number (builder, "k", self->k_asked);
  add_number (builder, "unrated", (double) self->n_unrated);
  json_builder_set_member_name (builder, "currency");
  json_builder_add_string_value (builder, self->currency);
  return finish_json (builder);
}

static CrmValue
card_to_json (const CrmSegmentCard *card)
{
  g_autoptr (JsonBuilder) builder = json_builder_new_immutable ();

  json_builder_begin_object (builder);
  add_number (builder, "customer-share", card->customer_share);
  add_number (builder, "revenue", card->revenue);
  add_number (builder, "recency", card->recency);
  add_number (builder, "frequency", card->frequency);
  add_number (builder, "monetary", card->monetary);
  add_number (builder, "tenure", card->tenure);
  json_builder_set_member_name (builder, "words");
  json_builder_begin_array (builder);
  for (guint i = 0; card->words[i] != NULL; i++)
    json_builder_add_string_value (builder, card->words[i]);
  json_builder_end_array (builder);
  return finish_json (builder);
}

static CrmId
write_head (CrmSegmentRun *self, CrmGroupWriter *writer)
{
  g_autofree char *kind = g_strconcat ("segments-", crm_segment_method_code (self->method), NULL);
  CrmId run = 0;
  CrmChange *change = add (writer, CRM_OP_INSERT, &crm_entity_job, &run);

  set (change, "kind", crm_value_text (kind));
  set (change, "title", crm_value_text (_ ("Customer segments")));
  set (change, "state", crm_value_text ("running"));
  set (change, "started", crm_value_int (self->at));
  set (change, "position", crm_value_int (self->position));
  set (change, "result", run_to_json (self));
  for (guint i = 0; i < self->cards->len; i++)
    {
      CrmSegmentCard *card = self->cards->pdata[i];

      card->id = 0;
      change = add (writer, CRM_OP_INSERT, &crm_entity_segment, &card->id);
      set (change, "name", crm_value_text (card->name));
      set (change, "code", crm_value_text (card->code));
      set (change, "color", crm_value_int (card->color));
      set (change, "method", crm_value_text (crm_segment_method_code (self->method)));
      set (change, "run", crm_value_int (run));
      set (change, "size", crm_value_int (card->size));
      set (change, "share", crm_value_real (100 * card->revenue_share));
      set (change, "rank", crm_value_int (i));
      set (change, "params", card_to_json (card));
    }
  return run;
}

static void
write_membership (CrmSegmentRun *self, CrmGroupWriter *writer, gsize i)
{
  const CrmSegmentCard *card = self->cards->pdata[self->labels[i]];
  CrmId id = 0;
  CrmChange *change = add (writer, CRM_OP_INSERT, &crm_entity_segment_membership, &id);

  set (change, "segment", crm_value_int (card->id));
  set (change, "customer", crm_value_int (self->purchases->ids[i]));
  set (change, "recency", crm_value_int ((gint64) self->purchases->recency[i]));
  set (change, "frequency", crm_value_int ((gint64) self->purchases->frequency[i]));
  set (change, "monetary", crm_value_int ((gint64) self->purchases->monetary[i]));
  set (change, "r", crm_value_int (self->r[i]));
  set (change, "f", crm_value_int (self->f[i]));
  set (change, "m", crm_value_int (self->m[i]));
}

static gboolean
write_all (CrmSegmentRun *self, CrmGroupWriter *writer, CrmProgressFunc progress, gpointer data,
           GError **error)
{
  CrmId run = write_head (self, writer);

  for (gsize i = 0; i < self->purchases->n; i++)
    {
      write_membership (self, writer, i);
      if (!crm_group_writer_step (writer, error))
        return FALSE;
      if (progress != NULL && i % 1000 == 0 && !progress (i, self->purchases->n, data))
        {
          g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("Cancelled"));
          return FALSE;
        }
    }
  set (add (writer, CRM_OP_UPDATE, &crm_entity_job, &run), "state", crm_value_text ("done"));
  return TRUE;
}

/* Runs before the last two, and what was cut off. Each goes as one small write: the foreign keys take
 * its segments and memberships with it. */
static gboolean
drop_old_runs (CrmSegmentRun *self, CrmStore *store, GError **error)
{
  g_autofree char *kind = g_strconcat ("segments-", crm_segment_method_code (self->method), NULL);
  g_autoptr (CrmReader) reader = crm_reader_open (crm_store_get_path (store), error);
  g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_JOB, &crm_entity_job);
  sqlite3_stmt *stmt;

  if (reader == NULL)
    return FALSE;
  stmt = crm_reader_prepare (reader,
                             "SELECT id FROM job WHERE kind = ?1 AND (state <> 'done' OR id NOT IN "
                             "(SELECT id FROM job WHERE kind = ?1 "
                             "AND state = 'done' ORDER BY started DESC, id DESC LIMIT ?2))",
                             error);
  if (stmt == NULL)
    return FALSE;
  sqlite3_bind_text (stmt, 1, kind, -1, SQLITE_STATIC);
  sqlite3_bind_int (stmt, 2, RUNS_KEPT);
  while (crm_reader_step (reader, stmt, error))
    crm_changeset_purge (changes, &crm_entity_job, sqlite3_column_int64 (stmt, 0));
  if (crm_changeset_get_n_changes (changes) == 0)
    return TRUE;
  crm_changeset_set_origin (changes, "job");
  crm_changeset_set_durable (changes, FALSE);
  return crm_store_apply (store, changes, NULL, error);
}

gboolean
crm_segment_run_write (CrmSegmentRun *self, CrmStore *store, CrmProgressFunc progress,
                       gpointer data, GError **error)
{
  CrmGroupWriter *writer =
      crm_group_writer_new (store, CRM_VERB_SEGMENT, &crm_entity_segment, "job", NULL);
  gboolean done = write_all (self, writer, progress, data, error);

  done = crm_group_writer_finish (writer, NULL, done ? error : NULL) && done;
  return done && drop_old_runs (self, store, error);
}

/* ---- reading ---- */

static double
get_number (JsonObject *object, const char *name)
{
  JsonNode *node = object != NULL ? json_object_get_member (object, name) : NULL;

  return node != NULL && JSON_NODE_HOLDS_VALUE (node) ? json_node_get_double (node) : NAN;
}

static CrmSegmentCard *
read_card (CrmRecord *record)
{
  CrmSegmentCard *card = g_new0 (CrmSegmentCard, 1);
  const char *params = crm_record_get_text (record, "params");
  g_autoptr (JsonNode) root = params != NULL ? json_from_string (params, NULL) : NULL;
  JsonObject *object =
      root != NULL && JSON_NODE_HOLDS_OBJECT (root) ? json_node_get_object (root) : NULL;
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();

  card->id = crm_record_get_id (record);
  card->code = g_strdup (crm_record_get_text (record, "code"));
  card->name = g_strdup (crm_segment_label (card->code) != card->code
                             ? crm_segment_label (card->code)
                             : crm_record_get_text (record, "name"));
  card->color = (int) CLAMP (crm_record_get_int (record, "color"), 0, CRM_SEGMENT_COLORS - 1);
  card->size = crm_record_get_int (record, "size");
  card->revenue_share = crm_record_get_real (record, "share") / 100;
  card->customer_share = get_number (object, "customer-share");
  card->revenue = get_number (object, "revenue");
  card->recency = get_number (object, "recency");
  card->frequency = get_number (object, "frequency");
  card->monetary = get_number (object, "monetary");
  card->tenure = get_number (object, "tenure");
  card->change = G_MININT64;
  if (object != NULL && json_object_has_member (object, "words"))
    {
      JsonArray *array = json_object_get_array_member (object, "words");

      for (guint i = 0; array != NULL && i < json_array_get_length (array); i++)
        g_strv_builder_add (words, json_array_get_string_element (array, i));
    }
  card->words = g_strv_builder_end (words);
  return card;
}

static GPtrArray *
read_cards (CrmReader *reader, CrmId run, GError **error)
{
  g_autoptr (GPtrArray) records =
      crm_reader_load_linked (reader, &crm_entity_segment, "run", run, "rank", 0, error);
  GPtrArray *cards;

  if (records == NULL)
    return NULL;
  cards = g_ptr_array_new_with_free_func ((GDestroyNotify) crm_segment_card_free);
  for (guint i = 0; i < records->len; i++)
    g_ptr_array_add (cards, read_card (records->pdata[i]));
  return cards;
}

static int
find_card (GPtrArray *cards, CrmId id)
{
  for (guint i = 0; i < cards->len; i++)
    if (((CrmSegmentCard *) cards->pdata[i])->id == id)
      return (int) i;
  return -1;
}

/* Labels of the given run at the customers of `self`, CRM_SEGMENT_ABSENT where there is none. */
static gboolean
read_labels_before (CrmSegmentRun *self, CrmReader *reader, CrmId run, guint8 *before,
                    GError **error)
{
  sqlite3_stmt *stmt = crm_reader_prepare (reader,
                                           "SELECT m.customer, m.segment FROM segment s CROSS JOIN "
                                           "segment_membership m ON m.segment = s.id "
                                           "WHERE s.run = ?1",
                                           error);
  g_autoptr (GError) local = NULL;

  if (stmt == NULL)
    return FALSE;
  memset (before, CRM_SEGMENT_ABSENT, self->purchases->n);
  sqlite3_bind_int64 (stmt, 1, run);
  while (crm_reader_step (reader, stmt, &local))
    {
      CrmId customer = sqlite3_column_int64 (stmt, 0);
      gsize low = 0, high = self->purchases->n;
      int card = find_card (self->before_cards, sqlite3_column_int64 (stmt, 1));

      while (low < high)
        {
          gsize middle = (low + high) / 2;

          if (self->purchases->ids[middle] < customer)
            low = middle + 1;
          else
            high = middle;
        }
      if (card >= 0 && low < self->purchases->n && self->purchases->ids[low] == customer)
        before[low] = (guint8) card;
    }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

static void
count_changes (CrmSegmentRun *self)
{
  for (guint i = 0; i < self->cards->len; i++)
    {
      CrmSegmentCard *card = self->cards->pdata[i];

      card->change = card->size;
      for (guint k = 0; k < self->before_cards->len; k++)
        {
          const CrmSegmentCard *before = self->before_cards->pdata[k];

          if (strcmp (card->code, before->code) == 0)
            card->change = card->size - before->size;
        }
    }
}

gboolean
crm_segment_run_compare (CrmSegmentRun *self, CrmReader *reader, CrmId before_run, GError **error)
{
  g_autoptr (CrmRecord) job = NULL;
  g_autofree guint8 *before = NULL;
  g_autoptr (CrmSegmentMovement) movement = NULL;

  if (before_run == 0)
    return TRUE;
  job = crm_reader_load (reader, &crm_entity_job, before_run, error);
  if (job == NULL)
    return FALSE;
  self->before_cards = read_cards (reader, before_run, error);
  if (self->before_cards == NULL)
    return FALSE;
  self->before_at = crm_record_get_int (job, "started");
  before = g_new (guint8, self->purchases->n);
  if (!read_labels_before (self, reader, before_run, before, error))
    return FALSE;
  movement = crm_segment_movement (before, self->labels, self->purchases->n,
                                   self->before_cards->len, self->cards->len, error);
  if (movement == NULL)
    return FALSE;
  self->moved = g_new0 (gint64, (gsize) self->before_cards->len * self->cards->len);
  for (gsize i = 0; i < (gsize) self->before_cards->len * self->cards->len; i++)
    self->moved[i] = (gint64) movement->counts[i];
  self->kept = movement->kept;
  self->n_both = (gint64) movement->n_both;
  count_changes (self);
  return TRUE;
}

static gboolean
read_members (CrmSegmentRun *self, CrmReader *reader, CrmId run, GError **error)
{
  CrmPurchases *data = self->purchases = g_new0 (CrmPurchases, 1);
  gsize allocated = (gsize) MAX (self->n, 1);
  g_autoptr (GError) local = NULL;
  sqlite3_stmt *stmt = crm_reader_prepare (
      reader,
      "SELECT m.customer, m.segment, m.recency, m.frequency, m.monetary, m.r, m.f, m.m FROM "
      "segment s "
      "CROSS JOIN segment_membership m ON m.segment = s.id WHERE s.run = ?1 ORDER BY m.customer",
      error);

  if (stmt == NULL)
    return FALSE;
  g_atomic_ref_count_init (&data->references);
  data->ids = g_new (CrmId, allocated);
  data->recency = g_new (double, allocated);
  data->frequency = g_new (double, allocated);
  data->monetary = g_new (double, allocated);
  self->labels = g_new (guint8, allocated);
  self->r = g_new (guint8, allocated);
  self->f = g_new (guint8, allocated);
  self->m = g_new (guint8, allocated);
  sqlite3_bind_int64 (stmt, 1, run);
  while (crm_reader_step (reader, stmt, &local))
    {
      int card = find_card (self->cards, sqlite3_column_int64 (stmt, 1));

      if (card < 0 || data->n == allocated)
        continue;
      data->ids[data->n] = sqlite3_column_int64 (stmt, 0);
      data->recency[data->n] = sqlite3_column_double (stmt, 2);
      data->frequency[data->n] = sqlite3_column_double (stmt, 3);
      data->monetary[data->n] = sqlite3_column_double (stmt, 4);
      self->r[data->n] = (guint8) sqlite3_column_int (stmt, 5);
      self->f[data->n] = (guint8) sqlite3_column_int (stmt, 6);
      self->m[data->n] = (guint8) sqlite3_column_int (stmt, 7);
      self->labels[data->n++] = (guint8) card;
    }
  if (local == NULL)
    return TRUE;
  g_propagate_error (error, g_steal_pointer (&local));
  return FALSE;
}

CrmSegmentRun *
crm_segment_run_load (CrmReader *reader, CrmSegmentMethod method, GError **error)
{
  CrmId run = crm_segment_run_find (reader, method, 0);
  g_autoptr (CrmSegmentRun) self = NULL;
  g_autoptr (CrmRecord) job = NULL;
  g_autoptr (JsonNode) root = NULL;
  g_autofree char *currency = NULL;
  JsonObject *object = NULL;

  if (run == 0)
    return NULL;
  job = crm_reader_load (reader, &crm_entity_job, run, error);
  if (job == NULL)
    return NULL;
  if (crm_record_get_text (job, "result") != NULL)
    root = json_from_string (crm_record_get_text (job, "result"), NULL);
  if (root != NULL && JSON_NODE_HOLDS_OBJECT (root))
    object = json_node_get_object (root);
  self = g_new0 (CrmSegmentRun, 1);
  self->method = method;
  self->at = crm_record_get_int (job, "started");
  self->position = crm_record_get_int (job, "position");
  self->as_of = (gint64) get_number (object, "as-of");
  self->n = (gint64) get_number (object, "n");
  self->revenue = get_number (object, "revenue");
  self->stable = get_number (object, "stable") == 1;
  self->strength = get_number (object, "strength");
  self->k_asked = (guint) get_number (object, "k");
  /* Runs of before there were several currencies say nothing of them. */
  if (object != NULL && json_object_has_member (object, "currency"))
    {
      self->n_unrated = (gint64) get_number (object, "unrated");
      currency = g_strdup (json_object_get_string_member (object, "currency"));
    }
  else
    currency = crm_reader_dup_currency (reader);
  g_strlcpy (self->currency, currency, sizeof self->currency);
  self->kept = NAN;
  self->cards = read_cards (reader, run, error);
  if (self->cards == NULL || !read_members (self, reader, run, error) ||
      !crm_segment_run_compare (self, reader, crm_segment_run_find (reader, method, 1), error))
    return NULL;
  return g_steal_pointer (&self);
}
