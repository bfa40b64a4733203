/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-segment-run.h"

G_BEGIN_DECLS

/* The order of the measures handed to crm_segments_explain(). */
enum
{
  CRM_SEGMENT_RECENCY,
  CRM_SEGMENT_FREQUENCY,
  CRM_SEGMENT_MONETARY,
  CRM_SEGMENT_TENURE,
  CRM_SEGMENT_N_MEASURES
};

#define CRM_SEGMENT_COLORS 6

char **crm_segment_words (const CrmSegmentCard *card, const CrmSegment *segment, guint n_measures,
                          const char *currency);
void crm_segment_card_free (CrmSegmentCard *self);

/* Finds the last written run of the method and compares with it. Nothing happens if there is none. */
gboolean
crm_segment_run_compare (CrmSegmentRun *self, CrmReader *reader, CrmId before_run, GError **error);
/* Id of the newest finished run of the method (the `skip`-th newest), 0 if there is none. */
CrmId crm_segment_run_find (CrmReader *reader, CrmSegmentMethod method, guint skip);

G_END_DECLS
