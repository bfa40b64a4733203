/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The only file that knows interfaces which later versions of the platform replace. Main thread. */

#include "config.h"

#include "crm-compat.h"

#include <adwaita.h>
#include <glib/gi18n.h>

G_GNUC_BEGIN_IGNORE_DEPRECATIONS

static GtkWindow *
window_of (GtkWidget *widget)
{
  GtkRoot *root = widget != NULL ? gtk_widget_get_root (widget) : NULL;

  return GTK_IS_WINDOW (root) ? GTK_WINDOW (root) : NULL;
}

/* ---- questions ---- */

typedef struct
{
  CrmAnswerFunc answer;
  CrmTextFunc text;
  gpointer data;
  GtkEditable *entry;
} Question;

static void
question_response_cb (AdwMessageDialog *dialog, const char *response, Question *question)
{
  gboolean yes = g_str_equal (response, "yes");

  if (question->answer != NULL)
    question->answer (yes, question->data);
  else if (question->text != NULL)
    {
      g_autofree char *text = g_strdup (gtk_editable_get_text (question->entry));

      g_strstrip (text);
      question->text (yes && *text != '\0' ? text : NULL, question->data);
    }
  g_free (question);
}

static AdwMessageDialog *
create_question (GtkWidget *parent, const char *title, const char *body, const char *verb)
{
  AdwMessageDialog *dialog =
      ADW_MESSAGE_DIALOG (adw_message_dialog_new (window_of (parent), title, body));

  adw_message_dialog_add_responses (dialog, "cancel", _ ("_Cancel"), "yes", verb, NULL);
  adw_message_dialog_set_close_response (dialog, "cancel");
  return dialog;
}

void
crm_compat_confirm (GtkWidget *parent, const char *title, const char *body, const char *verb,
                    CrmAnswerFunc callback, gpointer data)
{
  AdwMessageDialog *dialog = create_question (parent, title, body, verb);
  Question *question = g_new0 (Question, 1);

  question->answer = callback;
  question->data = data;
  adw_message_dialog_set_response_appearance (dialog, "yes", ADW_RESPONSE_DESTRUCTIVE);
  adw_message_dialog_set_default_response (dialog, "cancel");
  g_signal_connect (dialog, "response", G_CALLBACK (question_response_cb), question);
  gtk_window_present (GTK_WINDOW (dialog));
}

static void
answer_changed_cb (GtkEditable *entry, AdwMessageDialog *dialog)
{
  g_autofree char *text = g_strdup (gtk_editable_get_text (entry));

  adw_message_dialog_set_response_enabled (dialog, "yes", *g_strstrip (text) != '\0');
}

void
crm_compat_ask_text (GtkWidget *parent, const char *title, const char *label, const char *initial,
                     const char *verb, CrmTextFunc callback, gpointer data)
{
  AdwMessageDialog *dialog = create_question (parent, title, NULL, verb);
  GtkWidget *entry = gtk_entry_new ();
  Question *question = g_new0 (Question, 1);

  question->text = callback;
  question->data = data;
  question->entry = GTK_EDITABLE (entry);
  gtk_editable_set_text (GTK_EDITABLE (entry), initial != NULL ? initial : "");
  gtk_entry_set_activates_default (GTK_ENTRY (entry), TRUE);
  gtk_accessible_update_property (GTK_ACCESSIBLE (entry), GTK_ACCESSIBLE_PROPERTY_LABEL, label, -1);
  adw_message_dialog_set_extra_child (dialog, entry);
  adw_message_dialog_set_response_appearance (dialog, "yes", ADW_RESPONSE_SUGGESTED);
  adw_message_dialog_set_default_response (dialog, "yes");
  g_signal_connect (entry, "changed", G_CALLBACK (answer_changed_cb), dialog);
  answer_changed_cb (GTK_EDITABLE (entry), dialog);
  g_signal_connect (dialog, "response", G_CALLBACK (question_response_cb), question);
  gtk_window_present (GTK_WINDOW (dialog));
  gtk_widget_grab_focus (entry);
}

/* ---- files ---- */

typedef struct
{
  CrmFileFunc callback;
  gpointer data;
} FileRequest;

static void
file_response_cb (GtkNativeDialog *dialog, int response, FileRequest *request)
{
  g_autoptr (GFile) file = NULL;

  if (response == GTK_RESPONSE_ACCEPT)
    file = gtk_file_chooser_get_file (GTK_FILE_CHOOSER (dialog));
  gtk_native_dialog_hide (dialog);
  request->callback (file, request->data);
  g_free (request);
  g_object_unref (dialog);
}

static GtkFileChooserNative *
show_chooser (GtkWidget *parent, const char *title, GtkFileChooserAction action, const char *accept,
              CrmFileFunc callback, gpointer data)
{
  GtkFileChooserNative *dialog =
      gtk_file_chooser_native_new (title, window_of (parent), action, accept, _ ("_Cancel"));
  FileRequest *request = g_new (FileRequest, 1);

  request->callback = callback;
  request->data = data;
  gtk_native_dialog_set_modal (GTK_NATIVE_DIALOG (dialog), TRUE);
  g_signal_connect (dialog, "response", G_CALLBACK (file_response_cb), request);
  return dialog;
}

static void
add_filter (GtkFileChooser *chooser, const char *name, const char *patterns)
{
  g_autoptr (GtkFileFilter) filter = gtk_file_filter_new ();
  g_auto (GStrv) parts = g_strsplit (patterns, ";", -1);

  gtk_file_filter_set_name (filter, name);
  for (guint i = 0; parts[i] != NULL; i++)
    gtk_file_filter_add_pattern (filter, parts[i]);
  gtk_file_chooser_add_filter (chooser, filter);
}

void
crm_compat_open_file (GtkWidget *parent, const char *title, const char *pattern_name,
                      const char *pattern, CrmFileFunc callback, gpointer data)
{
  GtkFileChooserNative *dialog =
      show_chooser (parent, title, GTK_FILE_CHOOSER_ACTION_OPEN, _ ("_Open"), callback, data);

  if (pattern != NULL)
    {
      add_filter (GTK_FILE_CHOOSER (dialog), pattern_name, pattern);
      add_filter (GTK_FILE_CHOOSER (dialog), _ ("All Files"), "*");
    }
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

void
crm_compat_save_file (GtkWidget *parent, const char *title, const char *suggested_name,
                      CrmFileFunc callback, gpointer data)
{
  GtkFileChooserNative *dialog =
      show_chooser (parent, title, GTK_FILE_CHOOSER_ACTION_SAVE, _ ("_Save"), callback, data);

  gtk_file_chooser_set_current_name (GTK_FILE_CHOOSER (dialog), suggested_name);
  gtk_native_dialog_show (GTK_NATIVE_DIALOG (dialog));
}

/* ---- the rest ---- */

void
crm_compat_show_about (GtkWidget *parent)
{
  adw_show_about_window (window_of (parent), "application-name", _ ("Customers"),
                         "application-icon", CRM_APP_ID, "version", CRM_VERSION, "developer-name",
                         _ ("The Customers Project"), "license-type", GTK_LICENSE_GPL_3_0,
                         "comments",
                         _ ("Customers, their orders and what you agreed with them, in one file on "
                            "your own computer."),
                         NULL);
}

void
crm_compat_get_color (GtkWidget *widget, GdkRGBA *color)
{
  gtk_style_context_get_color (gtk_widget_get_style_context (widget), color);
}

G_GNUC_END_IGNORE_DEPRECATIONS
