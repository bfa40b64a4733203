/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

#include "crm-entity.h"

G_BEGIN_DECLS

/* CrmRecord: one row of an entity as a GObject with one real property a field, plus "id" and
 * "loaded". Lives on the thread that made it (the main thread, for the interface's records). Reading
 * or writing a property touches memory only: a change reaches the database through a CrmChangeset.
 *
 * A record that is still being loaded is an empty placeholder ("loaded" is FALSE). */
#define CRM_TYPE_RECORD (crm_record_get_type ())
G_DECLARE_DERIVABLE_TYPE (CrmRecord, crm_record, CRM, RECORD, GObject)

struct _CrmRecordClass
{
  GObjectClass parent_class;
  const CrmEntity *entity;
};

/* Defines the GType of an entity's records: properties are installed from the field table. */
#define CRM_DEFINE_RECORD(TypeName, type_name, entity_variable)                                    \
  typedef CrmRecord TypeName;                                                                      \
  typedef CrmRecordClass TypeName##Class;                                                          \
  G_DEFINE_TYPE (TypeName, type_name, CRM_TYPE_RECORD)                                             \
  static void type_name##_class_init (TypeName##Class *klass)                                      \
  {                                                                                                \
    crm_record_class_install_fields (klass, &entity_variable);                                     \
  }                                                                                                \
  static void type_name##_init (TypeName *self)                                                    \
  {                                                                                                \
  }

void crm_record_class_install_fields (CrmRecordClass *klass, const CrmEntity *entity);

CrmRecord *crm_record_new (const CrmEntity *entity); /* all fields NULL, "loaded" TRUE, id 0 */
CrmRecord *crm_record_new_placeholder (const CrmEntity *entity, CrmId id);
CrmRecord *crm_record_copy (CrmRecord *self);

const CrmEntity *crm_record_get_entity (CrmRecord *self);
CrmId crm_record_get_id (CrmRecord *self);
void crm_record_set_id (CrmRecord *self, CrmId id);
gboolean crm_record_get_loaded (CrmRecord *self);
void crm_record_set_loaded (CrmRecord *self, gboolean loaded);
gboolean crm_record_is_deleted (CrmRecord *self);

/* By index into the entity's table; values are (transfer none) out, copied in; notify is emitted. */
const CrmValue *crm_record_get_value (CrmRecord *self, guint index);
void crm_record_set_value (CrmRecord *self, guint index, const CrmValue *value);

/* By field id. A wrong id is a programmer's error. */
const char *crm_record_get_text (CrmRecord *self, const char *field_id); /* (nullable) */
gint64 crm_record_get_int (CrmRecord *self, const char *field_id);       /* CRM_NULL_INT */
double crm_record_get_real (CrmRecord *self, const char *field_id);      /* NaN */
gboolean crm_record_get_boolean (CrmRecord *self, const char *field_id);
CrmId crm_record_get_link (CrmRecord *self, const char *field_id); /* 0 */
void crm_record_set_text (CrmRecord *self, const char *field_id, const char *text);
void crm_record_set_int (CrmRecord *self, const char *field_id, gint64 number);
void crm_record_set_real (CrmRecord *self, const char *field_id, double number);

/* The name of the record for people; never NULL or empty. (transfer none) */
const char *crm_record_get_title (CrmRecord *self);

/* The currency that goes with a MONEY field: the record's own, or NULL for the base currency. That of an
 * order's line is known to crm_reader_currency() only. */
const char *crm_record_get_currency (CrmRecord *self, const CrmField *field);

/* The text of a field for people, by locale. `store_currency` is the base currency. LINK fields give
 * NULL: the target's title is the caller's to know. (transfer full) (nullable) */
char *crm_record_format (CrmRecord *self, const char *field_id, const char *base_currency);

/* JSON object {"id": "123", "type": "customer", field: value...}; NULL fields are left out; ids and
 * money are strings (2^53). Unknown members are ignored on reading. */
JsonNode *crm_record_to_json (CrmRecord *self);
CrmRecord *crm_record_from_json (JsonNode *node, GError **error);

/* One field's value as JSON and back; the form of the journal's deltas as well. */
JsonNode *crm_value_to_json (const CrmField *field, const CrmValue *value);
gboolean
crm_value_from_json (const CrmField *field, JsonNode *node, CrmValue *value, GError **error);

/* Every field checked; returns (field index, message) pairs, NULL when all is well. */
typedef struct
{
  guint field;
  char *message;
} CrmProblem;
void crm_problem_free (CrmProblem *problem);
GPtrArray *crm_record_validate (CrmRecord *self); /* (element-type CrmProblem) (nullable) */

G_END_DECLS
