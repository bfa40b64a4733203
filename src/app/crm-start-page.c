/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The states before there are pages. It knows words, not stores: the application opens, this page says
 * how it went and hands on what was chosen. Main thread. */

#include "crm-start-page.h"

#include <glib/gi18n.h>

#include "crm-error.h"

/* Nothing, then a spinner, then words and a way out. */
#define QUIET_MS 300
#define WORDS_MS 1700

struct _CrmStartPage
{
  GtkWidget parent;

  AdwHeaderBar *header;
  GtkStack *stack;
  GtkSpinner *spinner;
  GtkWidget *opening_words;
  AdwStatusPage *error_status;
  GtkExpander *details;
  GtkLabel *details_label;
  GtkButton *retry_button;
  GtkButton *sample_button;
  GtkButton *import_button;
  GtkButton *empty_button;
  GtkLabel *progress_label;
  GtkProgressBar *progress_bar;
  const char *state;
  guint quiet_source;
};

G_DEFINE_FINAL_TYPE (CrmStartPage, crm_start_page, GTK_TYPE_WIDGET)

enum
{
  RETRY,
  OPEN_OTHER,
  SAMPLE,
  IMPORT,
  EMPTY,
  CANCEL,
  N_SIGNALS
};

static guint signals[N_SIGNALS];

/* What happened, and what to do about it. `%s` stands for the file or its folder. */
typedef struct
{
  int code;
  const char *icon;
  const char *title;
  const char *advice;
} StartError;

/* clang-format off */
static const StartError start_errors[] = {
  { CRM_ERROR_NEWER_SCHEMA, "software-update-available-symbolic", N_ ("A Newer Version Wrote This Database"),
    N_ ("%s was last used by a later version of this program. Update the program, or open another file. Nothing was changed.") },
  { CRM_ERROR_CORRUPT, "crm-error-symbolic", N_ ("The Database Is Damaged"),
    N_ ("%s is not a database of this program, or parts of it cannot be read. Open a backup, which stands in the same folder, or another file. Nothing was changed.") },
  { CRM_ERROR_READ_ONLY, "changes-prevent-symbolic", N_ ("The Database Cannot Be Written"),
    N_ ("This account may not write to %s or to its folder. Change the permissions, then try again, or open another file.") },
  { CRM_ERROR_FULL, "crm-database-symbolic", N_ ("The Disk Is Full"),
    N_ ("There is no room left for %s. Free some space, then try again. What was saved before is safe.") },
  { CRM_ERROR_BUSY, "changes-prevent-symbolic", N_ ("The Database Is in Use"),
    N_ ("Another program works with %s. Close it, then try again.") },
};
/* clang-format on */

static const StartError *
find_start_error (const GError *error)
{
  static const StartError other = {
    -1, "crm-warning-symbolic", N_ ("The Database Could Not Be Opened"),
    N_ ("%s could not be opened. Try again, or open another file.")
  };

  for (guint i = 0; i < G_N_ELEMENTS (start_errors); i++)
    if (g_error_matches (error, CRM_ERROR, start_errors[i].code))
      return &start_errors[i];
  return &other;
}

static void
show_state (CrmStartPage *self, const char *state)
{
  g_clear_handle_id (&self->quiet_source, g_source_remove);
  self->state = state;
  gtk_spinner_set_spinning (self->spinner, g_strcmp0 (state, "opening") == 0);
  gtk_stack_set_visible_child_name (self->stack, state);
}

static gboolean
words_due_cb (gpointer data)
{
  CrmStartPage *self = data;

  self->quiet_source = 0;
  gtk_widget_set_visible (self->opening_words, TRUE);
  return G_SOURCE_REMOVE;
}

static gboolean
quiet_over_cb (gpointer data)
{
  CrmStartPage *self = data;

  self->quiet_source = 0;
  show_state (self, "opening");
  self->quiet_source = g_timeout_add (WORDS_MS, words_due_cb, self);
  return G_SOURCE_REMOVE;
}

void
crm_start_page_show_opening (CrmStartPage *self)
{
  g_return_if_fail (CRM_IS_START_PAGE (self));

  show_state (self, "nothing");
  gtk_widget_set_visible (self->opening_words, FALSE);
  self->state = "opening";
  self->quiet_source = g_timeout_add (QUIET_MS, quiet_over_cb, self);
}

void
crm_start_page_show_error (CrmStartPage *self, const GError *error, const char *path)
{
  const StartError *words;
  g_autofree char *name = NULL;
  g_autofree char *description = NULL;
  g_autofree char *details = NULL;

  g_return_if_fail (CRM_IS_START_PAGE (self));
  g_return_if_fail (error != NULL);

  words = find_start_error (error);
  name = g_filename_display_basename (path);
  description = g_strdup_printf (_ (words->advice), name);
  details = g_strdup_printf ("%s\n%s\n%s %d", error->message, path,
                             g_quark_to_string (error->domain), error->code);
  adw_status_page_set_icon_name (self->error_status, words->icon);
  adw_status_page_set_title (self->error_status, _ (words->title));
  adw_status_page_set_description (self->error_status, description);
  gtk_label_set_text (self->details_label, details);
  gtk_expander_set_expanded (self->details, FALSE);
  show_state (self, "error");
  gtk_widget_grab_focus (GTK_WIDGET (self->retry_button));
}

void
crm_start_page_show_welcome (CrmStartPage *self, gboolean can_sample, gboolean can_import)
{
  g_return_if_fail (CRM_IS_START_PAGE (self));

  gtk_widget_set_visible (GTK_WIDGET (self->sample_button), can_sample);
  gtk_widget_set_visible (GTK_WIDGET (self->import_button), can_import);
  show_state (self, "welcome");
  gtk_widget_grab_focus (GTK_WIDGET (can_sample ? self->sample_button : self->empty_button));
}

void
crm_start_page_show_progress (CrmStartPage *self, const char *text, double progress)
{
  g_return_if_fail (CRM_IS_START_PAGE (self));

  gtk_label_set_text (self->progress_label, text);
  if (progress < 0.0)
    gtk_progress_bar_pulse (self->progress_bar);
  else
    gtk_progress_bar_set_fraction (self->progress_bar, CLAMP (progress, 0.0, 1.0));
  if (g_strcmp0 (self->state, "progress") != 0)
    show_state (self, "progress");
}

const char *
crm_start_page_get_state (CrmStartPage *self)
{
  g_return_val_if_fail (CRM_IS_START_PAGE (self), NULL);

  return self->state;
}

static void
retry_clicked_cb (CrmStartPage *self)
{
  g_signal_emit (self, signals[RETRY], 0);
}

static void
other_clicked_cb (CrmStartPage *self)
{
  g_signal_emit (self, signals[OPEN_OTHER], 0);
}

static void
sample_clicked_cb (CrmStartPage *self)
{
  g_signal_emit (self, signals[SAMPLE], 0);
}

static void
import_clicked_cb (CrmStartPage *self)
{
  g_signal_emit (self, signals[IMPORT], 0);
}

static void
empty_clicked_cb (CrmStartPage *self)
{
  g_signal_emit (self, signals[EMPTY], 0);
}

static void
cancel_clicked_cb (CrmStartPage *self)
{
  g_signal_emit (self, signals[CANCEL], 0);
}

static void
crm_start_page_dispose (GObject *object)
{
  CrmStartPage *self = CRM_START_PAGE (object);
  GtkWidget *child;

  g_clear_handle_id (&self->quiet_source, g_source_remove);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  G_OBJECT_CLASS (crm_start_page_parent_class)->dispose (object);
}

static guint
add_signal (const char *name)
{
  return g_signal_new (name, CRM_TYPE_START_PAGE, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                       G_TYPE_NONE, 0);
}

static void
crm_start_page_class_init (CrmStartPageClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_start_page_dispose;
  signals[RETRY] = add_signal ("retry");
  signals[OPEN_OTHER] = add_signal ("open-other");
  signals[SAMPLE] = add_signal ("sample");
  signals[IMPORT] = add_signal ("import");
  signals[EMPTY] = add_signal ("empty");
  signals[CANCEL] = add_signal ("cancel");

  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/Crm/ui/crm-start-page.ui");
  gtk_widget_class_bind_template_child (widget_class, CrmStartPage, header);
  gtk_widget_class_bind_template_child (widget_class, CrmStartPage, stack);
  gtk_widget_class_bind_template_child (widget_class, CrmStartPage, spinner);
  gtk_widget_class_bind_template_child (widget_class, CrmStartPage, opening_words);
  gtk_widget_class_bind_template_child (widget_class, CrmStartPage, error_status);
  gtk_widget_class_bind_template_child (widget_class, CrmStartPage, details);
  gtk_widget_class_bind_template_child (widget_class, CrmStartPage, details_label);
  gtk_widget_class_bind_template_child (widget_class, CrmStartPage, retry_button);
  gtk_widget_class_bind_template_child (widget_class, CrmStartPage, sample_button);
  gtk_widget_class_bind_template_child (widget_class, CrmStartPage, import_button);
  gtk_widget_class_bind_template_child (widget_class, CrmStartPage, empty_button);
  gtk_widget_class_bind_template_child (widget_class, CrmStartPage, progress_label);
  gtk_widget_class_bind_template_child (widget_class, CrmStartPage, progress_bar);
  gtk_widget_class_bind_template_callback (widget_class, retry_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, other_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, sample_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, import_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, empty_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, cancel_clicked_cb);
}

static void
crm_start_page_init (CrmStartPage *self)
{
  gtk_widget_init_template (GTK_WIDGET (self));
  self->state = "nothing";
}

GtkWidget *
crm_start_page_new (void)
{
  return g_object_new (CRM_TYPE_START_PAGE, NULL);
}
