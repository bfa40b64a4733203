/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What groups of changes are called. */

#include "config.h"

#include "crm-changeset.h"
#include "crm-format.h"

#include <glib/gi18n-lib.h>
#include <string.h>

/* The labels follow "Undo: "; %s is what it was done to. */
static const struct
{
  const char *code;
  const char *label;
} verbs[CRM_N_VERBS] = {
  [CRM_VERB_CREATE] = { "create", N_ ("creation of %s") },
  [CRM_VERB_EDIT] = { "edit", N_ ("edit of %s") },
  [CRM_VERB_DELETE] = { "delete", N_ ("deletion of %s") },
  [CRM_VERB_RESTORE] = { "restore", N_ ("restoring of %s") },
  [CRM_VERB_IMPORT] = { "import", N_ ("import of %s") },
  [CRM_VERB_BULK_EDIT] = { "bulk-edit", N_ ("change of %s") },
  [CRM_VERB_MERGE] = { "merge", N_ ("merge of %s") },
  [CRM_VERB_TAG] = { "tag", N_ ("tagging of %s") },
  [CRM_VERB_SAMPLE] = { "sample", N_ ("sample data of %s") },
  [CRM_VERB_SEGMENT] = { "segment", N_ ("segmentation of %s") },
  [CRM_VERB_PURGE] = { "purge", N_ ("final deletion of %s") },
  [CRM_VERB_UNDO] = { "undo", N_ ("undoing of %s") },
  [CRM_VERB_REDO] = { "redo", N_ ("redoing of %s") },
  [CRM_VERB_SYNC] = { "sync", N_ ("synchronization of %s") },
  [CRM_VERB_JOB] = { "job", N_ ("job on %s") },
};

const char *
crm_verb_code (CrmVerb verb)
{
  g_return_val_if_fail (verb < CRM_N_VERBS, "edit");
  return verbs[verb].code;
}

CrmVerb
crm_verb_from_code (const char *code)
{
  for (guint i = 0; code != NULL && i < CRM_N_VERBS; i++)
    if (strcmp (verbs[i].code, code) == 0)
      return (CrmVerb) i;
  return CRM_VERB_EDIT;
}

char *
crm_verb_describe (CrmVerb verb, const CrmEntity *entity, guint64 n, const char *title)
{
  g_autofree char *what = NULL;

  g_return_val_if_fail (verb < CRM_N_VERBS, NULL);
  if (n == 1 && title != NULL)
    what = g_strdup (title);
  else if (entity != NULL)
    what = crm_entity_count_text (entity, n);
  else
    {
      g_autofree char *number = crm_format_integer ((gint64) n);

      what = g_strdup_printf (ngettext ("%s record", "%s records", n), number);
    }
  return g_strdup_printf (_ (verbs[verb].label), what);
}
