/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-field.h"

G_BEGIN_DECLS

/* The currencies of ISO 4217. Money is integer minor units: 1050 is 10.50 CNY, 1050 JPY, 1.050 KWD. An
 * amount without a currency is one of the base currency, which is a setting of the database.
 * Unknown codes (and NULL) have two minor digits. Static, any thread. */

int crm_currency_digits (const char *currency);   /* CNY 2, JPY 0, KWD 3 */
gint64 crm_currency_scale (const char *currency); /* minor units of one whole: 100, 1, 1000 */
#define CRM_CURRENCY_FINEST "KWD"                 /* has as many minor digits as any */
/* "¥", "€"; the code itself if there is none in common use. */
const char *crm_currency_symbol (const char *currency);

/* The code that a person or a file means: "usd", "US$", "RMB", "人民币", "€"; NULL if none. (transfer none) */
const char *crm_currency_parse (const char *text);
gboolean crm_currency_is_known (const char *code);

/* The codes as choices, the most used ones first. */
extern const CrmEnum crm_currency_enum;

/* The same whole units in another currency's minor units: 10.50 is 1050 CNY, 11 JPY. */
gint64 crm_currency_rescale (gint64 minor, const char *from, const char *to);
/* quantity × price less `discount` percent, in minor units, half away from zero. The price is in whole units and
 * may be finer than the currency. */
gint64 crm_line_amount (double quantity, double price, double discount, const char *currency);
/* Whether that is an amount at all: at most ten million million whole units, so that sums of amounts
 * stay in range. TRUE where one of the two is missing. */
gboolean crm_line_amount_fits (double quantity, double price);
/* `rate`: whole units of `to` for one whole unit of `from`. Rounds half away from zero. FALSE if the result
 * is out of range or the rate is not a positive number. */
gboolean
crm_currency_convert (gint64 minor, const char *from, const char *to, double rate, gint64 *result);

G_END_DECLS
