/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Segments in words: names of codes, what sets a segment apart, the sentence over the page. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <math.h>
#include <string.h>

#include "crm-format.h"
#include "crm-segment-private.h"

/* clang-format off */
static const struct
{
  const char *code, *label;
} labels[] = {
  { "champions",      N_ ("Champions") },
  { "loyal",          N_ ("Loyal") },
  { "potential",      N_ ("Promising regulars") },
  { "new",            N_ ("Newcomers") },
  { "promising",      N_ ("Promising") },
  { "need_attention", N_ ("Need attention") },
  { "about_to_sleep", N_ ("About to sleep") },
  { "at_risk",        N_ ("Slipping away") },
  { "cant_lose",      N_ ("Must not lose") },
  { "hibernating",    N_ ("Hibernating") },
  { "lost",           N_ ("Lost") },
};
/* clang-format on */

const char *
crm_segment_label (const char *code)
{
  for (guint i = 0; code != NULL && i < G_N_ELEMENTS (labels); i++)
    if (strcmp (labels[i].code, code) == 0)
      return _ (labels[i].label);
  return code != NULL ? code : "";
}

/* "Most recent", "least often": only where the difference is large (Cohen's d of 0.8 and more). */
static char *
describe_measure (const CrmSegmentCard *card, guint measure, double d, const char *currency)
{
  g_autofree char *text = NULL;

  switch (measure)
    {
    case CRM_SEGMENT_RECENCY:
      if (card->recency < 1.5)
        return g_strdup (_ ("Last order yesterday or today"));
      text = crm_format_integer (llround (card->recency));
      return d > 0 ? g_strdup_printf (_ ("No order for %s days"), text)
                   : g_strdup_printf (_ ("Last order %s days ago"), text);
    case CRM_SEGMENT_FREQUENCY:
      if (card->frequency < 1.5)
        return g_strdup (_ ("Ordered once"));
      text = crm_format_decimal (card->frequency, 1);
      if (card->tenure > card->recency && card->frequency >= 2)
        {
          double gap = (card->tenure - card->recency) / (card->frequency - 1);
          g_autofree char *days = crm_format_integer (MAX (1, llround (gap)));

          return g_strdup_printf (_ ("%s orders, one every %s days"), text, days);
        }
      return g_strdup_printf (_ ("%s orders"), text);
    case CRM_SEGMENT_MONETARY:
      text = crm_format_money_short (llround (card->monetary), currency);
      return d > 0 ? g_strdup_printf (_ ("High value: %s each"), g_strstrip (text))
                   : g_strdup_printf (_ ("%s each"), g_strstrip (text));
    default:
      if (card->tenure < 120)
        return g_strdup (_ ("First order within four months"));
      text = crm_format_decimal (card->tenure / 365.25, 1);
      return g_strdup_printf (_ ("Customer for %s years"), text);
    }
}

char **
crm_segment_words (const CrmSegmentCard *card, const CrmSegment *segment, guint n_measures,
                   const char *currency)
{
  g_autoptr (GStrvBuilder) words = g_strv_builder_new ();

  for (guint i = 0; i < n_measures && i < 3; i++)
    {
      guint measure = segment->drivers[i];
      g_autofree char *line = describe_measure (card, measure, segment->cohen_d[measure], currency);

      g_strv_builder_add (words, line);
    }
  return g_strv_builder_end (words);
}

/* The segment whose share of revenue goes furthest beyond its share of customers among those that are
 * drifting off; else the one that carries most. */
static guint
choose_card (const CrmSegmentRun *self)
{
  static const char *const drifting[] = { "at_risk", "cant_lose", "need_attention",
                                          "about_to_sleep", NULL };
  guint chosen = 0;
  double most = 0;

  for (guint i = 0; i < self->cards->len; i++)
    {
      const CrmSegmentCard *card = self->cards->pdata[i];

      if (g_strv_contains (drifting, card->code) && card->revenue_share > most)
        {
          most = card->revenue_share;
          chosen = i;
        }
    }
  return chosen;
}

char *
crm_segment_run_headline (const CrmSegmentRun *self, const char *currency, guint *card)
{
  const CrmSegmentCard *chosen;
  g_autofree char *size = NULL, *of_customers = NULL, *of_revenue = NULL;

  (void) currency;
  *card = choose_card (self);
  chosen = self->cards->pdata[*card];
  size = crm_format_integer (chosen->size);
  of_customers = crm_format_percent (100 * chosen->customer_share, 0);
  of_revenue = crm_format_percent (100 * chosen->revenue_share, 0);
  /* Translators: name of a segment; number of customers; share of customers; share of revenue; what sets it apart. */
  return g_strdup_printf (
      _ ("%1$s: %2$s customers (%3$s) carry %4$s of revenue. What sets them apart most: %5$s."),
      chosen->name, size, of_customers, of_revenue,
      chosen->words[0] != NULL ? chosen->words[0] : "");
}
