/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-context.h"

G_BEGIN_DECLS

/* CrmPropertyPanel: the fields of a record in titled groups, as the entity's table of groups says;
 * entities without one get their fields in the order of the field table. Empty fields of little use
 * wait behind "N empty fields". Main thread. */
#define CRM_TYPE_PROPERTY_PANEL (crm_property_panel_get_type ())
G_DECLARE_FINAL_TYPE (CrmPropertyPanel, crm_property_panel, CRM, PROPERTY_PANEL, GtkBox)

GtkWidget *crm_property_panel_new (CrmContext *context, const CrmEntity *entity);
void crm_property_panel_set_record (CrmPropertyPanel *self, CrmRecord *record);
/* Puts a widget of the page's own below the first group. */
void crm_property_panel_insert (CrmPropertyPanel *self, GtkWidget *widget);
/* Opens the editor of a field; NULL: of the row with the focus, else of the title. */
gboolean crm_property_panel_edit (CrmPropertyPanel *self, const char *field_id);
/* TRUE if an editor was open. */
gboolean crm_property_panel_restore (CrmPropertyPanel *self);
/* The row of a field; NULL if there is none. (transfer none) */
GtkWidget *crm_property_panel_get_row (CrmPropertyPanel *self, const char *field_id);

G_END_DECLS
