/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-property-row.h"

G_BEGIN_DECLS

/* Shared by the row and its editor. */

typedef enum
{
  CRM_FORM_ENTRY,
  CRM_FORM_TEXT,
  CRM_FORM_PICKER,
  CRM_FORM_SWITCH,
} CrmPropertyForm;

struct _CrmPropertyRow
{
  GtkListBoxRow parent_instance;
  CrmContext *context;
  const CrmEntity *entity;
  const CrmField *field;
  guint index;
  CrmPropertyForm form;
  CrmRecord *record;
  CrmValue seen;
  gboolean editing;
  gboolean saving;
  gboolean showing;

  GtkWidget *stack;
  GtkWidget *shown;
  GtkWidget *editor; /* NULL until it is needed */
  GtkWidget *entry;  /* GtkEntry, GtkTextView or CrmValuePicker in it */
  GtkWidget *toggle;
  GtkWidget *trailing;
  GtkWidget *problem_box;
  GtkWidget *problem;
  GtkWidget *choices;
};

/* Adds the editor to the row's stack. */
void crm_property_row_build_editor (CrmPropertyRow *self);
void crm_property_row_fill_editor (CrmPropertyRow *self);
/* What stands in the editor, checked. */
gboolean crm_property_row_read (CrmPropertyRow *self, CrmValue *value, GError **error);
void crm_property_row_focus_left (CrmPropertyRow *self);

G_END_DECLS
