/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "gallery-data.h"

#include <math.h>

static const char *const months[] = { "Jun", "Jul", "Aug", "Sep", "Oct", "Nov" };
static const char *const zh_months[] = { "6月", "7月", "8月", "9月", "10月", "11月" };
static const char *const groups[] = { "Champions", "Steady", "Slipping away", "Dormant",
                                      "Newcomers" };
static const char *const zh_groups[] = { "核心客户", "稳定客户", "正在流失", "沉睡客户", "新客户" };
static const int group_colors[] = { 0, 2, 3, 1, 4 };

static CrmChartModel *
start (CrmChartKind kind, const char *title, const char *caption)
{
  CrmChartModel *model = crm_chart_model_new (kind);

  crm_chart_model_set_title (model, title);
  crm_chart_model_set_caption (model, caption);
  return model;
}

static CrmChartModel *
make_bar (gboolean zh)
{
  const double values[] = { 1.1, 1.3, 1.2, 1.5, 1.6, 1.9 };
  CrmChartModel *model =
      start (CRM_CHART_BAR, zh ? "营业额" : "Bar",
             zh ? "百万元 · n = 1,284 · 2026年11月" : "Revenue, ¥ million · n = 1,284 · Nov 2026");

  crm_chart_model_add_series (model, NULL, CRM_CHART_COLOR_AUTO);
  for (guint i = 0; i < 6; i++)
    {
      CrmChartPoint point = CRM_CHART_POINT_INIT;

      point.y = values[i];
      point.label = (zh ? zh_months : months)[i];
      point.key = months[i];
      point.flags = i == 5 ? CRM_CHART_POINT_EMPHASIS : CRM_CHART_POINT_DEFAULT;
      crm_chart_model_add_point (model, 0, &point);
    }
  crm_chart_model_set_axis_format (model, CRM_CHART_Y, NULL, NULL, 1, CRM_CHART_NUMBER_DEFAULT);
  return model;
}

static CrmChartModel *
make_grouped (gboolean zh)
{
  const double values[2][6] = { { 42, 48, 39, 55, 58, 63 }, { 38, 40, 41, 46, 50, 49 } };
  CrmChartModel *model = start (CRM_CHART_BAR, zh ? "订单" : "Grouped bar",
                                zh ? "今年与去年 · n = 569" : "Orders · n = 569 · 23 Nov 2026");

  crm_chart_model_add_series (model, zh ? "今年" : "This year", CRM_CHART_COLOR_AUTO);
  crm_chart_model_add_series (model, zh ? "去年" : "Last year", CRM_CHART_COLOR_AUTO);
  for (guint s = 0; s < 2; s++)
    for (guint i = 0; i < 6; i++)
      crm_chart_model_add_value (model, s, (zh ? zh_months : months)[i], values[s][i], months[i]);
  return model;
}

static CrmChartModel *
make_line (gboolean zh)
{
  const char *const labels[] = { "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov" };
  const char *const zh_labels[] = { "4月", "5月", "6月", "7月", "8月", "9月", "10月", "11月" };
  const double values[] = { 58, 61, 60, 66, 71, 74, 77, 79 };
  const double widths[] = { 2, 2, 2, 2, 2, 3, 6, 9 };
  CrmChartModel *model = start (CRM_CHART_LINE, zh ? "满意度" : "Line with interval",
                                zh ? "80% 区间；虚线为预测" : "80 % interval; dashed = forecast");

  crm_chart_model_add_series (model, NULL, CRM_CHART_COLOR_AUTO);
  for (guint i = 0; i < 8; i++)
    {
      CrmChartPoint point = CRM_CHART_POINT_INIT;

      point.y = values[i];
      point.low = values[i] - widths[i];
      point.high = values[i] + widths[i];
      point.n = i <= 4 ? 512 + (int) i : -1;
      point.label = (zh ? zh_labels : labels)[i];
      point.key = labels[i];
      point.flags = i > 5 ? CRM_CHART_POINT_FORECAST : CRM_CHART_POINT_DEFAULT;
      crm_chart_model_add_point (model, 0, &point);
    }
  return model;
}

static CrmChartModel *
make_donut (gboolean zh)
{
  const double values[] = { 51, 29, 12, 5, 3 };
  CrmChartModel *model = start (CRM_CHART_DONUT, zh ? "营业额占比" : "Donut",
                                zh ? "最多五个部分" : "At most five parts; else bars");

  crm_chart_model_add_series (model, NULL, CRM_CHART_COLOR_AUTO);
  for (guint i = 0; i < 5; i++)
    {
      CrmChartPoint point = CRM_CHART_POINT_INIT;

      point.y = values[i];
      point.label = (zh ? zh_groups : groups)[i];
      point.key = groups[i];
      point.color = group_colors[i];
      crm_chart_model_add_point (model, 0, &point);
    }
  crm_chart_model_set_center (model, "1,284", zh ? "位客户" : "customers");
  return model;
}

static CrmChartModel *
make_histogram (gboolean zh)
{
  const double counts[] = { 10, 30, 66, 112, 158, 182, 156, 119, 79, 57, 38, 24, 14, 9, 6 };
  CrmChartModel *model = start (CRM_CHART_HISTOGRAM, zh ? "订单金额" : "Histogram",
                                zh ? "千元 · n = 2,140" : "Order value, ¥ thousand · n = 2,140");

  crm_chart_model_add_series (model, NULL, CRM_CHART_COLOR_AUTO);
  for (guint i = 0; i < G_N_ELEMENTS (counts); i++)
    {
      CrmChartPoint point = CRM_CHART_POINT_INIT;

      point.x = i * 10;
      point.y = counts[i];
      crm_chart_model_add_point (model, 0, &point);
    }
  crm_chart_model_add_reference (model, 62, zh ? "中位数 62" : "median 62");
  return model;
}

static CrmChartModel *
make_heatmap (gboolean zh)
{
  const char *const rows[] = { "Jul · 58", "Aug · 61", "Sep · 49", "Oct · 70" };
  const char *const columns[] = { "0", "1", "2", "3", "4" };
  const double values[4][5] = { { 100, 62, 48, 41, 38 },
                                { 100, 58, 44, 39, 35 },
                                { 100, 66, 52, 45, 21 },
                                { 100, 61, 47, 25, 9 } };
  CrmChartModel *model =
      start (CRM_CHART_HEATMAP, zh ? "复购热图" : "Cohort heat map",
             zh ? "再次下单 %，按首单月份" : "% ordering again, by month of first order");

  for (guint s = 0; s < 4; s++)
    {
      crm_chart_model_add_series (model, rows[s], CRM_CHART_COLOR_AUTO);
      for (guint i = 0; i < 5; i++)
        crm_chart_model_add_value (model, s, columns[i], values[s][i], NULL);
    }
  return model;
}

static CrmChartModel *
make_funnel (gboolean zh)
{
  const char *const steps[] = { "Leads", "Qualified", "Proposal", "Won" };
  const char *const zh_steps[] = { "线索", "合格", "报价", "成交" };
  const double values[] = { 480, 262, 148, 61 };
  CrmChartModel *model =
      start (CRM_CHART_FUNNEL, zh ? "漏斗" : "Funnel",
             zh ? "第三季度线索 · n = 480" : "Leads of Q3 · n = 480 · share of the step before");

  crm_chart_model_add_series (model, NULL, CRM_CHART_COLOR_AUTO);
  for (guint i = 0; i < 4; i++)
    crm_chart_model_add_value (model, 0, (zh ? zh_steps : steps)[i], values[i], steps[i]);
  return model;
}

static CrmChartModel *
make_waterfall (gboolean zh)
{
  const char *const labels[] = { "All", "Accuracy", "Reply", "Late", "Here" };
  const char *const zh_labels[] = { "全部", "准确", "回复", "延迟", "本客户" };
  const double values[] = { 69, 6, 4, -7, 72 };
  CrmChartModel *model =
      start (CRM_CHART_WATERFALL, zh ? "满意度构成" : "Waterfall",
             zh ? "与全部客户相比，分" : "Satisfaction, points against all customers");

  crm_chart_model_add_series (model, NULL, CRM_CHART_COLOR_AUTO);
  for (guint i = 0; i < 5; i++)
    {
      CrmChartPoint point = CRM_CHART_POINT_INIT;

      point.y = values[i];
      point.label = (zh ? zh_labels : labels)[i];
      point.key = labels[i];
      point.flags = i == 0 || i == 4 ? CRM_CHART_POINT_TOTAL : CRM_CHART_POINT_DEFAULT;
      crm_chart_model_add_point (model, 0, &point);
    }
  return model;
}

/* Sum of uniforms: near enough to a bell, and the same on every machine. */
static double
bell (GRand *rand)
{
  double sum = -6;

  for (int i = 0; i < 12; i++)
    sum += g_rand_double (rand);
  return sum;
}

CrmChartCloud *
sample_cloud (gsize n)
{
  const double middles[5][4] = { { 7, 2.6, 6.1, 0.5 },
                                 { 9, 2.6, 4.8, 0.5 },
                                 { 14.5, 1.7, 5.8, 0.35 },
                                 { 15, 2.2, 4.2, 0.45 },
                                 { 5, 1.7, 4.0, 0.4 } };
  const double shares[] = { 0.2, 0.5, 0.6, 0.88, 1 };
  g_autoptr (GRand) rand = g_rand_new_with_seed (20);
  g_autofree double *x = g_new (double, n);
  g_autofree double *y = g_new (double, n);
  g_autofree guint8 *category = g_new (guint8, n);
  g_autofree gint64 *ids = g_new (gint64, n);

  for (gsize i = 0; i < n; i++)
    {
      double at = g_rand_double (rand), root;
      guint c = 0;

      while (at > shares[c])
        c++;
      root = fmin (fmax (middles[c][0] + middles[c][1] * bell (rand), 0), 19.1);
      x[i] = floor (root * root);
      y[i] = pow (10, fmin (fmax (middles[c][2] + middles[c][3] * bell (rand), 3), 7.2));
      category[i] = (guint8) c;
      ids[i] = (gint64) i + 1;
    }
  return crm_chart_cloud_new (x, y, category, ids, n);
}

static CrmChartModel *
make_scatter (gboolean zh, gsize n)
{
  const double ticks[] = { 365, 180, 90, 30, 7, 0 };
  CrmChartModel *model =
      start (CRM_CHART_SCATTER,
             zh                       ? "最近购买与价值"
             : n > CRM_CHART_MAX_DOTS ? "Density"
                                      : "Scatter",
             zh                       ? "颜色越深，客户越多"
             : n > CRM_CHART_MAX_DOTS ? "Stronger cells hold more customers · n = 1,000,000"
                                      : "Dots up to 2,000 points");
  g_autoptr (CrmChartCloud) cloud = sample_cloud (n);

  for (guint s = 0; s < 5; s++)
    crm_chart_model_add_series (model, (zh ? zh_groups : groups)[s], group_colors[s]);
  crm_chart_model_set_axis_kind (model, CRM_CHART_X, CRM_CHART_SCALE_SQRT);
  crm_chart_model_set_axis_reversed (model, CRM_CHART_X, TRUE);
  crm_chart_model_set_axis_range (model, CRM_CHART_X, 0, 365);
  crm_chart_model_set_axis_ticks (model, CRM_CHART_X, ticks, G_N_ELEMENTS (ticks));
  crm_chart_model_set_axis_title (model, CRM_CHART_X,
                                  zh ? "距上次下单的天数" : "Days since last order");
  crm_chart_model_set_axis_kind (model, CRM_CHART_Y, CRM_CHART_SCALE_LOG);
  crm_chart_model_set_columns (model, NULL, zh ? "位客户" : "customers");
  crm_chart_model_set_cloud (model, cloud);
  return model;
}

static CrmChartModel *
make_difference (gboolean zh)
{
  const char *const labels[] = { "Accuracy", "Reply", "Invoice", "Late" };
  const char *const zh_labels[] = { "准确性", "回复", "发票", "延迟" };
  const double values[] = { 4.2, 3.1, -2.4, -7.6 };
  CrmChartModel *model =
      start (CRM_CHART_DIFFERENCE, zh ? "与满意度相关" : "Difference",
             zh ? "分 · n = 677" : "Points from zero; both signs carry shape and sign");

  crm_chart_model_add_series (model, NULL, CRM_CHART_COLOR_AUTO);
  for (guint i = 0; i < 4; i++)
    crm_chart_model_add_value (model, 0, (zh ? zh_labels : labels)[i], values[i], labels[i]);
  return model;
}

static CrmChartModel *
make_gauge (gboolean zh)
{
  CrmChartModel *model = start (CRM_CHART_GAUGE, zh ? "满意度" : "Gauge",
                                zh ? "一个数与目标" : "One number against a target");
  CrmChartPoint point = CRM_CHART_POINT_INIT;

  point.y = 74;
  point.low = 71;
  point.high = 77;
  point.color = 2;
  crm_chart_model_add_series (model, NULL, 2);
  crm_chart_model_add_point (model, 0, &point);
  crm_chart_model_add_reference (model, 80, "80");
  crm_chart_model_set_axis_range (model, CRM_CHART_Y, 0, 100);
  crm_chart_model_set_center (model, NULL,
                              zh ? "95% 区间 71–77 · 目标 80" : "95 % interval 71–77 · target 80");
  return model;
}

static CrmChartModel *
make_sparkline (gboolean zh)
{
  const double values[] = { 410, 455, 430, 505, 470, 560, 610, 742 };
  CrmChartModel *model =
      start (CRM_CHART_SPARKLINE, zh ? "本月成交，元" : "Sparkline",
             zh ? "末点突出" : "No axis; last point marked; title gives the unit");

  crm_chart_model_add_series (model, NULL, CRM_CHART_COLOR_AUTO);
  for (guint i = 0; i < G_N_ELEMENTS (values); i++)
    crm_chart_model_add_value (model, 0, NULL, values[i] * 1000, NULL);
  crm_chart_model_set_axis_format (model, CRM_CHART_Y, "¥ ", NULL, 0, CRM_CHART_NUMBER_DEFAULT);
  return model;
}

static CrmChartModel *
make_hbar (gboolean zh)
{
  const double values[] = { 51, 29, 12, 5, 3 };
  CrmChartModel *model = start (CRM_CHART_HBAR, zh ? "营业额占比" : "Share of revenue",
                                zh ? "截至 11-23 的 12 个月 · 4,620 万元 · n = 1,284"
                                   : "12 months to 23 Nov 2026 · ¥ 46.2 million · n = 1,284");

  crm_chart_model_add_series (model, NULL, CRM_CHART_COLOR_AUTO);
  for (guint i = 0; i < 5; i++)
    {
      CrmChartPoint point = CRM_CHART_POINT_INIT;

      point.y = values[i];
      point.label = (zh ? zh_groups : groups)[i];
      point.key = groups[i];
      point.color = group_colors[i];
      crm_chart_model_add_point (model, 0, &point);
    }
  crm_chart_model_set_axis_format (model, CRM_CHART_Y, NULL, NULL, 0, CRM_CHART_NUMBER_PERCENT);
  return model;
}

static CrmChartModel *
make_movement (gboolean zh)
{
  const double flows[5][5] = { { 130, 0, 6, 3, 0 },
                               { 9, 330, 24, 4, 0 },
                               { 3, 9, 50, 28, 0 },
                               { 0, 12, 0, 420, 2 },
                               { 6, 30, 4, 2, 69 } };
  CrmChartModel *model = start (CRM_CHART_MOVEMENT, zh ? "七月以来的变动" : "Movement since July",
                                zh ? "7月1日 – 11月23日 · n = 1,162"
                                   : "1 Jul – 23 Nov 2026 · n = 1,162 present at both");

  for (guint s = 0; s < 5; s++)
    crm_chart_model_add_series (model, (zh ? zh_groups : groups)[s], group_colors[s]);
  for (guint s = 0; s < 5; s++)
    for (guint to = 0; to < 5; to++)
      {
        CrmChartPoint point = CRM_CHART_POINT_INIT;
        g_autofree char *key = g_strdup_printf ("%u-%u", s, to);

        point.x = to;
        point.y = flows[s][to];
        point.key = key;
        if (flows[s][to] > 0)
          crm_chart_model_add_point (model, s, &point);
      }
  crm_chart_model_set_sides (model, zh ? "7月" : "July", zh ? "11月" : "November");
  return model;
}

static CrmChartModel *
make_interval (gboolean zh)
{
  const char *const labels[] = { "East", "North", "South", "West", "Overseas" };
  const char *const zh_labels[] = { "华东", "华北", "华南", "西部", "海外" };
  const double values[] = { 73, 70, 69, 64, 61 }, widths[] = { 2, 3, 3, 5, 6 };
  const int n[] = { 246, 151, 137, 64, 79 };
  CrmChartModel *model =
      start (CRM_CHART_INTERVAL, zh ? "按地区" : "By region",
             zh ? "点为均值，线为 95% 区间 · n = 677" : "Dot mean, bar 95 % interval · n = 677");

  crm_chart_model_add_series (model, NULL, CRM_CHART_COLOR_AUTO);
  for (guint i = 0; i < 5; i++)
    {
      CrmChartPoint point = CRM_CHART_POINT_INIT;

      point.y = values[i];
      point.low = values[i] - widths[i];
      point.high = values[i] + widths[i];
      point.n = n[i];
      point.label = (zh ? zh_labels : labels)[i];
      point.key = labels[i];
      crm_chart_model_add_point (model, 0, &point);
    }
  return model;
}

static CrmChartModel *
make_lines (gboolean zh)
{
  CrmChartModel *model = start (CRM_CHART_LINE, zh ? "每周订单" : "Lines over time",
                                zh ? "件 · 两年" : "Orders a week · two years");

  for (guint s = 0; s < 3; s++)
    {
      crm_chart_model_add_series (model, (zh ? zh_groups : groups)[s], group_colors[s]);
      for (guint week = 0; week < 104; week++)
        {
          CrmChartPoint point = CRM_CHART_POINT_INIT;

          point.x = 1732579200.0 + week * 7 * 86400.0;
          point.y = 900 + 260 * s + 150 * sin (week / 8.0 + s * 2) +
                    4.0 * week * (s == 1 ? 1 : 0.3) + (week * 37 + s * 11) % 60;
          crm_chart_model_add_point (model, s, &point);
        }
    }
  crm_chart_model_set_axis_kind (model, CRM_CHART_X, CRM_CHART_SCALE_TIME);
  return model;
}

static CrmChartModel *
make_whiskers (gboolean zh)
{
  const char *const labels[] = { "Champions", "Steady", "Slipping away", "Dormant" };
  const double values[] = { 46200, 31800, 12400, 5200 };
  CrmChartModel *model = start (CRM_CHART_BAR, zh ? "平均价值" : "Bars with intervals",
                                zh ? "元 · 95% 区间" : "Mean value, ¥ · 95 % interval · n = 1,284");

  crm_chart_model_add_series (model, NULL, CRM_CHART_COLOR_AUTO);
  for (guint i = 0; i < 4; i++)
    {
      CrmChartPoint point = CRM_CHART_POINT_INIT;

      point.y = values[i];
      point.low = values[i] * 0.86;
      point.high = values[i] * 1.15;
      point.label = zh ? zh_groups[i] : labels[i];
      point.color = group_colors[i];
      crm_chart_model_add_point (model, 0, &point);
    }
  return model;
}

static CrmChartModel *
make_empty (gboolean zh)
{
  CrmChartModel *model = start (CRM_CHART_BAR, zh ? "数据不足" : "Too little data",
                                zh ? "n = 12" : "n = 12 · 23 Nov 2026");

  crm_chart_model_set_empty_text (model, zh ? "至少需要 30 份回复，目前 12 份。"
                                            : "Needs 30 answers; there are 12.");
  return model;
}

CrmChartModel *
sample_chart (guint index, gboolean chinese)
{
  switch (index)
    {
    case 0:
      return make_bar (chinese);
    case 1:
      return make_grouped (chinese);
    case 2:
      return make_line (chinese);
    case 3:
      return make_donut (chinese);
    case 4:
      return make_histogram (chinese);
    case 5:
      return make_heatmap (chinese);
    case 6:
      return make_funnel (chinese);
    case 7:
      return make_waterfall (chinese);
    case 8:
      return make_scatter (chinese, 1000000);
    case 9:
      return make_difference (chinese);
    case 10:
      return make_gauge (chinese);
    case 11:
      return make_sparkline (chinese);
    case 12:
      return make_scatter (chinese, 600);
    case 13:
      return make_hbar (chinese);
    case 14:
      return make_movement (chinese);
    case 15:
      return make_interval (chinese);
    case 16:
      return make_lines (chinese);
    default:
      return index == 17 ? make_whiskers (chinese) : make_empty (chinese);
    }
}
