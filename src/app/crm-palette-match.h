/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* How well what was typed names something. Every word must be found, in any order; the start of the
 * whole beats the start of a word, which beats the middle of one. Case and accents do not count.
 * Pure; any thread. */

/* From here on the title begins with what was typed. */
#define CRM_PALETTE_STRONG 100

/* 0: no match; higher is better. Empty text matches everything with 1. */
int crm_palette_match (const char *title, const char *typed);
/* The title as Pango markup with the found parts marked. (transfer full) */
char *crm_palette_mark (const char *title, const char *typed);

G_END_DECLS
