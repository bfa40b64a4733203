/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Lays the sidebar beside the content, or over it when there is not enough room. Main thread.
 *
 * Whether it is narrow is found out while sizes are given, and told in an idle right after: pages
 * change their form on it, which must not happen inside an allocation. `shown` is where the laid-over
 * sidebar stands, 0 outside to 1 inside. */

#include "crm-shell.h"

#include <adwaita.h>
#include <math.h>

#include "crm-ui.h"

#define EDGE_WIDTH     24
#define DRAG_THRESHOLD 10
#define SLIDE_MS       200

struct _CrmShell
{
  GtkWidget parent;

  GtkWidget *content;
  GtkWidget *line;
  GtkWidget *scrim;
  GtkWidget *sidebar;
  gboolean narrow;
  gboolean next_narrow;
  gboolean docked;
  gboolean open;
  double shown;
  double drag_from;
  gboolean dragging;
  AdwAnimation *slide;
  guint narrow_source;
};

G_DEFINE_FINAL_TYPE (CrmShell, crm_shell, GTK_TYPE_WIDGET)

enum
{
  PROP_SIDEBAR = 1,
  PROP_CONTENT,
  PROP_NARROW,
  PROP_DOCKED,
  PROP_OPEN,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

/* With larger text everything needs more room; over the content it leaves an edge of that. */
static int
sidebar_width (CrmShell *self)
{
  int width = MAX (crm_ui_scaled (CRM_SHELL_SIDEBAR_WIDTH), CRM_SHELL_SIDEBAR_WIDTH);
  int room = gtk_widget_get_width (GTK_WIDGET (self)) - 2 * EDGE_WIDTH;

  return self->narrow && room > 0 ? MIN (width, MAX (room, CRM_SHELL_SIDEBAR_WIDTH)) : width;
}

static void
update_children (CrmShell *self)
{
  gboolean over = self->narrow && self->shown > 0.0;

  if (self->sidebar != NULL)
    gtk_widget_set_child_visible (self->sidebar, self->narrow ? over : self->docked);
  gtk_widget_set_child_visible (self->line, !self->narrow && self->docked);
  gtk_widget_set_child_visible (self->scrim, over);
  gtk_widget_set_opacity (self->scrim, self->narrow ? self->shown : 0.0);
  gtk_widget_queue_allocate (GTK_WIDGET (self));
}

static void
slide_value_cb (double value, gpointer data)
{
  CrmShell *self = data;

  self->shown = value;
  update_children (self);
}

static void
slide_to (CrmShell *self, double target)
{
  adw_timed_animation_set_value_from (ADW_TIMED_ANIMATION (self->slide), self->shown);
  adw_timed_animation_set_value_to (ADW_TIMED_ANIMATION (self->slide), target);
  adw_animation_play (self->slide);
}

/* While the sidebar lies over the content, Tab stays in it. */
static void
move_focus (CrmShell *self)
{
  if (self->content != NULL)
    gtk_widget_set_can_focus (self->content, !self->open);
  if (self->open && self->sidebar != NULL)
    gtk_widget_child_focus (self->sidebar, GTK_DIR_TAB_FORWARD);
  else if (!self->open && self->narrow && self->content != NULL && self->sidebar != NULL &&
           gtk_widget_get_focus_child (GTK_WIDGET (self)) == self->sidebar)
    gtk_widget_child_focus (self->content, GTK_DIR_TAB_FORWARD);
}

void
crm_shell_set_open (CrmShell *self, gboolean open)
{
  g_return_if_fail (CRM_IS_SHELL (self));

  open = open && self->narrow;
  slide_to (self, open ? 1.0 : 0.0);
  if (self->open == open)
    return;
  self->open = open;
  update_children (self);
  move_focus (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_OPEN]);
}

static gboolean
apply_narrow_cb (gpointer data)
{
  CrmShell *self = data;

  self->narrow_source = 0;
  if (self->narrow == self->next_narrow)
    return G_SOURCE_REMOVE;

  self->narrow = self->next_narrow;
  if (self->open)
    {
      self->open = FALSE;
      move_focus (self);
      g_object_notify_by_pspec (G_OBJECT (self), props[PROP_OPEN]);
    }
  adw_animation_pause (self->slide);
  self->shown = 0.0;
  if (self->narrow)
    gtk_widget_add_css_class (GTK_WIDGET (self), "narrow");
  else
    gtk_widget_remove_css_class (GTK_WIDGET (self), "narrow");
  update_children (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_NARROW]);
  return G_SOURCE_REMOVE;
}

static void
crm_shell_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                   int *natural, int *minimum_baseline, int *natural_baseline)
{
  CrmShell *self = CRM_SHELL (widget);
  GtkWidget *children[] = { self->content, self->sidebar };
  int least = 0, best = 0;

  for (guint i = 0; i < G_N_ELEMENTS (children); i++)
    {
      int child_least = 0, child_best = 0;

      if (children[i] == NULL)
        continue;
      gtk_widget_measure (children[i], orientation, -1, &child_least, &child_best, NULL, NULL);
      if (orientation == GTK_ORIENTATION_VERTICAL)
        {
          least = MAX (least, child_least);
          best = MAX (best, child_best);
        }
      else if (children[i] == self->content)
        best = child_best + sidebar_width (self) + 1;
    }

  /* A page may ask for more than a narrow window has; it is told to become narrow and then fits. */
  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    least = CRM_SHELL_LEAST_WIDTH;
  *minimum = least;
  *natural = MAX (least, best);
}

static void
place (GtkWidget *child, int x, int width, int height)
{
  GskTransform *move;

  if (child == NULL || !gtk_widget_get_child_visible (child))
    return;
  move = gsk_transform_translate (NULL, &GRAPHENE_POINT_INIT (x, 0));
  gtk_widget_allocate (child, width, height, -1, move);
}

static void
crm_shell_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  CrmShell *self = CRM_SHELL (widget);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int beside = sidebar_width (self);
  int taken = !self->narrow && self->docked ? beside + 1 : 0;
  int slide = self->narrow ? (int) lround ((self->shown - 1.0) * beside) : 0;

  self->next_narrow = width < crm_ui_scaled (CRM_SHELL_BREAKPOINT);
  if (self->next_narrow != self->narrow && self->narrow_source == 0)
    self->narrow_source = g_idle_add_full (GTK_PRIORITY_RESIZE - 1, apply_narrow_cb, self, NULL);

  place (self->content, rtl ? 0 : taken, width - taken, height);
  place (self->line, rtl ? width - taken : taken - 1, 1, height);
  place (self->scrim, 0, width, height);
  place (self->sidebar, rtl ? width - beside - slide : slide, beside, height);
}

/* ---- gestures ---- */

static void
scrim_pressed_cb (GtkGestureClick *gesture, int n, double x, double y, CrmShell *self)
{
  crm_shell_set_open (self, FALSE);
}

static void
drag_begin_cb (GtkGestureDrag *gesture, double x, double y, CrmShell *self)
{
  gboolean from_edge = !self->open && x < EDGE_WIDTH;

  self->dragging = FALSE;
  if (!self->narrow || !(from_edge || self->open))
    gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_DENIED);
  self->drag_from = self->shown;
}

static void
drag_update_cb (GtkGestureDrag *gesture, double dx, double dy, CrmShell *self)
{
  if (!self->dragging)
    {
      if (fabs (dx) < DRAG_THRESHOLD || fabs (dx) < fabs (dy))
        return;
      self->dragging = TRUE;
      gtk_gesture_set_state (GTK_GESTURE (gesture), GTK_EVENT_SEQUENCE_CLAIMED);
    }
  adw_animation_pause (self->slide);
  self->shown = CLAMP (self->drag_from + dx / sidebar_width (self), 0.0, 1.0);
  update_children (self);
}

static void
drag_end_cb (GtkGestureDrag *gesture, double dx, double dy, CrmShell *self)
{
  if (!self->dragging)
    return;
  self->dragging = FALSE;
  crm_shell_set_open (self, self->shown > (self->open ? 0.7 : 0.3));
}

static gboolean
key_pressed_cb (GtkEventControllerKey *controller, guint key, guint code, GdkModifierType state,
                CrmShell *self)
{
  if (key != GDK_KEY_Escape || !self->open)
    return GDK_EVENT_PROPAGATE;
  crm_shell_set_open (self, FALSE);
  return GDK_EVENT_STOP;
}

/* ---- properties ---- */

gboolean
crm_shell_get_narrow (CrmShell *self)
{
  g_return_val_if_fail (CRM_IS_SHELL (self), FALSE);

  return self->narrow;
}

gboolean
crm_shell_get_docked (CrmShell *self)
{
  g_return_val_if_fail (CRM_IS_SHELL (self), FALSE);

  return self->docked;
}

gboolean
crm_shell_get_open (CrmShell *self)
{
  g_return_val_if_fail (CRM_IS_SHELL (self), FALSE);

  return self->open;
}

void
crm_shell_set_docked (CrmShell *self, gboolean docked)
{
  g_return_if_fail (CRM_IS_SHELL (self));

  docked = !!docked;
  if (self->docked == docked)
    return;
  self->docked = docked;
  update_children (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_DOCKED]);
}

void
crm_shell_toggle (CrmShell *self)
{
  g_return_if_fail (CRM_IS_SHELL (self));

  if (self->narrow)
    crm_shell_set_open (self, !self->open);
  else
    crm_shell_set_docked (self, !self->docked);
}

void
crm_shell_set_sidebar (CrmShell *self, GtkWidget *sidebar)
{
  g_return_if_fail (CRM_IS_SHELL (self));

  if (self->sidebar == sidebar)
    return;
  g_clear_pointer (&self->sidebar, gtk_widget_unparent);
  self->sidebar = sidebar;
  if (sidebar != NULL)
    gtk_widget_insert_before (sidebar, GTK_WIDGET (self), NULL);
  update_children (self);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_SIDEBAR]);
}

void
crm_shell_set_content (CrmShell *self, GtkWidget *content)
{
  g_return_if_fail (CRM_IS_SHELL (self));

  if (self->content == content)
    return;
  g_clear_pointer (&self->content, gtk_widget_unparent);
  self->content = content;
  if (content != NULL)
    gtk_widget_insert_after (content, GTK_WIDGET (self), NULL);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_CONTENT]);
}

static void
crm_shell_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CrmShell *self = CRM_SHELL (object);

  switch (id)
    {
    case PROP_SIDEBAR:
      g_value_set_object (value, self->sidebar);
      break;
    case PROP_CONTENT:
      g_value_set_object (value, self->content);
      break;
    case PROP_NARROW:
      g_value_set_boolean (value, self->narrow);
      break;
    case PROP_DOCKED:
      g_value_set_boolean (value, self->docked);
      break;
    case PROP_OPEN:
      g_value_set_boolean (value, self->open);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
crm_shell_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CrmShell *self = CRM_SHELL (object);

  switch (id)
    {
    case PROP_SIDEBAR:
      crm_shell_set_sidebar (self, g_value_get_object (value));
      break;
    case PROP_CONTENT:
      crm_shell_set_content (self, g_value_get_object (value));
      break;
    case PROP_DOCKED:
      crm_shell_set_docked (self, g_value_get_boolean (value));
      break;
    case PROP_OPEN:
      crm_shell_set_open (self, g_value_get_boolean (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
crm_shell_dispose (GObject *object)
{
  CrmShell *self = CRM_SHELL (object);

  g_clear_handle_id (&self->narrow_source, g_source_remove);
  if (self->slide != NULL)
    adw_animation_reset (self->slide);
  g_clear_object (&self->slide);
  g_clear_pointer (&self->sidebar, gtk_widget_unparent);
  g_clear_pointer (&self->content, gtk_widget_unparent);
  g_clear_pointer (&self->scrim, gtk_widget_unparent);
  g_clear_pointer (&self->line, gtk_widget_unparent);
  G_OBJECT_CLASS (crm_shell_parent_class)->dispose (object);
}

static void
crm_shell_class_init (CrmShellClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);
  const GParamFlags flags = G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS | G_PARAM_EXPLICIT_NOTIFY;

  object_class->get_property = crm_shell_get_property;
  object_class->set_property = crm_shell_set_property;
  object_class->dispose = crm_shell_dispose;
  widget_class->measure = crm_shell_measure;
  widget_class->size_allocate = crm_shell_size_allocate;

  props[PROP_SIDEBAR] = g_param_spec_object ("sidebar", NULL, NULL, GTK_TYPE_WIDGET, flags);
  props[PROP_CONTENT] = g_param_spec_object ("content", NULL, NULL, GTK_TYPE_WIDGET, flags);
  props[PROP_NARROW] =
      g_param_spec_boolean ("narrow", NULL, NULL, FALSE, G_PARAM_READABLE | G_PARAM_STATIC_STRINGS);
  props[PROP_DOCKED] = g_param_spec_boolean ("docked", NULL, NULL, TRUE, flags);
  props[PROP_OPEN] = g_param_spec_boolean ("open", NULL, NULL, FALSE, flags);
  g_object_class_install_properties (object_class, N_PROPS, props);
  gtk_widget_class_set_css_name (widget_class, "crm-shell");
}

static void
add_gestures (CrmShell *self)
{
  GtkGesture *press = gtk_gesture_click_new ();
  GtkGesture *drag = gtk_gesture_drag_new ();
  GtkEventController *keys = gtk_event_controller_key_new ();

  g_signal_connect (press, "pressed", G_CALLBACK (scrim_pressed_cb), self);
  gtk_widget_add_controller (self->scrim, GTK_EVENT_CONTROLLER (press));

  gtk_event_controller_set_propagation_phase (GTK_EVENT_CONTROLLER (drag), GTK_PHASE_CAPTURE);
  gtk_gesture_single_set_touch_only (GTK_GESTURE_SINGLE (drag), TRUE);
  g_signal_connect (drag, "drag-begin", G_CALLBACK (drag_begin_cb), self);
  g_signal_connect (drag, "drag-update", G_CALLBACK (drag_update_cb), self);
  g_signal_connect (drag, "drag-end", G_CALLBACK (drag_end_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), GTK_EVENT_CONTROLLER (drag));

  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_pressed_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

static void
crm_shell_init (CrmShell *self)
{
  self->docked = TRUE;
  self->line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_add_css_class (self->line, "crm-line");
  gtk_widget_set_parent (self->line, GTK_WIDGET (self));
  self->scrim = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  gtk_widget_add_css_class (self->scrim, "crm-scrim");
  gtk_widget_set_parent (self->scrim, GTK_WIDGET (self));
  gtk_widget_add_css_class (GTK_WIDGET (self), "crm-shell");
  gtk_widget_set_overflow (GTK_WIDGET (self), GTK_OVERFLOW_HIDDEN);

  self->slide =
      adw_timed_animation_new (GTK_WIDGET (self), 0.0, 1.0, SLIDE_MS,
                               adw_callback_animation_target_new (slide_value_cb, self, NULL));
  add_gestures (self);
  update_children (self);
}

GtkWidget *
crm_shell_new (void)
{
  return g_object_new (CRM_TYPE_SHELL, NULL);
}
