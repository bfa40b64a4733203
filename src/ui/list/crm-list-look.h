/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-entity.h"

G_BEGIN_DECLS

/* How lists present the fields of an entity: field tables say what a value is, these say how a list
 * shows it. Static, any thread. */
typedef enum
{
  CRM_CELL_AUTO, /* by the field's kind */
  CRM_CELL_TEXT,
  CRM_CELL_NAME,    /* avatar and name */
  CRM_CELL_PILL,    /* an enumeration in its tone */
  CRM_CELL_QUIET,   /* text one step lighter */
  CRM_CELL_GRADE,   /* an enumeration by its code: A, B, C */
  CRM_CELL_NUMBER,  /* right-aligned, tabular */
  CRM_CELL_OVERDUE, /* a day; amber once it is longer ago than usual for the customer */
  CRM_CELL_DUE,     /* a day or instant; red once it has passed and the record is open */
} CrmCellStyle;

typedef struct
{
  const char *field;
  CrmCellStyle style;
  guint width;       /* px at 100 % text; 0: takes what is left */
  const char *label; /* N_(), instead of the field's own (nullable) */
  const char *empty; /* N_(), what stands for no value (nullable) */
} CrmListColumn;

typedef struct
{
  const char *entity;
  const char *icon;        /* of the first-use page */
  const char *placeholder; /* N_(), of the search entry */
  const char *first_use;   /* N_(), sentence under "No customers yet" */
  const char *sort;
  gboolean descending;
  /* The two-line row of narrow windows. */
  const char *details[3];
  const char *pill;
  const char *value;
  const CrmListColumn *columns;
  guint n_columns;
} CrmListLook;

/* Never NULL: entities without a table get their first fields. */
const CrmListLook *crm_list_look_for (const CrmEntity *entity);
/* NULL when the field is not among the defaults. */
const CrmListColumn *crm_list_look_column (const CrmListLook *self, const char *field_id);

CrmCellStyle crm_list_look_style (const CrmListLook *self, const CrmField *field);
guint crm_list_look_width (const CrmListLook *self, const CrmField *field);
const char *crm_list_look_label (const CrmListLook *self, const CrmField *field); /* translated */
const char *crm_list_look_empty (const CrmListLook *self, const CrmField *field); /* translated */
/* TRUE if a list may show the field. */
gboolean crm_list_look_offers (const CrmField *field);
/* First use: "No Customers Yet". */
const char *crm_list_look_none_title (const CrmEntity *entity);

G_END_DECLS
