/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What the tests of this folder share: tables of numbers from CSV files, reference figures from
 * JSON, shuffles and comparisons. Shared files are looked up under CRM_SHARED_DIR, the tree's
 * own under CRM_TEST_DATA. */

#pragma once

#include <json-glib/json-glib.h>

#include "crm-analytics-base.h"

G_BEGIN_DECLS

/* (transfer full) (nullable): the path of a shared file; NULL and the test skipped when it is
 * absent. */
char *crm_fixture_shared (const char *name);

/* (transfer full): the path of a file in the tree's test data. */
char *crm_fixture_data (const char *name);

/* A CSV file of plain cells (quotes are stripped, no separators inside). */
typedef struct
{
  GPtrArray *names; /* (element-type utf8) */
  GPtrArray *cells; /* (element-type GPtrArray of utf8), one a column */
  gsize n;
} CrmFixtureTable;

CrmFixtureTable *crm_fixture_table_new (const char *path);
void crm_fixture_table_free (CrmFixtureTable *self);
const char *crm_fixture_table_text (CrmFixtureTable *self, const char *name, gsize row);

/* (transfer full): the column as numbers; what is no number is NaN. */
double *crm_fixture_table_numbers (CrmFixtureTable *self, const char *name);

/* A JSON file; members are reached by a path such as "nps.small_cases.0.p". */
JsonParser *crm_fixture_json (const char *path);
double crm_fixture_number (JsonParser *self, const char *path);
JsonNode *crm_fixture_node (JsonParser *self, const char *path);

/* Asserts |value - expected| <= absolute + relative |expected|. */
#define crm_assert_near(value, expected, relative, absolute)                                       \
  crm_fixture_assert_near (__FILE__, __LINE__, G_STRFUNC, #value, value, expected, relative,       \
                           absolute)
void crm_fixture_assert_near (const char *file, int line, const char *function, const char *what,
                              double value, double expected, double relative, double absolute);

/* A context that is cancelled at its @calls-th question. */
typedef struct
{
  CrmAnalyticsContext context;
  gint calls;
} CrmFixtureCancel;

void crm_fixture_cancel_after (CrmFixtureCancel *self, gint calls);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmFixtureTable, crm_fixture_table_free)

G_END_DECLS
