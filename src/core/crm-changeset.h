/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-entity.h"
#include "crm-record.h"

G_BEGIN_DECLS

/* What a group of changes was, for the Edit menu and the history. The code stands in the database. */
typedef enum
{
  CRM_VERB_CREATE,
  CRM_VERB_EDIT,
  CRM_VERB_DELETE,
  CRM_VERB_RESTORE,
  CRM_VERB_IMPORT,
  CRM_VERB_BULK_EDIT,
  CRM_VERB_MERGE,
  CRM_VERB_TAG,
  CRM_VERB_SAMPLE,
  CRM_VERB_SEGMENT,
  CRM_VERB_PURGE,
  CRM_VERB_UNDO,
  CRM_VERB_REDO,
  CRM_VERB_SYNC,
  CRM_VERB_JOB,
  CRM_N_VERBS
} CrmVerb;

const char *crm_verb_code (CrmVerb verb); /* "import" */
CrmVerb crm_verb_from_code (const char *code);
/* "import of 4,338 customers", "edit of Harbour & Pine"; translated, starts lower-case so that it can
 * follow "Undo: ". `title` (nullable) names the record when `n` is 1. (transfer full) */
char *crm_verb_describe (CrmVerb verb, const CrmEntity *entity, guint64 n, const char *title);

typedef enum
{
  CRM_OP_INSERT,
  CRM_OP_UPDATE,
  CRM_OP_DELETE,  /* to the recycle bin, with what it owns */
  CRM_OP_RESTORE, /* out of it, with what was deleted together with it */
  CRM_OP_PURGE,   /* the row is removed for good; its journal keeps the body until erasure */
} CrmOp;

typedef struct
{
  guint16 field;         /* index into the entity's table */
  gboolean has_expected; /* refuse with CRM_ERROR_CONFLICT when the store holds something else */
  CrmValue expected;
  CrmValue value;
} CrmCell;

typedef struct
{
  CrmOp op;
  const CrmEntity *entity;
  CrmId id;
  guint n_cells;
  guint cells_allocated;
  CrmCell *cells;    /* sorted as set; for INSERT absent fields are NULL */
  gpointer prepared; /* the store's, see crm_changeset_prepare() */
  GDestroyNotify free_prepared;
} CrmChange;

/* CrmChangeset: the only way to write. A list of changes that is applied whole or not at all as (part
 * of) one group, which is what undo takes back. Built by one thread, handed to the store, then not
 * touched any more. Atomically reference counted.
 *
 * New ids are numbered onwards from one random start. */
typedef struct _CrmChangeset CrmChangeset;

#define CRM_TYPE_CHANGESET (crm_changeset_get_type ())
GType crm_changeset_get_type (void);
CrmChangeset *crm_changeset_new (CrmVerb verb, const CrmEntity *entity);
CrmChangeset *crm_changeset_ref (CrmChangeset *self);
void crm_changeset_unref (CrmChangeset *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmChangeset, crm_changeset_unref)

CrmVerb crm_changeset_get_verb (CrmChangeset *self);
const CrmEntity *
crm_changeset_get_entity (CrmChangeset *self); /* (nullable): what it is mainly about */
guint crm_changeset_get_n_changes (CrmChangeset *self);
const CrmChange *crm_changeset_get_change (CrmChangeset *self, guint index);

/* A free word kept with the group: a file name, a field label. */
void crm_changeset_set_detail (CrmChangeset *self, const char *detail);
const char *crm_changeset_get_detail (CrmChangeset *self);

/* Continues a group opened by an earlier changeset (0 = a new group). An import is many changesets of
 * one group; the last one is marked final (default TRUE). */
void crm_changeset_set_group (CrmChangeset *self, gint64 group, gboolean is_final);
gint64 crm_changeset_get_group (CrmChangeset *self);
gboolean crm_changeset_is_final (CrmChangeset *self);

/* TRUE (default) for a person's own saves: acknowledged means on the disk (synchronous=FULL). */
void crm_changeset_set_durable (CrmChangeset *self, gboolean durable);
gboolean crm_changeset_is_durable (CrmChangeset *self);

/* Who and from where: "user" (default), "import", "job", "sync", "sample", "setup" (the program's own
 * records, such as the user who works with it: not offered for undo, like "sync"). Static string. */
void crm_changeset_set_origin (CrmChangeset *self, const char *origin);
const char *crm_changeset_get_origin (CrmChangeset *self);

/* The next free id of the entity's range. */
CrmId crm_changeset_next_id (CrmChangeset *self, const CrmEntity *entity);
/* Numbers onwards from where `previous` stopped: a long import is one range of ids. */
void crm_changeset_continue_ids (CrmChangeset *self, CrmChangeset *previous);
/* Draws a new random start; used when an id met an existing one. */
void crm_changeset_redraw (CrmChangeset *self);

/* Adds a change and returns it for crm_change_set(); valid until the next change is added. */
CrmChange *crm_changeset_add (CrmChangeset *self, CrmOp op, const CrmEntity *entity, CrmId id);
void crm_change_set (CrmChange *change, guint field, CrmValue value); /* value: (transfer full) */
void crm_change_set_expected (CrmChange *change, guint field, const CrmValue *expected);
const CrmCell *crm_change_get (const CrmChange *change, guint field); /* NULL if not set */

/* Hangs on a change what was worked out for it beforehand; (transfer full). */
void crm_changeset_set_prepared (CrmChangeset *self, guint index, gpointer prepared,
                                 GDestroyNotify free_prepared);

/* All non-NULL fields of a record; draws an id if it has none and sets it on the record. */
CrmId crm_changeset_insert (CrmChangeset *self, CrmRecord *record);
/* One field of one record. `expected` (nullable): what the person saw before. */
void crm_changeset_set (CrmChangeset *self, const CrmEntity *entity, CrmId id, const char *field_id,
                        const CrmValue *expected, const CrmValue *value);
/* Adds updates for every editable field in which `now` differs from `before`; returns how many. */
guint crm_changeset_diff (CrmChangeset *self, CrmRecord *before, CrmRecord *now);
void crm_changeset_delete (CrmChangeset *self, const CrmEntity *entity, CrmId id);
void crm_changeset_restore (CrmChangeset *self, const CrmEntity *entity, CrmId id);
void crm_changeset_purge (CrmChangeset *self, const CrmEntity *entity, CrmId id);

G_END_DECLS
