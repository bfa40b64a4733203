/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* A telephone number as typed -> "+8613805712290" or "+86216288;ext=44" (E.164, RFC 3966 extension).
 * Understands +, 00, national trunk prefixes, full-width digits, extensions ("ext. 12", "x12", "转12",
 * "分机12"). `calling_code` (nullable) is what a number without one gets; NULL takes the locale's. NULL if it is no telephone
 * number (fewer than 5 or more than 15 digits, letters). (transfer full) */
char *crm_phone_normalize (const char *typed, const char *calling_code);

/* The calling code of the locale's country; "86" for Chinese, "1" if unknown. */
const char *crm_phone_default_calling_code (void);

G_END_DECLS
