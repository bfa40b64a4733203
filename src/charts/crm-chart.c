/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The widget around a scene. Main thread. It lays the scene out when size, look, font or model changed, keeps
 * the drawing as a render node, and draws label and focus ring on top, so that moving the pointer never draws
 * the chart again. Cells of large clouds are counted by a worker, one at a time; until it is done the cells of
 * the former size stand in. */

#include "config.h"

#include "crm-chart.h"

#include <math.h>

#include <glib/gi18n-lib.h>

/* Fewer points are counted sooner than a thread is started. */
#define COUNT_AT_ONCE 50000

struct _CrmChart
{
  GtkWidget parent_instance;

  CrmChartModel *model;
  gboolean dark;
  gboolean dark_set;
  gboolean high_contrast;
  gboolean high_contrast_set;

  CrmChartScene *scene;
  guint scene_serial;
  GskRenderNode *node;
  int mark;
  gboolean by_key;

  CrmChartDensity *density;
  CrmChartCloud *density_cloud;
  GCancellable *counting;
};

G_DEFINE_FINAL_TYPE (CrmChart, crm_chart, GTK_TYPE_WIDGET)

enum
{
  PROP_0,
  PROP_MODEL,
  PROP_DARK,
  PROP_HIGH_CONTRAST,
  N_PROPS
};

enum
{
  SIGNAL_ACTIVATE_MARK,
  N_SIGNALS
};

static GParamSpec *properties[N_PROPS];
static guint signals[N_SIGNALS];

static void request_count (CrmChart *self);

/* ---- scene ---- */

static void
drop_scene (CrmChart *self)
{
  g_clear_pointer (&self->scene, crm_chart_scene_free);
  g_clear_pointer (&self->node, gsk_render_node_unref);
}

static void
update_description (CrmChart *self)
{
  g_autofree char *text = NULL;

  if (self->model == NULL)
    return;
  if (self->mark >= 0 && self->by_key && self->scene != NULL)
    {
      const CrmChartMark *mark = crm_chart_scene_get_mark (self->scene, self->mark);
      gboolean detail = mark->detail != NULL && *mark->detail != '\0';

      text = g_strconcat (mark->value, detail ? ", " : "", detail ? mark->detail : "", NULL);
    }
  else
    text = crm_chart_model_dup_summary (self->model);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_DESCRIPTION, text,
                                  -1);
}

static void
set_mark (CrmChart *self, int mark, gboolean by_key)
{
  if (self->mark == mark && self->by_key == by_key)
    return;
  self->mark = mark;
  self->by_key = by_key;
  update_description (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
invalidate (CrmChart *self)
{
  drop_scene (self);
  self->mark = -1;
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static gboolean
needs_count (CrmChart *self)
{
  CrmChartCloud *cloud = self->model != NULL ? crm_chart_model_get_cloud (self->model) : NULL;

  return cloud != NULL && crm_chart_model_get_density (self->model) == NULL &&
         crm_chart_cloud_get_n_points (cloud) > COUNT_AT_ONCE;
}

static gboolean
is_current (CrmChart *self)
{
  const CrmChartDensity *density = self->density;
  const CrmChartScene *scene = self->scene;

  return density != NULL && density->columns == scene->density_columns &&
         density->rows == scene->density_rows && density->x.kind == scene->density_x.kind &&
         density->x.min == scene->density_x.min && density->x.max == scene->density_x.max &&
         density->y.kind == scene->density_y.kind && density->y.min == scene->density_y.min &&
         density->y.max == scene->density_y.max;
}

static void
ensure_scene (CrmChart *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  PangoContext *context = gtk_widget_get_pango_context (widget);
  int width = gtk_widget_get_width (widget), height = gtk_widget_get_height (widget);
  guint serial = pango_context_get_serial (context);
  gboolean count = needs_count (self);
  int mark = self->mark;

  if (self->model == NULL)
    return;
  if (self->scene != NULL && self->scene->width == width && self->scene->height == height &&
      self->scene_serial == serial)
    return;
  drop_scene (self);
  if (!count || (self->density_cloud != NULL &&
                 self->density_cloud != crm_chart_model_get_cloud (self->model)))
    {
      g_clear_pointer (&self->density, crm_chart_density_unref);
      g_clear_pointer (&self->density_cloud, crm_chart_cloud_unref);
    }
  self->scene =
      crm_chart_scene_new (self->model, crm_chart_palette_get (self->dark, self->high_contrast),
                           context, width, height, self->density, count);
  self->scene_serial = serial;
  self->mark = mark < (int) self->scene->marks->len ? mark : -1;
  if (count && self->scene->density_columns > 0 && !is_current (self))
    request_count (self);
}

/* ---- counting on a worker ---- */

static void
counted_cb (CrmChartDensity *density, CrmChartCloud *cloud, gpointer user_data)
{
  GWeakRef *weak = user_data;
  g_autoptr (CrmChart) self = g_weak_ref_get (weak);

  g_weak_ref_clear (weak);
  g_free (weak);
  if (self == NULL || density == NULL)
    return;
  g_clear_object (&self->counting);
  g_clear_pointer (&self->density, crm_chart_density_unref);
  g_clear_pointer (&self->density_cloud, crm_chart_cloud_unref);
  self->density = crm_chart_density_ref (density);
  self->density_cloud = crm_chart_cloud_ref (cloud);
  /* If the size changed meanwhile, the next drawing asks again. */
  drop_scene (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
}

static void
request_count (CrmChart *self)
{
  const CrmChartScene *scene = self->scene;
  GWeakRef *weak;

  if (self->counting != NULL)
    return;
  /* The worker may be the last to let go of its task: a widget must not be freed there. */
  weak = g_new0 (GWeakRef, 1);
  g_weak_ref_init (weak, self);
  self->counting = g_cancellable_new ();
  crm_chart_density_count_async (crm_chart_model_get_cloud (self->model), &scene->density_x,
                                 &scene->density_y, scene->density_columns, scene->density_rows,
                                 self->counting, counted_cb, weak);
}

/* ---- drawing ---- */

static void
crm_chart_snapshot (GtkWidget *widget, GtkSnapshot *snapshot)
{
  CrmChart *self = CRM_CHART (widget);
  cairo_t *cr;

  ensure_scene (self);
  if (self->scene == NULL)
    return;
  if (self->node == NULL)
    {
      GtkSnapshot *base = gtk_snapshot_new ();

      cr = gtk_snapshot_append_cairo (base,
                                      &GRAPHENE_RECT_INIT (-2, -2, (float) self->scene->width + 4,
                                                           (float) self->scene->height + 4));
      crm_chart_scene_draw (self->scene, cr);
      cairo_destroy (cr);
      self->node = gtk_snapshot_free_to_node (base);
    }
  if (self->node != NULL)
    gtk_snapshot_append_node (snapshot, self->node);
  if (self->mark >= 0)
    {
      CrmChartBox box = crm_chart_scene_tooltip_box (self->scene, self->mark);
      double left = MIN (-8, box.x - 2), top = MIN (-8, box.y - 2);
      double right = MAX (self->scene->width + 8, box.x + box.width + 2),
             bottom = MAX (self->scene->height + 8, box.y + box.height + 2);

      cr = gtk_snapshot_append_cairo (snapshot, &GRAPHENE_RECT_INIT ((float) left, (float) top,
                                                                     (float) (right - left),
                                                                     (float) (bottom - top)));
      crm_chart_scene_draw_focus (self->scene, cr, self->mark, self->by_key);
      cairo_destroy (cr);
    }
  else if (gtk_widget_has_visible_focus (widget))
    gtk_snapshot_render_focus (snapshot, gtk_widget_get_style_context (widget), 0, 0,
                               self->scene->width, self->scene->height);
}

static int
measure_line (GtkWidget *widget)
{
  PangoLayout *layout = gtk_widget_create_pango_layout (widget, "0");
  int line;

  pango_layout_get_pixel_size (layout, NULL, &line);
  g_object_unref (layout);
  return line;
}

static int
count_rows (CrmChart *self)
{
  guint rows = 0;

  for (guint s = 0; s < crm_chart_model_get_n_series (self->model); s++)
    rows = MAX (rows, crm_chart_model_get_n_points (self->model, s));
  return (int) MIN (rows, 60);
}

static void
crm_chart_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                   int *natural, int *minimum_baseline, int *natural_baseline)
{
  CrmChart *self = CRM_CHART (widget);
  gboolean wide = orientation == GTK_ORIENTATION_HORIZONTAL;
  /* All measures are lines of text, so that large text finds room. */
  int line = measure_line (widget);

  *minimum = wide ? line * 8 : line * 6;
  *natural = wide ? line * 18 : line * 11;
  if (self->model == NULL)
    return;
  switch (crm_chart_model_get_kind (self->model))
    {
    case CRM_CHART_SPARKLINE:
      *minimum = wide ? 48 : 24;
      *natural = wide ? 120 : 44;
      break;
    case CRM_CHART_HBAR:
    case CRM_CHART_DIFFERENCE:
    case CRM_CHART_INTERVAL:
    case CRM_CHART_FUNNEL:
      if (!wide)
        {
          *minimum = MAX (line * 2, count_rows (self) * (line + 2));
          *natural = MAX (*minimum, count_rows (self) * line * 2);
          /* The axis below. */
          if (crm_chart_model_get_kind (self->model) == CRM_CHART_INTERVAL)
            *minimum += line * 2, *natural += line * 2;
        }
      break;
    case CRM_CHART_WATERFALL:
      *minimum = wide ? line * 8 : line * 4;
      break;
    case CRM_CHART_SCATTER:
    case CRM_CHART_MOVEMENT:
      *natural = wide ? line * 24 : line * 14;
      break;
    default:
      break;
    }
}

static void
crm_chart_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  CrmChart *self = CRM_CHART (widget);

  if (self->scene != NULL && (self->scene->width != width || self->scene->height != height))
    self->mark = -1;
}

static GtkSizeRequestMode
crm_chart_get_request_mode (GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_CONSTANT_SIZE;
}

/* Light text means a dark ground; strong borders a high-contrast theme. Works with any style sheet. */
static void
follow_theme (CrmChart *self)
{
  GtkStyleContext *context = gtk_widget_get_style_context (GTK_WIDGET (self));
  GdkRGBA text, borders;

  gtk_style_context_get_color (context, &text);
  if (!self->dark_set)
    {
      gboolean dark = text.red * 0.299 + text.green * 0.587 + text.blue * 0.114 > 0.5;

      if (dark != self->dark)
        {
          self->dark = dark;
          g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DARK]);
        }
    }
  if (!self->high_contrast_set && gtk_style_context_lookup_color (context, "borders", &borders))
    {
      gboolean high_contrast = borders.alpha >= 0.4 && borders.alpha < 1;

      if (high_contrast != self->high_contrast)
        {
          self->high_contrast = high_contrast;
          g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HIGH_CONTRAST]);
        }
    }
}

static void
crm_chart_css_changed (GtkWidget *widget, GtkCssStyleChange *change)
{
  GTK_WIDGET_CLASS (crm_chart_parent_class)->css_changed (widget, change);
  follow_theme (CRM_CHART (widget));
  drop_scene (CRM_CHART (widget));
  gtk_widget_queue_draw (widget);
}

/* ---- pointing and keys ---- */

static void
motion_cb (GtkEventControllerMotion *controller, double x, double y, gpointer user_data)
{
  CrmChart *self = CRM_CHART (user_data);
  int mark;

  if (self->scene == NULL)
    return;
  mark = crm_chart_scene_pick (self->scene, x, y);
  gtk_widget_set_cursor_from_name (
      GTK_WIDGET (self),
      mark >= 0 && g_signal_has_handler_pending (self, signals[SIGNAL_ACTIVATE_MARK], 0, TRUE)
          ? "pointer"
          : NULL);
  /* Leaving all marks keeps the one that was reached by key. */
  if (mark >= 0 || !self->by_key)
    set_mark (self, mark, FALSE);
}

static void
leave_cb (GtkEventControllerMotion *controller, gpointer user_data)
{
  CrmChart *self = CRM_CHART (user_data);

  if (!self->by_key)
    set_mark (self, -1, FALSE);
}

static void
focus_leave_cb (GtkEventControllerFocus *controller, gpointer user_data)
{
  set_mark (CRM_CHART (user_data), -1, FALSE);
}

static void
focus_enter_cb (GtkEventControllerFocus *controller, gpointer user_data)
{
  gtk_widget_queue_draw (GTK_WIDGET (user_data));
}

static void
pressed_cb (GtkGestureClick *gesture, int n_press, double x, double y, gpointer user_data)
{
  gtk_widget_grab_focus (GTK_WIDGET (user_data));
}

static void
released_cb (GtkGestureClick *gesture, int n_press, double x, double y, gpointer user_data)
{
  CrmChart *self = CRM_CHART (user_data);
  int mark = self->scene != NULL ? crm_chart_scene_pick (self->scene, x, y) : -1;

  if (mark < 0)
    return;
  set_mark (self, mark, FALSE);
  crm_chart_activate (self);
}

static gboolean
step_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  int step;

  g_variant_get (args, "(i)", &step);
  crm_chart_step (CRM_CHART (widget), (CrmChartStep) step);
  /* Arrow keys never leave the chart, Tab does. */
  return TRUE;
}

static gboolean
activate_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  return crm_chart_activate (CRM_CHART (widget));
}

static gboolean
hide_cb (GtkWidget *widget, GVariant *args, gpointer user_data)
{
  CrmChart *self = CRM_CHART (widget);

  if (self->mark < 0)
    return FALSE;
  set_mark (self, -1, FALSE);
  return TRUE;
}

gboolean
crm_chart_step (CrmChart *self, CrmChartStep step)
{
  int mark;

  g_return_val_if_fail (CRM_IS_CHART (self), FALSE);
  ensure_scene (self);
  if (self->scene == NULL)
    return FALSE;
  mark = crm_chart_scene_step (self->scene, self->mark, step);
  set_mark (self, mark, TRUE);
  return mark >= 0;
}

int
crm_chart_get_active_mark (CrmChart *self)
{
  g_return_val_if_fail (CRM_IS_CHART (self), -1);
  return self->mark;
}

const char *
crm_chart_get_active_text (CrmChart *self)
{
  g_return_val_if_fail (CRM_IS_CHART (self), NULL);
  return self->scene != NULL && self->mark >= 0
             ? crm_chart_scene_get_mark (self->scene, self->mark)->value
             : NULL;
}

gboolean
crm_chart_activate (CrmChart *self)
{
  const CrmChartMark *mark;
  g_autofree char *key = NULL;

  g_return_val_if_fail (CRM_IS_CHART (self), FALSE);
  if (self->scene == NULL || self->mark < 0)
    return FALSE;
  mark = crm_chart_scene_get_mark (self->scene, self->mark);
  /* A handler may change the model and with it the scene. */
  key = g_strdup (mark->key);
  g_signal_emit (self, signals[SIGNAL_ACTIVATE_MARK], 0, mark->series, mark->point, key);
  return TRUE;
}

GArray *
crm_chart_dup_active_ids (CrmChart *self)
{
  CrmChartCloud *cloud = self->model != NULL ? crm_chart_model_get_cloud (self->model) : NULL;
  GArray *ids = g_array_new (FALSE, FALSE, sizeof (gint64));
  const CrmChartMark *mark = self->scene != NULL && self->mark >= 0
                                 ? crm_chart_scene_get_mark (self->scene, self->mark)
                                 : NULL;
  g_autoptr (CrmChartDensity) own = NULL;
  CrmChartDensity *density = crm_chart_model_get_density (self->model) != NULL
                                 ? crm_chart_model_get_density (self->model)
                                 : self->density;

  if (mark == NULL || cloud == NULL)
    return ids;
  if (mark->cell < 0)
    {
      double x, y;
      gint64 id;

      crm_chart_cloud_get_point (cloud, (gsize) mark->point, &x, &y, NULL, &id);
      if (id >= 0)
        g_array_append_val (ids, id);
      return ids;
    }
  if (density == NULL)
    density = own =
        crm_chart_density_new (cloud, &self->scene->density_x, &self->scene->density_y,
                               self->scene->density_columns, self->scene->density_rows, NULL);
  g_array_unref (ids);
  return crm_chart_density_collect_ids (density, cloud, (guint) mark->cell);
}

const CrmChartScene *
crm_chart_get_scene (CrmChart *self)
{
  g_return_val_if_fail (CRM_IS_CHART (self), NULL);
  return self->scene;
}

/* ---- properties ---- */

static void
model_changed_cb (CrmChartModel *model, gpointer user_data)
{
  CrmChart *self = CRM_CHART (user_data);
  const char *title = crm_chart_model_get_title (model);

  invalidate (self);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  title != NULL ? title : _ ("Chart"), -1);
  update_description (self);
  gtk_widget_queue_resize (GTK_WIDGET (self));
}

void
crm_chart_set_model (CrmChart *self, CrmChartModel *model)
{
  g_return_if_fail (CRM_IS_CHART (self));
  g_return_if_fail (model == NULL || CRM_IS_CHART_MODEL (model));
  if (self->model == model)
    return;
  if (self->model != NULL)
    g_signal_handlers_disconnect_by_func (self->model, model_changed_cb, self);
  g_set_object (&self->model, model);
  g_cancellable_cancel (self->counting);
  g_clear_object (&self->counting);
  if (model != NULL)
    {
      g_signal_connect (model, "changed", G_CALLBACK (model_changed_cb), self);
      model_changed_cb (model, self);
    }
  else
    invalidate (self);
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_MODEL]);
}

CrmChartModel *
crm_chart_get_model (CrmChart *self)
{
  g_return_val_if_fail (CRM_IS_CHART (self), NULL);
  return self->model;
}

gboolean
crm_chart_get_dark (CrmChart *self)
{
  return self->dark;
}

void
crm_chart_set_dark (CrmChart *self, gboolean dark)
{
  g_return_if_fail (CRM_IS_CHART (self));
  self->dark_set = TRUE;
  if (self->dark == dark)
    return;
  self->dark = dark;
  drop_scene (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_DARK]);
}

gboolean
crm_chart_get_high_contrast (CrmChart *self)
{
  return self->high_contrast;
}

void
crm_chart_set_high_contrast (CrmChart *self, gboolean high_contrast)
{
  g_return_if_fail (CRM_IS_CHART (self));
  self->high_contrast_set = TRUE;
  if (self->high_contrast == high_contrast)
    return;
  self->high_contrast = high_contrast;
  drop_scene (self);
  gtk_widget_queue_draw (GTK_WIDGET (self));
  g_object_notify_by_pspec (G_OBJECT (self), properties[PROP_HIGH_CONTRAST]);
}

static void
crm_chart_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CrmChart *self = CRM_CHART (object);

  switch (id)
    {
    case PROP_MODEL:
      g_value_set_object (value, self->model);
      break;
    case PROP_DARK:
      g_value_set_boolean (value, self->dark);
      break;
    case PROP_HIGH_CONTRAST:
      g_value_set_boolean (value, self->high_contrast);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
crm_chart_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CrmChart *self = CRM_CHART (object);

  switch (id)
    {
    case PROP_MODEL:
      crm_chart_set_model (self, g_value_get_object (value));
      break;
    case PROP_DARK:
      crm_chart_set_dark (self, g_value_get_boolean (value));
      break;
    case PROP_HIGH_CONTRAST:
      crm_chart_set_high_contrast (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
crm_chart_dispose (GObject *object)
{
  CrmChart *self = CRM_CHART (object);

  if (self->counting != NULL)
    g_cancellable_cancel (self->counting);
  g_clear_object (&self->counting);
  if (self->model != NULL)
    g_signal_handlers_disconnect_by_func (self->model, model_changed_cb, self);
  g_clear_object (&self->model);
  drop_scene (self);
  g_clear_pointer (&self->density, crm_chart_density_unref);
  g_clear_pointer (&self->density_cloud, crm_chart_cloud_unref);

  G_OBJECT_CLASS (crm_chart_parent_class)->dispose (object);
}

static void
add_key (GtkWidgetClass *widget_class, guint key, CrmChartStep step)
{
  gtk_widget_class_add_binding (widget_class, key, 0, step_cb, "(i)", (int) step);
}

static void
add_keys (GtkWidgetClass *widget_class)
{
  const guint enter[] = { GDK_KEY_Return, GDK_KEY_KP_Enter, GDK_KEY_ISO_Enter, GDK_KEY_space };

  add_key (widget_class, GDK_KEY_Left, CRM_CHART_STEP_LEFT);
  add_key (widget_class, GDK_KEY_KP_Left, CRM_CHART_STEP_LEFT);
  add_key (widget_class, GDK_KEY_Right, CRM_CHART_STEP_RIGHT);
  add_key (widget_class, GDK_KEY_KP_Right, CRM_CHART_STEP_RIGHT);
  add_key (widget_class, GDK_KEY_Up, CRM_CHART_STEP_UP);
  add_key (widget_class, GDK_KEY_KP_Up, CRM_CHART_STEP_UP);
  add_key (widget_class, GDK_KEY_Down, CRM_CHART_STEP_DOWN);
  add_key (widget_class, GDK_KEY_KP_Down, CRM_CHART_STEP_DOWN);
  add_key (widget_class, GDK_KEY_Home, CRM_CHART_STEP_FIRST);
  add_key (widget_class, GDK_KEY_End, CRM_CHART_STEP_LAST);
  for (guint i = 0; i < G_N_ELEMENTS (enter); i++)
    gtk_widget_class_add_binding (widget_class, enter[i], 0, activate_cb, NULL);
  gtk_widget_class_add_binding (widget_class, GDK_KEY_Escape, 0, hide_cb, NULL);
}

static void
crm_chart_class_init (CrmChartClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_EXPLICIT_NOTIFY | G_PARAM_STATIC_STRINGS;

  object_class->dispose = crm_chart_dispose;
  object_class->get_property = crm_chart_get_property;
  object_class->set_property = crm_chart_set_property;
  widget_class->snapshot = crm_chart_snapshot;
  widget_class->measure = crm_chart_measure;
  widget_class->size_allocate = crm_chart_size_allocate;
  widget_class->get_request_mode = crm_chart_get_request_mode;
  widget_class->css_changed = crm_chart_css_changed;

  properties[PROP_MODEL] = g_param_spec_object ("model", NULL, NULL, CRM_TYPE_CHART_MODEL, flags);
  properties[PROP_DARK] = g_param_spec_boolean ("dark", NULL, NULL, FALSE, flags);
  properties[PROP_HIGH_CONTRAST] = g_param_spec_boolean ("high-contrast", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, properties);

  signals[SIGNAL_ACTIVATE_MARK] =
      g_signal_new ("activate-mark", G_TYPE_FROM_CLASS (klass), G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                    NULL, G_TYPE_NONE, 3, G_TYPE_INT, G_TYPE_INT, G_TYPE_STRING);

  add_keys (widget_class);
  gtk_widget_class_set_css_name (widget_class, "crmchart");
  gtk_widget_class_set_accessible_role (widget_class, GTK_ACCESSIBLE_ROLE_IMG);
}

static void
crm_chart_init (CrmChart *self)
{
  GtkWidget *widget = GTK_WIDGET (self);
  GtkEventController *motion = gtk_event_controller_motion_new ();
  GtkEventController *focus = gtk_event_controller_focus_new ();
  GtkGesture *click = gtk_gesture_click_new ();

  self->mark = -1;
  gtk_widget_set_focusable (widget, TRUE);
  g_signal_connect (motion, "motion", G_CALLBACK (motion_cb), self);
  g_signal_connect (motion, "leave", G_CALLBACK (leave_cb), self);
  gtk_widget_add_controller (widget, motion);
  g_signal_connect (focus, "enter", G_CALLBACK (focus_enter_cb), self);
  g_signal_connect (focus, "leave", G_CALLBACK (focus_leave_cb), self);
  gtk_widget_add_controller (widget, focus);
  g_signal_connect (click, "pressed", G_CALLBACK (pressed_cb), self);
  g_signal_connect (click, "released", G_CALLBACK (released_cb), self);
  gtk_widget_add_controller (widget, GTK_EVENT_CONTROLLER (click));
}

GtkWidget *
crm_chart_new (CrmChartModel *model)
{
  return g_object_new (CRM_TYPE_CHART, "model", model, NULL);
}
