/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The figures of a chart in a GtkColumnView. Main thread. */

#include "config.h"

#include "crm-chart-card.h"
#include "crm-chart-table.h"

static void
setup_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  GtkWidget *label = gtk_label_new (NULL);
  gboolean number = GPOINTER_TO_INT (g_object_get_data (G_OBJECT (factory), "number"));

  gtk_label_set_xalign (GTK_LABEL (label), number ? 1 : 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_add_css_class (label, "numeric");
  gtk_list_item_set_child (item, label);
  gtk_list_item_set_activatable (item, FALSE);
}

static void
bind_cb (GtkSignalListItemFactory *factory, GtkListItem *item, gpointer user_data)
{
  CrmChartTableRow *row = gtk_list_item_get_item (item);
  g_autofree char *text = crm_chart_table_row_dup_cell (row, GPOINTER_TO_UINT (user_data));

  gtk_label_set_text (GTK_LABEL (gtk_list_item_get_child (item)), text);
}

GtkWidget *
crm_chart_table_view_new (CrmChartModel *model)
{
  CrmChartTable *table = crm_chart_table_new (model);
  GtkWidget *view = gtk_column_view_new (
      GTK_SELECTION_MODEL (gtk_no_selection_new (G_LIST_MODEL (g_object_ref (table)))));

  for (guint i = 0; i < crm_chart_table_get_n_columns (table); i++)
    {
      GtkListItemFactory *factory = gtk_signal_list_item_factory_new ();
      g_autoptr (GtkColumnViewColumn) column = NULL;

      g_object_set_data (G_OBJECT (factory), "number",
                         GINT_TO_POINTER (crm_chart_table_is_number (table, i)));
      g_signal_connect (factory, "setup", G_CALLBACK (setup_cb), NULL);
      g_signal_connect (factory, "bind", G_CALLBACK (bind_cb), GUINT_TO_POINTER (i));
      column = gtk_column_view_column_new (crm_chart_table_get_column_title (table, i), factory);
      gtk_column_view_column_set_expand (column, TRUE);
      gtk_column_view_column_set_resizable (column, TRUE);
      gtk_column_view_append_column (GTK_COLUMN_VIEW (view), column);
    }
  g_object_unref (table);
  gtk_widget_add_css_class (view, "chart-table");
  return view;
}
