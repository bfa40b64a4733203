/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-context.h"

G_BEGIN_DECLS

/* CrmValuePicker: a button that opens a list to choose from: the choices of an ENUM, the words used
 * in a LIST field (and new ones), or the records a LINK may point at, found by search. Values are in
 * the text form of filters: code, word, id. Main thread.
 *
 * Signal "changed". */
#define CRM_TYPE_VALUE_PICKER (crm_value_picker_get_type ())
G_DECLARE_FINAL_TYPE (CrmValuePicker, crm_value_picker, CRM, VALUE_PICKER, GtkWidget)

GtkWidget *crm_value_picker_new (CrmContext *context, const CrmEntity *entity,
                                 const CrmField *field, gboolean multiple);
const char *const *crm_value_picker_get_values (CrmValuePicker *self); /* (transfer none) */
void crm_value_picker_set_values (CrmValuePicker *self, const char *const *values);

G_END_DECLS
