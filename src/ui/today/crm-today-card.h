/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "crm-today-data.h"

G_BEGIN_DECLS

/* CrmTodayCard: a titled card with a few lines, as high as they need, or words when there are none.
 * Main thread.
 *
 * Signals: "all" (its button), "open" (int64 id), "done" (int64 id: the check box of a task). */
#define CRM_TYPE_TODAY_CARD (crm_today_card_get_type ())
G_DECLARE_FINAL_TYPE (CrmTodayCard, crm_today_card, CRM, TODAY_CARD, GtkBox)

typedef enum
{
  CRM_TODAY_TASKS,
  CRM_TODAY_FOLLOW_UPS,
  CRM_TODAY_PLANNED,
  CRM_TODAY_RECENT,
} CrmTodayKind;

GtkWidget *crm_today_card_new (CrmTodayKind kind, const char *title);
/* `button` (nullable): no button. `nothing`: what stands there when there are no lines. */
void crm_today_card_set (CrmTodayCard *self, const char *caption, const char *button,
                         const char *nothing, GPtrArray *lines, guint limit, gint64 today);
guint crm_today_card_get_n_lines (CrmTodayCard *self);

G_END_DECLS
