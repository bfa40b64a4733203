/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Prepares feature columns. Main thread only. */

#include "config.h"

#include "crm-compute-features.h"

#include <gio/gio.h>
#include <glib/gi18n-lib.h>
#include <string.h>

static const struct
{
  const char *name;
  gboolean automatic;
  CrmFeatureFlags flags;
} ways[] = {
  { "z", FALSE, CRM_FEATURE_STANDARD },
  { "log-z", FALSE, CRM_FEATURE_STANDARD | CRM_FEATURE_LOG1P },
  { "robust", FALSE, CRM_FEATURE_PLAIN },
  { "log-robust", FALSE, CRM_FEATURE_LOG1P },
  { "auto", TRUE, CRM_FEATURE_PLAIN },
};

void
crm_compute_features_free (CrmComputeFeatures *self)
{
  if (self == NULL)
    return;

  g_free (self->z);
  g_free (self->memory);
  g_free (self->features);
  g_free (self);
}

static gboolean
prepare (CrmComputeFeatures *self, const CrmComputeInput *input, const double *const *columns,
         const char *name, GError **error)
{
  for (guint i = 0; i < G_N_ELEMENTS (ways); i++)
    {
      g_autofree CrmFeatureFlags *flags = NULL;

      if (!g_str_equal (ways[i].name, name))
        continue;

      flags = g_new (CrmFeatureFlags, self->d);
      for (guint j = 0; j < self->d; j++)
        flags[j] = ways[i].flags;
      self->features = g_new0 (CrmFeature, self->d);
      return crm_features_prepare (columns, self->n, self->d, ways[i].automatic ? NULL : flags,
                                   self->names, crm_compute_input_context (input), self->z,
                                   self->features, error);
    }

  g_set_error (error, G_OPTION_ERROR, G_OPTION_ERROR_BAD_VALUE, _ ("--prepare: unknown way “%s”"),
               name);
  return FALSE;
}

CrmComputeFeatures *
crm_compute_features_new (const CrmComputeInput *input, GError **error)
{
  g_autoptr (CrmComputeFeatures) self = g_new0 (CrmComputeFeatures, 1);
  const double *const *columns = crm_compute_input_many (input, "feature", &self->d);
  const char *way = crm_compute_input_string (input, "prepare");

  self->n = crm_compute_input_n_rows (input);
  self->names = crm_compute_input_names (input, "feature");
  self->memory = g_new (double, self->n * self->d);
  self->z = g_new (double *, self->d);
  for (guint j = 0; j < self->d; j++)
    {
      self->z[j] = self->memory + j * self->n;
      memcpy (self->z[j], columns[j], self->n * sizeof (double));
    }

  if (!g_str_equal (way, "none") && !prepare (self, input, columns, way, error))
    return NULL;
  return g_steal_pointer (&self);
}

double
crm_compute_features_invert (const CrmComputeFeatures *self, guint column, double z)
{
  return self->features != NULL ? crm_feature_invert (&self->features[column], z) : z;
}

void
crm_compute_features_write (const CrmComputeFeatures *self, CrmComputeOutput *output)
{
  crm_compute_output_strings (output, "features", self->names, self->d);
  if (self->features == NULL)
    return;

  crm_compute_output_begin_array (output, "preparation");
  for (guint j = 0; j < self->d; j++)
    {
      const CrmFeature *feature = &self->features[j];

      crm_compute_output_begin_object (output, NULL);
      crm_compute_output_string (output, "feature", self->names[j]);
      crm_compute_output_boolean (output, "log1p", (feature->flags & CRM_FEATURE_LOG1P) != 0);
      crm_compute_output_number (output, "center", feature->center);
      crm_compute_output_number (output, "scale", feature->scale);
      crm_compute_output_number (output, "limit", feature->limit);
      crm_compute_output_boolean (output, "constant", feature->constant);
      crm_compute_output_end_object (output);
    }
  crm_compute_output_end_array (output);
}
