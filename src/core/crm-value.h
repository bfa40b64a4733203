/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib-object.h>

G_BEGIN_DECLS

/* An id: the SQLite rowid, unique over all entities (see crm-entity.h). 0 is no record. */
typedef gint64 CrmId;

/* What an unknown number is in a GObject property; in a CrmValue it is CRM_VALUE_NULL. */
#define CRM_NULL_INT G_MININT64

typedef enum
{
  CRM_VALUE_NULL,
  CRM_VALUE_INT,
  CRM_VALUE_REAL,
  CRM_VALUE_TEXT,
} CrmValueType;

/* CrmValue: what one field holds, in the storage classes of SQLite. Text is UTF-8, owned by the
 * value, immutable. A zeroed CrmValue is NULL. Not thread-safe by itself: owned by one thread. */
typedef struct
{
  CrmValueType type;
  union
  {
    gint64 i;
    double r;
    char *s; /* GRefString */
  };
} CrmValue;

#define CRM_VALUE_INIT                                                                             \
  {                                                                                                \
    .type = CRM_VALUE_NULL                                                                         \
  }

CrmValue crm_value_int (gint64 number);
CrmValue crm_value_real (double number);    /* NaN becomes NULL */
CrmValue crm_value_text (const char *text); /* NULL and "" become NULL */
CrmValue crm_value_text_len (const char *text, gsize length);

CrmValue crm_value_copy (const CrmValue *value);
void crm_value_clear (CrmValue *value);
gboolean crm_value_equal (const CrmValue *a, const CrmValue *b);
int crm_value_compare (const CrmValue *a, const CrmValue *b); /* NULL first, text bytewise */

static inline gboolean
crm_value_is_null (const CrmValue *value)
{
  return value->type == CRM_VALUE_NULL;
}

/* The text, or NULL; (transfer none). */
static inline const char *
crm_value_get_text (const CrmValue *value)
{
  return value->type == CRM_VALUE_TEXT ? value->s : NULL;
}

gint64 crm_value_get_int (const CrmValue *value);  /* CRM_NULL_INT when NULL or not a number */
double crm_value_get_real (const CrmValue *value); /* NaN when NULL or not a number */

/* Lists of strings are held as the text of a JSON array. */
char **crm_value_get_list (const CrmValue *value);    /* (transfer full), never NULL */
CrmValue crm_value_list (const char *const *strings); /* empty becomes NULL */

G_DEFINE_AUTO_CLEANUP_CLEAR_FUNC (CrmValue, crm_value_clear)

G_END_DECLS
