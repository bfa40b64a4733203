/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-reader.h"

G_BEGIN_DECLS

/* Compares everything derived with the rows it is derived from, and lets SQLite check the file. Returns a sentence a
 * problem, an empty array when all is well; NULL with `error` when it could not look. Blocks, long. */
GPtrArray *crm_check_database (CrmReader *reader, GError **error); /* (element-type utf8) */

G_END_DECLS
