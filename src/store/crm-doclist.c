/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Reads FTS5's pages. The index is some segments, each a sorted list of terms with their documents on
 * pages that follow one another; a document stands in a newer segment again when it was written again,
 * and with an empty list of positions when it has lost the token. So the segments are merged by id and
 * the newest entry counts. */

#include "config.h"

#include "crm-doclist.h"

#include <string.h>

#define MAX_SEGMENTS 64
#define MAX_TERM     512
#define PAGE_ROOM    16 /* zeros after a page, so that a number at its end can be read */
#define MAIN_PREFIX  '0'
#define ALL_OF_PAGE  G_MAXUINT
#define COLUMN_SHIFT 30
#define NEXT_PAGE_SQL                                                                              \
  "SELECT pgno FROM search_idx WHERE segid = ?1 AND term > ?2 ORDER BY term LIMIT 1"

typedef struct
{
  gint64 id;
  guint first, last; /* pages */
} Segment;

/* A place in one segment: an entry of a term's list. */
typedef struct
{
  CrmDoclists *index;
  const Segment *segment;
  guint page;
  guint8 *data;
  guint capacity;
  guint used;          /* bytes of terms and lists; then the offsets of the terms follow */
  guint total;         /* all bytes */
  guint offsets;       /* the next offset to be read */
  guint term_end;      /* where the next term on this page begins, ALL_OF_PAGE: nowhere */
  gboolean first_term; /* the term at term_end is the first one on its page */
  guint at;            /* the positions of the entry */
  guint n_bytes;
  gboolean turned; /* the page was turned within the positions */
  gboolean live;   /* there is an entry */
  CrmId id;
  char term[MAX_TERM];
  guint n_term;
} Cursor;

struct _CrmDoclists
{
  CrmReader *reader;
  GCancellable *cancellable;
  Segment segments[MAX_SEGMENTS]; /* the newest first */
  guint n_segments;
  Cursor *cursors[MAX_SEGMENTS];
  GByteArray *positions;
  gboolean failed;
};

/* ---- numbers ---- */

/* SQLite's variable-length integer, most significant bits first. Returns its length. */
static inline guint
read_number (const guint8 *from, guint64 *number)
{
  guint64 value = 0;

  if (from[0] < 0x80)
    {
      *number = from[0];
      return 1;
    }
  for (guint i = 0; i < 8; i++)
    {
      value = value << 7 | (from[i] & 0x7f);
      if (from[i] < 0x80)
        {
          *number = value;
          return i + 1;
        }
    }
  *number = value << 8 | from[8];
  return 9;
}

static guint
read_guint16 (const guint8 *from)
{
  return (guint) from[0] << 8 | from[1];
}

gboolean
crm_doclist_next_place (const guint8 **positions, const guint8 *end, guint32 *place)
{
  guint64 number = 0, column = 0;

  if (*positions >= end)
    return FALSE;
  *positions += read_number (*positions, &number);
  if (number == 1 && *positions < end)
    {
      *positions += read_number (*positions, &column);
      *place = (guint32) column << COLUMN_SHIFT;
      *positions += read_number (*positions, &number);
    }
  *place += (guint32) number - 2;
  return *positions <= end;
}

/* ---- opening ---- */

/* Levels from new to old, in each the segments from old to new. */
static gboolean
read_structure (CrmDoclists *self, const guint8 *from, guint n)
{
  g_autofree guint8 *data = g_malloc0 (n + PAGE_ROOM);
  guint at = 4;
  guint64 n_levels = 0, n_all = 0, counter = 0;

  memcpy (data, from, n);
  if (n < 7 || data[4] == 0xff) /* a later format begins with a mark */
    return FALSE;
  at += read_number (data + at, &n_levels);
  at += read_number (data + at, &n_all);
  at += read_number (data + at, &counter);
  for (guint level = 0; level < n_levels && at < n; level++)
    {
      guint64 merging = 0, n_segments = 0;

      at += read_number (data + at, &merging);
      at += read_number (data + at, &n_segments);
      if (n_segments > MAX_SEGMENTS - self->n_segments)
        return FALSE;
      for (guint i = 0; i < n_segments && at < n; i++)
        {
          Segment *segment = &self->segments[self->n_segments + n_segments - 1 - i];
          guint64 id = 0, first = 0, last = 0;

          at += read_number (data + at, &id);
          at += read_number (data + at, &first);
          at += read_number (data + at, &last);
          *segment = (Segment){ (gint64) id, (guint) first, (guint) last };
        }
      self->n_segments += (guint) n_segments;
    }
  return at == n && self->n_segments == n_all;
}

CrmDoclists *
crm_doclists_open (CrmReader *reader, GCancellable *cancellable)
{
  g_autoptr (CrmDoclists) self = g_new0 (CrmDoclists, 1);
  sqlite3_stmt *stmt = NULL;
  gboolean known = FALSE;

  self->reader = reader;
  self->cancellable = cancellable;
  self->positions = g_byte_array_new ();
  if (crm_reader_int (reader, "SELECT v FROM search_config WHERE k = 'version'", 0) != 4)
    return NULL;
  stmt = crm_reader_prepare (reader, "SELECT block FROM search_data WHERE id = 10", NULL);
  if (stmt == NULL)
    return NULL;
  if (crm_reader_step (reader, stmt, NULL))
    {
      const guint8 *block = sqlite3_column_blob (stmt, 0);

      known = read_structure (self, block, (guint) sqlite3_column_bytes (stmt, 0));
      sqlite3_reset (stmt);
    }
  return known ? g_steal_pointer (&self) : NULL;
}

void
crm_doclists_free (CrmDoclists *self)
{
  for (guint i = 0; i < MAX_SEGMENTS; i++)
    if (self->cursors[i] != NULL)
      {
        g_free (self->cursors[i]->data);
        g_free (self->cursors[i]);
      }
  g_byte_array_unref (self->positions);
  g_free (self);
}

/* ---- pages ---- */

static gboolean
fail (Cursor *self)
{
  self->index->failed = TRUE;
  self->live = FALSE;
  return FALSE;
}

/* The first term on a page ends the list that came from the page before. */
static void
find_first_term (Cursor *self)
{
  guint64 offset = 0;

  self->term_end = ALL_OF_PAGE;
  self->offsets = self->used;
  self->first_term = TRUE;
  if (self->used == self->total)
    return;
  self->offsets += read_number (self->data + self->used, &offset);
  self->term_end = (guint) offset;
}

/* FALSE after the last page. */
static gboolean
load_page (Cursor *self, guint page)
{
  CrmDoclists *index = self->index;
  sqlite3_stmt *stmt;
  guint n;

  if (page > self->segment->last)
    return FALSE;
  if (g_cancellable_is_cancelled (index->cancellable))
    return fail (self);
  stmt = crm_reader_prepare (index->reader, "SELECT block FROM search_data WHERE id = ?1", NULL);
  if (stmt == NULL)
    return fail (self);
  sqlite3_bind_int64 (stmt, 1, (self->segment->id << 37) + page);
  if (!crm_reader_step (index->reader, stmt, NULL))
    return fail (self);
  n = (guint) sqlite3_column_bytes (stmt, 0);
  if (n + PAGE_ROOM > self->capacity)
    {
      self->capacity = 2 * n + PAGE_ROOM;
      self->data = g_realloc (self->data, self->capacity);
    }
  memcpy (self->data, sqlite3_column_blob (stmt, 0), n);
  sqlite3_reset (stmt);
  memset (self->data + n, 0, PAGE_ROOM);
  if (n < 4 || read_guint16 (self->data + 2) > n)
    return fail (self);
  self->page = page;
  self->total = n;
  self->used = read_guint16 (self->data + 2);
  find_first_term (self);
  return TRUE;
}

/* ---- entries ---- */

static gboolean
read_size (Cursor *self)
{
  guint64 size = 0;

  self->at += read_number (self->data + self->at, &size);
  self->n_bytes = (guint) (size >> 1); /* the lowest bit says that the document was written again */
  self->turned = FALSE;
  self->live = TRUE;
  return self->at <= self->used || fail (self);
}

/* The entry after one that reaches to the end of its page or beyond; `page` is loaded. */
static gboolean
enter_page (Cursor *self, gboolean loaded)
{
  for (;; loaded = FALSE)
    {
      guint at;
      guint64 id = 0;

      self->live = FALSE;
      if (!loaded && !load_page (self, self->page + 1))
        return FALSE;
      at = read_guint16 (self->data);
      if (at != 0 && at < self->used)
        {
          self->at = at + read_number (self->data + at, &id);
          self->id = (CrmId) id;
          return read_size (self);
        }
      if (self->term_end != ALL_OF_PAGE)
        return FALSE;
    }
}

/* The next entry of the same term. */
static inline gboolean
next_entry (Cursor *self)
{
  guint64 delta = 0;

  if (self->turned)
    return enter_page (self, TRUE);
  self->at += self->n_bytes;
  if (self->at >= self->used)
    return enter_page (self, FALSE);
  if (self->at >= self->term_end)
    {
      self->live = FALSE;
      return FALSE;
    }
  self->at += read_number (self->data + self->at, &delta);
  self->id += (CrmId) delta;
  return read_size (self);
}

/* The positions of the entry; those that reach over the end of a page are put together. */
static const guint8 *
get_positions (Cursor *self)
{
  GByteArray *out = self->index->positions;

  if (self->at + self->n_bytes <= self->used)
    return self->data + self->at;
  g_byte_array_set_size (out, 0);
  g_byte_array_append (out, self->data + self->at, self->used - self->at);
  while (out->len < self->n_bytes)
    {
      guint end;

      if (!load_page (self, self->page + 1))
        {
          fail (self);
          return NULL;
        }
      end = MIN (self->used, 4 + self->n_bytes - out->len);
      g_byte_array_append (out, self->data + 4, end - 4);
    }
  g_byte_array_append (out, (const guint8[PAGE_ROOM]){ 0 }, PAGE_ROOM);
  self->turned = TRUE;
  return out->data;
}

/* ---- terms ---- */

/* Reads the term at term_end and goes to its first entry. */
static gboolean
read_term (Cursor *self)
{
  guint at = self->term_end;
  guint64 kept = 0, added = 0, id = 0, offset = 0;

  if (!self->first_term)
    at += read_number (self->data + at, &kept);
  at += read_number (self->data + at, &added);
  if (at + added > self->used || kept > self->n_term || kept + added > MAX_TERM)
    return fail (self);
  memcpy (self->term + kept, self->data + at, added);
  self->n_term = (guint) (kept + added);
  at += (guint) added;
  self->first_term = FALSE;
  if (self->offsets < self->total)
    {
      self->offsets += read_number (self->data + self->offsets, &offset);
      self->term_end += (guint) offset;
    }
  else
    self->term_end = ALL_OF_PAGE;
  if (at >= self->used)
    {
      if (!load_page (self, self->page + 1))
        return fail (self);
      at = 4;
    }
  self->at = at + read_number (self->data + at, &id);
  self->id = (CrmId) id;
  return read_size (self);
}

/* After the last entry of a term; FALSE at the end of the segment. */
static gboolean
next_term (Cursor *self)
{
  while (self->term_end == ALL_OF_PAGE)
    if (!load_page (self, self->page + 1))
      {
        self->n_term = 0;
        return FALSE;
      }
  return read_term (self);
}

static int
compare_terms (const char *a, guint n_a, const char *b, guint n_b)
{
  int order = memcmp (a, b, MIN (n_a, n_b));

  return order != 0 ? order : (int) n_a - (int) n_b;
}

static guint
find_page (CrmDoclists *self, const Segment *segment, const char *sql, const char *term, guint n)
{
  sqlite3_stmt *stmt = crm_reader_prepare (self->reader, sql, NULL);
  guint page = 0;

  if (stmt == NULL)
    return 0;
  sqlite3_bind_int64 (stmt, 1, segment->id);
  sqlite3_bind_blob (stmt, 2, term, (int) n, SQLITE_STATIC);
  if (crm_reader_step (self->reader, stmt, NULL))
    page = (guint) (sqlite3_column_int64 (stmt, 0) >> 1);
  sqlite3_reset (stmt);
  sqlite3_clear_bindings (stmt);
  return page;
}

static guint
find_start (CrmDoclists *self, const Segment *segment, const char *term, guint n)
{
  guint page = find_page (self, segment,
                          "SELECT pgno FROM search_idx WHERE segid = ?1 AND term <= ?2 "
                          "ORDER BY term DESC LIMIT 1",
                          term, n);

  return MAX (page, segment->first);
}

/* To the first entry of the first term that is not less; FALSE if there is none. */
static gboolean
seek_term (Cursor *self, const char *term, guint n)
{
  gboolean jumped = FALSE;

  self->live = FALSE;
  self->n_term = 0;
  if (!load_page (self, find_start (self->index, self->segment, term, n)))
    return FALSE;
  for (;;)
    {
      guint page;

      while (self->term_end != ALL_OF_PAGE)
        {
          if (!read_term (self))
            return FALSE;
          if (compare_terms (self->term, self->n_term, term, n) >= 0)
            return TRUE;
        }
      /* The list of the last term may fill many pages. */
      page = jumped ? 0 : find_page (self->index, self->segment, NEXT_PAGE_SQL, term, n);
      if (page == 0 || !load_page (self, page))
        return FALSE;
      jumped = TRUE;
    }
}

static Cursor *
get_cursor (CrmDoclists *self, guint i)
{
  if (self->cursors[i] == NULL)
    {
      self->cursors[i] = g_new0 (Cursor, 1);
      self->cursors[i]->index = self;
      self->cursors[i]->segment = &self->segments[i];
    }
  return self->cursors[i];
}

/* ---- visiting ---- */

typedef struct
{
  CrmId first, last;
  gboolean positions;
  CrmDoclistFunc func;
  gpointer data;
} Visit;

static inline void
give (Cursor *cursor, const Visit *visit)
{
  const guint8 *positions = NULL;

  if (cursor->id < visit->first || cursor->id > visit->last || cursor->n_bytes == 0)
    return;
  if (visit->positions)
    {
      positions = get_positions (cursor);
      if (positions == NULL)
        return;
    }
  visit->func (cursor->id, positions, cursor->n_bytes, visit->data);
}

/* Merges the lists of one term; `cursors` from new to old, each at its first entry. Goes to the end of
 * all lists if `to_end`, or else only as far as anything is visited. */
static void
merge_lists (CrmDoclists *self, Cursor **cursors, guint n, const Visit *visit, gboolean to_end)
{
  while (!self->failed)
    {
      Cursor *next = NULL;
      CrmId limit = G_MAXINT64;

      for (guint i = 0; i < n; i++)
        if (cursors[i]->live && (next == NULL || cursors[i]->id < next->id))
          next = cursors[i];
      if (next == NULL || (!to_end && next->id > visit->last))
        return;
      for (guint i = 0; i < n; i++)
        if (cursors[i]->live && cursors[i] != next)
          limit = MIN (limit, cursors[i]->id);
      /* Older entries of the same document do not count. */
      for (guint i = 0; i < n; i++)
        if (cursors[i]->live && cursors[i] != next && cursors[i]->id == next->id)
          next_entry (cursors[i]);
      do
        {
          give (next, visit);
          if (!to_end && next->id > visit->last)
            return;
        }
      while (next_entry (next) && next->id < limit);
    }
}

static gboolean
has_prefix (const Cursor *cursor, const char *term, guint n)
{
  return cursor->n_term >= n && memcmp (cursor->term, term, n) == 0;
}

gboolean
crm_doclists_visit (CrmDoclists *self, const char *token, gboolean prefix, CrmId first, CrmId last,
                    gboolean positions, CrmDoclistFunc func, gpointer data)
{
  g_autofree char *term = g_strdup_printf ("%c%s", MAIN_PREFIX, token);
  guint n = (guint) strlen (term), n_open = 0;
  Visit visit = { first, last, positions, func, data };
  Cursor *open[MAX_SEGMENTS];

  for (guint i = 0; i < self->n_segments && !self->failed; i++)
    {
      Cursor *cursor = get_cursor (self, i);

      if (seek_term (cursor, term, n) &&
          (prefix ? has_prefix (cursor, term, n)
                  : compare_terms (cursor->term, cursor->n_term, term, n) == 0))
        open[n_open++] = cursor;
    }
  while (n_open > 0 && !self->failed)
    {
      Cursor *same[MAX_SEGMENTS], *least = open[0];
      guint n_same = 0, n_left = 0;

      for (guint i = 1; i < n_open; i++)
        if (compare_terms (open[i]->term, open[i]->n_term, least->term, least->n_term) < 0)
          least = open[i];
      for (guint i = 0; i < n_open; i++)
        if (compare_terms (open[i]->term, open[i]->n_term, least->term, least->n_term) == 0)
          same[n_same++] = open[i];
      merge_lists (self, same, n_same, &visit, prefix);
      if (!prefix)
        break;
      for (guint i = 0; i < n_open && !self->failed; i++)
        {
          gboolean was_read = FALSE;

          for (guint k = 0; k < n_same; k++)
            was_read |= same[k] == open[i];
          if (!was_read || (next_term (open[i]) && has_prefix (open[i], term, n)))
            open[n_left++] = open[i];
        }
      n_open = n_left;
    }
  return !self->failed;
}

guint
crm_doclists_weigh (CrmDoclists *self, const char *token)
{
  g_autofree char *term = g_strdup_printf ("%c%s", MAIN_PREFIX, token);
  guint n = (guint) strlen (term), pages = 0;

  for (guint i = 0; i < self->n_segments; i++)
    {
      const Segment *segment = &self->segments[i];
      guint start = find_start (self, segment, term, n);
      guint end = find_page (self, segment, NEXT_PAGE_SQL, term, n);

      pages += MAX (end > 0 ? end : segment->last, start) - start + 1;
    }
  return pages;
}
