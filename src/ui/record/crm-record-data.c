/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reading for the record page. Runs on reader threads, no state. */

#include "config.h"

#include "crm-record-data.h"

#include "crm-entities.h"

#define OPEN_TASKS                                                                                 \
  "FROM activity WHERE customer = ?1 AND deleted_at IS NULL AND kind = 'task' AND status IN "      \
  "('planned', 'in_progress')"

#define MOST_MEMBERS 500
#define MOST_LINES   2000

static void
free_member (gpointer data)
{
  CrmRecordMember *member = data;

  g_clear_object (&member->affiliation);
  g_clear_object (&member->other);
  g_free (member);
}

void
crm_record_data_free (CrmRecordData *self)
{
  if (self == NULL)
    return;
  g_clear_object (&self->record);
  g_clear_pointer (&self->members, g_ptr_array_unref);
  g_clear_pointer (&self->lines, g_ptr_array_unref);
  crm_feed_free (self->timeline);
  g_free (self);
}

static gint64
count_of (CrmReader *reader, const char *sql, CrmId id)
{
  sqlite3_stmt *stmt = crm_reader_prepare (reader, sql, NULL);
  gint64 n = 0;

  if (stmt == NULL)
    return 0;
  sqlite3_bind_int64 (stmt, 1, id);
  if (crm_reader_step (reader, stmt, NULL))
    n = sqlite3_column_int64 (stmt, 0);
  sqlite3_reset (stmt);
  return n;
}

static int
compare_members (gconstpointer a, gconstpointer b)
{
  const CrmRecordMember *one = *(CrmRecordMember *const *) a;
  const CrmRecordMember *two = *(CrmRecordMember *const *) b;
  int first = crm_record_get_boolean (one->affiliation, "is-primary");
  int second = crm_record_get_boolean (two->affiliation, "is-primary");

  if (first != second)
    return second - first;
  return g_utf8_collate (crm_record_get_title (one->other), crm_record_get_title (two->other));
}

static gboolean
read_members (CrmRecordData *self, CrmReader *reader, GError **error)
{
  const CrmEntity *entity = crm_record_get_entity (self->record);
  gboolean of_customer = entity == &crm_entity_customer;
  const CrmEntity *other = of_customer ? &crm_entity_contact : &crm_entity_customer;
  g_autoptr (GPtrArray) found = NULL;

  if (entity != &crm_entity_customer && entity != &crm_entity_contact)
    return TRUE;
  found = crm_reader_load_linked (reader, &crm_entity_affiliation, entity->name,
                                  crm_record_get_id (self->record), NULL, MOST_MEMBERS, error);
  if (found == NULL)
    return FALSE;
  for (guint i = 0; i < found->len; i++)
    {
      CrmRecord *affiliation = g_ptr_array_index (found, i);
      CrmId id = crm_record_get_link (affiliation, other->name);
      g_autoptr (CrmRecord) record = crm_reader_load (reader, other, id, NULL);
      CrmRecordMember *member;

      if (record == NULL || crm_record_is_deleted (record))
        continue;
      member = g_new0 (CrmRecordMember, 1);
      member->affiliation = g_object_ref (affiliation);
      member->other = g_steal_pointer (&record);
      g_ptr_array_add (self->members, member);
    }
  g_ptr_array_sort (self->members, compare_members);
  return TRUE;
}

static void
read_counts (CrmRecordData *self, CrmReader *reader)
{
  const CrmEntity *entity = crm_record_get_entity (self->record);
  CrmId id = crm_record_get_id (self->record);

  self->n_orders = -1;
  self->next_due = CRM_NULL_INT;
  if (entity == &crm_entity_customer)
    {
      self->n_orders = count_of (
          reader, "SELECT count (*) FROM sales_order WHERE customer = ?1 AND deleted_at IS NULL",
          id);
      self->n_activities = count_of (
          reader, "SELECT count (*) FROM activity WHERE customer = ?1 AND deleted_at IS NULL", id);
      self->n_open_tasks = count_of (reader, "SELECT count (*) " OPEN_TASKS, id);
      if (count_of (reader, "SELECT count (due) " OPEN_TASKS, id) > 0)
        self->next_due = count_of (reader, "SELECT min (due) " OPEN_TASKS, id);
    }
  else if (entity == &crm_entity_contact)
    {
      self->n_orders = count_of (
          reader, "SELECT count (*) FROM sales_order WHERE contact = ?1 AND deleted_at IS NULL",
          id);
      self->n_activities = count_of (
          reader, "SELECT count (*) FROM activity WHERE contact = ?1 AND deleted_at IS NULL", id);
    }
  else if (entity == &crm_entity_product)
    self->n_orders = count_of (reader,
                               "SELECT count (DISTINCT \"order\") FROM order_line WHERE product = "
                               "?1 AND deleted_at IS NULL",
                               id);
}

/* With the record, so that both are painted in one frame. What fails here is asked again by the
 * timeline, which says why. */
static void
read_timeline (CrmRecordData *self, CrmReader *reader, GCancellable *cancellable)
{
  CrmFeedQuestion question = { .kind = CRM_FEED_TIMELINE,
                               .id = crm_record_get_id (self->record),
                               .before_at = G_MAXINT64,
                               .before_id = G_MAXINT64,
                               .limit = CRM_FEED_PAGE };

  if (crm_feed_fits (CRM_FEED_TIMELINE, crm_record_get_entity (self->record)))
    self->timeline = crm_feed_read (reader, &question, cancellable, NULL);
}

gpointer
crm_record_data_read (CrmReader *reader, gpointer data, GCancellable *cancellable, GError **error)
{
  CrmId id = *(CrmId *) data;
  const CrmEntity *entity = crm_entity_of_id (id);
  g_autoptr (CrmRecordData) self = g_new0 (CrmRecordData, 1);

  if (entity == NULL)
    {
      g_set_error_literal (error, CRM_ERROR, CRM_ERROR_NOT_FOUND, "");
      return NULL;
    }
  self->members = g_ptr_array_new_with_free_func (free_member);
  if (!crm_reader_begin (reader, error))
    return NULL;
  self->record = crm_reader_load (reader, entity, id, error);
  if (self->record != NULL && entity == &crm_entity_order)
    self->lines = crm_reader_load_linked (reader, &crm_entity_order_line, "order", id, "id",
                                          MOST_LINES, error);
  if (self->record != NULL)
    {
      read_counts (self, reader);
      if (!read_members (self, reader, error))
        g_clear_object (&self->record);
      else
        read_timeline (self, reader, cancellable);
    }
  crm_reader_end (reader);
  return self->record != NULL ? g_steal_pointer (&self) : NULL;
}

gboolean
crm_record_data_is_touched (const CrmRecordData *self, const CrmChangeNotice *notice)
{
  const CrmEntity *entity = crm_record_get_entity (self->record);

  if (!notice->complete)
    return crm_change_notice_touches (notice, entity) ||
           crm_change_notice_touches (notice, &crm_entity_affiliation) ||
           crm_change_notice_touches (notice, &crm_entity_order) ||
           crm_change_notice_touches (notice, &crm_entity_activity);
  if (crm_change_notice_has (notice, crm_record_get_id (self->record)) ||
      crm_change_notice_touches (notice, &crm_entity_affiliation))
    return TRUE;
  for (guint i = 0; i < self->members->len; i++)
    {
      const CrmRecordMember *member = g_ptr_array_index (self->members, i);

      if (crm_change_notice_has (notice, crm_record_get_id (member->other)))
        return TRUE;
    }
  /* Whose they are is not in the notice; reading once too often costs little. */
  return crm_change_notice_touches (notice, &crm_entity_activity) ||
         crm_change_notice_touches (notice, &crm_entity_order) ||
         crm_change_notice_touches (notice, &crm_entity_order_line);
}

/* ---- lists read by the page ---- */

static void
free_item (gpointer data)
{
  CrmFeedItem *item = data;

  g_clear_object (&item->record);
  g_free (item);
}

void
crm_feed_free (CrmFeed *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->items);
  g_free (self);
}

gboolean
crm_feed_fits (CrmFeedKind kind, const CrmEntity *entity)
{
  return entity == &crm_entity_customer || entity == &crm_entity_contact ||
         (kind == CRM_FEED_ORDERS && entity == &crm_entity_product);
}

#define DAY_MS "86400000"

/* Keyset paging: what is added meanwhile neither doubles nor drops an entry. */
static char *
build_sql (const CrmFeedQuestion *question, const CrmEntity *entity)
{
  const char *column = entity->name;
  GString *sql = g_string_new ("SELECT id, at FROM (");
  gboolean orders = question->kind == CRM_FEED_ORDERS || question->only == NULL ||
                    g_str_equal (question->only, "order");
  gboolean activities = question->kind == CRM_FEED_TIMELINE &&
                        (question->only == NULL || !g_str_equal (question->only, "order"));

  if (entity == &crm_entity_product)
    g_string_append (sql, "SELECT o.id AS id, o.day * " DAY_MS " AS at FROM sales_order o WHERE "
                          "o.deleted_at IS NULL AND o.id IN (SELECT \"order\" FROM order_line "
                          "WHERE product = ?1 AND deleted_at IS NULL)");
  else if (orders)
    g_string_append_printf (sql,
                            "SELECT id, day * " DAY_MS " AS at FROM sales_order WHERE \"%s\" = ?1 "
                            "AND deleted_at IS NULL",
                            column);
  if (orders && activities)
    g_string_append (sql, " UNION ALL ");
  if (activities)
    g_string_append_printf (sql,
                            "SELECT id, coalesce (start, due * " DAY_MS
                            ", done_at, created_at, 0) AS at FROM activity WHERE \"%s\" = ?1 AND "
                            "deleted_at IS NULL AND (?5 IS NULL OR kind = ?5)",
                            column);
  g_string_append (sql, ") WHERE at < ?2 OR (at = ?2 AND id < ?3) ORDER BY at DESC, id DESC "
                        "LIMIT ?4");
  return g_string_free (sql, FALSE);
}

gpointer
crm_feed_read (CrmReader *reader, gpointer data, GCancellable *cancellable, GError **error)
{
  const CrmFeedQuestion *question = data;
  const CrmEntity *entity = crm_entity_of_id (question->id);
  g_autofree char *sql = build_sql (question, entity);
  g_autoptr (CrmFeed) feed = g_new0 (CrmFeed, 1);
  g_autoptr (GError) failure = NULL;
  sqlite3_stmt *stmt;

  feed->items = g_ptr_array_new_with_free_func (free_item);
  stmt = crm_reader_prepare (reader, sql, error);
  if (stmt == NULL)
    return NULL;
  sqlite3_bind_int64 (stmt, 1, question->id);
  sqlite3_bind_int64 (stmt, 2, question->before_at);
  sqlite3_bind_int64 (stmt, 3, question->before_id);
  sqlite3_bind_int (stmt, 4, (int) question->limit + 1);
  if (question->only != NULL && strstr (sql, "?5") != NULL)
    sqlite3_bind_text (stmt, 5, question->only, -1, SQLITE_STATIC);
  while (crm_reader_step (reader, stmt, &failure))
    {
      CrmId id = sqlite3_column_int64 (stmt, 0);
      CrmRecord *record;
      CrmFeedItem *item;

      feed->more = feed->items->len == question->limit;
      if (feed->more)
        break;
      record = crm_reader_load (reader, crm_entity_of_id (id), id, NULL);
      if (record == NULL)
        continue;
      item = g_new0 (CrmFeedItem, 1);
      item->record = record;
      item->at = sqlite3_column_int64 (stmt, 1);
      g_ptr_array_add (feed->items, item);
    }
  sqlite3_reset (stmt);
  if (failure != NULL)
    {
      g_propagate_error (error, g_steal_pointer (&failure));
      return NULL;
    }
  return g_steal_pointer (&feed);
}
