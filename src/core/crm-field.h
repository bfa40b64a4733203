/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "crm-value.h"

G_BEGIN_DECLS

/* What a field is. The comment says: SQL storage · GObject property type · text form in CSV. */
typedef enum
{
  CRM_FIELD_TEXT,      /* TEXT · string */
  CRM_FIELD_LONG_TEXT, /* TEXT · string, may have lines */
  CRM_FIELD_INTEGER,   /* INTEGER · int64, CRM_NULL_INT = unknown */
  CRM_FIELD_MONEY,   /* INTEGER minor units · int64 · "1234.50"; target = field with the currency,
                    * or the link to the record that has it; NULL = base currency */
  CRM_FIELD_DECIMAL, /* REAL · double, NaN = unknown */
  CRM_FIELD_PERCENT, /* REAL, 12.5 is 12.5 % · double */
  CRM_FIELD_DAY,     /* INTEGER days since 1970-01-01 · int64 · "2026-11-23" */
  CRM_FIELD_INSTANT, /* INTEGER milliseconds UTC · int64 · "2026-11-23T09:42:00.000Z" */
  CRM_FIELD_BOOLEAN, /* INTEGER 0/1 · boolean · "true"/"false" */
  CRM_FIELD_ENUM,    /* TEXT stable English code · string; target = name of the CrmEnum */
  CRM_FIELD_LINK,    /* INTEGER id · int64, 0 = none; target = entity name */
  CRM_FIELD_LIST,    /* TEXT JSON array of strings · GStrv · "a; b" */
  CRM_FIELD_EMAIL,   /* TEXT · string, lower-case domain */
  CRM_FIELD_PHONE,   /* TEXT E.164, extension as ";ext=12" (RFC 3966) · string */
  CRM_FIELD_URL,     /* TEXT · string */
  CRM_FIELD_JSON,    /* TEXT JSON object · string: custom fields, parameters */
} CrmFieldKind;

typedef enum
{
  CRM_FIELD_NONE = 0,
  CRM_FIELD_REQUIRED = 1 << 0, /* never NULL */
  CRM_FIELD_SEARCH = 1 << 1,   /* in the full-text index */
  CRM_FIELD_INDEXED = 1 << 2,  /* has an SQL index */
  CRM_FIELD_DERIVED = 1 << 3,  /* computed by the store; never journaled, synced or edited */
  CRM_FIELD_SYSTEM = 1 << 4,   /* stamped by the store, journaled, not edited by people */
  CRM_FIELD_OWNED = 1 << 5,    /* LINK: deleted and restored together with its target */
  CRM_FIELD_UNIQUE = 1 << 6,   /* no two live records share it */
  CRM_FIELD_HIDDEN = 1 << 7,   /* not offered in lists, forms, filters or exports */
  CRM_FIELD_SUMMABLE = 1 << 8, /* a list's status line may add it up */
} CrmFieldFlags;

/* CrmField: one row of an entity's table; static, immutable, the only place that knows a field.
 * `id` is kebab-case: the GObject property; the SQL column has '_' for '-'. */
typedef struct
{
  const char *id;
  CrmFieldKind kind;
  CrmFieldFlags flags;
  const char *label;  /* untranslated, marked with N_ */
  const char *target; /* see CrmFieldKind */
} CrmField;

/* One choice of an enumeration. `tone` names the pill's hue: "blue" "teal" "amber" "grey" "red" or NULL. */
typedef struct
{
  const char *code;
  const char *label; /* untranslated, marked with N_, or NC_ under the enumeration's name */
  const char *tone;
} CrmEnumValue;

typedef struct
{
  const char *name;
  const CrmEnumValue *values;
  guint n_values;
} CrmEnum;

const CrmEnum *crm_enum_lookup (const char *name);
const CrmEnumValue *crm_enum_find (const CrmEnum *self, const char *code);
/* The translated label of a code; an unknown code is its own label. (transfer none) */
const char *crm_enum_label (const CrmEnum *self, const char *code);

const char *crm_field_get_label (const CrmField *self); /* translated */
CrmValueType crm_field_storage (const CrmField *self);  /* INT, REAL or TEXT */
char *crm_field_dup_column (const CrmField *self);
gboolean
crm_field_is_editable (const CrmField *self); /* by people: not derived, system or hidden */
GParamSpec *crm_field_create_pspec (const CrmField *self); /* (transfer full) */

/* Text in from a person or a file. Trims, normalises (E.164, lower-case e-mail domain, enum code or
 * label, decimal and thousands marks, common date forms). Empty text is NULL. Returns FALSE with
 * CRM_ERROR_INVALID and a sentence that says how to mend it. `context` is (nullable). */
typedef struct
{
  const char *calling_code; /* "86": what a telephone number without one gets; NULL = from locale */
  const char *currency;     /* of MONEY fields: says how many minor digits; NULL = 2 digits */
  gboolean day_first;       /* 03/04/2026 is 3 April */
  gboolean day_order_known; /* 13/04/2026 is no day if the month comes first */
  char decimal_mark;        /* '.' or ','; 0 = guess from the text */
} CrmParseContext;

gboolean crm_field_parse (const CrmField *self, const CrmParseContext *context, const char *text,
                          CrmValue *value, GError **error);

/* Machine text out: what CSV holds and crm_field_parse reads back exactly. NULL is "". */
char *crm_field_to_text (const CrmField *self, const char *currency, const CrmValue *value);

/* Checks a value already in storage form: required, enumeration code, ranges, forms. */
gboolean crm_field_validate (const CrmField *self, const CrmValue *value, GError **error);

G_END_DECLS
