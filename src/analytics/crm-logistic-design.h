/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The table a regression works on: distinct rows of standardised features in sorted order, each
 * with how often it occurs. Private to the regressions of this folder. */

#pragma once

#include "crm-analytics-base.h"

G_BEGIN_DECLS

typedef struct
{
  gsize n;          /* rows of the input */
  gsize n_rows;     /* distinct ones */
  gsize n_features; /* of the input */
  gsize n_columns;  /* of them that vary */
  gsize *columns;   /* n_columns: which ones */
  double *means;    /* n_columns */
  double *scales;   /* n_columns: standard deviations */
  double *z;        /* n_rows x n_columns, row after row */
  double *counts;   /* n_rows x n_categories, row after row */
  double *totals;   /* n_categories: rows of each */
  gsize n_categories;
  const char *const *names; /* (nullable): of the features, the caller's */
} CrmDesign;

/* @outcome: whole numbers 0..@n_categories - 1 (checked). @allow_constant: leave out features that
 * never vary instead of failing. */
CrmDesign *
crm_design_new (const double *const *features, gsize n_features, const char *const *names,
                const double *outcome, gsize n, gsize n_categories, gboolean allow_constant,
                const CrmAnalyticsContext *context, GError **error);
void crm_design_free (CrmDesign *self);

/* (transfer full): what messages call feature @j. */
char *crm_design_dup_name (const CrmDesign *self, gsize j);

/* FALSE with DEGENERATE naming the first feature that is a combination of those before it. */
gboolean
crm_design_check_rank (const CrmDesign *self, const CrmAnalyticsContext *context, GError **error);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmDesign, crm_design_free)

G_END_DECLS
