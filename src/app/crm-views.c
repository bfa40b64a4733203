/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Deleting and renaming a saved view, for the sidebar and for the page that shows it. Main thread. */

#include "crm-views.h"

#include <glib/gi18n.h>

#include "crm-compat.h"

void
crm_views_delete (CrmContext *context, CrmRecord *view)
{
  const CrmEntity *entity = crm_record_get_entity (view);
  g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_DELETE, entity);

  crm_changeset_delete (changes, entity, crm_record_get_id (view));
  crm_context_save (context, changes, _ ("View deleted"), NULL, NULL);
}

typedef struct
{
  CrmContext *context;
  CrmRecord *view;
} Rename;

static void
view_renamed_cb (const char *text, gpointer data)
{
  g_autofree Rename *rename = data;
  g_autoptr (CrmContext) context = rename->context;
  g_autoptr (CrmRecord) view = rename->view;
  const CrmEntity *entity = crm_record_get_entity (view);
  g_autoptr (CrmChangeset) changes = NULL;
  g_auto (CrmValue) value = crm_value_text (text);

  if (text == NULL || g_strcmp0 (text, crm_record_get_title (view)) == 0)
    return;
  changes = crm_changeset_new (CRM_VERB_EDIT, entity);
  crm_changeset_set (changes, entity, crm_record_get_id (view), "name", NULL, &value);
  crm_context_save (context, changes, _ ("View renamed"), NULL, NULL);
}

void
crm_views_rename (CrmContext *context, GtkWidget *parent, CrmRecord *view)
{
  Rename *rename = g_new (Rename, 1);

  rename->context = g_object_ref (context);
  rename->view = g_object_ref (view);
  crm_compat_ask_text (parent, _ ("Rename View"), _ ("Name"), crm_record_get_title (view),
                       _ ("_Rename"), view_renamed_cb, rename);
}
