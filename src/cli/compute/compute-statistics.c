/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The methods of the statistics group. */

#include "config.h"

#include "crm-compute.h"

const CrmComputeMethod crm_compute_statistics_methods[] = {
  { NULL },
};
