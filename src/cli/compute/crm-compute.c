/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Finds the method, reads its arguments and columns by its table row, runs it and prints the answer.
 * Main thread only. */

#include "config.h"

#include "crm-compute.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <math.h>
#include <signal.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#include "crm-compute-csv.h"

/* clang-format off */
static const CrmComputeMethod *const groups[] = {
  crm_compute_segmentation_methods,
  crm_compute_segments_methods,
  crm_compute_affinity_methods,
  crm_compute_lifetime_methods,
  crm_compute_satisfaction_methods,
  crm_compute_statistics_methods,
  crm_compute_experiments_methods,
  crm_compute_regression_methods,
  crm_compute_forecast_methods,
};
/* clang-format on */

struct _CrmComputeInput
{
  const CrmComputeMethod *method;
  CrmComputeTable *table;
  GHashTable *options; /* name to value; a flag's value is "" */
  char *path;
  gboolean json;
  gboolean help;
  CrmAnalyticsContext context;
};

const CrmAnalyticsContext *
crm_compute_input_context (const CrmComputeInput *self)
{
  return &self->context;
}

gsize
crm_compute_input_n_rows (const CrmComputeInput *self)
{
  return self->table->n_rows;
}

const double *
crm_compute_input_numbers (const CrmComputeInput *self, const char *role)
{
  CrmComputeRole *found = crm_compute_table_role (self->table, role);

  g_return_val_if_fail (found != NULL, NULL);
  return found->data != NULL ? found->data[0] : NULL;
}

const char *const *
crm_compute_input_text (const CrmComputeInput *self, const char *role)
{
  CrmComputeRole *found = crm_compute_table_role (self->table, role);

  g_return_val_if_fail (found != NULL, NULL);
  return found->data != NULL ? found->data[0] : NULL;
}

const double *const *
crm_compute_input_many (const CrmComputeInput *self, const char *role, guint *n_columns)
{
  CrmComputeRole *found = crm_compute_table_role (self->table, role);

  g_return_val_if_fail (found != NULL, NULL);
  *n_columns = found->values->len;
  return (const double *const *) found->data;
}

const char *const *
crm_compute_input_names (const CrmComputeInput *self, const char *role)
{
  CrmComputeRole *found = crm_compute_table_role (self->table, role);

  g_return_val_if_fail (found != NULL, NULL);
  return (const char *const *) found->names->pdata;
}

gboolean
crm_compute_input_check_range (const CrmComputeInput *self, const char *role, double minimum,
                               double maximum, GError **error)
{
  CrmComputeRole *found = crm_compute_table_role (self->table, role);

  g_return_val_if_fail (found != NULL, FALSE);
  for (guint j = 0; j < found->values->len; j++)
    for (gsize i = 0; i < self->table->n_rows; i++)
      {
        double value = ((const double *) found->data[j])[i];

        if (crm_analytics_cancelled_at (&self->context, i))
          return crm_analytics_raise_cancelled (error);
        if (!(value < minimum || value > maximum))
          continue;
        g_set_error (error, CRM_ANALYTICS_ERROR, CRM_ANALYTICS_ERROR_VALUE,
                     _ ("Data row %zu, column “%s”: %g is not between %g and %g"), i + 1,
                     (const char *) found->names->pdata[j], value, minimum, maximum);
        return FALSE;
      }
  return TRUE;
}

static const CrmComputeOption *
find_option (const CrmComputeMethod *method, const char *name)
{
  for (const CrmComputeOption *option = method->options; option != NULL && option->name != NULL;
       option++)
    if (g_str_equal (option->name, name))
      return option;
  return NULL;
}

gboolean
crm_compute_input_has_option (const CrmComputeInput *self, const char *name)
{
  return g_hash_table_contains (self->options, name);
}

const char *
crm_compute_input_string (const CrmComputeInput *self, const char *name)
{
  const CrmComputeOption *option = find_option (self->method, name);
  const char *given = g_hash_table_lookup (self->options, name);

  g_return_val_if_fail (option != NULL, NULL);
  return given != NULL ? given : option->initial;
}

double
crm_compute_input_number (const CrmComputeInput *self, const char *name)
{
  const char *text = crm_compute_input_string (self, name);

  return text != NULL ? g_ascii_strtod (text, NULL) : NAN;
}

gint64
crm_compute_input_integer (const CrmComputeInput *self, const char *name)
{
  const char *text = crm_compute_input_string (self, name);

  return text != NULL ? g_ascii_strtoll (text, NULL, 10) : 0;
}

gboolean
crm_compute_input_flag (const CrmComputeInput *self, const char *name)
{
  return crm_compute_input_has_option (self, name);
}

static const CrmComputeMethod *
find_method (const char *name)
{
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    for (const CrmComputeMethod *method = groups[i]; method->name != NULL; method++)
      if (g_str_equal (method->name, name))
        return method;
  return NULL;
}

static void
print_methods (void)
{
  g_print ("%s\n\n", _ ("Usage: crm-cli compute METHOD [--input FILE.csv] [OPTION…] [--json]"));
  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    for (const CrmComputeMethod *method = groups[i]; method->name != NULL; method++)
      g_print ("  %-16s %s\n", method->name, _ (method->summary));
  g_print ("\n%s\n", _ ("“crm-cli compute METHOD --help” lists columns and options."));
}

static void
print_columns (const CrmComputeColumn *column)
{
  g_print ("\n%s\n",
           _ ("Columns, read from --input FILE.csv (“-” is standard input); name them with "
              "--col ROLE=NAME[,NAME…]:"));
  for (; column->role != NULL; column++)
    g_print ("  %-20s %s%s\n", column->role, _ (column->help),
             (column->flags & CRM_COMPUTE_COLUMN_REQUIRED) != 0 ? _ (" (required)") : "");
}

static void
print_method (const CrmComputeMethod *method)
{
  g_print (_ ("Usage: crm-cli compute %s [OPTION…] [--json]\n"), method->name);
  g_print ("\n%s\n", _ (method->summary));
  if (method->columns != NULL)
    print_columns (method->columns);

  g_print ("\n%s\n", _ ("Options:"));
  for (const CrmComputeOption *option = method->options; option != NULL && option->name != NULL;
       option++)
    {
      g_autofree char *name = g_strdup_printf ("--%s%s", option->name,
                                               option->kind == CRM_COMPUTE_OPTION_FLAG   ? ""
                                               : option->kind == CRM_COMPUTE_OPTION_TEXT ? " TEXT"
                                                                                         : " N");

      g_print ("  %-20s %s", name, _ (option->help));
      if (option->initial != NULL)
        g_print (" [%s]", option->initial);
      g_print ("\n");
    }
  g_print ("  %-20s %s\n", "--threads N", _ ("threads to use; never changes the result"));
  g_print ("  %-20s %s\n", "--json", _ ("JSON instead of text; all digits"));
}

static gboolean
set_usage_error (GError **error, const char *format, ...)
{
  va_list arguments;

  va_start (arguments, format);
  if (error != NULL)
    *error = g_error_new_valist (G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, format, arguments);
  va_end (arguments);
  return FALSE;
}

static gboolean
check_number (const CrmComputeOption *option, const char *value, GError **error)
{
  char *end = NULL;
  double number = option->kind == CRM_COMPUTE_OPTION_INTEGER
                      ? (double) g_ascii_strtoll (value, &end, 10)
                      : g_ascii_strtod (value, &end);

  if (end == value || *end != '\0' || !isfinite (number))
    return set_usage_error (error,
                            option->kind == CRM_COMPUTE_OPTION_INTEGER
                                ? _ ("--%s: “%s” is not a whole number")
                                : _ ("--%s: “%s” is not a number"),
                            option->name, value);
  if (option->minimum < option->maximum && (number < option->minimum || number > option->maximum))
    return set_usage_error (error, _ ("--%s must be between %g and %g"), option->name,
                            option->minimum, option->maximum);
  return TRUE;
}

static gboolean
map_column (CrmComputeInput *input, const char *value, GError **error)
{
  const char *equals = strchr (value, '=');
  g_autofree char *name = NULL;
  g_auto (GStrv) names = NULL;
  CrmComputeRole *role;

  if (equals == NULL)
    return set_usage_error (error, _ ("--col: “%s” is not ROLE=NAME"), value);

  name = g_strndup (value, (gsize) (equals - value));
  role = crm_compute_table_role (input->table, name);
  if (role == NULL)
    return set_usage_error (error, _ ("--col: this method has no column “%s”"), name);

  names = g_strsplit (equals + 1, ",", -1);
  if (names[0] == NULL || ((role->spec->flags & CRM_COMPUTE_COLUMN_MANY) == 0 && names[1] != NULL))
    return set_usage_error (error, _ ("--col: “%s” takes one column name"), name);
  for (guint i = 0; names[i] != NULL; i++)
    g_ptr_array_add (role->wanted, g_strdup (names[i]));
  return TRUE;
}

static gboolean
take_option (CrmComputeInput *input, const char *name, const char *value, GError **error)
{
  static const CrmComputeOption threads = {
    "threads", CRM_COMPUTE_OPTION_INTEGER, NULL, 0, 64, NULL
  };
  const CrmComputeOption *option = find_option (input->method, name);

  if (g_str_equal (name, "input"))
    {
      g_free (input->path);
      input->path = g_strdup (value);
      return TRUE;
    }
  if (g_str_equal (name, "col"))
    return map_column (input, value, error);
  if (g_str_equal (name, "threads"))
    {
      if (!check_number (&threads, value, error))
        return FALSE;
      input->context.n_threads = (guint) g_ascii_strtoll (value, NULL, 10);
      return TRUE;
    }

  if (option == NULL)
    return set_usage_error (error, _ ("Unknown option --%s"), name);
  if (option->kind <= CRM_COMPUTE_OPTION_INTEGER && !check_number (option, value, error))
    return FALSE;
  g_hash_table_replace (input->options, g_strdup (name), g_strdup (value));
  return TRUE;
}

/* A method without a required column also works from its options alone. */
static gboolean
needs_file (const CrmComputeMethod *method)
{
  const CrmComputeColumn *column = method->columns;

  while (column != NULL && column->role != NULL)
    if (((column++)->flags & CRM_COMPUTE_COLUMN_REQUIRED) != 0)
      return TRUE;
  return FALSE;
}

static gboolean
parse_arguments (CrmComputeInput *input, int argc, char **argv, GError **error)
{
  for (int i = 0; i < argc; i++)
    {
      const char *argument = argv[i];
      const char *equals = strchr (argument, '=');
      g_autofree char *name = NULL;
      const CrmComputeOption *option;

      if (g_str_equal (argument, "--help") || g_str_equal (argument, "-h"))
        input->help = TRUE;
      else if (g_str_equal (argument, "--json"))
        input->json = TRUE;
      else if (!g_str_has_prefix (argument, "--"))
        return set_usage_error (error, _ ("Unexpected argument “%s”"), argument);
      else
        {
          name = equals != NULL ? g_strndup (argument + 2, (gsize) (equals - argument - 2))
                                : g_strdup (argument + 2);
          option = find_option (input->method, name);
          if (option != NULL && option->kind == CRM_COMPUTE_OPTION_FLAG && equals == NULL)
            g_hash_table_replace (input->options, g_strdup (name), g_strdup (""));
          else if (equals == NULL && i + 1 >= argc)
            return set_usage_error (error, _ ("--%s needs a value"), name);
          else if (!take_option (input, name, equals != NULL ? equals + 1 : argv[++i], error))
            return FALSE;
        }
    }

  if (!input->help && input->path == NULL && needs_file (input->method))
    return set_usage_error (error, _ ("Name the file with --input FILE.csv"));
  return TRUE;
}

static gboolean
run_method (CrmComputeInput *input, GError **error)
{
  g_autoptr (CrmComputeOutput) output = crm_compute_output_new ();
  g_autofree char *text = NULL;

  if (input->method->columns != NULL && input->path != NULL &&
      !crm_compute_table_read (input->table, input->path, &input->context, error))
    return FALSE;

  crm_compute_output_string (output, "method", input->method->name);
  if (input->method->columns != NULL && input->path != NULL)
    crm_compute_output_integer (output, "rows", (gint64) input->table->n_rows);
  if (!input->method->run (input, output, error))
    return FALSE;

  text = input->json ? crm_compute_output_to_json (output) : crm_compute_output_to_text (output);
  fputs (text, stdout);
  if (input->json)
    fputc ('\n', stdout);
  return TRUE;
}

static atomic_bool interrupted;

static void
interrupt_cb (int number)
{
  atomic_store (&interrupted, true);
}

static gboolean
is_interrupted (gpointer data)
{
  return atomic_load (&interrupted);
}

/* The first request to stop is heeded where the computation asks; a second one ends the program. */
static void
heed_interrupts (void)
{
  struct sigaction action = { .sa_handler = interrupt_cb, .sa_flags = (int) SA_RESETHAND };

  sigemptyset (&action.sa_mask);
  sigaction (SIGINT, &action, NULL);
  sigaction (SIGTERM, &action, NULL);
}

CrmCliStatus
crm_compute_run (const CrmCliContext *context, int argc, char **argv)
{
  CrmComputeInput input = { .json = context->json, .context.cancelled = is_interrupted };
  g_autoptr (GError) error = NULL;
  CrmCliStatus status = CRM_CLI_OK;

  if (argc < 2 || g_str_equal (argv[1], "--help") || g_str_equal (argv[1], "-h"))
    {
      print_methods ();
      return argc < 2 ? CRM_CLI_USAGE : CRM_CLI_OK;
    }

  input.method = find_method (argv[1]);
  if (input.method == NULL)
    {
      g_printerr (_ ("crm-cli compute: no method “%s”; “crm-cli compute --help” lists them\n"),
                  argv[1]);
      return CRM_CLI_USAGE;
    }

  heed_interrupts ();
  input.options = g_hash_table_new_full (g_str_hash, g_str_equal, g_free, g_free);
  input.table = crm_compute_table_new (input.method->columns);
  if (!parse_arguments (&input, argc - 2, argv + 2, &error))
    status = CRM_CLI_USAGE;
  else if (input.help)
    print_method (input.method);
  else if (!run_method (&input, &error))
    status = g_error_matches (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE) ? CRM_CLI_USAGE
                                                                               : CRM_CLI_FAILED;

  if (status != CRM_CLI_OK)
    g_printerr ("crm-cli compute %s: %s\n", input.method->name, error->message);

  crm_compute_table_free (input.table);
  g_hash_table_unref (input.options);
  g_free (input.path);
  return status;
}
