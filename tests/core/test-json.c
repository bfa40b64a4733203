/* SPDX-License-Identifier: GPL-3.0-or-later */

/* JSON text is JSON: numbers come back as they were, and those without a form in JSON are null. */

#include <math.h>

#include "crm-custom-field.h"
#include "crm-entities.h"
#include "crm-json.h"

static void
test_numbers (void)
{
  static const struct
  {
    double value;
    const char *text;
  } cases[] = {
    { 1e-10, "1e-10" },
    { 1e22, "1e+22" },
    { -5e-324, "-4.9406564584124654e-324" },
    { 2.5e-7, "e-07" },
    { 0.5, "0.5" },
    { 3, "3.0" },
    { -0.0, "-0.0" },
    { NAN, "null" },
    { -NAN, "null" },
    { INFINITY, "null" },
    { -INFINITY, "null" },
    { 1.7976931348623157e308, "1.7976931348623157e+308" },
  };

  for (guint i = 0; i < G_N_ELEMENTS (cases); i++)
    {
      g_autoptr (JsonNode) node = json_node_init_double (json_node_alloc (), cases[i].value);
      g_autofree char *text = crm_json_to_text (node, FALSE);
      g_autoptr (JsonNode) back = NULL;
      g_autoptr (GError) error = NULL;

      g_assert_nonnull (strstr (text, cases[i].text));
      g_assert_null (strstr (text, "e-10.0"));
      back = json_from_string (text, &error);
      g_assert_no_error (error);
      if (isfinite (cases[i].value))
        g_assert_cmpfloat (json_node_get_double (back), ==, cases[i].value);
      else
        g_assert_true (JSON_NODE_HOLDS_NULL (back));
    }
}

/* Words that look like numbers stay what they are, in names and values. */
static void
test_words (void)
{
  static const char json[] =
      "{\"1e-10.0\":\"nan \\\"inf\\\" 1e-10.0 \\\\\",\"a\":[null,false,true,-3,\"\"]}";
  g_autoptr (JsonNode) node = json_from_string (json, NULL);
  g_autofree char *text = crm_json_to_text (node, FALSE), *indented = crm_json_to_text (node, TRUE);
  g_autoptr (JsonNode) again = json_from_string (indented, NULL);

  g_assert_cmpstr (text, ==, json);
  g_assert_nonnull (strchr (indented, '\n'));
  g_assert_true (json_node_equal (node, again));
}

/* An own field keeps a small number, and the fields beside it. */
static void
test_own_field (void)
{
  g_autoptr (CrmRecord) record = crm_record_new (&crm_entity_customer);
  const CrmField *number = crm_entity_any_field (&crm_entity_customer, "custom.Purity:number");
  const CrmField *words = crm_entity_any_field (&crm_entity_customer, "custom.Colour");
  g_auto (CrmValue) small = crm_value_real (1e-10), red = crm_value_text ("red");
  g_auto (CrmValue) held = CRM_VALUE_INIT, colour = CRM_VALUE_INIT;

  crm_record_set_any_value (record, number, &small);
  crm_record_set_any_value (record, words, &red);
  held = crm_record_dup_any_value (record, number);
  colour = crm_record_dup_any_value (record, words);
  g_assert_cmpfloat (crm_value_get_real (&held), ==, 1e-10);
  g_assert_cmpstr (crm_value_get_text (&colour), ==, "red");
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/core/json/numbers", test_numbers);
  g_test_add_func ("/core/json/words", test_words);
  g_test_add_func ("/core/json/own-field", test_own_field);
  return g_test_run ();
}
