/* SPDX-License-Identifier: GPL-3.0-or-later */

/* QueryPeople: generated customers and contacts that queries are asked about, with the values they are
 * made of. One seed, so always the same. */

#pragma once

#include "store-fixture.h"

G_BEGIN_DECLS

#define DAY_MS G_GINT64_CONSTANT (86400000)

/* One of an array's elements. */
#define PICK(rand, array) ((array)[g_rand_int_range ((rand), 0, (int) G_N_ELEMENTS (array))])

extern const char *const query_people_cities[7];
extern const char *const query_people_tags[5];
extern const char *const query_people_stages[4];
extern const char *const query_people_levels[3];

typedef struct
{
  StoreFixture *store;
  CrmReader *reader;
  GPtrArray *customers; /* CrmRecord, deleted ones too */
  GPtrArray *contacts;
  CrmId users[4];
} QueryPeople;

/* For g_test_add(). */
void query_people_set_up (QueryPeople *self, gconstpointer data);
void query_people_tear_down (QueryPeople *self, gconstpointer data);

/* TRUE with that probability. */
gboolean query_people_chance (GRand *rand, double probability);
char *query_people_random_phone (GRand *rand); /* (transfer full) */

G_END_DECLS
