/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-store.h"

G_BEGIN_DECLS

/* What a record page shows at once, read in one go on a reader thread and handed over whole. */

/* A contact of a customer, or a customer of a contact, with the affiliation that joins them. */
typedef struct
{
  CrmRecord *affiliation;
  CrmRecord *other;
} CrmRecordMember;

typedef struct
{
  CrmRecord *record;
  GPtrArray *members;        /* CrmRecordMember, main contact first */
  GPtrArray *lines;          /* CrmRecord, of an order */
  struct _CrmFeed *timeline; /* its newest entries; NULL: not read, or taken */
  gint64 n_orders;           /* -1: records of this entity have none */
  gint64 n_activities;
  gint64 n_open_tasks; /* of a customer */
  gint64 next_due;     /* the earliest of them that has a day, else CRM_NULL_INT */
} CrmRecordData;

void crm_record_data_free (CrmRecordData *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmRecordData, crm_record_data_free)

/* A CrmReadFunc; `data` is a CrmId *. NULL with CRM_ERROR_NOT_FOUND when the record is no more. */
gpointer
crm_record_data_read (CrmReader *reader, gpointer data, GCancellable *cancellable, GError **error);
/* TRUE if the commit may have changed something of it. */
gboolean crm_record_data_is_touched (const CrmRecordData *self, const CrmChangeNotice *notice);

/* One entry of a list that is read by the page, newest first. */
typedef struct
{
  CrmRecord *record;
  gint64 at; /* ms UTC */
} CrmFeedItem;

typedef enum
{
  CRM_FEED_TIMELINE, /* activities and orders */
  CRM_FEED_ORDERS,
} CrmFeedKind;

typedef struct
{
  CrmFeedKind kind;
  CrmId id;         /* of a customer, a contact or (orders only) a product */
  const char *only; /* timeline: interned activity kind, "order", or NULL */
  gint64 before_at; /* G_MAXINT64: from the newest on */
  CrmId before_id;
  guint limit;
} CrmFeedQuestion;

/* How many entries are read at a time. */
#define CRM_FEED_PAGE 40

typedef struct _CrmFeed
{
  GPtrArray *items; /* CrmFeedItem */
  gboolean more;
} CrmFeed;

void crm_feed_free (CrmFeed *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmFeed, crm_feed_free)
/* A CrmReadFunc; `data` is a CrmFeedQuestion. */
gpointer
crm_feed_read (CrmReader *reader, gpointer data, GCancellable *cancellable, GError **error);
/* TRUE if records of the entity have such a list. */
gboolean crm_feed_fits (CrmFeedKind kind, const CrmEntity *entity);

G_END_DECLS
