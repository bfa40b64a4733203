/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

#include "crm-list-look.h"

G_BEGIN_DECLS

/* CrmListLayout: which columns a list shows, in which order and width, and how it is sorted. A plain
 * value; remembered as JSON in the settings key "list-columns" (a{ss}, by entity) and in views. */
typedef struct
{
  const CrmField *field;
  int width; /* px; 0: as the look says */
} CrmListLayoutColumn;

typedef struct
{
  const CrmEntity *entity;
  GArray *columns;  /* CrmListLayoutColumn, in order */
  const char *sort; /* field id, static (nullable) */
  gboolean descending;
} CrmListLayout;

CrmListLayout *crm_list_layout_new_default (const CrmEntity *entity);
CrmListLayout *crm_list_layout_copy (const CrmListLayout *self);
/* The same columns in the same order, sorted alike; how wide they are does not count. */
gboolean crm_list_layout_equal (const CrmListLayout *a, const CrmListLayout *b);
void crm_list_layout_free (CrmListLayout *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmListLayout, crm_list_layout_free)

/* Unknown or hidden fields are left out; text that is no layout gives NULL. (transfer full) */
CrmListLayout *crm_list_layout_from_json (const CrmEntity *entity, const char *json);
char *crm_list_layout_to_json (const CrmListLayout *self);

CrmListLayout *crm_list_layout_load (GSettings *settings, const CrmEntity *entity);
void crm_list_layout_save (const CrmListLayout *self, GSettings *settings);

int crm_list_layout_find (const CrmListLayout *self, const CrmField *field); /* index or -1 */
/* Shows or hides a column; the title's column stays. */
void crm_list_layout_set_shown (CrmListLayout *self, const CrmField *field, gboolean shown);

G_END_DECLS
