/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gio/gio.h>

G_BEGIN_DECLS

/* The first day of the week, 1 Monday … 7 Sunday, from the settings or the locale. */
int crm_week_start (GSettings *settings);

G_END_DECLS
