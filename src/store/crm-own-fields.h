/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-custom-field.h"
#include "crm-reader.h"

G_BEGIN_DECLS

/* The own fields that records of an entity have, each read as what all of its values are, those that most
 * records have first: (element-type CrmField), nothing in it is owned. Reads the whole table, so it is for a
 * slow reader; NULL with an error, also when the reader is cancelled. */
GPtrArray *crm_own_fields_read (CrmReader *reader, const CrmEntity *entity, GError **error);

G_END_DECLS
