/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-entities.h"
#include "crm-store.h"

G_BEGIN_DECLS

/* A store in a folder of its own, removed afterwards. */
typedef struct
{
  char *folder;
  char *path;
  CrmStore *store;
} StoreFixture;

StoreFixture *store_fixture_new (void);
void store_fixture_free (StoreFixture *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (StoreFixture, store_fixture_free)

CrmReader *store_fixture_reader (StoreFixture *self);
CrmRecord *store_fixture_customer (const char *name);
CrmId store_fixture_add_customer (StoreFixture *self, const char *name);
CrmId store_fixture_add_contact (StoreFixture *self, const char *name);
CrmId store_fixture_add_affiliation (StoreFixture *self, CrmId customer, CrmId contact,
                                     gboolean is_primary);
CrmId store_fixture_add_order (StoreFixture *self, CrmId customer, gint64 day, double quantity,
                               double price);
gint64 store_fixture_search (StoreFixture *self, const char *typed);
/* Integrity, derived totals and the search index are right; says what is not. */
void store_fixture_assert_sound (StoreFixture *self);
void store_fixture_assert_reader_sound (CrmReader *reader);
/* (transfer full): a whole file. */
GBytes *store_fixture_read_bytes (const char *path);
/* Every row of every entity and of what is derived, as text. */
char *store_fixture_dump (StoreFixture *self);

G_END_DECLS
