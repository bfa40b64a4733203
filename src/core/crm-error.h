/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* The one error domain of the program. Only what callers branch on has a code of its own; messages
 * are translated sentences that say what happened, to what, and what to do. */
#define CRM_ERROR (crm_error_quark ())
GQuark crm_error_quark (void);

typedef enum
{
  CRM_ERROR_FAILED,       /* anything no caller branches on */
  CRM_ERROR_INVALID,      /* a value was refused; the message names the field */
  CRM_ERROR_CONFLICT,     /* the record changed since it was read */
  CRM_ERROR_NOT_FOUND,    /* no such record, group, field or entity */
  CRM_ERROR_NEWER_SCHEMA, /* the database was written by a later version */
  CRM_ERROR_CORRUPT,      /* the database file is damaged or no database */
  CRM_ERROR_READ_ONLY,    /* file or folder cannot be written */
  CRM_ERROR_FULL,         /* no space left on the device */
  CRM_ERROR_BUSY,         /* another process holds the database */
  CRM_ERROR_CANCELLED,    /* stopped on request; also matched for G_IO_ERROR_CANCELLED */
  CRM_ERROR_SYNTAX,       /* a filter expression or file could not be parsed */
} CrmErrorCode;

G_END_DECLS
