/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-prepared.h"
#include "crm-store.h"

G_BEGIN_DECLS

/* CrmWriter: the one connection that writes. Everything here runs on the writer thread. */
typedef struct
{
  sqlite3 *db;
  CrmStatements *statements;
  char *device;
  CrmClockFunc clock;
  gpointer clock_data;
  CrmId actor;

  /* of the transaction that runs */
  gint64 now;
  gint64 group;
  GHashTable *touched_orders;     /* CrmId as GINT */
  GHashTable *touched_customers;  /* totals to be recomputed */
  GHashTable *touched_contacts;   /* their customer to be found again */
  GHashTable *touched_currencies; /* orders that are in another currency now */
  char currency[16];              /* the base currency, once it was asked for */
  GHashTable *rates;              /* "USD 19000" -> double */
  gboolean rates_changed;
  gboolean base_changed;
  CrmId line_order; /* crm_writer_currency_of_order() of the last one asked for */
  char line_currency[16];
  CrmChangeNotice *notice;
  GArray *rows;    /* new ones that are not written yet */
  GArray *journal; /* the same of the journal */
  guint n_journaled;
  gint64 first_seq;
  gint64 last_seq;

  /* the search index, see crm-writer-documents.c */
  GArray *documents;        /* on their way into the index, of transactions before this one too */
  guint documents_before;   /* how many of them are of those */
  gboolean documents_taken; /* those are written by this transaction */
  gboolean only_added;      /* this transaction took no document out */
  gint64 behind;            /* the mark in the file, if it is this writer's; 0: none */
  gint64 behind_next;       /* the same once this transaction is committed */
  gint64 leaving; /* a group that leaves the index as it is and makes it anew at its end */
} CrmWriter;

CrmWriter *crm_writer_open (const char *path, CrmStoreFlags flags, GError **error);
void crm_writer_free (CrmWriter *self);

/* One transaction. On success `notice` is what to tell the main thread; (transfer full). */
gboolean crm_writer_apply (CrmWriter *self, CrmChangeset *changes, CrmApplyResult *result,
                           CrmChangeNotice **notice, GError **error);

/* Takes back (or redoes) a group step by step; one call is one transaction of at most some thousand
 * rows. Zero it, set group and redo; call until `done`. */
typedef struct
{
  gint64 group;
  gboolean redo;
  gint64 new_group;
  gint64 source; /* the group whose rows are inverted */
  gint64 cursor; /* rows below this seq are left */
  gint64 n_done;
  gint64 n_total;
  gboolean alone; /* nothing was written after the source: no row can have been edited since */
  guint kept;
  gboolean done;
} CrmInversion;
gboolean crm_writer_invert_step (CrmWriter *self, CrmInversion *inversion, CrmChangeNotice **notice,
                                 GError **error);

gboolean
crm_writer_rebuild (CrmWriter *self, CrmProgressFunc progress, gpointer data, GError **error);

/* ---- between the writer's files ---- */

gboolean crm_writer_begin (CrmWriter *self, gboolean durable, GError **error);
gboolean crm_writer_commit (CrmWriter *self, GError **error);
void crm_writer_rollback (CrmWriter *self);
void
crm_writer_bind_range (CrmWriter *self, sqlite3_stmt *stmt, int parameter); /* rows, first, last */
gint64 crm_writer_position (CrmWriter *self);
void crm_writer_finish_notice (CrmWriter *self, gboolean is_final, CrmChangeNotice **notice);
gboolean crm_writer_step (CrmWriter *self, sqlite3_stmt *stmt,
                          GError **error); /* runs a statement without rows */
/* The first column of the first row, 0 if there is none. */
gint64 crm_writer_int (CrmWriter *self, const char *sql);
sqlite3_stmt *crm_writer_prepare (CrmWriter *self, const char *sql, GError **error);
/* For texts of the program and interned ones: found by their address. */
sqlite3_stmt *crm_writer_prepare_fixed (CrmWriter *self, const char *sql, GError **error);

/* A whole row as values, NULL with NOT_FOUND. Free with crm_row_values_free(). */
CrmValue *crm_writer_load (CrmWriter *self, const CrmEntity *entity, CrmId id, GError **error);
CrmValue *crm_row_values_copy (const CrmEntity *entity, const CrmValue *values);
void crm_row_values_free (const CrmEntity *entity, CrmValue *values);

/* delta: (transfer full) (nullable). Written in blocks; crm_writer_settle_journal() writes the rest. */
void crm_writer_journal (CrmWriter *self, const CrmEntity *entity, CrmId id, CrmOp op, char *delta);
gboolean crm_writer_settle_journal (CrmWriter *self, GError **error);
GArray *crm_writer_journal_new (void);
/* Adds to the notice and to the totals to be recomputed. */
void crm_writer_touch (CrmWriter *self, const CrmEntity *entity, CrmId id, const CrmValue *values);

/* Queues a new row; crm_writer_settle_rows() writes it. Takes the document out of it, and the row
 * itself if `owned`; else it stays until then. */
gboolean crm_writer_insert_row (CrmWriter *self, CrmId id, CrmPreparedRow *row, gboolean owned,
                                GError **error);
/* Before anything reads rows of this transaction. */
gboolean crm_writer_settle_rows (CrmWriter *self, GError **error);
GArray *crm_writer_rows_new (void);
/* `values`: the row as it is; `next`: as it shall be (the same array type). */
gboolean crm_writer_update_row (CrmWriter *self, const CrmEntity *entity, CrmId id,
                                const CrmValue *values, CrmValue *next, GError **error);
/* Removes the row for good, its body into the journal. `kept` (nullable): set when others link to it. */
gboolean crm_writer_remove_row (CrmWriter *self, const CrmEntity *entity, CrmId id,
                                const CrmValue *values, gboolean *kept, GError **error);
void crm_writer_compute (CrmWriter *self, const CrmEntity *entity, CrmValue *values);

/* Search index and list values of one row that appears (new) or disappears (old). `document`
 * (nullable) is emptied; without one it is made from the values. */
gboolean
crm_writer_index (CrmWriter *self, const CrmEntity *entity, CrmId id, const CrmValue *values,
                  CrmDocument *document, gboolean add, GError **error);
GArray *crm_writer_documents_new (void);
void crm_writer_queue_document (CrmWriter *self, const CrmEntity *entity, CrmId id,
                                const CrmValue *values, CrmDocument *made, gboolean add);
/* Writes what is queued, or leaves it to a later transaction if `more` are to come; before the commit. */
gboolean crm_writer_settle_documents (CrmWriter *self, gboolean more, GError **error);
/* After the begin, the commit and the rollback of a transaction. */
gboolean crm_writer_begin_documents (CrmWriter *self, GError **error);
void crm_writer_commit_documents (CrmWriter *self);
void crm_writer_rollback_documents (CrmWriter *self);
/* If the group `source` added about everything that is in the index, self->group, which removes it,
 * leaves the index alone; in the end it calls crm_writer_renew_index(). */
gboolean crm_writer_leave_index (CrmWriter *self, gint64 source, GError **error);
/* Empties the index and fills it from the rows. */
gboolean
crm_writer_renew_index (CrmWriter *self, CrmProgressFunc progress, gpointer data, GError **error);
/* The group that left the index will not come to its end: the next transaction puts it right. */
void crm_writer_abandon_index (CrmWriter *self);
gboolean crm_writer_index_differs (const CrmEntity *entity, const CrmValue *a, const CrmValue *b);
void
crm_search_document (const CrmEntity *entity, const CrmValue *values, char **title, char **body);

/* Indexes that a long group does without, see crm-writer-suspend.c: those of the tables that a changeset
 * begins to fill; and those of the tables that taking back the group `source` fills or empties. */
gboolean crm_writer_suspend_for_inserts (CrmWriter *self, CrmChangeset *changes, GError **error);
gboolean crm_writer_suspend_for_inversion (CrmWriter *self, gint64 source, GError **error);
/* Makes one of them again, in a transaction of its own; `more` is FALSE when there is none. */
gboolean crm_writer_restore_index (CrmWriter *self, gboolean *more, GError **error);

/* Derived totals. */
gboolean crm_writer_settle_totals (CrmWriter *self, GError **error);

/* Money, see crm-writer-money.c. What was read of rates and the base currency is forgotten with
 * every transaction. */
void crm_writer_forget_money (CrmWriter *self);
const char *crm_writer_currency (CrmWriter *self);
/* FALSE: no rate holds on that day. */
gboolean crm_writer_to_base (CrmWriter *self, gint64 amount, const char *currency, gint64 day,
                             gint64 *base_amount);
const char *crm_writer_currency_of_order (CrmWriter *self, CrmId order);
gboolean crm_writer_rescale_lines (CrmWriter *self, CrmId order, GError **error);
gboolean crm_writer_revalue_orders (CrmWriter *self, GError **error);
/* A person's change of a record's currency, and of the base currency: 10.50 stays 10.50. */
void crm_writer_follow_currency (CrmWriter *self, const CrmChange *change, const CrmValue *values,
                                 CrmValue *next);
gboolean crm_writer_follow_base (CrmWriter *self, const CrmEntity *entity, const CrmValue *values,
                                 const CrmValue *next, GError **error);
/* What no field alone can say: a currency that exists, a rate above zero. */
gboolean crm_writer_check_money (CrmWriter *self, const CrmEntity *entity, const CrmValue *values,
                                 GError **error);
int crm_writer_register_money (sqlite3 *db);

/* Deltas: {field: [old, new]}. */
char *crm_delta_write (const CrmEntity *entity, const CrmValue *old, const CrmValue *next);
char *crm_body_write (const CrmEntity *entity, const CrmValue *values);
/* Calls back for each field of the delta that the table still knows. */
typedef void (*CrmDeltaFunc) (guint field, CrmValue *before, CrmValue *after, gpointer data);
gboolean crm_delta_read (const CrmEntity *entity, const char *delta, CrmDeltaFunc func,
                         gpointer data, GError **error);
gboolean
crm_body_read (const CrmEntity *entity, const char *body, CrmValue *values, GError **error);

CrmChangeNotice *crm_change_notice_new (void);
void crm_change_notice_free (CrmChangeNotice *self);

G_END_DECLS
