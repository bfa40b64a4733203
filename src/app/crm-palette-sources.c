/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Turns the tables of pages and actions, the saved views and the search hits into palette items.
 * Main thread. */

#include "crm-palette-sources.h"

#include <glib/gi18n.h>

#include "crm-actions.h"
#include "crm-pages.h"
#include "crm-palette-item.h"

static void
add_pages (GPtrArray *items)
{
  guint n;
  const CrmPageInfo *pages = crm_pages (&n);
  guint number = 0;

  for (guint i = 0; i < n; i++)
    {
      CrmPaletteItem *item;

      if (pages[i].show_record != NULL)
        continue;
      item = crm_palette_item_new (_ ("Pages"), _ (pages[i].label), pages[i].icon);
      item->action = g_strdup_printf ("win.go-page::%s", pages[i].name);
      if (!pages[i].hidden && !pages[i].at_end && ++number <= 8)
        item->keys = gtk_accelerator_get_label (GDK_KEY_0 + number, GDK_CONTROL_MASK);
      g_ptr_array_add (items, item);
    }
}

static void
add_views (GPtrArray *items, CrmSidebar *sidebar)
{
  const CrmCensus *census = sidebar != NULL ? crm_sidebar_get_census (sidebar) : NULL;

  for (guint i = 0; census != NULL && i < census->views->len; i++)
    {
      CrmCensusView *view = g_ptr_array_index (census->views, i);
      CrmPaletteItem *item = crm_palette_item_new (_ ("Views"), crm_record_get_title (view->record),
                                                   "crm-view-symbolic");

      item->id = crm_record_get_id (view->record);
      g_ptr_array_add (items, item);
    }
}

static void
add_new_records (GPtrArray *items)
{
  guint n;
  const CrmPageInfo *pages = crm_pages (&n);

  for (guint i = 0; i < n; i++)
    {
      const CrmEntity *entity =
          pages[i].entity != NULL ? crm_entity_lookup (pages[i].entity) : NULL;
      g_autofree char *title = NULL;
      CrmPaletteItem *item;

      if (entity == NULL)
        continue;
      /* Translators: %s is a kind of record, "Customer". */
      title = g_strdup_printf (C_ ("palette", "New %s"), crm_entity_get_label (entity));
      item = crm_palette_item_new (_ ("Actions"), title, "crm-add-symbolic");
      item->action = g_strdup_printf ("win.new-record::%s", pages[i].entity);
      g_ptr_array_add (items, item);
    }
}

static gboolean
is_enabled (const char *action, GtkWindow *window)
{
  if (g_str_has_prefix (action, "win."))
    return g_action_group_get_action_enabled (G_ACTION_GROUP (window), action + strlen ("win."));
  if (g_str_has_prefix (action, "app.") && gtk_window_get_application (window) != NULL)
    return g_action_group_get_action_enabled (G_ACTION_GROUP (gtk_window_get_application (window)),
                                              action + strlen ("app."));
  return TRUE;
}

static void
add_actions (GPtrArray *items, GtkWindow *window)
{
  guint n;
  const CrmActionInfo *actions = crm_actions (&n);

  for (guint i = 0; i < n; i++)
    {
      CrmPaletteItem *item;

      if ((actions[i].flags & CRM_ACTION_HIDDEN) != 0)
        continue;
      item = crm_palette_item_new (_ ("Actions"), _ (actions[i].label), actions[i].icon);
      item->action = g_strdup (actions[i].name);
      item->keys = crm_action_dup_keys (&actions[i]);
      item->enabled = is_enabled (actions[i].name, window);
      g_ptr_array_add (items, item);
    }
}

void
crm_palette_sources_add_known (GPtrArray *items, GtkWindow *window, CrmSidebar *sidebar)
{
  add_pages (items);
  add_views (items, sidebar);
  add_new_records (items);
  add_actions (items, window);
}

void
crm_palette_sources_add_hits (GPtrArray *items, GPtrArray *hits)
{
  for (guint i = 0; i < hits->len; i++)
    {
      const CrmSearchHit *hit = g_ptr_array_index (hits, i);
      const CrmPageInfo *page = crm_pages_find_entity (hit->entity->name);
      CrmPaletteItem *item =
          crm_palette_item_new (crm_entity_get_label_plural (hit->entity), hit->title,
                                page != NULL ? page->icon : "crm-note-symbolic");

      item->id = hit->id;
      item->subtitle = g_strdup (hit->subtitle);
      g_ptr_array_add (items, item);
    }
}
