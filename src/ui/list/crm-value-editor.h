/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-context.h"

G_BEGIN_DECLS

/* CrmValueEditor: the entry that fits a field and an operator: choices, numbers, days, periods,
 * lengths of time, links. Values are in the text form of filters. Main thread.
 *
 * Signal "changed". */
#define CRM_TYPE_VALUE_EDITOR (crm_value_editor_get_type ())
G_DECLARE_FINAL_TYPE (CrmValueEditor, crm_value_editor, CRM, VALUE_EDITOR, GtkWidget)

GtkWidget *crm_value_editor_new (CrmContext *context, const CrmEntity *entity,
                                 const CrmField *field, CrmFilterOp op, gboolean multiple);
void crm_value_editor_set_values (CrmValueEditor *self, const char *const *values);
/* NULL while something is missing or unreadable. (transfer full) */
char **crm_value_editor_dup_values (CrmValueEditor *self);
/* What is wrong with what was typed, or NULL. (transfer none) */
const char *crm_value_editor_get_problem (CrmValueEditor *self);
/* How many values the operator takes: 0, 1 or 2. */
guint crm_value_editor_arity (CrmFilterOp op);

G_END_DECLS
