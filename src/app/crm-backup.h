/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-context.h"

G_BEGIN_DECLS

/* Asks for a file and copies the database there, consistent while work goes on, as a job. Main
 * thread. */
void crm_backup_ask (GtkWidget *parent, CrmContext *context);
/* The same without asking; an existing file is replaced once the copy is whole. (transfer none) */
CrmJob *crm_backup_start (CrmContext *context, const char *path);

G_END_DECLS
