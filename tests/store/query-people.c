/* SPDX-License-Identifier: GPL-3.0-or-later */

/* See the header. */

#include "query-people.h"

#include "crm-format.h"

#define N_CUSTOMERS 900
#define N_CONTACTS  300

static const char *const names[] = { "王小明",   "张三",           "李四",   "刘德华",
                                     "Müller",   "Harbour & Pine", "zoe",    "Zoe",
                                     "东方贸易", "重庆银行",       "Acme 2", "Acme 10",
                                     "智云科技", "O'Neil",         "Ёлка",   "單雄信" };
const char *const query_people_cities[] = { "上海",      "Shanghai", "深圳",  "重庆",
                                            "São Paulo", "berlin",   "Berlin" };
const char *const query_people_tags[] = { "VIP", "A; B", "新客户", "cold", "[x]" };
const char *const query_people_stages[] = { "lead", "qualified", "customer", "lost" };
const char *const query_people_levels[] = { "a", "b", "c" };

gboolean
query_people_chance (GRand *rand, double probability)
{
  return g_rand_double (rand) < probability;
}

char *
query_people_random_phone (GRand *rand)
{
  return g_strdup_printf ("+86138%08d", g_rand_int_range (rand, 0, 100000000));
}

static void
set_list (GRand *rand, CrmRecord *record)
{
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) list = NULL;
  g_auto (CrmValue) value = CRM_VALUE_INIT;

  for (guint i = 0; i < G_N_ELEMENTS (query_people_tags); i++)
    if (query_people_chance (rand, 0.25))
      g_strv_builder_add (builder, query_people_tags[i]);
  list = g_strv_builder_end (builder);
  value = crm_value_list ((const char *const *) list);
  crm_record_set_value (
      record, (guint) crm_entity_field_index (crm_record_get_entity (record), "tags"), &value);
}

static char *
random_name (GRand *rand)
{
  return query_people_chance (rand, 0.3)
             ? g_strdup (PICK (rand, names))
             : g_strdup_printf ("%s %d", PICK (rand, names), g_rand_int_range (rand, 0, 200));
}

static void
set_customer (QueryPeople *fixture, GRand *rand, CrmRecord *record, int index)
{
  g_autofree char *name = random_name (rand);
  g_autofree char *phone = query_people_random_phone (rand);
  g_autofree char *code = g_strdup_printf ("K-%05d", index);

  crm_record_set_text (record, "name", name);
  crm_record_set_text (record, "kind", query_people_chance (rand, 0.5) ? "organization" : "person");
  if (query_people_chance (rand, 0.8))
    crm_record_set_text (record, "code", code);
  if (query_people_chance (rand, 0.8))
    crm_record_set_text (record, "lifecycle-stage", PICK (rand, query_people_stages));
  if (query_people_chance (rand, 0.6))
    crm_record_set_text (record, "level", PICK (rand, query_people_levels));
  if (query_people_chance (rand, 0.8))
    crm_record_set_text (record, "city", PICK (rand, query_people_cities));
  if (query_people_chance (rand, 0.7))
    crm_record_set_text (record, "phone", phone);
  if (query_people_chance (rand, 0.5))
    crm_record_set_text (record, "email",
                         query_people_chance (rand, 0.5) ? "info@example.com" : "a.b@Example.org");
  if (query_people_chance (rand, 0.5))
    crm_record_set_int (record, "employees", g_rand_int_range (rand, 0, 50));
  if (query_people_chance (rand, 0.5))
    crm_record_set_int (record, "annual-revenue", g_rand_int_range (rand, -500, 500) * 100);
  if (query_people_chance (rand, 0.6))
    crm_record_set_int (record, "owner", PICK (rand, fixture->users));
  if (query_people_chance (rand, 0.6))
    crm_record_set_int (record, "next-follow-up",
                        crm_day_today () + g_rand_int_range (rand, -500, 60));
  if (query_people_chance (rand, 0.2))
    crm_record_set_text (record, "description", "Wants a Ｑｕｏｔｅ soon");
  set_list (rand, record);
}

static void
set_contact (QueryPeople *fixture, GRand *rand, CrmRecord *record)
{
  g_autofree char *name = random_name (rand);
  g_autofree char *mobile = query_people_random_phone (rand);

  crm_record_set_text (record, "name", name);
  if (query_people_chance (rand, 0.7))
    crm_record_set_int (record, "birthday", g_rand_int_range (rand, 0, 15000));
  if (query_people_chance (rand, 0.7))
    crm_record_set_text (record, "mobile", mobile);
  if (query_people_chance (rand, 0.7))
    crm_record_set_int (record, "do-not-call", query_people_chance (rand, 0.5));
  set_list (rand, record);
}

static gint64
fixed_clock (gpointer data)
{
  return *(gint64 *) data;
}

static void
apply (QueryPeople *fixture, CrmChangeset *changes)
{
  g_autoptr (GError) error = NULL;

  crm_store_apply (fixture->store->store, changes, NULL, &error);
  g_assert_no_error (error);
}

static void
add_records (QueryPeople *fixture, GRand *rand, const CrmEntity *entity, GPtrArray *out, int n)
{
  /* Batches at different times, so that the instants differ. */
  for (int batch = 0; batch < 10; batch++)
    {
      g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_CREATE, entity);
      gint64 now = crm_instant_now () - batch * batch * 7 * DAY_MS;

      crm_store_set_clock (fixture->store->store, fixed_clock, &now);
      for (int i = 0; i < n / 10; i++)
        {
          CrmRecord *record = crm_record_new (entity);

          if (entity == &crm_entity_customer)
            set_customer (fixture, rand, record, batch * 1000 + i);
          else
            set_contact (fixture, rand, record);
          crm_changeset_insert (changes, record);
          g_ptr_array_add (out, record);
        }
      apply (fixture, changes);
      crm_store_set_clock (fixture->store->store, NULL, NULL);
    }
}

static void
add_users (QueryPeople *fixture)
{
  g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_CREATE, &crm_entity_user);
  static const char *const users[] = { "Chen Wei", "zhang", "李雷", "Anna" };

  for (guint i = 0; i < 4; i++)
    {
      g_autoptr (CrmRecord) user = crm_record_new (&crm_entity_user);

      crm_record_set_text (user, "name", users[i]);
      fixture->users[i] = crm_changeset_insert (changes, user);
    }
  apply (fixture, changes);
}

static void
add_orders (QueryPeople *fixture, GRand *rand)
{
  g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_CREATE, &crm_entity_order);

  for (int i = 0; i < 150; i++)
    {
      g_autoptr (CrmRecord) order = crm_record_new (&crm_entity_order);
      g_autoptr (CrmRecord) line = crm_record_new (&crm_entity_order_line);
      CrmRecord *customer = fixture->customers->pdata[g_rand_int_range (rand, 0, N_CUSTOMERS)];

      crm_record_set_int (order, "customer", crm_record_get_id (customer));
      crm_record_set_int (order, "day", crm_day_today () - g_rand_int_range (rand, 0, 900));
      crm_record_set_text (order, "kind", "sale");
      crm_record_set_text (order, "status", "fulfilled");
      crm_record_set_int (line, "order", crm_changeset_insert (changes, order));
      crm_record_set_real (line, "quantity", g_rand_int_range (rand, 1, 5));
      crm_record_set_real (line, "unit-price", g_rand_int_range (rand, 1, 900));
      crm_changeset_insert (changes, line);
    }
  apply (fixture, changes);
}

/* Reads all records again: with what the store derived and stamped. */
static void
reload (QueryPeople *fixture, GPtrArray *records)
{
  for (guint i = 0; i < records->len; i++)
    {
      CrmRecord *record = records->pdata[i];
      g_autoptr (GError) error = NULL;

      crm_reader_load_into (fixture->reader, record, crm_record_get_id (record), &error);
      g_assert_no_error (error);
    }
}

void
query_people_set_up (QueryPeople *self, gconstpointer data)
{
  g_autoptr (GRand) rand = g_rand_new_with_seed (42);
  g_autoptr (CrmChangeset) deletes = crm_changeset_new (CRM_VERB_DELETE, &crm_entity_customer);

  self->store = store_fixture_new ();
  self->reader = store_fixture_reader (self->store);
  self->customers = g_ptr_array_new_with_free_func (g_object_unref);
  self->contacts = g_ptr_array_new_with_free_func (g_object_unref);
  add_users (self);
  add_records (self, rand, &crm_entity_customer, self->customers, N_CUSTOMERS);
  add_records (self, rand, &crm_entity_contact, self->contacts, N_CONTACTS);
  add_orders (self, rand);
  for (int i = 0; i < 40; i++)
    crm_changeset_delete (deletes, &crm_entity_customer,
                          crm_record_get_id (self->customers->pdata[i * 7]));
  apply (self, deletes);
  reload (self, self->customers);
  reload (self, self->contacts);
}

void
query_people_tear_down (QueryPeople *self, gconstpointer data)
{
  g_ptr_array_unref (self->customers);
  g_ptr_array_unref (self->contacts);
  crm_reader_free (self->reader);
  store_fixture_free (self->store);
}
