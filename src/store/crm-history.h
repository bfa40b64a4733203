/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-changeset.h"
#include "crm-reader.h"

G_BEGIN_DECLS

/* Reading the journal. */

typedef struct
{
  gint64 id;
  gint64 at;   /* ms UTC */
  CrmId actor; /* user, 0 unknown */
  char *device;
  char *origin; /* "user", "import", … */
  CrmVerb verb;
  const CrmEntity *entity; /* (nullable) */
  gint64 count;
  char *detail;      /* (nullable) */
  char *title;       /* (nullable) name of the record when it is about one */
  gint64 inverse_of; /* group that it undid or redid, or 0 */
  gboolean undone;
  gboolean finished; /* FALSE: cut off in the middle */
} CrmGroup;

void crm_group_free (CrmGroup *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmGroup, crm_group_free)
CrmGroup *crm_group_load (CrmReader *reader, gint64 id, GError **error);
/* Newest first. (element-type CrmGroup) */
GPtrArray *crm_group_list (CrmReader *reader, guint limit, gint64 before, GError **error);
char *crm_group_describe (const CrmGroup *self); /* "import of 4,338 customers" */

/* One field's change in a record's history; op INSERT has one entry with field -1. */
typedef struct
{
  gint64 seq;
  gint64 group;
  gint64 at;
  CrmId actor;
  CrmVerb verb;
  CrmOp op;
  int field; /* index in the entity's table, -1: the whole record */
  CrmValue before;
  CrmValue after;
} CrmHistoryEntry;
void crm_history_entry_free (CrmHistoryEntry *self);
/* Newest first. (element-type CrmHistoryEntry) */
GPtrArray *crm_history_of (CrmReader *reader, CrmId record, guint limit, GError **error);

G_END_DECLS
