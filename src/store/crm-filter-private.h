/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-filter.h"

G_BEGIN_DECLS

struct _CrmFilter
{
  gatomicrefcount references;
  CrmFilterType type;
  const char *field; /* interned */
  CrmFilterOp op;
  char **values;
  guint n_children;
  CrmFilter **children;
};

/* How many values an operator takes; max -1 = any number. */
void crm_filter_op_arity (CrmFilterOp op, int *min, int *max);
/* Whether an operator fits a kind of field, for filters that people and files write. */
gboolean crm_filter_op_fits (CrmFilterOp op, CrmFieldKind kind);

/* "30d" -> 30 and 'd'. FALSE unless it is a positive number and one of d w m q y. */
gboolean crm_filter_parse_span (const char *text, int *number, char *unit);
gint64 crm_filter_shift_day (gint64 day, int number, char unit);

/* The days a word means ("today", "last-month", "-30d", "+2w"), both inclusive; FALSE if it is none. */
gboolean crm_filter_resolve_days (const char *text, const CrmFilterContext *context, gint64 *first,
                                  gint64 *last);
gboolean crm_filter_is_period (const char *text);

/* As crm_filter_to_sql(), for the recycle bin, whose records are not in the table of list values. */
gboolean crm_filter_to_sql_deleted (CrmFilter *self, const CrmEntity *entity,
                                    const CrmFilterContext *context, GString *sql, GArray *binds,
                                    GError **error);

G_END_DECLS
