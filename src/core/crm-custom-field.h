/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-record.h"

G_BEGIN_DECLS

/* Own fields: members of the JSON in a record's field "custom", used as if they stood in the table.
 *
 * Nothing declares them: the id says what a member is read as. "custom.Colour" is a text, "custom.Height:number" a
 * number, "custom.Audit:day" a day, "custom.Key account:flag" yes or no. So a condition, an order or a column means the
 * same in every database, and a member that is no number is unknown where a number is asked for. Such a CrmField is made once and
 * never freed; any thread. */

/* A field of the table, or an own one; NULL if it is neither. */
const CrmField *crm_entity_any_field (const CrmEntity *entity, const char *id);
gboolean crm_field_is_custom (const CrmField *self);

/* The value of a field in SQL: the quoted column, or an expression on "custom". (transfer full) */
char *crm_field_dup_sql (const CrmField *self);

/* The JSON in "custom" of a record (nullable); empty if there is none. (transfer full), of the caller alone */
JsonObject *crm_record_dup_custom (CrmRecord *record);
/* The text of such an object for "custom"; NULL for an empty one. (transfer full) */
CrmValue crm_value_custom (JsonObject *object);
/* The value of any field of a record. (transfer full) */
CrmValue crm_record_dup_any_value (CrmRecord *record, const CrmField *field);
/* Sets any field; an own one is written into the JSON beside the others, NULL removes it. */
void crm_record_set_any_value (CrmRecord *record, const CrmField *field, const CrmValue *value);

G_END_DECLS
