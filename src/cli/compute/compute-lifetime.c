/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The methods of the lifetime group. */

#include "config.h"

#include "crm-compute.h"

const CrmComputeMethod crm_compute_lifetime_methods[] = {
  { NULL },
};
