/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-context.h"

G_BEGIN_DECLS

/* CrmCustomFields: a record's own fields (the JSON object "custom") as rows of name and value. Values
 * are texts; numbers, truth values and deeper structures that stand there are kept as they are unless
 * they are edited. Main thread. */
#define CRM_TYPE_CUSTOM_FIELDS (crm_custom_fields_get_type ())
G_DECLARE_FINAL_TYPE (CrmCustomFields, crm_custom_fields, CRM, CUSTOM_FIELDS, GtkBox)

GtkWidget *crm_custom_fields_new (CrmContext *context, const CrmEntity *entity);
void crm_custom_fields_set_record (CrmCustomFields *self, CrmRecord *record);
/* Saves one field; `text` NULL or "" removes it. */
void crm_custom_fields_put (CrmCustomFields *self, const char *name, const char *text);

G_END_DECLS
