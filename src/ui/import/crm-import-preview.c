/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "crm-import-preview.h"

#include <glib/gi18n-lib.h>

#include "crm-format.h"

#define ROWS    4
#define COLUMNS 7

struct _CrmImportPreview
{
  GtkGrid parent;
};

G_DEFINE_FINAL_TYPE (CrmImportPreview, crm_import_preview, GTK_TYPE_GRID)

static GtkWidget *
add_label (CrmImportPreview *self, const char *text, const char *style, int column, int row)
{
  GtkWidget *label = gtk_label_new (text);

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 22);
  gtk_widget_add_css_class (label, style);
  gtk_grid_attach (GTK_GRID (self), label, column, row, 1, 1);
  return label;
}

/* Why the trial did not take a row, counted from 0 after the header; NULL: not kept. */
static const char *
find_reason (const CrmImportReport *report, guint row)
{
  for (guint i = 0; i < report->refusals->len; i++)
    {
      const CrmImportRefusal *refusal = report->refusals->pdata[i];

      if (refusal->row == row + 2)
        return refusal->reason;
    }
  return NULL;
}

static void
add_result (CrmImportPreview *self, const CrmImportReport *report, guint row, int column)
{
  static const struct
  {
    const char *text;
    const char *tone;
  } results[] = {
    [CRM_IMPORT_ROW_NEW] = { N_ ("new"), "teal" },
    [CRM_IMPORT_ROW_UPDATE] = { N_ ("update"), "blue" },
    [CRM_IMPORT_ROW_NOTHING] = { N_ ("no change"), "grey" },
    [CRM_IMPORT_ROW_REFUSED] = { N_ ("refused"), "red" },
  };
  guint outcome = report->outcomes[row];
  const char *reason;
  GtkWidget *pill;

  if (outcome == CRM_IMPORT_ROW_UNKNOWN)
    return;
  pill = add_label (self, _ (results[outcome].text), "crm-pill", column, (int) row + 1);
  gtk_widget_add_css_class (pill, results[outcome].tone);
  gtk_widget_set_halign (pill, GTK_ALIGN_START);
  gtk_widget_set_valign (pill, GTK_ALIGN_CENTER);
  reason = outcome == CRM_IMPORT_ROW_REFUSED ? find_reason (report, row) : NULL;
  if (reason == NULL)
    return;
  gtk_label_set_text (GTK_LABEL (pill), reason);
  gtk_label_set_max_width_chars (GTK_LABEL (pill), 30);
  gtk_widget_set_tooltip_text (pill, reason);
}

static char *
make_head (const CrmImportPlan *plan, guint column, gboolean mapped)
{
  return mapped ? crm_import_target_label (plan->targets[column]) : g_strdup (plan->header[column]);
}

void
crm_import_preview_show (CrmImportPreview *self, const CrmImportPlan *plan,
                         const CrmImportReport *report)
{
  guint n = MIN (plan->sample->len, ROWS);
  gboolean mapped = FALSE;
  GtkWidget *child;
  int at = 1;

  g_return_if_fail (CRM_IS_IMPORT_PREVIEW (self));

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_grid_remove (GTK_GRID (self), child);
  add_label (self, _ ("Row"), "crm-caption", 0, 0);
  for (guint row = 0; row < n; row++)
    {
      g_autofree char *number = crm_format_integer (row + 1);

      add_label (self, number, "crm-label", 0, (int) row + 1);
    }
  for (guint i = 0; i < plan->n_columns; i++)
    mapped |= plan->targets[i] != NULL;
  for (guint i = 0; i < plan->n_columns && at <= COLUMNS; i++)
    {
      g_autofree char *head = NULL;

      if (mapped && plan->targets[i] == NULL)
        continue;
      head = make_head (plan, i, mapped);
      add_label (self, head, "crm-caption", at, 0);
      for (guint row = 0; row < n; row++)
        add_label (self, ((char **) plan->sample->pdata[row])[i], "crm-table-text", at,
                   (int) row + 1);
      at++;
    }
  if (report == NULL)
    return;
  add_label (self, _ ("Result"), "crm-caption", at, 0);
  for (guint row = 0; row < n; row++)
    add_result (self, report, row, at);
}

static void
crm_import_preview_class_init (CrmImportPreviewClass *klass)
{
}

static void
crm_import_preview_init (CrmImportPreview *self)
{
  gtk_grid_set_column_spacing (GTK_GRID (self), 18);
  gtk_grid_set_row_spacing (GTK_GRID (self), 6);
}
