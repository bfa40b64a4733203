/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <gtk/gtk.h>

G_BEGIN_DECLS

/* What differs between the platform's versions: dialogs, file choosers, widget colour, about. All of
 * it on the main thread; each callback comes exactly once. `parent` is any widget of the window that
 * asks; texts are translated and plain, not markup. */

typedef void (*CrmAnswerFunc) (gboolean yes, gpointer data);
/* Only for what cannot be undone. `verb` is the button that does it ("Delete"); Cancel has focus. */
void crm_compat_confirm (GtkWidget *parent, const char *title, const char *body, const char *verb,
                         CrmAnswerFunc callback, gpointer data);

/* `text` is NULL when it was cancelled. Empty text cannot be confirmed. */
typedef void (*CrmTextFunc) (const char *text, gpointer data);
void
crm_compat_ask_text (GtkWidget *parent, const char *title, const char *label, const char *initial,
                     const char *verb, CrmTextFunc callback, gpointer data);

/* `file` is NULL when it was cancelled. */
typedef void (*CrmFileFunc) (GFile *file, gpointer data);
/* `pattern`: "*.db", or several separated by ';', with its `pattern_name`; NULL: all files. */
void crm_compat_open_file (GtkWidget *parent, const char *title, const char *pattern_name,
                           const char *pattern, CrmFileFunc callback, gpointer data);
void crm_compat_save_file (GtkWidget *parent, const char *title, const char *suggested_name,
                           CrmFileFunc callback, gpointer data);

void crm_compat_show_about (GtkWidget *parent);

/* The colour in which the widget's text is drawn. */
void crm_compat_get_color (GtkWidget *widget, GdkRGBA *color);

G_END_DECLS
