/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* CrmSparkline: a small line without axes from zero up, its last point marked. Main thread. */
#define CRM_TYPE_SPARKLINE (crm_sparkline_get_type ())
G_DECLARE_FINAL_TYPE (CrmSparkline, crm_sparkline, CRM, SPARKLINE, GtkWidget)

GtkWidget *crm_sparkline_new (void);
void crm_sparkline_set_points (CrmSparkline *self, const double *points, guint n); /* copied */

G_END_DECLS
