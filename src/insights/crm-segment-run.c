/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Computes a run on a worker: scores or clusters, then what each segment is. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "crm-choose-k.h"
#include "crm-features.h"
#include "crm-segment-private.h"

#define LEAST_CUSTOMERS 10
#define SEED            20

const char *
crm_segment_method_code (CrmSegmentMethod method)
{
  return method == CRM_SEGMENT_METHOD_RFM ? "rfm" : "kmeans";
}

void
crm_segment_card_free (CrmSegmentCard *self)
{
  g_free (self->code);
  g_free (self->name);
  g_strfreev (self->words);
  g_free (self);
}

void
crm_segment_run_free (CrmSegmentRun *self)
{
  if (self == NULL)
    return;
  g_clear_pointer (&self->cards, g_ptr_array_unref);
  g_clear_pointer (&self->before_cards, g_ptr_array_unref);
  crm_purchases_unref (self->purchases);
  g_free (self->moved);
  g_free (self->labels);
  g_free (self->r);
  g_free (self->f);
  g_free (self->m);
  g_free (self);
}

/* RFM cells as labels 0..k-1 of the cells that occur. */
static guint
label_cells (CrmSegmentRun *self, const guint8 *cells)
{
  int label_of[CRM_RFM_N_CELLS];
  guint k = 0;

  for (guint i = 0; i < CRM_RFM_N_CELLS; i++)
    label_of[i] = -1;
  for (gsize i = 0; i < self->purchases->n; i++)
    {
      if (label_of[cells[i]] < 0)
        label_of[cells[i]] = (int) k++;
      self->labels[i] = (guint8) label_of[cells[i]];
    }
  return k;
}

/* FALSE with `error` set; *k is 0 when no number of clusters is stable. */
static gboolean
label_clusters (CrmSegmentRun *self, guint asked, double *const *z,
                const CrmAnalyticsContext *context, guint *k, GError **error)
{
  static const char *const names[] = { "recency", "frequency", "monetary" };
  static const CrmFeatureFlags flags[] = { CRM_FEATURE_LOG1P, CRM_FEATURE_LOG1P,
                                           CRM_FEATURE_LOG1P };
  const CrmPurchases *data = self->purchases;
  const double *columns[] = { data->recency, data->frequency, data->monetary };
  CrmFeature features[3];
  CrmAnalyticsContext step = crm_analytics_context_step (context, 0.05, 0.9);
  g_autoptr (CrmKMeans) groups = NULL;

  *k = 0;
  if (!crm_features_prepare (columns, data->n, 3, flags, names, context, z, features, error))
    return FALSE;
  if (asked != 0)
    {
      CrmKMeansOptions options = { .k = asked, .seed = SEED };

      groups = crm_kmeans ((const double *const *) z, data->n, 3, names, &options, &step, error);
      if (groups == NULL)
        return FALSE;
    }
  else
    {
      CrmChooseKOptions options = { .seed = SEED };
      g_autoptr (CrmChooseK) choice =
          crm_choose_k ((const double *const *) z, data->n, 3, names, &options, &step, error);

      if (choice == NULL)
        {
          /* Too few to halve: no clusters, no failure. */
          if (error != NULL &&
              g_error_matches (*error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_TOO_FEW))
            {
              g_clear_error (error);
              return TRUE;
            }
          return FALSE;
        }
      for (guint i = 0; i < choice->n_trials; i++)
        if (choice->trials[i].k == choice->k)
          self->strength = choice->trials[i].strength;
      groups = g_steal_pointer (&choice->groups);
      if (choice->k == 0 || groups == NULL)
        return TRUE;
    }
  memcpy (self->labels, groups->labels, data->n);
  *k = groups->k;
  return TRUE;
}

static CrmSegmentCard *
make_card (const CrmSegmentRun *self, const CrmSegment *segment, guint rank)
{
  CrmSegmentCard *card = g_new0 (CrmSegmentCard, 1);

  if (segment->cell >= 0)
    card->code = g_strdup (crm_rfm_cell_code ((CrmRfmCell) segment->cell));
  else
    card->code = g_strdup_printf ("segment-%u", rank + 1);
  card->name = segment->cell >= 0 ? g_strdup (crm_segment_label (card->code))
                                  : g_strdup_printf (_ ("Segment %u"), rank + 1);
  card->color = MIN ((int) rank, CRM_SEGMENT_COLORS - 1);
  card->size = (gint64) segment->n;
  card->customer_share = segment->share;
  card->revenue = segment->revenue;
  card->revenue_share = segment->revenue_share;
  card->recency = segment->median[CRM_SEGMENT_RECENCY];
  card->frequency = segment->median[CRM_SEGMENT_FREQUENCY];
  card->monetary = segment->median[CRM_SEGMENT_MONETARY];
  card->tenure = segment->median[CRM_SEGMENT_TENURE];
  card->change = G_MININT64;
  card->words = crm_segment_words (card, segment, CRM_SEGMENT_N_MEASURES, self->currency);
  for (guint i = 0; i < segment->n_nearest; i++)
    card->nearest[i] = self->purchases->ids[segment->nearest[i]];
  return card;
}

/* Cards by revenue, and labels renumbered to point at them. `cells` (nullable): names come from them,
 * one label being one cell, instead of being matched. */
static gboolean
explain (CrmSegmentRun *self, guint k, const guint8 *cells, const CrmAnalyticsContext *context,
         GError **error)
{
  const CrmPurchases *data = self->purchases;
  const double *columns[] = { data->recency, data->frequency, data->monetary, data->tenure };
  CrmAnalyticsContext step = crm_analytics_context_step (context, 0.9, 1);
  CrmSegmentsInput input = { .n = data->n,
                             .d = CRM_SEGMENT_N_MEASURES,
                             .columns = columns,
                             .labels = self->labels,
                             .k = k,
                             .revenue = data->monetary,
                             .recency = CRM_SEGMENT_RECENCY,
                             .frequency = CRM_SEGMENT_FREQUENCY,
                             .monetary = CRM_SEGMENT_MONETARY };
  double *z[CRM_SEGMENT_N_MEASURES];
  CrmFeature features[CRM_SEGMENT_N_MEASURES];
  static const CrmFeatureFlags flags[] = { CRM_FEATURE_LOG1P, CRM_FEATURE_LOG1P, CRM_FEATURE_LOG1P,
                                           CRM_FEATURE_LOG1P };
  static const char *const names[] = { "recency", "frequency", "monetary", "tenure" };
  g_autofree double *memory = g_new (double, data->n *CRM_SEGMENT_N_MEASURES);
  g_autoptr (CrmSegments) segments = NULL;
  guint8 card_of[256] = { 0 };

  for (guint i = 0; i < CRM_SEGMENT_N_MEASURES; i++)
    z[i] = memory + i * data->n;
  if (!crm_features_prepare (columns, data->n, CRM_SEGMENT_N_MEASURES, flags, names, &step, z,
                             features, error))
    return FALSE;
  input.z = (const double *const *) z;
  segments = crm_segments_explain (&input, &step, error);
  if (segments == NULL)
    return FALSE;
  if (cells != NULL)
    {
      int cell_of[256];

      for (gsize i = 0; i < data->n; i++)
        cell_of[self->labels[i]] = cells[i];
      for (guint i = 0; i < segments->k; i++)
        segments->segments[i].cell = cell_of[segments->segments[i].label];
    }
  for (guint i = 0; i < segments->k; i++)
    {
      card_of[segments->segments[i].label] = (guint8) i;
      g_ptr_array_add (self->cards, make_card (self, &segments->segments[i], i));
      self->revenue += segments->segments[i].revenue;
    }
  for (gsize i = 0; i < data->n; i++)
    self->labels[i] = card_of[self->labels[i]];
  return TRUE;
}

static gboolean
compute (CrmSegmentRun *self, const CrmSegmentOptions *options, const CrmAnalyticsContext *context,
         GError **error)
{
  const CrmPurchases *data = self->purchases;
  g_autofree guint8 *cells = g_new (guint8, data->n);
  g_autofree double *memory = NULL;
  double *z[3];
  guint k = 0;

  if (!crm_rfm_score (data->recency, data->frequency, data->monetary, data->n, &options->rfm,
                      context, self->r, self->f, self->m, cells, error))
    return FALSE;
  if (options->method == CRM_SEGMENT_METHOD_CLUSTERS)
    {
      memory = g_new (double, data->n * 3);
      for (guint i = 0; i < 3; i++)
        z[i] = memory + i * data->n;
      if (!label_clusters (self, options->k, z, context, &k, error))
        return FALSE;
      if (k > 0)
        return explain (self, k, NULL, context, error);
      self->stable = FALSE;
    }
  k = label_cells (self, cells);
  return explain (self, k, cells, context, error);
}

CrmSegmentRun *
crm_segment_run_compute (CrmReader *reader, const CrmSegmentOptions *options, gint64 today,
                         const CrmAnalyticsContext *context, GError **error)
{
  g_autoptr (CrmSegmentRun) self = g_new0 (CrmSegmentRun, 1);

  self->purchases = options->store != NULL
                        ? crm_purchases_current (options->store, reader, today, error)
                        : crm_purchases_read (reader, today, error);
  if (self->purchases == NULL)
    return NULL;
  if (self->purchases->n < LEAST_CUSTOMERS)
    {
      g_set_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_TOO_FEW,
                   _ ("Segments need at least %d customers with an order; there are %d."),
                   LEAST_CUSTOMERS, (int) self->purchases->n);
      return NULL;
    }
  self->method = options->method;
  self->at = g_get_real_time () / 1000;
  self->position = self->purchases->position;
  self->as_of = self->purchases->as_of;
  self->n = (gint64) self->purchases->n;
  self->n_unrated = self->purchases->n_unrated;
  g_strlcpy (self->currency, self->purchases->currency, sizeof self->currency);
  self->stable = TRUE;
  self->strength = NAN;
  self->kept = NAN;
  self->k_asked = options->k;
  self->cards = g_ptr_array_new_with_free_func ((GDestroyNotify) crm_segment_card_free);
  self->labels = g_new0 (guint8, self->purchases->n);
  self->r = g_new (guint8, self->purchases->n);
  self->f = g_new (guint8, self->purchases->n);
  self->m = g_new (guint8, self->purchases->n);
  if (!compute (self, options, context, error) ||
      !crm_segment_run_compare (self, reader, crm_segment_run_find (reader, self->method, 0),
                                error))
    return NULL;
  return g_steal_pointer (&self);
}
