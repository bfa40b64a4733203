/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

#include "crm-custom-field.h"
#include "crm-entity.h"
#include "crm-error.h"

G_BEGIN_DECLS

/* CrmFilter: a tree of conditions over the fields of one entity, immutable, atomically reference
 * counted. Nodes: ALL of, ANY of, NOT, or one rule (field, operator, values). Values are kept as
 * text in crm_field_to_text() form, so that relative days stay relative ("-30d", "this-month"). */
typedef enum
{
  CRM_FILTER_RULE,
  CRM_FILTER_ALL,
  CRM_FILTER_ANY,
  CRM_FILTER_NOT,
} CrmFilterType;

typedef enum
{
  CRM_OP_IS,       /* = ; lists: has any of the values; several values: one of them */
  CRM_OP_IS_NOT,   /* also true for empty */
  CRM_OP_CONTAINS, /* text, case and width folded */
  CRM_OP_STARTS_WITH,
  CRM_OP_LESS,
  CRM_OP_AT_MOST,
  CRM_OP_GREATER,
  CRM_OP_AT_LEAST,
  CRM_OP_BETWEEN,     /* two values, both inclusive */
  CRM_OP_WITHIN_LAST, /* days and instants: "30d" "12w" "12m" "1y" up to now */
  CRM_OP_WITHIN_NEXT,
  CRM_OP_NOT_WITHIN_LAST, /* older than, or empty */
  CRM_OP_IN_PERIOD, /* today yesterday this-week last-week this-month last-month this-quarter last-quarter this-year last-year */
  CRM_OP_HAS_ALL,   /* lists */
  CRM_OP_HAS_NONE,  /* lists */
  CRM_OP_EMPTY,
  CRM_OP_NOT_EMPTY,
  CRM_N_FILTER_OPS
} CrmFilterOp;

typedef struct _CrmFilter CrmFilter;
#define CRM_TYPE_FILTER (crm_filter_get_type ())
GType crm_filter_get_type (void);
CrmFilter *crm_filter_ref (CrmFilter *self);
void crm_filter_unref (CrmFilter *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmFilter, crm_filter_unref)

/* All constructors: (transfer full) result, arguments copied or referenced. */
CrmFilter *crm_filter_new_rule (const char *field_id, CrmFilterOp op, const char *const *values);
CrmFilter *crm_filter_new_group (CrmFilterType type, CrmFilter *const *children, guint n_children);
/* The same tree with child `index` of the top ALL group replaced (NULL: removed) or appended (-1). */
CrmFilter *crm_filter_with_child (CrmFilter *self, int index, CrmFilter *child);

CrmFilterType crm_filter_get_node_type (CrmFilter *self);
const char *crm_filter_get_field (CrmFilter *self);
CrmFilterOp crm_filter_get_op (CrmFilter *self);
const char *const *crm_filter_get_values (CrmFilter *self);
guint crm_filter_get_n_children (CrmFilter *self);
CrmFilter *crm_filter_get_child (CrmFilter *self, guint index); /* (transfer none) */
gboolean crm_filter_is_empty (CrmFilter *self); /* NULL or a group without children */
gboolean crm_filter_equal (CrmFilter *a, CrmFilter *b);

/* What the operators of days mean: "within the last 30d" is from 30 days before today to now, "within
 * the next 30d" from today (instants: now) to the end of the 30th day after; values may be days, "-30d", "+2w" or
 * a period; a period compares by its first or last day. Indexed texts (numbers, codes) compare exactly, others folded;
 * a LINK takes ids or the names of its targets. */

/* JSON for saved views; expression text for crm-cli:
 * Fields may be own ones, see crm-custom-field.h: custom.Height:number >= 180, "custom.Key account:flag" = yes.
 *   lifecycle-stage = lead,customer and (last-order within 12m or not tags has "VIP") and order-sum >= 1000
 * operators: = != ~ (contains) ^= (starts with) < <= > >= between A..B, within, older, in, has, has-all, has-none, is empty, is not empty */
JsonNode *crm_filter_to_json (CrmFilter *self);
CrmFilter *crm_filter_from_json (JsonNode *node, GError **error);
CrmFilter *crm_filter_parse (const CrmEntity *entity, const char *expression, GError **error);
char *crm_filter_to_expression (CrmFilter *self);

/* "Stage is not Lead"; translated. `link_title` (nullable) names a LINK's target. The field part and the value part
 * can be had alone for a chip with two weights. (transfer full) */
typedef char *(*CrmLinkTitleFunc) (CrmId id, gpointer data);
char *crm_filter_describe (CrmFilter *self, const CrmEntity *entity, CrmLinkTitleFunc link_title,
                           gpointer data);
/* Of one rule: "Stage", and "is not Lead". */
const char *crm_filter_describe_field (CrmFilter *self, const CrmEntity *entity);
char *crm_filter_describe_value (CrmFilter *self, const CrmEntity *entity,
                                 CrmLinkTitleFunc link_title, gpointer data);
const char *crm_filter_op_label (CrmFilterOp op, const CrmField *field); /* translated: "is not" */
/* The operators that fit a kind of field, most useful first; ends with CRM_N_FILTER_OPS. */
const CrmFilterOp *crm_filter_ops_for (CrmFieldKind kind);

/* SQL WHERE condition (without WHERE) with bound values. `today`: day number for relative days in
 * the user's zone; `week_start` 1 Monday … 7 Sunday. Fails with CRM_ERROR_SYNTAX for unknown fields or unreadable values. */
typedef struct
{
  gint64 today; /* days since 1970-01-01 */
  gint64 now;   /* ms UTC */
  int week_start;
} CrmFilterContext;
void crm_filter_context_init (CrmFilterContext *context); /* from the system clock and zone */
gboolean
crm_filter_to_sql (CrmFilter *self, const CrmEntity *entity, const CrmFilterContext *context,
                   GString *sql, GArray *binds, GError **error); /* binds: CrmValue, appended */

G_END_DECLS
