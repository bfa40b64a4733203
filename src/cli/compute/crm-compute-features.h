/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The "feature" columns of a method, prepared as its --prepare option says. */

#pragma once

#include "crm-compute.h"
#include "crm-features.h"

G_BEGIN_DECLS

#define CRM_COMPUTE_FEATURES_HELP                                                                  \
  N_ ("none, z, log-z (mean and deviation, the second of log (1 + x)), robust, log-robust or "     \
      "auto")

typedef struct
{
  gsize n;
  guint d;
  const char *const *names;
  double **z;
  double *memory;
  CrmFeature *features; /* (nullable): NULL when taken as they are */
} CrmComputeFeatures;

CrmComputeFeatures *crm_compute_features_new (const CrmComputeInput *input, GError **error);
void crm_compute_features_free (CrmComputeFeatures *self);
double crm_compute_features_invert (const CrmComputeFeatures *self, guint column, double z);
void crm_compute_features_write (const CrmComputeFeatures *self, CrmComputeOutput *output);

G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmComputeFeatures, crm_compute_features_free)

G_END_DECLS
