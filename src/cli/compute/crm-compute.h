/* SPDX-License-Identifier: GPL-3.0-or-later */

/* `crm-cli compute METHOD`: runs the methods of src/analytics on any CSV file, without a database.
 *
 * A method is one row of a table in the file of its group (compute-GROUP.c); the tables are listed in
 * crm-compute.c. The row names the columns and options, from which come parsing, checks and --help;
 * its function gets them typed and writes its answer. All strings are static; those of @help and
 * @summary are marked with N_() and translated where they are shown. */

#pragma once

#include "crm-analytics-base.h"
#include "crm-cli.h"
#include "crm-compute-output.h"

G_BEGIN_DECLS

typedef enum
{
  CRM_COMPUTE_COLUMN_OPTIONAL = 0,
  CRM_COMPUTE_COLUMN_REQUIRED = 1 << 0,
  CRM_COMPUTE_COLUMN_TEXT = 1 << 1, /* kept as text; otherwise finite numbers */
  CRM_COMPUTE_COLUMN_MISSING =
      1 << 2, /* an empty cell or NA is NaN, text is kept; otherwise an error */
  CRM_COMPUTE_COLUMN_MANY = 1 << 3, /* any number of columns */
  CRM_COMPUTE_COLUMN_REST = 1 << 4, /* with MANY: unless named, every unclaimed number column */
  CRM_COMPUTE_COLUMN_NOT_NEGATIVE = 1 << 5,
  CRM_COMPUTE_COLUMN_WHOLE = 1 << 6,
  CRM_COMPUTE_COLUMN_COUNT = CRM_COMPUTE_COLUMN_NOT_NEGATIVE | CRM_COMPUTE_COLUMN_WHOLE,
  CRM_COMPUTE_COLUMN_SHARE = 1 << 7, /* within 0 and 1, however small */
} CrmComputeColumnFlags;

/* A column is found by --col ROLE=NAME, else by a header equal to @role or one of @aliases (separated
 * by commas), where case, "-", "_" and " " do not matter. */
typedef struct
{
  const char *role;
  CrmComputeColumnFlags flags;
  const char *aliases; /* (nullable) */
  const char *help;
} CrmComputeColumn;

typedef enum
{
  CRM_COMPUTE_OPTION_NUMBER,
  CRM_COMPUTE_OPTION_INTEGER,
  CRM_COMPUTE_OPTION_TEXT,
  CRM_COMPUTE_OPTION_FLAG,
} CrmComputeOptionKind;

typedef struct
{
  const char *name; /* without the dashes */
  CrmComputeOptionKind kind;
  const char *initial; /* (nullable): what holds when it is not given */
  double minimum;      /* of numbers and integers, both included; ignored when equal */
  double maximum;
  const char *help;
} CrmComputeOption;

typedef struct _CrmComputeInput CrmComputeInput;

/* FALSE with @error set: the message goes to standard error, nothing to standard output. */
typedef gboolean (*CrmComputeFunc) (const CrmComputeInput *input, CrmComputeOutput *output,
                                    GError **error);

typedef struct
{
  const char *name;
  const char *summary;
  const CrmComputeColumn *columns; /* (nullable): up to a row without role; NULL reads no file */
  const CrmComputeOption *options; /* (nullable): up to a row without name */
  CrmComputeFunc run;
} CrmComputeMethod;

/* The groups: tables up to a row without name. */
extern const CrmComputeMethod crm_compute_affinity_methods[];
extern const CrmComputeMethod crm_compute_experiments_methods[];
extern const CrmComputeMethod crm_compute_forecast_methods[];
extern const CrmComputeMethod crm_compute_lifetime_methods[];
extern const CrmComputeMethod crm_compute_regression_methods[];
extern const CrmComputeMethod crm_compute_satisfaction_methods[];
extern const CrmComputeMethod crm_compute_segmentation_methods[];
extern const CrmComputeMethod crm_compute_segments_methods[];
extern const CrmComputeMethod crm_compute_statistics_methods[];

CrmCliStatus crm_compute_run (const CrmCliContext *context, int argc, char **argv);

/* What a method's function reads. The rows are those of the file without its header; arrays have
 * crm_compute_input_n_rows () values and belong to @self. An optional role without a column is NULL.
 * A method without a required column may be run without a file; it then has no rows. */
const CrmAnalyticsContext *crm_compute_input_context (const CrmComputeInput *self);
gsize crm_compute_input_n_rows (const CrmComputeInput *self);
const double *crm_compute_input_numbers (const CrmComputeInput *self, const char *role);
const char *const *crm_compute_input_text (const CrmComputeInput *self, const char *role);
const double *const *
crm_compute_input_many (const CrmComputeInput *self, const char *role, guint *n_columns);
const char *const *crm_compute_input_names (const CrmComputeInput *self, const char *role);

/* FALSE with @error set when a number in a column of @role is not within @minimum and @maximum; it names
 * the column and the row. */
gboolean crm_compute_input_check_range (const CrmComputeInput *self, const char *role,
                                        double minimum, double maximum, GError **error);

/* Options, with the table's initial value where none was given. */
gboolean crm_compute_input_has_option (const CrmComputeInput *self, const char *name);
double crm_compute_input_number (const CrmComputeInput *self, const char *name);
gint64 crm_compute_input_integer (const CrmComputeInput *self, const char *name);
const char *crm_compute_input_string (const CrmComputeInput *self, const char *name);
gboolean crm_compute_input_flag (const CrmComputeInput *self, const char *name);

G_END_DECLS
