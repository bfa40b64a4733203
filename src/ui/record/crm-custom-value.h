/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <json-glib/json-glib.h>

#include "crm-value.h"

G_BEGIN_DECLS

/* The kinds a field of one's own can have, and how JSON holds them: a string, a number, a string of the
 * form 2026-11-23, a truth value. Pure functions. */
typedef enum
{
  CRM_CUSTOM_TEXT,
  CRM_CUSTOM_NUMBER,
  CRM_CUSTOM_DAY,
  CRM_CUSTOM_BOOLEAN,
  CRM_N_CUSTOM_KINDS
} CrmCustomKind;

const char *crm_custom_kind_label (CrmCustomKind kind); /* translated */
/* What a value that is there is; deeper structures count as text. */
CrmCustomKind crm_custom_kind_of (JsonNode *node);
/* What people see and edit. (transfer full) */
char *crm_custom_value_to_text (JsonNode *node);
/* NULL with a sentence in `error` when the text is no value of the kind, or empty. */
JsonNode *crm_custom_value_parse (CrmCustomKind kind, const char *text, GError **error);
/* A name that may be given: not empty, and not there yet, however it is spelled. `object` (nullable). */
gboolean crm_custom_name_check (JsonObject *object, const char *name, GError **error);

G_END_DECLS
