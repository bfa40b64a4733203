/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* xoshiro256** (Blackman and Vigna, 2018), seeded by splitmix64: the same on every machine. */
typedef struct
{
  guint64 s[4];
} CrmSampleRandom;

void crm_sample_random_init (CrmSampleRandom *self, guint64 seed);
guint64 crm_sample_random_next (CrmSampleRandom *self);
double crm_sample_random_unit (CrmSampleRandom *self);                /* [0, 1) */
int crm_sample_random_int (CrmSampleRandom *self, int low, int high); /* both inclusive */
double crm_sample_random_exponential (CrmSampleRandom *self, double mean);
double crm_sample_random_normal (CrmSampleRandom *self);

typedef struct
{
  gboolean chinese;
  gboolean person;
  char *name;
  char *domain; /* ASCII: for e-mail and website */
  const char *industry;
  const char *city;
  const char *province;
  const char *country;
  const char *currency;
  const char *calling_code;
} CrmSampleCompany;

typedef struct
{
  char *name;
  const char *family;
  char *given;
  char *mailbox;
  gboolean female;
  const char *job_title;
} CrmSamplePerson;

void crm_sample_company (CrmSampleRandom *random, CrmSampleCompany *company);
void crm_sample_company_clear (CrmSampleCompany *company);
void crm_sample_person (CrmSampleRandom *random, gboolean chinese, CrmSamplePerson *person);
void crm_sample_person_clear (CrmSamplePerson *person);
char *crm_sample_mobile (CrmSampleRandom *random, const char *calling_code); /* E.164 */

/* Products of the sample's wholesaler: name, category, unit, price in whole units. */
typedef struct
{
  const char *name;
  const char *category;
  const char *unit;
  double price;
} CrmSampleProduct;
const CrmSampleProduct *crm_sample_products (guint *n);

G_END_DECLS
