/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-context.h"

G_BEGIN_DECLS

/* Small parts that the pieces of the record page are made of. Main thread. */

GtkWidget *crm_record_label (const char *text, const char *style); /* left, ellipsized */
/* The tooltip of the widget is what the label says when the pointer rests; none where it is
 * "crm-empty". For texts that change with every record. */
void crm_record_tell_whole (GtkWidget *widget, GtkWidget *label);
GtkWidget *crm_record_icon_button (const char *icon, const char *tooltip);
GtkWidget *crm_record_text_button (const char *icon, const char *label);
/* A boxed list without selection. */
GtkWidget *crm_record_list (const char *name);
/* A heading with an optional button at its end (nullable). */
GtkWidget *crm_record_heading (const char *title, GtkWidget *button);
void crm_record_clear (GtkWidget *box);
/* A pill in the tone of an enumeration's value; NULL when it is empty. */
GtkWidget *crm_record_pill (const CrmEnum *choices, const char *code);
void crm_record_pill_set (GtkWidget *pill, const CrmEnum *choices, const char *code);
/* Opens "tel:" and "mailto:" with the desktop's own program. */
void crm_record_open_uri (GtkWidget *widget, const char *scheme, const char *target);
/* The text of a field for people, links by their target's name, money with its unit. (nullable) */
char *crm_record_text (CrmContext *context, CrmRecord *record, const CrmField *field);
/* A menu button with a calendar; `icon` (nullable) instead of a text. */
typedef void (*CrmDayFunc) (gint64 day, gpointer data);
GtkWidget *
crm_record_day_button (const char *icon, const char *tooltip, CrmDayFunc chosen, gpointer data);

G_END_DECLS
