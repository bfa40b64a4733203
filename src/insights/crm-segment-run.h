/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-purchases.h"
#include "crm-segments.h"

G_BEGIN_DECLS

/* Segments of customers from what they bought: RFM cells, or clusters of recency, frequency and value.
 * Who takes part and what the figures mean: crm-purchases.h. */

typedef enum
{
  CRM_SEGMENT_METHOD_RFM,
  CRM_SEGMENT_METHOD_CLUSTERS,
} CrmSegmentMethod;

const char *crm_segment_method_code (CrmSegmentMethod method); /* "rfm", "kmeans" */

typedef struct
{
  CrmSegmentMethod method;
  guint k;           /* clusters: 0 = chosen by prediction strength */
  CrmRfmOptions rfm; /* the rule of the scores, editable thresholds */
  CrmStore *store;   /* (nullable): remembers what was read for the next run */
} CrmSegmentOptions;

/* One segment of a run, as shown on a card. */
typedef struct
{
  CrmId id;   /* of the segment record; 0 before it was written */
  char *code; /* stable: "champions" */
  char *name; /* translated */
  int color;  /* chart category 0..5, 5 shared by the rest */
  gint64 size;
  double customer_share;                       /* 0..1 */
  double revenue;                              /* minor units */
  double revenue_share;                        /* 0..1 */
  double recency, frequency, monetary, tenure; /* medians */
  gint64 change; /* customers more than in the run before; G_MININT64: there was none */
  char **words;  /* translated lines: what sets it apart, strongest first */
  CrmId nearest[CRM_SEGMENT_NEAREST]; /* typical customers */
} CrmSegmentCard;

typedef struct
{
  CrmSegmentMethod method;
  gint64 at;        /* ms UTC */
  gint64 position;  /* journal position seen */
  gint64 as_of;     /* day */
  gint64 n;         /* customers that take part */
  double revenue;   /* minor units of `currency` */
  gint64 n_unrated; /* see CrmPurchases */
  char currency[16];
  GPtrArray *cards; /* (element-type CrmSegmentCard) by revenue */

  /* clusters: how sure. strength is NaN for RFM; stable FALSE: clusters were asked for, none was stable and RFM cells stand
   * here instead */
  gboolean stable;
  double strength;
  guint k_asked;

  /* against the run before: moved[before][after] by card index; NULL if there was none */
  gint64 before_at;
  GPtrArray
      *before_cards; /* (element-type CrmSegmentCard) (nullable): id, code, name, color, size */
  gint64 *moved;     /* [before_cards][cards] */
  double kept;       /* share that kept its segment; NaN */
  gint64 n_both;

  /* one value a customer; label = index of the card */
  CrmPurchases *purchases;
  guint8 *labels;
  guint8 *r, *f, *m;
} CrmSegmentRun;

void crm_segment_run_free (CrmSegmentRun *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmSegmentRun, crm_segment_run_free)

/* Reads and computes; writes nothing. Blocks: for a worker. TOO_FEW (CRM_ANALYTICS_ERROR) below 10
 * buying customers. */
CrmSegmentRun *
crm_segment_run_compute (CrmReader *reader, const CrmSegmentOptions *options, gint64 today,
                         const CrmAnalyticsContext *context, GError **error);
/* Writes the run: a job record, its segments, the memberships; drops runs of this method older than the one before. */
gboolean crm_segment_run_write (CrmSegmentRun *self, CrmStore *store, CrmProgressFunc progress,
                                gpointer data, GError **error);
/* The last written run of the method, with its movement; NULL without error if there is none. */
CrmSegmentRun *crm_segment_run_load (CrmReader *reader, CrmSegmentMethod method, GError **error);

/* The translated name of a code; the code itself if it is unknown. */
const char *crm_segment_label (const char *code);

/* One sentence that says what matters most in the run, and which card it is about. (transfer full) */
char *crm_segment_run_headline (const CrmSegmentRun *self, const char *currency, guint *card);

G_END_DECLS
