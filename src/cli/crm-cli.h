/* SPDX-License-Identifier: GPL-3.0-or-later */

/* crm-cli: the same engine without a display. Each command is one row of the table in main.c and
 * gets the arguments from its own name onwards. Exit codes: 0 done, 1 failed, 2 wrong usage. */

#pragma once

#include <glib.h>

typedef enum
{
  CRM_CLI_OK = 0,
  CRM_CLI_FAILED = 1,
  CRM_CLI_USAGE = 2,
} CrmCliStatus;

typedef struct
{
  const char *database; /* (nullable): the path given with --database */
  gboolean json;        /* --json: machine-readable output on standard output */
} CrmCliContext;

typedef CrmCliStatus (*CrmCliFunc) (const CrmCliContext *context, int argc, char **argv);
