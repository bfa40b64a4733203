/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Currencies: minor digits as ISO 4217 has them, what people write for a code, exact conversion. */

#include <math.h>

#include "crm-entities.h"
#include "crm-format.h"

static void
test_digits (void)
{
  static const char *const none[] = { "JPY", "KRW", "VND", "CLP", "ISK", "XOF", "XAF", "XPF",
                                      "BIF", "DJF", "GNF", "KMF", "PYG", "RWF", "UGX", "VUV" };
  static const char *const three[] = { "BHD", "IQD", "JOD", "KWD", "LYD", "OMR", "TND" };
  guint n_none = 0, n_three = 0;

  for (guint i = 0; i < G_N_ELEMENTS (none); i++)
    g_assert_cmpint (crm_currency_digits (none[i]), ==, 0);
  for (guint i = 0; i < G_N_ELEMENTS (three); i++)
    g_assert_cmpint (crm_currency_digits (three[i]), ==, 3);
  for (guint i = 0; i < crm_currency_enum.n_values; i++)
    {
      const char *code = crm_currency_enum.values[i].code;
      int digits = crm_currency_digits (code);

      g_assert_cmpuint (strlen (code), ==, 3);
      g_assert_cmpstr (crm_currency_parse (code), ==, code);
      g_assert_true (digits == 0 || digits == 2 || digits == 3);
      n_none += digits == 0;
      n_three += digits == 3;
      for (guint k = 0; k < i; k++)
        g_assert_cmpstr (crm_currency_enum.values[k].code, !=, code);
    }
  g_assert_cmpuint (n_none, ==, G_N_ELEMENTS (none));
  g_assert_cmpuint (n_three, ==, G_N_ELEMENTS (three));
  g_assert_cmpint (crm_currency_digits (NULL), ==, 2);
  g_assert_cmpint (crm_currency_digits ("???"), ==, 2);
  g_assert_cmpint (crm_currency_scale ("KWD"), ==, 1000);
  g_assert_cmpint (crm_currency_scale ("JPY"), ==, 1);
  g_assert_cmpint (crm_currency_scale (CRM_CURRENCY_FINEST), ==, 1000);
}

static void
test_parse (void)
{
  static const char *const cases[][2] = {
    { "usd", "USD" }, { "US$", "USD" }, { "RMB", "CNY" },  { "人民币", "CNY" }, { "￥", "CNY" },
    { "€", "EUR" },   { "HK$", "HKD" }, { "日元", "JPY" }, { "ＥＵＲ", "EUR" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    g_assert_cmpstr (crm_currency_parse (cases[i][0]), ==, cases[i][1]);
  g_assert_null (crm_currency_parse ("XYZ"));
  g_assert_null (crm_currency_parse (""));
  g_assert_null (crm_currency_parse ("CNY USD"));
}

/* An amount through text and back in every currency, to the last unit. */
static void
test_amounts (void)
{
  static const gint64 amounts[] = { 0, 1, -1, 29, 105, -1050, 999999, 9007199254740993 };
  const CrmField *field = crm_entity_field (&crm_entity_order, "amount");

  for (guint c = 0; c < crm_currency_enum.n_values; c++)
    for (guint i = 0; i < G_N_ELEMENTS (amounts); i++)
      {
        const CrmParseContext context = { .currency = crm_currency_enum.values[c].code };
        g_auto (CrmValue) value = crm_value_int (amounts[i]), back = CRM_VALUE_INIT;
        g_autofree char *text = crm_field_to_text (field, context.currency, &value);

        g_assert_true (crm_field_parse (field, &context, text, &back, NULL));
        g_assert_cmpint (crm_value_get_int (&back), ==, amounts[i]);
      }
  {
    g_autofree char *yen = crm_format_money (1234567, "JPY", FALSE);
    g_autofree char *dinar = crm_format_money (1234567, "KWD", FALSE);
    g_autofree char *yuan = crm_format_money (1234567, "CNY", FALSE);

    g_assert_cmpstr (yen, ==, "JP¥ 1,234,567");
    g_assert_cmpstr (dinar, ==, "KWD 1,234.567");
    g_assert_cmpstr (yuan, ==, "¥ 12,345.67");
  }
  {
    static const struct
    {
      double price;
      const char *currency, *text;
    } prices[] = { { 74.9, "CNY", "74.90" },    { 2600, "CNY", "2,600.00" },
                   { 0.0125, "CNY", "0.0125" }, { 1980, "JPY", "1,980" },
                   { 0.5, "JPY", "0.5" },       { 3, "KWD", "3.000" },
                   { -28.5, "CNY", "-28.50" } };

    for (guint i = 0; i < G_N_ELEMENTS (prices); i++)
      {
        g_autofree char *text = crm_format_price (prices[i].price, prices[i].currency);
        g_auto (GStrv) parts = g_strsplit (text, "−", -1);
        g_autofree char *plain = g_strjoinv ("-", parts);

        g_assert_cmpstr (plain, ==, prices[i].text);
      }
  }
}

static void
test_convert (void)
{
  gint64 got;

  g_assert_true (crm_currency_convert (10000, "USD", "CNY", 7.1, &got));
  g_assert_cmpint (got, ==, 71000);
  g_assert_true (crm_currency_convert (10000, "JPY", "CNY", 0.05, &got));
  g_assert_cmpint (got, ==, 50000);
  g_assert_true (crm_currency_convert (1, "KWD", "JPY", 500, &got));
  g_assert_cmpint (got, ==, 1); /* half a yen */
  g_assert_true (crm_currency_convert (-1, "KWD", "JPY", 500, &got));
  g_assert_cmpint (got, ==, -1);
  g_assert_false (crm_currency_convert (1, "USD", "CNY", 0, &got));
  g_assert_false (crm_currency_convert (1, "USD", "CNY", -2, &got));
  g_assert_false (crm_currency_convert (1, "USD", "CNY", NAN, &got));
  g_assert_false (crm_currency_convert (G_MAXINT64 / 2, "USD", "CNY", 100, &got));

  g_assert_cmpint (crm_currency_rescale (1050, "CNY", "JPY"), ==, 11);
  g_assert_cmpint (crm_currency_rescale (-1050, "CNY", "JPY"), ==, -11);
  g_assert_cmpint (crm_currency_rescale (1050, "JPY", "KWD"), ==, 1050000);
  g_assert_cmpint (crm_currency_rescale (1050, "USD", "EUR"), ==, 1050);

  g_assert_cmpint (crm_line_amount (3, 0.335, 0, "CNY"), ==, 101); /* 1.005 */
  g_assert_cmpint (crm_line_amount (3, 980, 10, "JPY"), ==, 2646);
  g_assert_cmpint (crm_line_amount (2, 1.2345, 0, "KWD"), ==, 2469);
  g_assert_cmpint (crm_line_amount (-2, 0.25, NAN, "USD"), ==, -50);
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/currency/digits", test_digits);
  g_test_add_func ("/currency/parse", test_parse);
  g_test_add_func ("/currency/amounts", test_amounts);
  g_test_add_func ("/currency/convert", test_convert);
  return g_test_run ();
}
