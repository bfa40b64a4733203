/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The methods of the forecast group. */

#include "config.h"

#include "crm-compute.h"

const CrmComputeMethod crm_compute_forecast_methods[] = {
  { NULL },
};
