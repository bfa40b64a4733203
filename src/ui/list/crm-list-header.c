/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The heads of a table: their menu and their alignment. Main thread, no state. */

#include "config.h"

#include "crm-list-header.h"

#include <glib/gi18n-lib.h>

GMenuModel *
crm_list_header_create_menu (const CrmEntity *entity, const CrmField *field)
{
  GMenu *menu = g_menu_new ();
  g_autoptr (GMenu) hide = g_menu_new ();
  struct
  {
    const char *label;
    const char *action;
  } items[] = { { _ ("Sort _Ascending"), "list.sort-ascending" },
                { _ ("Sort _Descending"), "list.sort-descending" } };

  for (guint i = 0; i < G_N_ELEMENTS (items); i++)
    {
      g_autoptr (GMenuItem) item = g_menu_item_new (items[i].label, NULL);
      g_menu_item_set_action_and_target (item, items[i].action, "s", field->id);
      g_menu_append_item (menu, item);
    }
  if (g_strcmp0 (field->id, entity->title) != 0)
    {
      g_autoptr (GMenuItem) item = g_menu_item_new (_ ("_Hide Column"), NULL);
      g_menu_item_set_action_and_target (item, "list.hide-column", "s", field->id);
      g_menu_append_item (hide, item);
    }
  g_menu_append_section (menu, NULL, G_MENU_MODEL (hide));
  return G_MENU_MODEL (menu);
}

static void
arrange (GtkColumnView *table, const CrmListLook *look)
{
  GListModel *columns = gtk_column_view_get_columns (table);
  GtkWidget *header = gtk_widget_get_first_child (GTK_WIDGET (table));
  GtkWidget *title = header != NULL ? gtk_widget_get_first_child (header) : NULL;

  for (guint i = 0; i < g_list_model_get_n_items (columns) && title != NULL;
       i++, title = gtk_widget_get_next_sibling (title))
    {
      g_autoptr (GObject) column = g_list_model_get_item (columns, i);
      const CrmField *field = g_object_get_data (column, "field");
      GtkWidget *box = gtk_widget_get_first_child (title);
      gboolean number = field != NULL && crm_list_look_style (look, field) == CRM_CELL_NUMBER;

      gtk_widget_set_can_focus (title, field != NULL);
      if (field == NULL)
        gtk_widget_add_css_class (title, "check");
      if (box != NULL)
        gtk_widget_set_halign (box, number ? GTK_ALIGN_END : GTK_ALIGN_START);
    }
}

static gboolean
arrange_cb (GtkWidget *widget, GdkFrameClock *clock, gpointer data)
{
  arrange (GTK_COLUMN_VIEW (widget), data);
  return G_SOURCE_REMOVE;
}

void
crm_list_header_arrange_soon (GtkColumnView *table, const CrmListLook *look)
{
  arrange (table, look);
  gtk_widget_add_tick_callback (GTK_WIDGET (table), arrange_cb, (gpointer) look, NULL);
}
