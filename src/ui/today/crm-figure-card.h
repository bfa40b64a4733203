/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* CrmFigureCard: a caption, a large figure, a sentence, and a small line of how it came about. A
 * button: it opens the rows behind the figure. Main thread. */
#define CRM_TYPE_FIGURE_CARD (crm_figure_card_get_type ())
G_DECLARE_FINAL_TYPE (CrmFigureCard, crm_figure_card, CRM, FIGURE_CARD, GtkButton)

GtkWidget *crm_figure_card_new (void);
/* `points` are copied; fewer than two draw no line. `summary` says the line in words. */
void crm_figure_card_set (CrmFigureCard *self, const char *caption, const char *figure,
                          const char *sentence, const double *points, guint n_points,
                          const char *summary);
const char *crm_figure_card_get_figure (CrmFigureCard *self);

G_END_DECLS
