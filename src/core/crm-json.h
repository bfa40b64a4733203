/* SPDX-License-Identifier: GPL-3.0-or-later */

/* JSON as text: the only place of the program that writes it. */

#pragma once

#include <json-glib/json-glib.h>

G_BEGIN_DECLS

/* JSON that any reader takes (RFC 8259) of @node, on one line, or indented when @pretty. json-glib's own writer
 * spells a double without a point with one at the end, “1e-10.0” and “nan.0”; here they are 1e-10 and,
 * as JSON has no such numbers, null. Free with g_free (). */
char *crm_json_to_text (JsonNode *node, gboolean pretty);

G_END_DECLS
