/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Settings of the database, read. They are written like any record. */

#include "config.h"

#include "crm-setting.h"

char *
crm_reader_dup_currency (CrmReader *reader)
{
  sqlite3_stmt *stmt = crm_reader_prepare (reader, "SELECT " CRM_SQL_BASE_CURRENCY, NULL);
  char *code = NULL;

  if (stmt != NULL && sqlite3_step (stmt) == SQLITE_ROW)
    code = g_strdup ((const char *) sqlite3_column_text (stmt, 0));
  if (stmt != NULL)
    sqlite3_reset (stmt);
  return code != NULL ? code : g_strdup ("CNY");
}

char *
crm_reader_currency_of (CrmReader *reader, CrmRecord *record, const CrmField *field,
                        const char *base)
{
  const CrmEntity *entity = crm_record_get_entity (record);
  const CrmField *target = field->kind == CRM_FIELD_MONEY && field->target != NULL
                               ? crm_entity_field (entity, field->target)
                               : NULL;
  char *code = NULL;

  if (target != NULL && target->kind == CRM_FIELD_ENUM)
    code = g_strdup (crm_record_get_text (record, target->id));
  else if (target != NULL)
    {
      sqlite3_stmt *stmt =
          crm_reader_prepare (reader, "SELECT currency FROM sales_order WHERE id = ?1", NULL);

      if (stmt == NULL)
        return g_strdup (base);
      sqlite3_bind_int64 (stmt, 1, crm_record_get_link (record, target->id));
      if (sqlite3_step (stmt) == SQLITE_ROW)
        code = g_strdup ((const char *) sqlite3_column_text (stmt, 0));
      sqlite3_reset (stmt);
    }
  return code != NULL ? code : g_strdup (base);
}

CrmChangeset *
crm_currency_change_base (const char *code)
{
  CrmChangeset *changes = crm_changeset_new (CRM_VERB_EDIT, &crm_entity_setting);
  g_auto (CrmValue) value = crm_value_text (code);

  crm_changeset_set (changes, &crm_entity_setting, CRM_SETTING_CURRENCY, "value", NULL, &value);
  return changes;
}
