/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A small line. The colour is the widget's own text colour (style class in the sheet). Main thread. */

#include "crm-sparkline.h"

#include "crm-compat.h"

#define LINE_WIDTH   1.75
#define POINT_RADIUS 3.0

struct _CrmSparkline
{
  GtkWidget parent;

  double *points;
  guint n;
};

G_DEFINE_FINAL_TYPE (CrmSparkline, crm_sparkline, GTK_TYPE_WIDGET)

static double
highest (CrmSparkline *self)
{
  double top = 0.0;

  for (guint i = 0; i < self->n; i++)
    top = MAX (top, self->points[i]);
  return top > 0.0 ? top : 1.0;
}

static void
trace (CrmSparkline *self, cairo_t *cr, double width, double height)
{
  double inner_width = width - 2 * POINT_RADIUS;
  double inner_height = height - 2 * POINT_RADIUS;
  double top = highest (self);

  for (guint i = 0; i < self->n; i++)
    cairo_line_to (cr, POINT_RADIUS + inner_width * i / (self->n - 1),
                   POINT_RADIUS + inner_height * (1.0 - MAX (self->points[i], 0.0) / top));
}

static void
crm_sparkline_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  CrmSparkline *self = CRM_SPARKLINE (widget);
  double width = gtk_widget_get_width (widget);
  double height = gtk_widget_get_height (widget);
  GdkRGBA color;
  double x, y;
  cairo_t *cr;

  if (self->n < 2 || width < 4 * POINT_RADIUS || height < 4 * POINT_RADIUS)
    return;
  crm_compat_get_color (widget, &color);
  cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT (0, 0, width, height));
  if (gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL)
    {
      cairo_translate (cr, width, 0);
      cairo_scale (cr, -1, 1);
    }

  trace (self, cr, width, height);
  cairo_line_to (cr, width - POINT_RADIUS, height);
  cairo_line_to (cr, POINT_RADIUS, height);
  cairo_close_path (cr);
  cairo_set_source_rgba (cr, color.red, color.green, color.blue, 0.12);
  cairo_fill (cr);

  gdk_cairo_set_source_rgba (cr, &color);
  cairo_set_line_width (cr, LINE_WIDTH);
  cairo_set_line_join (cr, CAIRO_LINE_JOIN_ROUND);
  trace (self, cr, width, height);
  cairo_get_current_point (cr, &x, &y);
  cairo_stroke (cr);
  cairo_arc (cr, x, y, POINT_RADIUS, 0, 2 * G_PI);
  cairo_fill (cr);
  cairo_destroy (cr);
}

static void
crm_sparkline_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                       int *natural, int *minimum_baseline, int *natural_baseline)
{
  *minimum = orientation == GTK_ORIENTATION_HORIZONTAL ? 0 : 24;
  *natural = orientation == GTK_ORIENTATION_HORIZONTAL ? 116 : 42;
}

void
crm_sparkline_set_points (CrmSparkline *self, const double *points, guint n)
{
  g_return_if_fail (CRM_IS_SPARKLINE (self));

  g_free (self->points);
  self->points = n > 0 ? g_memdup2 (points, n * sizeof *points) : NULL;
  self->n = n;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
crm_sparkline_finalize (GObject *object)
{
  g_free (CRM_SPARKLINE (object)->points);
  G_OBJECT_CLASS (crm_sparkline_parent_class)->finalize (object);
}

static void
crm_sparkline_class_init (CrmSparklineClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->finalize = crm_sparkline_finalize;
  widget_class->snapshot = crm_sparkline_snapshot;
  widget_class->measure = crm_sparkline_measure;
  gtk_widget_class_set_css_name (widget_class, "crm-sparkline");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_PRESENTATION);
}

static void
crm_sparkline_init (CrmSparkline *self)
{
  gtk_widget_add_css_class (GTK_WIDGET (self), "crm-sparkline");
}

GtkWidget *
crm_sparkline_new (void)
{
  return g_object_new (CRM_TYPE_SPARKLINE, NULL);
}
