/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-context.h"
#include "crm-custom-value.h"

G_BEGIN_DECLS

/* CrmCustomFields: a record's own fields (the JSON object "custom") as rows of name and value, each
 * checked by its kind. Deeper structures that stand there are kept as they are unless they are edited.
 * Main thread. */
#define CRM_TYPE_CUSTOM_FIELDS (crm_custom_fields_get_type ())
G_DECLARE_FINAL_TYPE (CrmCustomFields, crm_custom_fields, CRM, CUSTOM_FIELDS, GtkBox)

GtkWidget *crm_custom_fields_new (CrmContext *context, const CrmEntity *entity);
void crm_custom_fields_set_record (CrmCustomFields *self, CrmRecord *record);
/* Saves one field; `text` NULL removes it. FALSE: the text is no value of the kind. */
gboolean crm_custom_fields_put (CrmCustomFields *self, const char *name, CrmCustomKind kind,
                                const char *text, GError **error);
/* The same for a field that is not there yet: the name is checked, too. */
gboolean crm_custom_fields_add (CrmCustomFields *self, const char *name, CrmCustomKind kind,
                                const char *text, GError **error);

G_END_DECLS
