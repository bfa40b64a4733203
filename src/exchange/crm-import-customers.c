/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Rows that are customers, perhaps with a contact. A customer is known by its number, else by its name (and city,
 * where both have one). What a known customer has already is kept unless the plan overwrites. */

#include "config.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-custom-field.h"
#include "crm-entities.h"
#include "crm-import-private.h"

static gboolean
is_of (const CrmImportTarget *target, const CrmEntity *entity)
{
  return target != NULL && target->entity == entity && target->field >= 0;
}

static void
set_fields (CrmImport *self, CrmChange *change, const CrmEntity *entity)
{
  for (guint i = 0; i < self->plan->n_columns; i++)
    if (change != NULL && is_of (self->plan->targets[i], entity) &&
        !crm_value_is_null (&self->values[i]))
      crm_change_set (change, (guint) self->plan->targets[i]->field,
                      crm_value_copy (&self->values[i]));
}

static gboolean
is_own (const CrmImport *self, guint column)
{
  return self->plan->targets[column] != NULL && self->plan->targets[column]->own != NULL &&
         !crm_value_is_null (&self->values[column]);
}

/* Own fields stand together in one value; what the record has already is kept unless the plan overwrites. TRUE
 * if that changes it. */
static gboolean
unite_own (CrmImport *self, CrmRecord *record)
{
  gboolean changed = FALSE;

  for (guint i = 0; i < self->plan->n_columns; i++)
    {
      g_auto (CrmValue) held = CRM_VALUE_INIT;

      if (!is_own (self, i))
        continue;
      held = crm_record_dup_any_value (record, self->plan->targets[i]->own);
      if (crm_value_equal (&held, &self->values[i]) ||
          (!crm_value_is_null (&held) && !self->plan->overwrite))
        continue;
      crm_record_set_any_value (record, self->plan->targets[i]->own, &self->values[i]);
      changed = TRUE;
    }
  return changed;
}

static void
set_own (CrmChange *change, CrmRecord *record)
{
  guint field = (guint) crm_entity_field_index (&crm_entity_customer, "custom");

  if (change != NULL)
    crm_change_set (change, field, crm_value_copy (crm_record_get_value (record, field)));
}

static CrmValue
with_tag (const CrmValue *tags, const char *tag)
{
  g_auto (GStrv) strings = crm_value_get_list (tags);
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_auto (GStrv) all = NULL;

  g_strv_builder_addv (builder, (const char **) strings);
  if (!g_strv_contains ((const char *const *) strings, tag))
    g_strv_builder_add (builder, tag);
  all = g_strv_builder_end (builder);
  return crm_value_list ((const char *const *) all);
}

static CrmId
create_customer (CrmImport *self, const char *name, gboolean person)
{
  static const CrmValue nothing = CRM_VALUE_INIT;
  const CrmValue *tags = crm_import_value (self, "tags");
  CrmId id = 0;
  CrmChange *change = crm_import_add (self, CRM_OP_INSERT, &crm_entity_customer, &id);

  crm_import_set (change, "name", crm_value_text (name));
  crm_import_set (change, "kind", crm_value_text (person ? "person" : "organization"));
  crm_import_set (change, "lifecycle-stage", crm_value_text (self->plan->stage));
  set_fields (self, change, &crm_entity_customer);
  if (change != NULL && self->has_own)
    {
      g_autoptr (CrmRecord) record = crm_record_new (&crm_entity_customer);

      if (unite_own (self, record))
        set_own (change, record);
    }
  if (self->plan->tag != NULL)
    crm_import_set (change, "tags", with_tag (tags != NULL ? tags : &nothing, self->plan->tag));
  self->report->created++;
  return id;
}

/* Without a currency in the file, an amount is in the one the customer has. */
static void
follow_currency (CrmImport *self, CrmRecord *record, const CrmImportTarget *target, CrmValue *value)
{
  const CrmField *field = &target->entity->fields[target->field];
  const char *own = crm_record_get_currency (record, field);

  if (field->kind == CRM_FIELD_MONEY && own != NULL && crm_import_value (self, "currency") == NULL)
    value->i = crm_currency_rescale (value->i, self->base, own);
}

/* TRUE if something changed. */
static gboolean
update_customer (CrmImport *self, CrmId id, GError **error)
{
  g_autoptr (CrmRecord) record = crm_reader_load (self->reader, &crm_entity_customer, id, error);
  CrmChange *change = NULL;
  gboolean changed = FALSE;

  if (record == NULL)
    return FALSE;
  for (guint i = 0; i < self->plan->n_columns; i++)
    {
      const CrmImportTarget *target = self->plan->targets[i];
      const CrmValue *held;

      if (!is_of (target, &crm_entity_customer) || crm_value_is_null (&self->values[i]))
        continue;
      held = crm_record_get_value (record, (guint) target->field);
      follow_currency (self, record, target, &self->values[i]);
      if (crm_value_equal (held, &self->values[i]) ||
          (!crm_value_is_null (held) && !self->plan->overwrite))
        continue;
      if (!changed)
        change = crm_import_add (self, CRM_OP_UPDATE, &crm_entity_customer, &id);
      changed = TRUE;
      if (change != NULL)
        crm_change_set (change, (guint) target->field, crm_value_copy (&self->values[i]));
    }
  if (self->has_own && unite_own (self, record))
    {
      if (!changed)
        change = crm_import_add (self, CRM_OP_UPDATE, &crm_entity_customer, &id);
      changed = TRUE;
      set_own (change, record);
    }
  if (self->plan->tag != NULL)
    {
      int field = crm_entity_field_index (&crm_entity_customer, "tags");
      const CrmValue *held = crm_record_get_value (record, (guint) field);
      CrmValue tags = with_tag (held, self->plan->tag);

      if (!crm_value_equal (held, &tags))
        {
          if (!changed)
            change = crm_import_add (self, CRM_OP_UPDATE, &crm_entity_customer, &id);
          changed = TRUE;
          crm_import_set (change, "tags", tags);
        }
      else
        crm_value_clear (&tags);
    }
  return changed;
}

/* Has the customer a contact of this name, e-mail or mobile? */
static gboolean
has_contact (CrmImport *self, CrmId customer)
{
  const CrmValue *name = crm_import_value (self, "contact.name"),
                 *email = crm_import_value (self, "contact.email"),
                 *mobile = crm_import_value (self, "contact.mobile");
  sqlite3_stmt *stmt = crm_reader_prepare (
      self->reader,
      "SELECT 1 FROM affiliation a JOIN contact c ON c.id = a.contact WHERE a.customer = ?1 AND "
      "a.deleted_at IS NULL AND (c.name = ?2 OR c.email = ?3 OR c.mobile = ?4) LIMIT 1",
      NULL);
  gboolean found;

  if (stmt == NULL)
    return TRUE;
  sqlite3_bind_int64 (stmt, 1, customer);
  sqlite3_bind_text (stmt, 2, name != NULL ? name->s : NULL, -1, SQLITE_STATIC);
  sqlite3_bind_text (stmt, 3, email != NULL ? email->s : NULL, -1, SQLITE_STATIC);
  sqlite3_bind_text (stmt, 4, mobile != NULL ? mobile->s : NULL, -1, SQLITE_STATIC);
  found = sqlite3_step (stmt) == SQLITE_ROW;
  sqlite3_reset (stmt);
  return found;
}

static const char *
text_of (CrmImport *self, const char *target)
{
  const CrmValue *value = crm_import_value (self, target);

  return value != NULL ? crm_value_get_text (value) : NULL;
}

/* What this import learned of a customer: "known": was there before; "primary": has its first contact. */
static guint64
hash_mark (const char *mark, CrmId customer)
{
  char key[32];

  g_snprintf (key, sizeof key, "%" G_GINT64_FORMAT, customer);
  return crm_import_hash (mark, key, NULL);
}

static gboolean
has_mark (CrmImport *self, const char *mark, CrmId customer)
{
  return crm_id_map_get (self->customers, hash_mark (mark, customer)) != 0;
}

static gboolean
add_contact (CrmImport *self, CrmId customer, const char *customer_name)
{
  gboolean known = has_mark (self, "known", customer);
  const char *name = text_of (self, "contact.name");
  const char *email = text_of (self, "contact.email"), *mobile = text_of (self, "contact.mobile");
  char key[32];
  guint64 hash;
  CrmId contact = 0, affiliation = 0;
  CrmChange *change;

  if (name == NULL && email == NULL && mobile == NULL)
    return FALSE;
  g_snprintf (key, sizeof key, "%" G_GINT64_FORMAT, customer);
  hash = crm_import_hash ("contact", key, name != NULL ? name : "", email != NULL ? email : "",
                          mobile != NULL ? mobile : "", NULL);
  if (crm_id_map_get (self->customers, hash) != 0 || (known && has_contact (self, customer)))
    return FALSE;
  change = crm_import_add (self, CRM_OP_INSERT, &crm_entity_contact, &contact);
  crm_import_set (change, "name",
                  crm_value_text (name != NULL    ? name
                                  : email != NULL ? email
                                                  : customer_name));
  set_fields (self, change, &crm_entity_contact);
  change = crm_import_add (self, CRM_OP_INSERT, &crm_entity_affiliation, &affiliation);
  crm_import_set (change, "customer", crm_value_int (customer));
  crm_import_set (change, "contact", crm_value_int (contact));
  crm_import_set (change, "is-primary",
                  crm_value_int (!known && !has_mark (self, "primary", customer)));
  crm_id_map_set (self->customers, hash, contact);
  crm_id_map_set (self->customers, hash_mark ("primary", customer), contact);
  self->report->contacts++;
  return TRUE;
}

gboolean
crm_import_take_customer (CrmImport *self, const CrmCsvRow *row, GError **error)
{
  const char *name = text_of (self, "name"), *contact = text_of (self, "contact.name");
  const char *code = text_of (self, "code"), *city = text_of (self, "city");
  gboolean person = name == NULL;
  guint64 hash;
  CrmId id, known;
  gboolean changed = FALSE;
  g_autoptr (GError) local = NULL;

  if (name == NULL)
    name = contact;
  if (name == NULL)
    {
      crm_import_refuse (self, row, -1, _ ("no name"));
      return TRUE;
    }
  hash = code != NULL ? crm_import_hash ("code", code, NULL)
                      : crm_import_hash ("name", name, city != NULL ? city : "", NULL);
  id = crm_id_map_get (self->customers, hash);
  known = id == 0 ? crm_import_find_customer (self, code, name) : 0;
  if (known != 0)
    {
      changed = update_customer (self, known, &local);
      if (local != NULL)
        {
          g_propagate_error (error, g_steal_pointer (&local));
          return FALSE;
        }
    }
  if (id == 0)
    {
      id = known != 0 ? known : create_customer (self, name, person);
      crm_id_map_set (self->customers, hash, id);
      if (known != 0)
        crm_id_map_set (self->customers, hash_mark ("known", id), id);
      changed |= add_contact (self, id, name);
      if (known != 0)
        {
          self->report->updated += changed;
          self->report->unchanged += !changed;
        }
      return TRUE;
    }
  /* The same customer again: another contact, or nothing new. */
  if (add_contact (self, id, name))
    self->report->updated++;
  else
    self->report->unchanged++;
  return TRUE;
}
