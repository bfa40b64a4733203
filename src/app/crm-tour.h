/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-window.h"

G_BEGIN_DECLS

/* A walk through all pages that saves a picture of each as DIR/VARIANT-PAGE.png and then quits; the
 * program fails if a page does not come to rest. Main thread. */
typedef struct _CrmTour CrmTour;

CrmTour *crm_tour_new (const char *folder, gboolean dark, gboolean narrow);
void crm_tour_free (CrmTour *self);
/* Before the window is shown: its size and colours. */
void crm_tour_prepare (CrmTour *self, CrmWindow *window);
void crm_tour_start (CrmTour *self, CrmWindow *window);
void crm_tour_fail (CrmTour *self, const char *message);

G_END_DECLS
