/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Every field of every entity through the database, through JSON and through CSV, and back the same. */

#include <glib/gstdio.h>
#include <string.h>

#include "crm-csv-export.h"
#include "crm-csv-reader.h"
#include "store-fixture.h"

#define N_RECORDS 24

#define PICK(table, n) table[(n) % G_N_ELEMENTS (table)]

static const char *const texts[] = {
  "苏州恒瑞精密", "O'Neil \"Sons\", Ltd",
  "=SUM (A1)",    "'apostrophe",
  "a;b|c",        "-5",
  "🙂 naïve",  "[bracket]",
  "NULL",         "true",
  "+49 (0)",      "100 %",
  "𠮷野家",       "@home",
  "{}",           "1,234.50",
};
static const char *const long_texts[] = { "one\ntwo\r\nthree", "a\ttab, \"quoted\"\n\n\nend",
                                          "重庆\n北碚", "\"", "=1+1\n=2" };
static const gint64 integers[] = { 0, 1, -1, 42, G_MAXINT64, G_MININT64 + 1, 9007199254740993 };
static const gint64 amounts[] = { 0, 1, -1, 29, -123456789, 9007199254740993, -922337203685477 };
static const double reals[] = { 0, 0.1, -0.25, 12345678.9012, 1e15, 33.333333333333336, -1e-7 };
static const gint64 days[] = { 0, -1, 20000, -719162, 2932896, 19782 };
static const gint64 instants[] = { 0,
                                   1,
                                   -1,
                                   G_GINT64_CONSTANT (1700000000123),
                                   G_GINT64_CONSTANT (-62135596800000),
                                   G_GINT64_CONSTANT (253402300799999) };
static const char *const lists[][3] = { { "a;b", "c, d", NULL },
                                        { "vip", NULL },
                                        { "展会", "x\"y", NULL },
                                        { "[x]", "{\"a\":1}", NULL } };
static const char *const emails[] = { "mary.o'neil+tag@example.com", "INFO@example.co.uk" };
static const char *const phones[] = { "+8613805712290", "+86216288;ext=44", "+14155550100" };
static const char *const urls[] = { "https://example.com/a,b?c=1&d=%20", "https://example.com" };
static const char *const jsons[] = { "{\"a\":[1,2],\"名\":\"x,y\"}", "{}",
                                     "{\"q\":\"\\\"\",\"n\":null}" };
static const char *const currencies[] = { "USD", "JPY", "KWD", "CNY" };

/* A value of the field, another for each `n`. NULL now and then, where it may be. */
static CrmValue
make_value (const CrmField *field, guint n)
{
  g_autofree char *unique = NULL;

  if (g_str_equal (field->id, "rate"))
    return crm_value_real (n % 2 ? 7.85 : 0.0012345678901234567);
  if (g_str_equal (field->id, "quoted-in"))
    return crm_value_text ("EUR");
  if (!(field->flags & CRM_FIELD_REQUIRED) && n % 7 == 3)
    return (CrmValue) CRM_VALUE_INIT;
  if (g_str_equal (field->id, "currency"))
    return crm_value_text (PICK (currencies, n));
  switch (field->kind)
    {
    case CRM_FIELD_TEXT:
      unique = g_strdup_printf ("%s %u", PICK (texts, n), n);
      return crm_value_text (field->flags & CRM_FIELD_REQUIRED ? unique : PICK (texts, n));
    case CRM_FIELD_LONG_TEXT:
      return crm_value_text (PICK (long_texts, n));
    case CRM_FIELD_INTEGER:
      return crm_value_int (PICK (integers, n));
    case CRM_FIELD_MONEY:
      return crm_value_int (PICK (amounts, n));
    case CRM_FIELD_DECIMAL:
    case CRM_FIELD_PERCENT:
      return crm_value_real (PICK (reals, n));
    case CRM_FIELD_DAY:
      return crm_value_int (PICK (days, n));
    case CRM_FIELD_INSTANT:
      return crm_value_int (PICK (instants, n));
    case CRM_FIELD_BOOLEAN:
      return crm_value_int (n % 2);
    case CRM_FIELD_ENUM:
      {
        const CrmEnum *choices = crm_enum_lookup (field->target);

        return crm_value_text (choices->values[n % choices->n_values].code);
      }
    case CRM_FIELD_LIST:
      return crm_value_list (PICK (lists, n));
    case CRM_FIELD_EMAIL:
      return crm_value_text (PICK (emails, n));
    case CRM_FIELD_PHONE:
      return crm_value_text (PICK (phones, n));
    case CRM_FIELD_URL:
      return crm_value_text (PICK (urls, n));
    case CRM_FIELD_JSON:
      return crm_value_text (PICK (jsons, n));
    case CRM_FIELD_LINK:
    default:
      return (CrmValue) CRM_VALUE_INIT;
    }
}

/* Links go to records that are there: those of an entity written before. */
static CrmValue
make_link (const CrmField *field, GHashTable *written, guint n)
{
  GArray *ids = g_hash_table_lookup (written, field->target);

  if (ids == NULL || ids->len == 0 || (!(field->flags & CRM_FIELD_REQUIRED) && n % 5 == 2))
    return (CrmValue) CRM_VALUE_INIT;
  return crm_value_int (g_array_index (ids, CrmId, n % ids->len));
}

static CrmRecord *
make_record (const CrmEntity *entity, GHashTable *written, guint n)
{
  CrmRecord *record = crm_record_new (entity);
  GPtrArray *problems;

  for (guint i = 0; i < entity->n_fields; i++)
    {
      const CrmField *field = &entity->fields[i];
      g_auto (CrmValue) value = CRM_VALUE_INIT;

      /* Derived ones are the store's to make, and a deleted record is not exported. */
      if ((field->flags & CRM_FIELD_DERIVED) || g_str_equal (field->id, "deleted-at"))
        continue;
      value =
          field->kind == CRM_FIELD_LINK ? make_link (field, written, n) : make_value (field, n + i);
      if (crm_value_is_null (&value) && g_str_equal (field->id, "created-at"))
        value = crm_value_int (7);
      if (crm_value_is_null (&value) && g_str_equal (field->id, "updated-at"))
        value = crm_value_int (8);
      /* The product of the largest would be no amount any more. */
      if (entity == &crm_entity_order_line && field->kind == CRM_FIELD_DECIMAL)
        value = crm_value_real (n % 2 ? -2.5 : 0.29);
      crm_record_set_value (record, i, &value);
    }
  problems = crm_record_validate (record);
  if (problems != NULL)
    g_error ("%s: %s", entity->name, ((CrmProblem *) problems->pdata[0])->message);
  return record;
}

/* `skipped`: fields with one of these flags are not compared. */
static void
assert_same (const char *way, CrmRecord *got, CrmRecord *wanted, guint skipped)
{
  const CrmEntity *entity = crm_record_get_entity (wanted);

  g_assert_true (crm_record_get_entity (got) == entity);
  for (guint i = 0; i < entity->n_fields; i++)
    {
      const CrmField *field = &entity->fields[i];
      const CrmValue *a = crm_record_get_value (got, i), *b = crm_record_get_value (wanted, i);
      g_autofree char *text_a = NULL, *text_b = NULL;

      if ((field->flags & skipped) || crm_value_equal (a, b))
        continue;
      text_a = crm_field_to_text (field, NULL, a);
      text_b = crm_field_to_text (field, NULL, b);
      g_error ("%s: %s.%s is <%s> (type %d), not <%s> (type %d)", way, entity->name, field->id,
               text_a, a->type, text_b, b->type);
    }
}

static void
check_json (CrmRecord *record)
{
  g_autoptr (JsonNode) node = crm_record_to_json (record), parsed = NULL;
  g_autofree char *text = json_to_string (node, FALSE);
  g_autoptr (CrmRecord) back = NULL;
  g_autoptr (GError) error = NULL;

  parsed = json_from_string (text, &error);
  g_assert_no_error (error);
  back = crm_record_from_json (parsed, &error);
  g_assert_no_error (error);
  g_assert_cmpint (crm_record_get_id (back), ==, crm_record_get_id (record));
  assert_same ("JSON", back, record, CRM_FIELD_HIDDEN);
}

static void
check_csv (const CrmEntity *entity, GPtrArray *records, CrmReader *reader, const char *path)
{
  g_autoptr (GError) error = NULL;
  g_autoptr (CrmCsvWriter) writer = crm_csv_writer_new (path, &error);
  g_autoptr (CrmCsvReader) file = NULL;
  g_autofree CrmId *ids = g_new (CrmId, records->len);
  g_auto (GStrv) header = NULL;
  CrmQuery query = { .entity = entity };
  CrmCsvRow row;

  g_assert_no_error (error);
  for (guint i = 0; i < records->len; i++)
    ids[i] = crm_record_get_id (records->pdata[i]);
  g_assert_cmpint (
      crm_csv_export (&query, reader, ids, records->len, NULL, writer, NULL, NULL, &error), ==,
      records->len);
  g_assert_no_error (error);
  g_assert_true (crm_csv_writer_close (writer, &error));
  file = crm_csv_reader_open (path, NULL, &error);
  g_assert_no_error (error);
  g_assert_true (crm_csv_reader_next (file, &row, &error));
  header = g_new0 (char *, row.n_cells + 1);
  for (guint i = 0; i < row.n_cells; i++)
    header[i] = g_strdup (row.cells[i]);
  for (guint i = 0; i < records->len; i++)
    {
      g_autoptr (CrmRecord) back = crm_record_new (entity);

      g_assert_true (crm_csv_reader_next (file, &row, &error));
      g_assert_null (row.problem);
      g_assert_cmpuint (row.n_cells, ==, g_strv_length (header));
      g_assert_cmpint (g_ascii_strtoll (row.cells[0], NULL, 10), ==, ids[i]);
      crm_csv_import_record (back, reader, (const char *const *) header, row.cells, row.n_cells,
                             &error);
      g_assert_no_error (error);
      assert_same ("CSV", back, records->pdata[i], CRM_FIELD_HIDDEN);
    }
  g_assert_false (crm_csv_reader_next (file, &row, &error));
  g_unlink (path);
}

static void
test_round_trip (void)
{
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  g_autoptr (CrmReader) reader = store_fixture_reader (fixture);
  g_autoptr (GHashTable) written =
      g_hash_table_new_full (g_str_hash, g_str_equal, NULL, (GDestroyNotify) g_array_unref);
  g_autofree char *path = g_build_filename (fixture->folder, "export.csv", NULL);
  guint n_entities;
  const CrmEntity *const *entities = crm_entity_all (&n_entities);

  for (guint e = 0; e < n_entities; e++)
    {
      const CrmEntity *entity = entities[e];
      g_autoptr (GPtrArray) records = g_ptr_array_new_with_free_func (g_object_unref);
      GArray *ids = g_array_new (FALSE, FALSE, sizeof (CrmId));

      g_hash_table_insert (written, (gpointer) entity->name, ids);
      for (guint n = 0; n < N_RECORDS; n++)
        {
          g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_CREATE, entity);
          g_autoptr (CrmRecord) record = make_record (entity, written, n), loaded = NULL;
          g_autoptr (GError) error = NULL;
          CrmId id = crm_changeset_insert (changes, record);

          crm_changeset_set_durable (changes, FALSE);
          if (!crm_store_apply (fixture->store, changes, NULL, &error))
            g_error ("%s %u: %s", entity->name, n, error->message);
          g_array_append_val (ids, id);
          loaded = crm_reader_load (reader, entity, id, &error);
          g_assert_no_error (error);
          assert_same ("SQL", loaded, record, CRM_FIELD_DERIVED);
          check_json (loaded);
          g_ptr_array_add (records, g_steal_pointer (&loaded));
        }
      check_csv (entity, records, reader, path);
    }
}

/* Own fields as columns of their own. */
static void
test_own_fields (void)
{
  static const char *const fields[] = { "name", "custom.Height:number", "custom.Key account:flag",
                                        "custom.Note", NULL };
  g_autoptr (StoreFixture) fixture = store_fixture_new ();
  g_autoptr (CrmReader) reader = store_fixture_reader (fixture);
  g_autofree char *path = g_build_filename (fixture->folder, "own.csv", NULL);
  g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_CREATE, &crm_entity_customer);
  g_autoptr (CrmRecord) record = store_fixture_customer ("A"), back = NULL;
  g_autoptr (CrmCsvWriter) writer = crm_csv_writer_new (path, NULL);
  g_autoptr (CrmCsvReader) file = NULL;
  g_auto (GStrv) header = NULL;
  g_autoptr (GError) error = NULL;
  CrmQuery query = { .entity = &crm_entity_customer };
  CrmCsvRow row;

  crm_record_set_text (record, "custom",
                       "{\"Height\":180.25,\"Key account\":true,\"Note\":\"=1+1, \\\"q\\\"\"}");
  crm_changeset_insert (changes, record);
  g_assert_true (crm_store_apply (fixture->store, changes, NULL, NULL));
  g_assert_cmpint (crm_csv_export (&query, reader, NULL, 0, fields, writer, NULL, NULL, &error), ==,
                   1);
  g_assert_true (crm_csv_writer_close (writer, NULL));
  file = crm_csv_reader_open (path, NULL, &error);
  g_assert_true (crm_csv_reader_next (file, &row, &error));
  header = g_new0 (char *, row.n_cells + 1);
  for (guint i = 0; i < row.n_cells; i++)
    header[i] = g_strdup (row.cells[i]);
  g_assert_true (crm_csv_reader_next (file, &row, &error));
  back = crm_record_new (&crm_entity_customer);
  g_assert_true (crm_csv_import_record (back, reader, (const char *const *) header, row.cells,
                                        row.n_cells, &error));
  g_assert_cmpstr (crm_record_get_text (back, "custom"), ==,
                   crm_record_get_text (record, "custom"));
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/round-trip/every-field", test_round_trip);
  g_test_add_func ("/round-trip/own-fields", test_own_fields);
  return g_test_run ();
}
