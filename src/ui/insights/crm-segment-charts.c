/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Runs as chart models. */

#include "config.h"

#include "crm-segment-charts.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "crm-format.h"

/* More than six segments share the last colour, so only the first five are told apart. */
#define COLORS 6

static char *
key_of (const CrmSegmentCard *card)
{
  return g_strdup_printf ("%" G_GINT64_FORMAT, card->id);
}

static char *
caption_of (const CrmSegmentRun *run, const char *first)
{
  g_autofree char *n = crm_format_integer (run->n);
  g_autofree char *day = crm_format_day (run->as_of);

  return g_strdup_printf (_ ("%s · n = %s · %s"), first, n, day);
}

static CrmChartNumberFlags
short_numbers (void)
{
  return crm_locale_is_chinese () ? CRM_CHART_NUMBER_SHORT | CRM_CHART_NUMBER_MYRIAD
                                  : CRM_CHART_NUMBER_SHORT;
}

CrmChartModel *
crm_segment_chart_purchases (const CrmSegmentRun *run, const char *currency)
{
  CrmChartModel *model = crm_chart_model_new (CRM_CHART_SCATTER);
  gsize n = run->purchases->n;
  g_autofree double *value = g_new (double, n);
  g_autofree guint8 *category = g_new (guint8, n);
  g_autofree char *caption = NULL, *title = NULL;
  g_autoptr (CrmChartCloud) cloud = NULL;
  double scale = pow (10, crm_currency_digits (currency));

  for (gsize i = 0; i < n; i++)
    {
      value[i] = run->purchases->monetary[i] / scale;
      category[i] = run->labels[i] < COLORS ? run->labels[i] : 255;
    }
  cloud = crm_chart_cloud_new (run->purchases->recency, value, category, run->purchases->ids, n);
  for (guint i = 0; i < MIN (run->cards->len, COLORS); i++)
    {
      const CrmSegmentCard *card = run->cards->pdata[i];

      crm_chart_model_add_series (model, card->name, card->color);
    }
  caption = caption_of (run, n > CRM_CHART_MAX_DOTS ? _ ("Stronger cells hold more customers")
                                                    : _ ("One dot a customer"));
  crm_chart_model_set_title (model, _ ("Recency and value"));
  crm_chart_model_set_caption (model, caption);
  crm_chart_model_set_cloud (model, cloud);
  crm_chart_model_set_axis_kind (model, CRM_CHART_X, CRM_CHART_SCALE_SQRT);
  crm_chart_model_set_axis_reversed (model, CRM_CHART_X, TRUE);
  crm_chart_model_set_axis_title (model, CRM_CHART_X, _ ("Days since last order"));
  crm_chart_model_set_axis_kind (model, CRM_CHART_Y, CRM_CHART_SCALE_LOG);
  title = g_strdup_printf (_ ("Value, %s"), crm_currency_symbol (currency));
  crm_chart_model_set_axis_title (model, CRM_CHART_Y, title);
  crm_chart_model_set_axis_format (model, CRM_CHART_Y, NULL, NULL, -1, short_numbers ());
  return model;
}

CrmChartModel *
crm_segment_chart_share (const CrmSegmentRun *run, const char *currency)
{
  CrmChartModel *model = crm_chart_model_new (CRM_CHART_HBAR);
  g_autofree char *revenue = crm_format_money_short (llround (run->revenue), currency);
  g_autofree char *caption = caption_of (run, revenue);

  crm_chart_model_set_title (model, _ ("Share of revenue"));
  crm_chart_model_set_caption (model, caption);
  crm_chart_model_set_columns (model, _ ("Segment"), _ ("Share of revenue, %"));
  crm_chart_model_add_series (model, _ ("Share of revenue"), CRM_CHART_COLOR_AUTO);
  for (guint i = 0; i < run->cards->len; i++)
    {
      const CrmSegmentCard *card = run->cards->pdata[i];
      CrmChartPoint point = CRM_CHART_POINT_INIT;
      g_autofree char *key = key_of (card);

      point.y = 100 * card->revenue_share;
      point.n = card->size;
      point.color = card->color;
      point.label = card->name;
      point.key = key;
      crm_chart_model_add_point (model, 0, &point);
    }
  crm_chart_model_set_axis_format (model, CRM_CHART_Y, NULL, NULL, 0, CRM_CHART_NUMBER_PERCENT);
  return model;
}

CrmChartModel *
crm_segment_chart_movement (const CrmSegmentRun *run)
{
  CrmChartModel *model = crm_chart_model_new (CRM_CHART_MOVEMENT);
  g_autofree char *n = crm_format_integer (run->n_both);
  g_autofree char *before = NULL, *after = NULL, *caption = NULL;

  crm_chart_model_set_title (model, _ ("Movement since the run before"));
  if (run->moved == NULL)
    {
      crm_chart_model_set_empty_text (
          model, _ ("Form the segments a second time, and this shows who moved."));
      return model;
    }
  before = crm_format_day (crm_day_from_instant (run->before_at));
  after = crm_format_day (crm_day_from_instant (run->at));
  caption = g_strdup_printf (_ ("%s – %s · n = %s present at both"), before, after, n);
  crm_chart_model_set_caption (model, caption);
  crm_chart_model_set_sides (model, before, after);
  crm_chart_model_set_columns (model, _ ("From, to"), _ ("Customers"));
  for (guint i = 0; i < run->before_cards->len; i++)
    {
      const CrmSegmentCard *from = run->before_cards->pdata[i];
      guint series = crm_chart_model_add_series (model, from->name, from->color);

      for (guint k = 0; k < run->cards->len; k++)
        {
          const CrmSegmentCard *to = run->cards->pdata[k];
          CrmChartPoint point = CRM_CHART_POINT_INIT;
          g_autofree char *key = key_of (to);

          point.x = k;
          point.y = (double) run->moved[i * run->cards->len + k];
          point.color = to->color;
          point.label = to->name;
          point.key = key;
          crm_chart_model_add_point (model, series, &point);
        }
    }
  return model;
}
