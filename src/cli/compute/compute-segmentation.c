/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The methods of the segmentation group. */

#include "config.h"

#include "crm-compute.h"

const CrmComputeMethod crm_compute_segmentation_methods[] = {
  { NULL },
};
