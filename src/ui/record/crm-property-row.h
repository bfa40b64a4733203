/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-context.h"

G_BEGIN_DECLS

/* CrmPropertyRow: one field of a record, read and edited in the same place and height. Enter keeps
 * and saves at once, Escape restores, Tab keeps and asks for the next row. What is wrong stands as a
 * sentence below the row; a value that somebody else changed meanwhile is offered beside one's own.
 * Main thread.
 *
 * Signal "move" (int: +1 or -1) after Tab or Shift+Tab. */
#define CRM_TYPE_PROPERTY_ROW (crm_property_row_get_type ())
G_DECLARE_FINAL_TYPE (CrmPropertyRow, crm_property_row, CRM, PROPERTY_ROW, GtkListBoxRow)

GtkWidget *
crm_property_row_new (CrmContext *context, const CrmEntity *entity, const CrmField *field);
const CrmField *crm_property_row_get_field (CrmPropertyRow *self);
/* Keeps an open editor. */
void crm_property_row_set_record (CrmPropertyRow *self, CrmRecord *record);
gboolean crm_property_row_can_edit (CrmPropertyRow *self);
void crm_property_row_begin (CrmPropertyRow *self);
gboolean crm_property_row_is_editing (CrmPropertyRow *self);
void crm_property_row_restore (CrmPropertyRow *self); /* leaves the editor, keeps nothing */
gboolean
crm_property_row_keep (CrmPropertyRow *self); /* FALSE: it cannot be read, or nothing to do */

/* For tests: what stands in the row. (transfer none) */
const char *crm_property_row_get_shown (CrmPropertyRow *self);
const char *crm_property_row_get_problem (CrmPropertyRow *self); /* (nullable) */
void crm_property_row_set_typed (CrmPropertyRow *self, const char *text);

G_END_DECLS
