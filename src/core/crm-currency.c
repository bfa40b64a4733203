/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The table of ISO 4217 (amendment 176): codes in use, their minor digits, the usual symbols. Funds,
 * metals and test codes are left out. */

#include "config.h"

#include "crm-currency.h"

#include <math.h>
#include <string.h>

/* clang-format off */
#define CURRENCIES(X) \
  X ("CNY", "¥", 2)  X ("USD", "$", 2)  X ("EUR", "€", 2)  X ("GBP", "£", 2) \
  X ("JPY", "JP¥", 0)  X ("HKD", "HK$", 2)  X ("TWD", "NT$", 2)  X ("KRW", "₩", 0) \
  X ("SGD", "S$", 2)  X ("AUD", "A$", 2)  X ("CAD", "C$", 2)  X ("CHF", NULL, 2) \
  X ("INR", "₹", 2)  X ("SEK", NULL, 2)  X ("NOK", NULL, 2)  X ("DKK", NULL, 2) \
  X ("PLN", "zł", 2)  X ("CZK", NULL, 2)  X ("BRL", "R$", 2)  X ("MXN", "MX$", 2) \
  X ("ZAR", NULL, 2)  X ("THB", "฿", 2)  X ("VND", "₫", 0)  X ("MYR", "RM", 2) \
  X ("AED", NULL, 2)  X ("AFN", NULL, 2)  X ("ALL", NULL, 2)  X ("AMD", NULL, 2) \
  X ("ANG", NULL, 2)  X ("AOA", NULL, 2)  X ("ARS", NULL, 2)  X ("AWG", NULL, 2) \
  X ("AZN", NULL, 2)  X ("BAM", NULL, 2)  X ("BBD", NULL, 2)  X ("BDT", NULL, 2) \
  X ("BGN", NULL, 2)  X ("BHD", NULL, 3)  X ("BIF", NULL, 0)  X ("BMD", NULL, 2) \
  X ("BND", NULL, 2)  X ("BOB", NULL, 2)  X ("BSD", NULL, 2)  X ("BTN", NULL, 2) \
  X ("BWP", NULL, 2)  X ("BYN", NULL, 2)  X ("BZD", NULL, 2)  X ("CDF", NULL, 2) \
  X ("CLP", NULL, 0)  X ("COP", NULL, 2)  X ("CRC", NULL, 2)  X ("CUP", NULL, 2) \
  X ("CVE", NULL, 2)  X ("DJF", NULL, 0)  X ("DOP", NULL, 2)  X ("DZD", NULL, 2) \
  X ("EGP", NULL, 2)  X ("ERN", NULL, 2)  X ("ETB", NULL, 2)  X ("FJD", NULL, 2) \
  X ("FKP", NULL, 2)  X ("GEL", NULL, 2)  X ("GHS", NULL, 2)  X ("GIP", NULL, 2) \
  X ("GMD", NULL, 2)  X ("GNF", NULL, 0)  X ("GTQ", NULL, 2)  X ("GYD", NULL, 2) \
  X ("HNL", NULL, 2)  X ("HTG", NULL, 2)  X ("HUF", NULL, 2)  X ("IDR", NULL, 2) \
  X ("ILS", "₪", 2)  X ("IQD", NULL, 3)  X ("IRR", NULL, 2)  X ("ISK", NULL, 0) \
  X ("JMD", NULL, 2)  X ("JOD", NULL, 3)  X ("KES", NULL, 2)  X ("KGS", NULL, 2) \
  X ("KHR", NULL, 2)  X ("KMF", NULL, 0)  X ("KPW", NULL, 2)  X ("KWD", NULL, 3) \
  X ("KYD", NULL, 2)  X ("KZT", "₸", 2)  X ("LAK", NULL, 2)  X ("LBP", NULL, 2) \
  X ("LKR", NULL, 2)  X ("LRD", NULL, 2)  X ("LSL", NULL, 2)  X ("LYD", NULL, 3) \
  X ("MAD", NULL, 2)  X ("MDL", NULL, 2)  X ("MGA", NULL, 2)  X ("MKD", NULL, 2) \
  X ("MMK", NULL, 2)  X ("MNT", NULL, 2)  X ("MOP", NULL, 2)  X ("MRU", NULL, 2) \
  X ("MUR", NULL, 2)  X ("MVR", NULL, 2)  X ("MWK", NULL, 2)  X ("MZN", NULL, 2) \
  X ("NAD", NULL, 2)  X ("NGN", "₦", 2)  X ("NIO", NULL, 2)  X ("NPR", NULL, 2) \
  X ("NZD", "NZ$", 2)  X ("OMR", NULL, 3)  X ("PAB", NULL, 2)  X ("PEN", NULL, 2) \
  X ("PGK", NULL, 2)  X ("PHP", "₱", 2)  X ("PKR", NULL, 2)  X ("PYG", NULL, 0) \
  X ("QAR", NULL, 2)  X ("RON", NULL, 2)  X ("RSD", NULL, 2)  X ("RUB", "₽", 2) \
  X ("RWF", NULL, 0)  X ("SAR", NULL, 2)  X ("SBD", NULL, 2)  X ("SCR", NULL, 2) \
  X ("SDG", NULL, 2)  X ("SHP", NULL, 2)  X ("SLE", NULL, 2)  X ("SOS", NULL, 2) \
  X ("SRD", NULL, 2)  X ("SSP", NULL, 2)  X ("STN", NULL, 2)  X ("SVC", NULL, 2) \
  X ("SYP", NULL, 2)  X ("SZL", NULL, 2)  X ("TJS", NULL, 2)  X ("TMT", NULL, 2) \
  X ("TND", NULL, 3)  X ("TOP", NULL, 2)  X ("TRY", "₺", 2)  X ("TTD", NULL, 2) \
  X ("TZS", NULL, 2)  X ("UAH", "₴", 2)  X ("UGX", NULL, 0)  X ("UYU", NULL, 2) \
  X ("UZS", NULL, 2)  X ("VES", NULL, 2)  X ("VUV", NULL, 0)  X ("WST", NULL, 2) \
  X ("XAF", NULL, 0)  X ("XCD", NULL, 2)  X ("XOF", NULL, 0)  X ("XPF", NULL, 0) \
  X ("YER", NULL, 2)  X ("ZMW", NULL, 2)
/* clang-format on */

typedef struct
{
  const char *code;
  const char *symbol;
  int digits;
} Currency;

#define AS_CURRENCY(code, symbol, digits) { code, symbol, digits },
/* A code is its own label: it is the same in every language. */
#define AS_CHOICE(code, symbol, digits)   { code, code, NULL },

static const Currency currencies[] = { CURRENCIES (AS_CURRENCY) };
static const CrmEnumValue choices[] = { CURRENCIES (AS_CHOICE) };

const CrmEnum crm_currency_enum = { "currency", choices, G_N_ELEMENTS (choices) };

/* What stands in files beside codes and symbols. */
static const struct
{
  const char *word;
  const char *code;
} words[] = {
  { "rmb", "CNY" },  { "人民币", "CNY" }, { "元", "CNY" },   { "cn¥", "CNY" },
  { "cnh", "CNY" },  { "us$", "USD" },    { "美元", "USD" }, { "dollar", "USD" },
  { "euro", "EUR" }, { "欧元", "EUR" },   { "英镑", "GBP" }, { "日元", "JPY" },
  { "yen", "JPY" },  { "港币", "HKD" },   { "港元", "HKD" }, { "新台币", "TWD" },
  { "韩元", "KRW" }, { "won", "KRW" },
};

static const Currency *
find_currency (const char *code)
{
  for (guint i = 0; code != NULL && i < G_N_ELEMENTS (currencies); i++)
    if (strcmp (currencies[i].code, code) == 0)
      return &currencies[i];
  return NULL;
}

gboolean
crm_currency_is_known (const char *code)
{
  return find_currency (code) != NULL;
}

int
crm_currency_digits (const char *currency)
{
  const Currency *found = find_currency (currency);

  return found != NULL ? found->digits : 2;
}

gint64
crm_currency_scale (const char *currency)
{
  static const gint64 scales[] = { 1, 10, 100, 1000 };

  return scales[crm_currency_digits (currency)];
}

const char *
crm_currency_symbol (const char *currency)
{
  const Currency *found = find_currency (currency);

  return found != NULL && found->symbol != NULL ? found->symbol : currency;
}

const char *
crm_currency_parse (const char *text)
{
  g_autofree char *folded = NULL, *upper = NULL;
  const Currency *found;

  g_return_val_if_fail (text != NULL, NULL);

  upper = g_ascii_strup (text, -1);
  found = find_currency (upper);
  if (found != NULL)
    return found->code;
  for (guint i = 0; i < G_N_ELEMENTS (currencies); i++)
    if (currencies[i].symbol != NULL && strcmp (currencies[i].symbol, text) == 0)
      return currencies[i].code;
  /* Full-width signs become the usual ones. */
  folded = g_utf8_normalize (text, -1, G_NORMALIZE_ALL_COMPOSE);
  if (folded == NULL)
    return NULL;
  if (strcmp (folded, text) != 0)
    return crm_currency_parse (folded);
  g_free (folded);
  folded = g_utf8_strdown (text, -1);
  for (guint i = 0; i < G_N_ELEMENTS (words); i++)
    if (strcmp (words[i].word, folded) == 0)
      return words[i].code;
  return NULL;
}

gint64
crm_currency_rescale (gint64 minor, const char *from, const char *to)
{
  gint64 up = crm_currency_scale (to), down = crm_currency_scale (from);

  if (up >= down)
    return ABS (minor) < G_MAXINT64 / (up / down) ? minor * (up / down) : minor;
  return (minor + (minor < 0 ? -1 : 1) * (down / up) / 2) / (down / up);
}

gboolean
crm_line_amount_fits (double quantity, double price)
{
  return !(fabs (quantity * price) > 1e13);
}

gint64
crm_line_amount (double quantity, double price, double discount, const char *currency)
{
  double hundredths = quantity * price * (100 - (isnan (discount) ? 0 : discount));
  gint64 scale = crm_currency_scale (currency);
  double minor = scale == 100 ? hundredths : hundredths / 100 * (double) scale;

  /* No amount at all is nearer the truth than one that is out of range. */
  return fabs (minor) < 9e18 ? llround (minor) : 0;
}

gboolean
crm_currency_convert (gint64 minor, const char *from, const char *to, double rate, gint64 *result)
{
  /* Long double (64 bits of mantissa on x86) keeps every amount that fits; elsewhere 15 digits. */
  long double value;

  *result = 0;
  if (!isfinite (rate) || rate <= 0)
    return FALSE;
  value = (long double) minor * rate * (long double) crm_currency_scale (to) /
          (long double) crm_currency_scale (from);
  if (fabsl (value) > 9e18L)
    return FALSE;
  *result = (gint64) roundl (value);
  return TRUE;
}
