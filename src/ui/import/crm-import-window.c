/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The import assistant. A changed choice starts the trial again, so the numbers beside the columns
 * are always those of what is chosen; only the last trial's answer counts. Main thread. */

#include "config.h"

#include "crm-import-window.h"

#include <glib/gi18n-lib.h>
#include <string.h>

#include "crm-compat.h"
#include "crm-entities.h"
#include "crm-format.h"
#include "crm-import-columns.h"
#include "crm-import-job.h"
#include "crm-import-preview.h"
#include "crm-ui.h"

struct _CrmImportWindow
{
  AdwWindow parent;

  CrmContext *context;
  CrmImportPlan *plan;
  CrmJob *job; /* trial or run; (nullable) */
  gboolean running;
  gboolean stale; /* chosen anew while a trial runs */
  gint64 group;

  AdwWindowTitle *title;
  GtkButton *back_button;
  GtkButton *go_button;
  GtkStack *stack;
  AdwStatusPage *file_status;
  GtkWidget *choose_button;
  GtkDropDown *kind;
  GtkDropDown *encoding;
  GtkDropDown *delimiter;
  GtkWidget *stage_row;
  GtkDropDown *stage;
  GtkWidget *days_row;
  GtkDropDown *days;
  CrmImportColumns *columns;
  GtkLabel *columns_caption;
  GtkLabel *problem;
  GtkLabel *created;
  GtkLabel *created_words;
  GtkLabel *updated;
  GtkLabel *updated_words;
  GtkLabel *unchanged;
  GtkLabel *refused;
  GtkLabel *reasons;
  GtkLabel *trial_caption;
  GtkProgressBar *trial_bar;
  GtkSwitch *option;
  GtkLabel *option_label;
  CrmImportPreview *preview;
  GtkProgressBar *run_bar;
  GtkLabel *run_text;
  AdwStatusPage *done_status;
  GtkButton *save_refused;
  GtkButton *undo_button;
  gboolean filling; /* widgets are being set from the plan */
  char *refused_path;
};

G_DEFINE_FINAL_TYPE (CrmImportWindow, crm_import_window, ADW_TYPE_WINDOW)

static const char *const encodings[] = { "UTF-8", "GB18030", "UTF-16LE", "UTF-16BE",
                                         "WINDOWS-1252" };
static const char delimiters[] = ",;\t|";

static void start_trial (CrmImportWindow *self);

static void
drop_job (CrmImportWindow *self)
{
  if (self->job != NULL)
    g_signal_handlers_disconnect_by_data (self->job, self);
  g_clear_object (&self->job);
}

static void
set_figure (GtkLabel *label, guint64 n)
{
  g_autofree char *text = crm_format_integer ((gint64) n);

  gtk_label_set_text (label, text);
}

/* ---- trial ---- */

static int
compare_counts (gconstpointer a, gconstpointer b, gpointer reasons)
{
  guint64 x = *(guint64 *) g_hash_table_lookup (reasons, *(char **) a),
          y = *(guint64 *) g_hash_table_lookup (reasons, *(char **) b);

  return (x < y) - (x > y);
}

static char *
describe_reasons (const CrmImportReport *report, guint most)
{
  g_autofree char **keys = NULL;
  GString *text = g_string_new (NULL);
  guint n;

  keys = (char **) g_hash_table_get_keys_as_array (report->reasons, &n);
  g_qsort_with_data (keys, (int) n, sizeof (char *), compare_counts, report->reasons);
  for (guint i = 0; i < MIN (n, most); i++)
    {
      g_autofree char *count = crm_format_integer (
          (gint64) * (guint64 *) g_hash_table_lookup (report->reasons, keys[i]));

      g_string_append_printf (text, "%s%s · %s", i > 0 ? "\n" : "", count, keys[i]);
    }
  if (n > most)
    g_string_append_printf (text, "\n%s", _ ("…"));
  return g_string_free (text, FALSE);
}

static void
show_button (CrmImportWindow *self, const CrmImportReport *report)
{
  guint64 n = report != NULL ? report->rows - report->refused : 0;
  g_autofree char *rows = crm_format_integer ((gint64) n), *label = NULL;

  label = report != NULL && n > 0
              ? g_strdup_printf (ngettext ("Import %s Row", "Import %s Rows", (gulong) n), rows)
              : g_strdup (_ ("Import"));
  gtk_button_set_label (self->go_button, label);
  gtk_widget_set_sensitive (GTK_WIDGET (self->go_button), n > 0);
}

static void
show_trial (CrmImportWindow *self, const CrmImportReport *report)
{
  g_autofree char *rows = crm_format_integer ((gint64) report->rows);
  g_autofree char *caption = g_strdup_printf (_ ("%s rows read · nothing has been written"), rows);
  g_autofree char *reasons = describe_reasons (report, 4);
  gboolean customers = self->plan->kind == CRM_IMPORT_CUSTOMERS;

  set_figure (self->created, report->created);
  gtk_label_set_text (self->created_words, customers ? _ ("new customers") : _ ("new orders"));
  set_figure (self->updated, customers ? report->updated : report->customers);
  gtk_label_set_text (self->updated_words,
                      customers ? _ ("update a customer you have") : _ ("new customers"));
  set_figure (self->unchanged, report->unchanged);
  set_figure (self->refused, report->refused);
  gtk_label_set_text (self->reasons, reasons);
  gtk_widget_set_visible (GTK_WIDGET (self->reasons), report->refused > 0);
  gtk_label_set_text (self->trial_caption, caption);
  crm_import_columns_set_report (self->columns, report);
  crm_import_preview_show (self->preview, self->plan, report);
  show_button (self, report);
}

static void
trial_progress_cb (CrmJob *job, GParamSpec *pspec, CrmImportWindow *self)
{
  double progress;

  g_object_get (job, "progress", &progress, NULL);
  gtk_progress_bar_set_fraction (self->trial_bar, MAX (progress, 0));
}

static void
trial_finished_cb (CrmJob *job, CrmImportWindow *self)
{
  const CrmImportReport *report = crm_job_get_result (job);
  g_autofree char *failure = crm_job_get_state (job) == CRM_JOB_FAILED
                                 ? g_strdup (crm_job_get_error (job)->message)
                                 : NULL;

  gtk_progress_bar_set_fraction (self->trial_bar, 1);
  if (report != NULL && !report->cancelled && !self->stale)
    show_trial (self, report);
  drop_job (self);
  if (self->stale)
    start_trial (self);
  else if (failure != NULL)
    {
      gtk_label_set_text (self->problem, failure);
      gtk_widget_set_visible (GTK_WIDGET (self->problem), TRUE);
    }
}

static void
start_trial (CrmImportWindow *self)
{
  g_autofree char *problem = crm_import_plan_problem (self->plan);

  gtk_widget_set_visible (GTK_WIDGET (self->problem), problem != NULL);
  gtk_label_set_text (self->problem, problem != NULL ? problem : "");
  show_button (self, NULL);
  crm_import_preview_show (self->preview, self->plan, NULL);
  self->stale = self->job != NULL;
  if (self->stale)
    {
      crm_job_cancel (self->job);
      return;
    }
  crm_import_columns_set_report (self->columns, NULL);
  if (problem != NULL)
    return;
  gtk_label_set_text (self->trial_caption, _ ("Reading the file…"));
  self->job = g_object_ref (
      crm_import_job_start (crm_context_get_jobs (self->context), self->plan, TRUE, NULL));
  g_signal_connect (self->job, "notify::progress", G_CALLBACK (trial_progress_cb), self);
  g_signal_connect (self->job, "finished", G_CALLBACK (trial_finished_cb), self);
}

/* ---- the plan ---- */

/* The first row of the drop-down is no stage, the others are those of the enumeration. */
static void
fill_stages (CrmImportWindow *self)
{
  const CrmEnum *stages = crm_enum_lookup ("lifecycle-stage");
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);

  gtk_string_list_append (labels, C_ ("stage", "None"));
  for (guint i = 0; i < stages->n_values; i++)
    gtk_string_list_append (labels, crm_enum_label (stages, stages->values[i].code));
  self->filling = TRUE;
  gtk_drop_down_set_model (self->stage, G_LIST_MODEL (labels));
  self->filling = FALSE;
}

static void
show_stage (CrmImportWindow *self)
{
  const CrmEnum *stages = crm_enum_lookup ("lifecycle-stage");
  guint selected = 0;

  for (guint i = 0; i < stages->n_values && self->plan->stage != NULL; i++)
    if (g_str_equal (stages->values[i].code, self->plan->stage))
      selected = i + 1;
  gtk_drop_down_set_selected (self->stage, selected);
  gtk_widget_set_visible (self->stage_row, self->plan->kind == CRM_IMPORT_CUSTOMERS);
}

static void
show_days (CrmImportWindow *self)
{
  gtk_drop_down_set_selected (self->days, self->plan->day_first ? 0 : 1);
  gtk_widget_set_visible (self->days_row, self->plan->day_written);
}

static void
show_plan (CrmImportWindow *self)
{
  g_autofree char *name = g_path_get_basename (self->plan->path);
  g_autofree char *caption = NULL;
  guint matched = 0;
  const char *mark = strchr (delimiters, self->plan->dialect.delimiter);

  self->filling = TRUE;
  adw_window_title_set_title (self->title, self->plan->kind == CRM_IMPORT_CUSTOMERS
                                               ? _ ("Import Customers")
                                               : _ ("Import Transactions"));
  adw_window_title_set_subtitle (self->title, name);
  gtk_drop_down_set_selected (self->kind, self->plan->kind);
  for (guint i = 0; i < G_N_ELEMENTS (encodings); i++)
    if (g_ascii_strcasecmp (encodings[i], self->plan->dialect.encoding) == 0)
      gtk_drop_down_set_selected (self->encoding, i);
  gtk_drop_down_set_selected (self->delimiter, mark != NULL ? (guint) (mark - delimiters) : 0);
  gtk_label_set_text (self->option_label, self->plan->kind == CRM_IMPORT_CUSTOMERS
                                              ? _ ("Replace what is filled already")
                                              : _ ("Create customers that are not known yet"));
  gtk_switch_set_active (self->option, self->plan->kind == CRM_IMPORT_CUSTOMERS
                                           ? self->plan->overwrite
                                           : self->plan->create_customers);
  show_stage (self);
  show_days (self);
  crm_import_columns_set_plan (self->columns, self->plan);
  for (guint i = 0; i < self->plan->n_columns; i++)
    matched += self->plan->targets[i] != NULL;
  caption = g_strdup_printf (
      _ ("%u of %u matched by name%s"), matched, self->plan->n_columns,
      self->plan->dialect.sure ? "" : _ (" · the encoding is a guess, look at the values"));
  gtk_label_set_text (self->columns_caption, caption);
  gtk_stack_set_visible_child_name (self->stack, "columns");
  gtk_widget_set_visible (GTK_WIDGET (self->go_button), TRUE);
  self->filling = FALSE;
  start_trial (self);
}

/* What was chosen for a file with the same header comes back. */
static void
recall_mapping (CrmImportWindow *self)
{
  g_autofree char *key = crm_import_plan_header_key (self->plan);
  g_autoptr (GVariant) kept =
      g_settings_get_value (crm_context_get_settings (self->context), "import-mappings");
  const char *json = NULL;

  if (g_variant_lookup (kept, key, "&s", &json))
    crm_import_plan_set_mapping (self->plan, json);
}

static void
remember_mapping (CrmImportWindow *self)
{
  g_autofree char *key = crm_import_plan_header_key (self->plan),
                  *json = crm_import_plan_mapping (self->plan);
  g_autoptr (GVariant) kept =
      g_settings_get_value (crm_context_get_settings (self->context), "import-mappings");
  GVariantBuilder builder;
  GVariantIter iter;
  const char *other, *value;

  g_variant_builder_init (&builder, G_VARIANT_TYPE ("a{ss}"));
  g_variant_builder_add (&builder, "{ss}", key, json);
  g_variant_iter_init (&iter, kept);
  while (g_variant_iter_next (&iter, "{&s&s}", &other, &value))
    if (strcmp (other, key) != 0)
      g_variant_builder_add (&builder, "{ss}", other, value);
  g_settings_set_value (crm_context_get_settings (self->context), "import-mappings",
                        g_variant_builder_end (&builder));
}

static void
open_file (CrmImportWindow *self, const char *path, const CrmCsvDialect *wanted)
{
  g_autoptr (GError) error = NULL;
  CrmImportPlan *plan = crm_import_plan_new (path, wanted, -1, &error);

  if (plan == NULL)
    {
      adw_status_page_set_title (self->file_status, _ ("This File Cannot Be Imported"));
      adw_status_page_set_description (self->file_status, error->message);
      gtk_stack_set_visible_child_name (self->stack, "file");
      return;
    }
  if (wanted != NULL && self->plan != NULL)
    {
      /* The same file read otherwise: what was chosen for it stays. */
      plan->overwrite = self->plan->overwrite;
      plan->create_customers = self->plan->create_customers;
      plan->stage = self->plan->stage;
    }
  g_clear_pointer (&self->plan, crm_import_plan_free);
  self->plan = plan;
  recall_mapping (self);
  show_plan (self);
}

void
crm_import_window_open (CrmImportWindow *self, const char *path)
{
  open_file (self, path, NULL);
}

static void
file_chosen_cb (GFile *file, gpointer data)
{
  g_autoptr (CrmImportWindow) self = data;
  g_autofree char *path = file != NULL ? g_file_get_path (file) : NULL;

  if (path != NULL)
    open_file (self, path, NULL);
}

static void
choose_cb (GtkButton *button, CrmImportWindow *self)
{
  crm_compat_open_file (GTK_WIDGET (self), _ ("Choose a File"), _ ("Tables (CSV)"),
                        "*.csv;*.tsv;*.txt;*.csv.gz", file_chosen_cb, g_object_ref (self));
}

static gboolean
dropped_cb (GtkDropTarget *target, const GValue *value, double x, double y, CrmImportWindow *self)
{
  g_autofree char *path = g_file_get_path (g_value_get_object (value));

  if (path == NULL || self->running)
    return FALSE;
  open_file (self, path, NULL);
  return TRUE;
}

/* ---- choices ---- */

static void
columns_changed_cb (CrmImportColumns *columns, CrmImportWindow *self)
{
  if (!self->filling)
    start_trial (self);
}

static void
kind_cb (GtkDropDown *drop_down, GParamSpec *pspec, CrmImportWindow *self)
{
  if (self->filling || self->plan == NULL)
    return;
  crm_import_plan_set_kind (self->plan, (CrmImportKind) gtk_drop_down_get_selected (drop_down));
  show_plan (self);
}

static void
dialect_cb (GtkDropDown *drop_down, GParamSpec *pspec, CrmImportWindow *self)
{
  g_autofree char *path = NULL;
  CrmCsvDialect wanted = { 0 };

  if (self->filling || self->plan == NULL)
    return;
  path = g_strdup (self->plan->path);
  wanted.encoding = (char *) encodings[gtk_drop_down_get_selected (self->encoding)];
  wanted.delimiter = delimiters[gtk_drop_down_get_selected (self->delimiter)];
  open_file (self, path, &wanted);
}

static void
option_cb (GtkSwitch *option, GParamSpec *pspec, CrmImportWindow *self)
{
  if (self->filling || self->plan == NULL)
    return;
  if (self->plan->kind == CRM_IMPORT_CUSTOMERS)
    self->plan->overwrite = gtk_switch_get_active (option);
  else
    self->plan->create_customers = gtk_switch_get_active (option);
  start_trial (self);
}

/* A stage changes no count of the trial run. */
static void
stage_cb (GtkDropDown *drop_down, GParamSpec *pspec, CrmImportWindow *self)
{
  guint selected = gtk_drop_down_get_selected (drop_down);

  if (self->filling || self->plan == NULL)
    return;
  self->plan->stage =
      selected == 0 ? NULL : crm_enum_lookup ("lifecycle-stage")->values[selected - 1].code;
}

static void
days_cb (GtkDropDown *drop_down, GParamSpec *pspec, CrmImportWindow *self)
{
  if (self->filling || self->plan == NULL)
    return;
  self->plan->day_first = gtk_drop_down_get_selected (drop_down) == 0;
  self->plan->day_ambiguous = FALSE;
  start_trial (self);
}

/* ---- the run ---- */

static void
run_progress_cb (CrmJob *job, GParamSpec *pspec, CrmImportWindow *self)
{
  double progress;
  g_autofree char *text = NULL;

  g_object_get (job, "progress", &progress, "text", &text, NULL);
  gtk_progress_bar_set_fraction (self->run_bar, MAX (progress, 0));
  gtk_label_set_text (self->run_text, text != NULL ? text : "");
}

static void
show_done (CrmImportWindow *self, const CrmImportReport *report)
{
  const CrmEntity *entity =
      self->plan->kind == CRM_IMPORT_CUSTOMERS ? &crm_entity_customer : &crm_entity_order;
  g_autofree char *created = crm_entity_count_text (entity, report->created);
  g_autofree char *updated = crm_format_integer ((gint64) report->updated),
                  *refused = crm_format_integer ((gint64) report->refused);
  g_autofree char *title =
      g_strdup_printf (report->cancelled ? _ ("Stopped After %s") : _ ("%s Imported"), created);
  g_autofree char *text = g_strdup_printf (
      _ ("%s updated · %s rows refused. The whole import can be undone."), updated, refused);

  adw_status_page_set_title (self->done_status, title);
  adw_status_page_set_description (self->done_status, text);
  gtk_widget_set_visible (GTK_WIDGET (self->save_refused), report->refused_path != NULL);
  gtk_widget_set_visible (GTK_WIDGET (self->undo_button), report->group != 0);
  self->group = report->group;
  gtk_stack_set_visible_child_name (self->stack, "done");
}

static void
run_finished_cb (CrmJob *job, CrmImportWindow *self)
{
  const CrmImportReport *report = crm_job_get_result (job);

  self->running = FALSE;
  gtk_button_set_label (self->back_button, _ ("Close"));
  if (report != NULL)
    show_done (self, report);
  else
    {
      adw_status_page_set_title (self->done_status, _ ("The Import Was Stopped"));
      adw_status_page_set_description (self->done_status, crm_job_get_error (job)->message);
      gtk_widget_set_visible (GTK_WIDGET (self->save_refused), FALSE);
      gtk_widget_set_visible (GTK_WIDGET (self->undo_button), FALSE);
      gtk_stack_set_visible_child_name (self->stack, "done");
    }
  drop_job (self);
}

/* Whoever closed the window meanwhile is told by a toast. */
static void
left_run_finished_cb (CrmJob *job, CrmContext *context)
{
  const CrmImportReport *report = crm_job_get_result (job);
  g_autofree char *number = NULL;
  g_autofree char *text = NULL;

  if (report == NULL)
    {
      if (crm_job_get_state (job) == CRM_JOB_FAILED)
        crm_context_toast (context, crm_job_get_error (job)->message, 0);
      return;
    }
  number = crm_format_integer ((gint64) report->created);
  text = g_strdup_printf (_ ("%s imported"), number);
  crm_context_toast (context, text, report->group);
}

static void
go_cb (GtkButton *button, CrmImportWindow *self)
{
  if (self->plan == NULL || self->job != NULL)
    return;
  remember_mapping (self);
  self->running = TRUE;
  g_free (self->refused_path);
  self->refused_path =
      g_strdup_printf ("%s/crm-refused-%u.csv", g_get_user_cache_dir (), g_random_int ());
  g_mkdir_with_parents (g_get_user_cache_dir (), 0700);
  gtk_widget_set_visible (GTK_WIDGET (self->go_button), FALSE);
  gtk_button_set_label (self->back_button, _ ("Stop"));
  gtk_stack_set_visible_child_name (self->stack, "run");
  self->job = g_object_ref (crm_import_job_start (crm_context_get_jobs (self->context), self->plan,
                                                  FALSE, self->refused_path));
  g_signal_connect (self->job, "notify::progress", G_CALLBACK (run_progress_cb), self);
  g_signal_connect (self->job, "finished", G_CALLBACK (run_finished_cb), self);
}

static void
back_cb (GtkButton *button, CrmImportWindow *self)
{
  if (self->running)
    crm_job_cancel (self->job);
  else
    gtk_window_close (GTK_WINDOW (self));
}

static void
refused_saved_cb (GFile *file, gpointer data)
{
  g_autoptr (CrmImportWindow) self = data;
  g_autoptr (GFile) from = g_file_new_for_path (self->refused_path);
  g_autoptr (GError) error = NULL;

  if (file != NULL && !g_file_copy (from, file, G_FILE_COPY_OVERWRITE, NULL, NULL, NULL, &error))
    adw_status_page_set_description (self->done_status, error->message);
}

static void
save_refused_cb (GtkButton *button, CrmImportWindow *self)
{
  crm_compat_save_file (GTK_WIDGET (self), _ ("Save Refused Rows"), _ ("refused rows.csv"),
                        refused_saved_cb, g_object_ref (self));
}

/* The window behind undoes it, as it does everything: with progress, a word at the end, and Redo. */
static void
undo_cb (GtkButton *button, CrmImportWindow *self)
{
  GtkWindow *behind = gtk_window_get_transient_for (GTK_WINDOW (self));

  if (behind != NULL)
    gtk_widget_activate_action (GTK_WIDGET (behind), "win.undo-group", "x", self->group);
  gtk_window_close (GTK_WINDOW (self));
}

static void
show_rows_cb (GtkButton *button, CrmImportWindow *self)
{
  const CrmEntity *entity =
      self->plan->kind == CRM_IMPORT_CUSTOMERS ? &crm_entity_customer : &crm_entity_order;
  g_autoptr (CrmQuery) query = crm_query_new (entity);

  query->sort = "created-at";
  query->descending = TRUE;
  crm_context_go_list (self->context, query, NULL);
  gtk_window_close (GTK_WINDOW (self));
}

/* ---- object ---- */

static void
crm_import_window_dispose (GObject *object)
{
  CrmImportWindow *self = CRM_IMPORT_WINDOW (object);

  /* A trial nobody waits for ends; a run goes on and shows in the jobs popover. */
  if (self->job != NULL && !self->running)
    crm_job_cancel (self->job);
  else if (self->job != NULL)
    g_signal_connect_object (self->job, "finished", G_CALLBACK (left_run_finished_cb),
                             self->context, 0);
  drop_job (self);
  if (self->refused_path != NULL && !self->running)
    remove (self->refused_path);
  g_clear_pointer (&self->refused_path, g_free);
  g_clear_pointer (&self->plan, crm_import_plan_free);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (crm_import_window_parent_class)->dispose (object);
}

/* Enter chooses a file; left alone, the keys would begin at Cancel. */
static void
crm_import_window_map (GtkWidget *widget)
{
  GTK_WIDGET_CLASS (crm_import_window_parent_class)->map (widget);
  gtk_widget_grab_focus (CRM_IMPORT_WINDOW (widget)->choose_button);
}

static void
crm_import_window_class_init (CrmImportWindowClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_import_window_dispose;
  g_type_ensure (CRM_TYPE_IMPORT_COLUMNS);
  g_type_ensure (CRM_TYPE_IMPORT_PREVIEW);
  GTK_WIDGET_CLASS (klass)->map = crm_import_window_map;
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/Crm/ui/crm-import-window.ui");
#define BIND(name) gtk_widget_class_bind_template_child (widget_class, CrmImportWindow, name)
  BIND (title);
  BIND (back_button);
  BIND (go_button);
  BIND (stack);
  BIND (file_status);
  BIND (choose_button);
  BIND (kind);
  BIND (encoding);
  BIND (delimiter);
  BIND (stage_row);
  BIND (stage);
  BIND (days_row);
  BIND (days);
  BIND (columns);
  BIND (columns_caption);
  BIND (problem);
  BIND (created);
  BIND (created_words);
  BIND (updated);
  BIND (updated_words);
  BIND (unchanged);
  BIND (refused);
  BIND (reasons);
  BIND (trial_caption);
  BIND (trial_bar);
  BIND (option);
  BIND (option_label);
  BIND (preview);
  BIND (run_bar);
  BIND (run_text);
  BIND (done_status);
  BIND (save_refused);
  BIND (undo_button);
#undef BIND
  gtk_widget_class_bind_template_callback (widget_class, choose_cb);
  gtk_widget_class_bind_template_callback (widget_class, columns_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, stage_cb);
  gtk_widget_class_bind_template_callback (widget_class, days_cb);
  gtk_widget_class_bind_template_callback (widget_class, kind_cb);
  gtk_widget_class_bind_template_callback (widget_class, dialect_cb);
  gtk_widget_class_bind_template_callback (widget_class, option_cb);
  gtk_widget_class_bind_template_callback (widget_class, go_cb);
  gtk_widget_class_bind_template_callback (widget_class, back_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_refused_cb);
  gtk_widget_class_bind_template_callback (widget_class, undo_cb);
  gtk_widget_class_bind_template_callback (widget_class, show_rows_cb);
  gtk_widget_class_add_binding_action (widget_class, GDK_KEY_Escape, 0, "window.close", NULL);
}

static void
crm_import_window_init (CrmImportWindow *self)
{
  GtkDropTarget *target;

  gtk_widget_init_template (GTK_WIDGET (self));
  fill_stages (self);
  crm_ui_scale_window (GTK_WINDOW (self));
  target = gtk_drop_target_new (G_TYPE_FILE, GDK_ACTION_COPY);
  g_signal_connect (target, "drop", G_CALLBACK (dropped_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (target));
}

GtkWidget *
crm_import_window_new (CrmContext *context)
{
  CrmImportWindow *self = g_object_new (CRM_TYPE_IMPORT_WINDOW, NULL);

  self->context = g_object_ref (context);
  return GTK_WIDGET (self);
}
