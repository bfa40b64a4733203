/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-context.h"
#include "crm-list-look.h"

G_BEGIN_DECLS

/* Texts of a list: cells, heads, figures. Main thread; all results are (transfer full). */

/* The value of a field for people, links by their target's name; NULL when there is none. Money in
 * the base currency stands without its unit, which is in the column's head. */
char *crm_list_text (CrmContext *context, CrmRecord *record, const CrmField *field);
/* "Lifetime value, ¥" */
char *crm_list_head (CrmContext *context, const CrmListLook *look, const CrmField *field);
/* A sum or median of a field, with its unit: "¥ 18,406,320". */
char *crm_list_figure (CrmContext *context, const CrmField *field, double figure, gboolean unit);
/* CRM_FILTER link titles through the context; `data` is a CrmContext. */
char *crm_list_link_title (CrmId id, gpointer data);

/* How late: 0 in time, 1 longer ago than usual (amber), 2 long gone (grey). By last-order and
 * mean-interval of a customer. */
int crm_list_lateness (CrmRecord *record, gint64 today);

/* The picture of what is no person or company: an order, a product, an activity by its kind; NULL for
 * those that are known by their initials. */
const char *crm_list_icon (CrmRecord *record);
/* One or two letters for an avatar; the tone's number 1..6. */
char *crm_list_initials (const char *name);
guint crm_list_tone (CrmId id);

G_END_DECLS
