/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Sample data: a wholesaler of industrial supplies with regular and one-time buyers, seasons, growth
 * and churn. Buying follows the model the analytics assume no more than roughly: gaps are exponential
 * around a customer's own rhythm, customers stop at an exponential age. */

#include "config.h"

#include "crm-sample.h"

#include <glib/gi18n-lib.h>
#include <math.h>

#include "crm-entities.h"
#include "crm-filter.h"
#include "crm-format.h"
#include "crm-group-writer.h"
#include "crm-json.h"
#include "crm-sample-names.h"

#define DAY_MS      G_GINT64_CONSTANT (86400000)
#define MOST_ORDERS 60

typedef struct
{
  CrmGroupWriter *writer;
  CrmSampleRandom random;
  gint64 today;
  guint customers;
  CrmId users[5];
  CrmId *products;
  guint n_products;
  guint n_orders;
} Sample;

static CrmChange *
add (Sample *self, const CrmEntity *entity, CrmId *id)
{
  CrmChangeset *changes = crm_group_writer_get_changes (self->writer);

  *id = crm_changeset_next_id (changes, entity);
  return crm_changeset_add (changes, CRM_OP_INSERT, entity, *id);
}

static void
set (CrmChange *change, const char *field, CrmValue value)
{
  int index = crm_entity_field_index (change->entity, field);

  if (crm_value_is_null (&value))
    return;
  g_assert (index >= 0);
  crm_change_set (change, (guint) index, value);
}

static void
set_text (CrmChange *change, const char *field, const char *text)
{
  set (change, field, crm_value_text (text));
}

static void
set_int (CrmChange *change, const char *field, gint64 number)
{
  set (change, field, crm_value_int (number));
}

static double
unit (Sample *self)
{
  return crm_sample_random_unit (&self->random);
}

static int
between (Sample *self, int low, int high)
{
  return crm_sample_random_int (&self->random, low, high);
}

/* ---- what is there once ---- */

static void
add_users (Sample *self)
{
  static const char *const names[] = { "Lin Yue", "Chen Wei", "Maya Ortiz", "Wu Min",
                                       "Jonas Weber" };

  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    {
      CrmChange *change = add (self, &crm_entity_user, &self->users[i]);

      set_text (change, "name", names[i]);
      set_int (change, "color", i);
      set_int (change, "active", 1);
    }
}

static void
add_products (Sample *self)
{
  const CrmSampleProduct *table = crm_sample_products (&self->n_products);

  self->products = g_new (CrmId, self->n_products);
  for (guint i = 0; i < self->n_products; i++)
    {
      CrmChange *change = add (self, &crm_entity_product, &self->products[i]);
      g_autofree char *code = g_strdup_printf ("P-%04u", 1001 + i * 7);

      set_text (change, "name", table[i].name);
      set_text (change, "code", code);
      set_text (change, "category", table[i].category);
      set_text (change, "unit", table[i].unit);
      set_text (change, "kind", g_str_equal (table[i].category, "Services") ? "service" : "good");
      set_int (change, "list-price", llround (table[i].price * 100));
      set_int (change, "cost", llround (table[i].price * (55 + between (self, 0, 20))));
      set_text (change, "currency", "CNY");
      set (change, "tax-rate", crm_value_real (13));
      set_int (change, "active", 1);
    }
}

static const char *const tag_names[] = { "Key account", "CNC",        "Pays late",         "Export",
                                         "Trade fair",  "Newsletter", "Framework contract" };

static void
add_tags_and_views (Sample *self)
{
  static const struct
  {
    const char *name, *filter, *sort;
  } views[] = {
    { N_ ("Key accounts"), "level = a", "order-sum" },
    { N_ ("At risk, high value"), "lifecycle-stage = dormant and order-sum >= 20000", "order-sum" },
    { N_ ("No contact in 60 days"), "last-activity older 60d", "order-sum" },
    { N_ ("Shanghai"), "city = \"上海\"", "name" },
    { N_ ("New this quarter"), "first-order in this-quarter", "first-order" },
  };
  CrmId id;

  for (guint i = 0; i < G_N_ELEMENTS (tag_names); i++)
    {
      CrmChange *change = add (self, &crm_entity_tag, &id);

      set_text (change, "name", tag_names[i]);
      set_int (change, "color", i % 6);
    }
  for (guint i = 0; i < G_N_ELEMENTS (views); i++)
    {
      g_autoptr (CrmFilter) filter = crm_filter_parse (&crm_entity_customer, views[i].filter, NULL);
      g_autoptr (JsonNode) node = crm_filter_to_json (filter);
      g_autofree char *json = crm_json_to_text (node, FALSE);
      CrmChange *change = add (self, &crm_entity_view, &id);

      set_text (change, "name", _ (views[i].name));
      set_text (change, "entity", "customer");
      set_text (change, "filter", json);
      set_text (change, "sort", views[i].sort);
      set_int (change, "descending", g_str_equal (views[i].sort, "name") ? 0 : 1);
      set_int (change, "color", i);
      set_int (change, "position", i);
    }
}

/* ---- one customer ---- */

/* What a customer does, drawn before anything of it is written, because its stage depends on it. */
typedef struct
{
  gint64 joined;
  double value; /* size of its orders against the usual */
  gint64 days[MOST_ORDERS];
  guint n_orders;
} History;

/* Fewer orders around the Chinese New Year and in August, more before the year ends. */
static double
season (gint64 day)
{
  static const double months[] = {
    0.85, 0.6, 1.05, 1.05, 1.0, 1.1, 0.95, 0.8, 1.1, 1.0, 1.25, 1.25
  };
  int month;

  crm_day_to_ymd (day, NULL, &month, NULL);
  return months[month - 1] / 1.25;
}

static void
draw_history (Sample *self, History *history)
{
  const double years = 3 * 365;
  double gap = exp (4.3 + 0.75 * crm_sample_random_normal (&self->random));
  gint64 day, end;

  history->value = exp (0.9 * crm_sample_random_normal (&self->random));
  history->joined = self->today - (gint64) (years * pow (unit (self), 1.4));
  history->n_orders = 0;
  if (unit (self) < 0.12)
    return;
  day = history->joined + between (self, 0, 20);
  end = unit (self) < 0.3 ? day : day + (gint64) crm_sample_random_exponential (&self->random, 330);
  end = MIN (end, self->today);
  while (day <= end && history->n_orders < MOST_ORDERS)
    {
      if (history->n_orders == 0 || unit (self) < season (day))
        history->days[history->n_orders++] = MIN (day, self->today);
      day += 1 + (gint64) crm_sample_random_exponential (&self->random, gap * 0.8);
    }
}

static const char *
choose_stage (Sample *self, const History *history)
{
  static const char *const early[] = { "lead", "lead", "lead", "qualified", "opportunity" };
  gint64 silent;

  if (history->n_orders == 0)
    return unit (self) < 0.15 ? "disqualified" : early[between (self, 0, G_N_ELEMENTS (early) - 1)];
  silent = self->today - history->days[history->n_orders - 1];
  return silent < 150 ? "customer" : silent < 420 ? "dormant" : "lost";
}

static void
set_tags (Sample *self, CrmChange *change, gboolean key_account)
{
  const char *tags[4];
  guint n = 0;

  if (key_account)
    tags[n++] = tag_names[0];
  for (guint i = 1; i < G_N_ELEMENTS (tag_names) && n < 3; i++)
    if (unit (self) < 0.07)
      tags[n++] = tag_names[i];
  tags[n] = NULL;
  set (change, "tags", crm_value_list (tags));
}

static CrmId
add_company (Sample *self, guint number, const CrmSampleCompany *company, const History *history,
             CrmId owner)
{
  static const char *const sources[] = { "referral",  "trade_show",        "web_inquiry", "search",
                                         "cold_call", "existing_customer", "partner" };
  CrmId id;
  CrmChange *change = add (self, &crm_entity_customer, &id);
  gboolean key_account = history->n_orders > 2 && history->value * history->n_orders > 14;
  g_autofree char *code = g_strdup_printf ("C-%06u", number + 1);
  g_autofree char *website = g_strconcat ("https://", company->domain, NULL);
  g_autofree char *email = g_strconcat ("info@", company->domain, NULL);
  g_autofree char *phone = crm_sample_mobile (&self->random, company->calling_code);

  set_text (change, "name", company->name);
  set_text (change, "kind", "organization");
  set_text (change, "code", code);
  set_text (change, "lifecycle-stage", choose_stage (self, history));
  set_text (change, "level", key_account ? "a" : history->n_orders > 1 ? "b" : "c");
  set_text (change, "type", history->n_orders > 0 ? "customer" : "prospect");
  set_text (change, "industry", company->industry);
  set_text (change, "source", sources[between (self, 0, G_N_ELEMENTS (sources) - 1)]);
  set_text (change, "phone", phone);
  set_text (change, "email", email);
  set_text (change, "website", website);
  set_text (change, "country", company->country);
  set_text (change, "province", company->province);
  set_text (change, "city", company->city);
  if (company->chinese)
    {
      g_autofree char *tax = g_strdup_printf (
          "91%06d%010" G_GUINT64_FORMAT, between (self, 310000, 449999),
          crm_sample_random_next (&self->random) % G_GUINT64_CONSTANT (10000000000));

      set_text (change, "tax-no", tax);
    }
  set_int (change, "employees",
           (gint64) ceil (exp (3 + 1.2 * crm_sample_random_normal (&self->random))));
  set_text (change, "currency", company->currency);
  set_int (change, "owner", owner);
  if (history->n_orders > 0 && unit (self) < MIN (0.05, 60.0 / self->customers))
    set_int (change, "next-follow-up", self->today + between (self, -4, 20));
  set_tags (self, change, key_account);
  set_int (change, "created-at", history->joined * DAY_MS + between (self, 8, 17) * 3600000);
  return id;
}

static CrmId
add_contact (Sample *self, const CrmSampleCompany *company, CrmId customer, gboolean first,
             CrmId owner)
{
  static const char *const roles[] = { "buyer", "decision_maker", "user", "finance", "evaluator" };
  CrmSamplePerson person;
  CrmId contact, affiliation;
  CrmChange *change;
  g_autofree char *email = NULL, *mobile = NULL;

  crm_sample_person (&self->random, company->chinese, &person);
  email = g_strconcat (person.mailbox, "@", company->domain, NULL);
  mobile = crm_sample_mobile (&self->random, company->calling_code);
  change = add (self, &crm_entity_contact, &contact);
  set_text (change, "name", person.name);
  set_text (change, "family-name", person.family);
  set_text (change, "given-name", person.given);
  set_text (change, "gender", person.female ? "female" : "male");
  set_text (change, "job-title", person.job_title);
  set_text (change, "email", email);
  set_text (change, "mobile", mobile);
  set_text (change, "language", company->chinese ? "zh" : "en");
  set_int (change, "owner", owner);

  change = add (self, &crm_entity_affiliation, &affiliation);
  set_int (change, "customer", customer);
  set_int (change, "contact", contact);
  set_text (change, "role", roles[between (self, 0, G_N_ELEMENTS (roles) - 1)]);
  set_text (change, "job-title", person.job_title);
  set_int (change, "is-primary", first);
  crm_sample_person_clear (&person);
  return contact;
}

static void
add_line (Sample *self, CrmId order, int product, double quantity, double price)
{
  CrmId id;
  CrmChange *change = add (self, &crm_entity_order_line, &id);

  set_int (change, "order", order);
  set_int (change, "product", self->products[product]);
  set (change, "quantity", crm_value_real (quantity));
  set (change, "unit-price", crm_value_real (price));
}

static CrmId
add_order_head (Sample *self, CrmId customer, CrmId contact, gint64 day, const char *kind,
                CrmId owner)
{
  static const char *const channels[] = { "Phone", "Phone", "Web", "Web", "Visit", "E-mail" };
  int year, month, month_day;
  CrmId id;
  CrmChange *change = add (self, &crm_entity_order, &id);
  g_autofree char *number = NULL;

  crm_day_to_ymd (day, &year, &month, &month_day);
  number = g_strdup_printf ("%s-%02d%02d%02d-%05u", kind[0] == 'r' ? "RT" : "SO", year % 100, month,
                            month_day, ++self->n_orders);
  set_text (change, "number", number);
  set_int (change, "customer", customer);
  set_int (change, "contact", contact);
  set_int (change, "day", day);
  set_text (change, "kind", kind);
  set_text (change, "status", self->today - day > 10 ? "fulfilled" : "activated");
  set_text (change, "channel", channels[between (self, 0, G_N_ELEMENTS (channels) - 1)]);
  set_text (change, "currency", "CNY");
  set_int (change, "owner", owner);
  return id;
}

static void
add_order (Sample *self, const History *history, CrmId customer, CrmId contact, gint64 day,
           CrmId owner)
{
  const CrmSampleProduct *table = crm_sample_products (&self->n_products);
  CrmId order = add_order_head (self, customer, contact, day, "sale", owner);
  int n_lines = 1 + (int) MIN (4, crm_sample_random_exponential (&self->random, 1.3));
  int last_product = 0;
  double last_quantity = 1;

  for (int i = 0; i < n_lines; i++)
    {
      last_product = between (self, 0, (int) self->n_products - 1);
      last_quantity = ceil (
          MIN (200, history->value * crm_sample_random_exponential (
                                         &self->random, 1500 / (table[last_product].price + 60))));
      add_line (self, order, last_product, last_quantity, table[last_product].price);
    }
  if (unit (self) < 0.03)
    {
      CrmId back = add_order_head (self, customer, contact,
                                   MIN (day + between (self, 3, 20), self->today), "return", owner);

      add_line (self, back, last_product, -ceil (last_quantity / 3), table[last_product].price);
    }
}

/* ---- what was done with it ---- */

static void
add_activity (Sample *self, CrmId customer, CrmId contact, CrmId owner, gint64 day)
{
  static const struct
  {
    const char *kind, *subject;
  } table[] = {
    { "call", N_ ("Asked about delivery dates") },
    { "call", N_ ("Discussed the price of spare parts") },
    { "call", N_ ("No answer, left a message") },
    { "meeting", N_ ("Reviewed the framework contract") },
    { "visit", N_ ("Toured the plant") },
    { "email", N_ ("Sent the new catalogue") },
    { "note", N_ ("Wants one invoice a month") },
    { "note", N_ ("Plans a new line next year") },
  };
  int row = between (self, 0, G_N_ELEMENTS (table) - 1);
  gint64 at = MIN (day * DAY_MS + between (self, 9 * 60, 17 * 60) * G_GINT64_CONSTANT (60000),
                   self->today * DAY_MS + 9 * G_GINT64_CONSTANT (3600000));
  CrmId id;
  CrmChange *change = add (self, &crm_entity_activity, &id);

  set_text (change, "kind", table[row].kind);
  set_text (change, "subject", _ (table[row].subject));
  set_int (change, "customer", customer);
  set_int (change, "contact", contact);
  set_int (change, "owner", owner);
  set_int (change, "start", at);
  set_text (change, "status", "done");
  if (g_str_equal (table[row].kind, "call"))
    {
      set_text (change, "outcome", row == 2 ? "no_answer" : "answered");
      set_text (change, "direction", "outgoing");
      set_int (change, "duration", row == 2 ? 1 : between (self, 3, 25));
    }
}

static void
add_task (Sample *self, CrmId customer, CrmId contact, CrmId owner)
{
  static const char *const subjects[] = { N_ ("Send the corrected invoice"),
                                          N_ ("Agree on delivery dates"),
                                          N_ ("Prepare the quote, version 2"),
                                          N_ ("Call back about the pump order"),
                                          N_ ("Confirm the installation day") };
  CrmId id;
  CrmChange *change = add (self, &crm_entity_activity, &id);

  set_text (change, "kind", "task");
  set_text (change, "subject", _ (subjects[between (self, 0, G_N_ELEMENTS (subjects) - 1)]));
  set_int (change, "customer", customer);
  set_int (change, "contact", contact);
  set_int (change, "owner", owner);
  set_int (change, "due", self->today + between (self, -3, 9));
  set_text (change, "status", "planned");
  set_text (change, "priority", unit (self) < 0.2 ? "high" : "normal");
}

static void
add_customer (Sample *self, guint number)
{
  CrmSampleCompany company;
  History history;
  CrmId owner = self->users[between (self, 0, 4)];
  CrmId customer, contact = 0;
  int n_contacts = 1 + (unit (self) < 0.35) + (unit (self) < 0.1);
  int n_activities;

  crm_sample_company (&self->random, &company);
  draw_history (self, &history);
  customer = add_company (self, number, &company, &history, owner);
  for (int i = 0; i < n_contacts; i++)
    {
      CrmId added = add_contact (self, &company, customer, i == 0, owner);

      if (i == 0)
        contact = added;
    }
  for (guint i = 0; i < history.n_orders; i++)
    add_order (self, &history, customer, contact, history.days[i], owner);

  n_activities = unit (self) < 0.45 ? 1 + (int) (unit (self) * (history.n_orders > 4 ? 5 : 2)) : 0;
  for (int i = 0; i < n_activities; i++)
    {
      gint64 latest = history.n_orders > 0 ? history.days[history.n_orders - 1] + 30 : self->today;
      gint64 span = MAX (1, MIN (latest, self->today) - history.joined);

      add_activity (self, customer, contact, owner,
                    history.joined + (gint64) (span * sqrt (unit (self))));
    }
  if (unit (self) < MIN (0.03, 30.0 / self->customers))
    add_task (self, customer, contact, owner);
  crm_sample_company_clear (&company);
}

gboolean
crm_sample_generate (CrmStore *store, guint customers, guint64 seed, gint64 today,
                     CrmProgressFunc progress, gpointer data, GError **error)
{
  Sample self = { .today = today != 0 ? today : crm_day_today (), .customers = MAX (customers, 1) };
  gboolean done = TRUE;

  self.writer = crm_group_writer_new (store, CRM_VERB_SAMPLE, &crm_entity_customer, "sample", NULL);
  crm_sample_random_init (&self.random, seed);
  add_users (&self);
  add_products (&self);
  add_tags_and_views (&self);
  for (guint i = 0; i < customers && done; i++)
    {
      add_customer (&self, i);
      done = crm_group_writer_step (self.writer, error);
      if (done && progress != NULL && i % 200 == 0 && !progress (i, customers, data))
        {
          g_set_error_literal (error, G_IO_ERROR, G_IO_ERROR_CANCELLED, _ ("Cancelled"));
          done = FALSE;
        }
    }
  done = crm_group_writer_finish (self.writer, NULL, done ? error : NULL) && done;
  g_free (self.products);
  if (done && progress != NULL)
    progress (customers, customers, data);
  return done;
}
