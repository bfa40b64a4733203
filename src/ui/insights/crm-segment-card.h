/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

#include "crm-segment-run.h"

G_BEGIN_DECLS

/* A button that shows one segment: name, size, share of revenue, what sets it apart. */
GtkWidget *crm_segment_card_widget_new (const CrmSegmentCard *card);

G_END_DECLS
