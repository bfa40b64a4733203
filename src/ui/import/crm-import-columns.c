/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The mapping as a table. It is built anew when the plan changes as a whole. */

#include "config.h"

#include "crm-import-columns.h"

#include <glib/gi18n-lib.h>

#include "crm-format.h"
#include "crm-ui.h"

struct _CrmImportColumns
{
  GtkGrid parent;
  CrmImportPlan *plan;
  GPtrArray *checks; /* GtkLabel of each column, behind its icon */
};

G_DEFINE_FINAL_TYPE (CrmImportColumns, crm_import_columns, GTK_TYPE_GRID)

static guint changed_signal;

static GtkWidget *
make_label (const char *text, const char *style)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (label), 10);
  gtk_widget_set_hexpand (label, TRUE);
  if (style != NULL)
    gtk_widget_add_css_class (label, style);
  return label;
}

static void
chosen_cb (GtkDropDown *drop_down, GParamSpec *pspec, CrmImportColumns *self)
{
  guint column = GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (drop_down), "column"));
  guint n, chosen = gtk_drop_down_get_selected (drop_down);
  const CrmImportTarget *targets = crm_import_targets (self->plan->kind, &n);

  if (chosen > n)
    self->plan->targets[column] = g_object_get_data (G_OBJECT (drop_down), "own");
  else
    self->plan->targets[column] = chosen == 0 ? NULL : &targets[chosen - 1];
  g_signal_emit (self, changed_signal, 0);
}

static GtkWidget *
make_choice (CrmImportColumns *self, guint column)
{
  g_autoptr (GtkStringList) labels = gtk_string_list_new (NULL);
  GtkWidget *drop_down;
  guint n, selected = 0;
  const CrmImportTarget *targets = crm_import_targets (self->plan->kind, &n);
  const CrmImportTarget *now = self->plan->targets[column], *own = NULL;
  g_autofree char *name = NULL;

  own = now != NULL && now->own != NULL ? now : crm_import_plan_own_target (self->plan, column);
  gtk_string_list_append (labels, _ ("Do not import"));
  for (guint i = 0; i < n; i++)
    {
      g_autofree char *label = crm_import_target_label (&targets[i]);

      gtk_string_list_append (labels, label);
      if (&targets[i] == now)
        selected = i + 1;
    }
  if (own != NULL)
    {
      g_autofree char *label =
          g_strdup_printf (_ ("Own field “%s”"), crm_field_get_label (own->own));

      gtk_string_list_append (labels, label);
      selected = own == now ? n + 1 : selected;
    }
  drop_down =
      gtk_drop_down_new (G_LIST_MODEL (g_steal_pointer (&labels)),
                         gtk_property_expression_new (GTK_TYPE_STRING_OBJECT, NULL, "string"));
  gtk_drop_down_set_enable_search (GTK_DROP_DOWN (drop_down), TRUE);
  gtk_drop_down_set_selected (GTK_DROP_DOWN (drop_down), selected);
  gtk_widget_set_size_request (drop_down, crm_ui_scaled (190), -1);
  name = g_strdup_printf (_ ("“%s” becomes"), self->plan->header[column]);
  gtk_accessible_update_property (GTK_ACCESSIBLE (drop_down), GTK_ACCESSIBLE_PROPERTY_LABEL, name,
                                  -1);
  g_object_set_data (G_OBJECT (drop_down), "own", (gpointer) own);
  g_object_set_data (G_OBJECT (drop_down), "column", GUINT_TO_POINTER (column));
  g_signal_connect (drop_down, "notify::selected", G_CALLBACK (chosen_cb), self);
  return drop_down;
}

static const char *
first_value (const CrmImportPlan *plan, guint column)
{
  for (guint i = 0; i < plan->sample->len; i++)
    if (((char **) plan->sample->pdata[i])[column][0] != '\0')
      return ((char **) plan->sample->pdata[i])[column];
  return NULL;
}

static void
clear (CrmImportColumns *self)
{
  GtkWidget *child;

  g_ptr_array_set_size (self->checks, 0);
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_grid_remove (GTK_GRID (self), child);
}

void
crm_import_columns_set_plan (CrmImportColumns *self, CrmImportPlan *plan)
{
  const char *const heads[] = { _ ("In the file"), _ ("First value"), _ ("Becomes"), _ ("Check") };

  clear (self);
  self->plan = plan;
  if (plan == NULL)
    return;
  for (guint i = 0; i < G_N_ELEMENTS (heads); i++)
    {
      GtkWidget *head = make_label (heads[i], "crm-caption");

      gtk_widget_add_css_class (head, "crm-strong");
      gtk_grid_attach (GTK_GRID (self), head, (int) i, 0, 1, 1);
    }
  for (guint i = 0; i < plan->n_columns; i++)
    {
      const char *value = first_value (plan, i);
      GtkWidget *check = make_label ("", "crm-caption");
      GtkWidget *sign = gtk_image_new ();
      GtkWidget *cell = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

      gtk_box_append (GTK_BOX (cell), sign);
      gtk_box_append (GTK_BOX (cell), check);
      gtk_grid_attach (GTK_GRID (self), make_label (plan->header[i], "crm-table-text"), 0,
                       (int) i + 1, 1, 1);
      gtk_grid_attach (GTK_GRID (self),
                       make_label (value != NULL ? value : _ ("empty"), "crm-label"), 1,
                       (int) i + 1, 1, 1);
      gtk_grid_attach (GTK_GRID (self), make_choice (self, i), 2, (int) i + 1, 1, 1);
      gtk_grid_attach (GTK_GRID (self), cell, 3, (int) i + 1, 1, 1);
      g_ptr_array_add (self->checks, check);
    }
}

static void
show_check (GtkWidget *check, const char *icon, const char *style, const char *text)
{
  static const char *const styles[] = { "crm-warning", "crm-good" };
  GtkWidget *sign = gtk_widget_get_prev_sibling (check);

  gtk_label_set_text (GTK_LABEL (check), text);
  gtk_widget_set_visible (sign, icon != NULL);
  gtk_image_set_from_icon_name (GTK_IMAGE (sign), icon);
  for (guint i = 0; i < G_N_ELEMENTS (styles); i++)
    gtk_widget_remove_css_class (sign, styles[i]);
  gtk_widget_remove_css_class (check, "crm-warning");
  if (style == NULL)
    return;
  gtk_widget_add_css_class (sign, style);
  if (g_str_equal (style, "crm-warning"))
    gtk_widget_add_css_class (check, style);
}

void
crm_import_columns_set_report (CrmImportColumns *self, const CrmImportReport *report)
{
  for (guint i = 0; i < self->checks->len; i++)
    {
      GtkWidget *check = self->checks->pdata[i];
      const CrmImportTarget *target = self->plan->targets[i];
      const CrmField *field = target != NULL ? crm_import_target_field (target) : NULL;
      g_autofree char *text = NULL, *filled = NULL, *rows = NULL;

      if (target == NULL)
        show_check (check, "list-remove-symbolic", NULL, _ ("left out"));
      else if (report == NULL || i >= report->n_columns)
        show_check (check, NULL, NULL, "");
      else if (report->column_problems[i] > 0)
        {
          filled = crm_format_integer ((gint64) report->column_problems[i]);
          text = g_strdup_printf (_ ("%s not readable"), filled);
          show_check (check, "dialog-warning-symbolic", "crm-warning", text);
        }
      else if (field != NULL && field->kind == CRM_FIELD_DAY && self->plan->day_ambiguous)
        show_check (check, "dialog-warning-symbolic", "crm-warning",
                    self->plan->day_first ? _ ("day/month assumed") : _ ("month/day assumed"));
      else
        {
          filled = crm_format_integer ((gint64) report->column_filled[i]);
          rows = crm_format_integer ((gint64) report->rows);
          /* Translators: cells that hold something, of all rows of the file */
          text = g_strdup_printf (_ ("%s of %s"), filled, rows);
          show_check (check, "crm-check-symbolic", "crm-good", text);
        }
    }
}

static void
crm_import_columns_finalize (GObject *object)
{
  g_ptr_array_unref (CRM_IMPORT_COLUMNS (object)->checks);
  G_OBJECT_CLASS (crm_import_columns_parent_class)->finalize (object);
}

static void
crm_import_columns_class_init (CrmImportColumnsClass *klass)
{
  G_OBJECT_CLASS (klass)->finalize = crm_import_columns_finalize;
  changed_signal = g_signal_new ("changed", CRM_TYPE_IMPORT_COLUMNS, G_SIGNAL_RUN_LAST, 0, NULL,
                                 NULL, NULL, G_TYPE_NONE, 0);
}

static void
crm_import_columns_init (CrmImportColumns *self)
{
  self->checks = g_ptr_array_new ();
  gtk_grid_set_column_spacing (GTK_GRID (self), 12);
  gtk_grid_set_row_spacing (GTK_GRID (self), 8);
}

GtkWidget *
crm_import_columns_new (void)
{
  return g_object_new (CRM_TYPE_IMPORT_COLUMNS, NULL);
}
