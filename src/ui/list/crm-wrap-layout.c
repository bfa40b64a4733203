/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Lines of children, broken where the width ends: filter chips and rules. Main thread. */

#include "crm-wrap-layout.h"

struct _CrmWrapLayout
{
  GtkLayoutManager parent_instance;
  int spacing;
};

G_DEFINE_FINAL_TYPE (CrmWrapLayout, crm_wrap_layout, GTK_TYPE_LAYOUT_MANAGER)

typedef struct
{
  GtkWidget *first;
  GtkWidget *end; /* first child of the next line, or NULL */
  int height;
  int used; /* width of the children with the space between them */
  int n_expand;
} Line;

static int
natural_width (GtkWidget *child, int limit)
{
  int minimum = 0;
  int natural = 0;

  gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &minimum, &natural, NULL, NULL);
  return MAX (minimum, MIN (natural, limit));
}

static GtkWidget *
skip_hidden (GtkWidget *child)
{
  while (child != NULL && !gtk_widget_should_layout (child))
    child = gtk_widget_get_next_sibling (child);
  return child;
}

static gboolean
next_line (CrmWrapLayout *self, GtkWidget *first, int width, Line *line)
{
  *line = (Line){ .first = skip_hidden (first) };

  if (line->first == NULL)
    return FALSE;
  for (GtkWidget *child = line->first; child != NULL;
       child = skip_hidden (gtk_widget_get_next_sibling (child)))
    {
      int wanted = natural_width (child, width);
      int height = 0;
      int gap = child == line->first ? 0 : self->spacing;

      if (child != line->first && line->used + gap + wanted > width)
        {
          line->end = child;
          return TRUE;
        }
      gtk_widget_measure (child, GTK_ORIENTATION_VERTICAL, wanted, NULL, &height, NULL, NULL);
      line->used += gap + wanted;
      line->height = MAX (line->height, height);
      line->n_expand += gtk_widget_get_hexpand (child) ? 1 : 0;
    }
  return TRUE;
}

static void
measure_width (CrmWrapLayout *self, GtkWidget *widget, int *minimum, int *natural)
{
  *minimum = *natural = 0;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int child_minimum = 0;
      int child_natural = 0;
      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, &child_minimum, &child_natural,
                          NULL, NULL);
      *minimum = MAX (*minimum, child_minimum);
      *natural += child_natural + (*natural > 0 ? self->spacing : 0);
    }
}

static void
crm_wrap_layout_measure (GtkLayoutManager *manager, GtkWidget *widget, GtkOrientation orientation,
                         int for_size, int *minimum, int *natural, int *minimum_baseline,
                         int *natural_baseline)
{
  CrmWrapLayout *self = CRM_WRAP_LAYOUT (manager);
  Line line = { NULL };
  GtkWidget *first = gtk_widget_get_first_child (widget);
  int height = 0;

  if (orientation == GTK_ORIENTATION_HORIZONTAL)
    {
      measure_width (self, widget, minimum, natural);
      return;
    }
  if (for_size < 0)
    for_size = G_MAXINT / 2;
  while (next_line (self, first, for_size, &line))
    {
      height += line.height + (height > 0 ? self->spacing : 0);
      first = line.end;
      if (first == NULL)
        break;
    }
  *minimum = *natural = height;
}

static void
allocate_line (CrmWrapLayout *self, const Line *line, int width, int y, gboolean rtl)
{
  int x = 0;
  int spare = line->n_expand > 0 ? MAX (width - line->used, 0) / line->n_expand : 0;

  for (GtkWidget *child = line->first; child != line->end;
       child = skip_hidden (gtk_widget_get_next_sibling (child)))
    {
      int own = natural_width (child, width) + (gtk_widget_get_hexpand (child) ? spare : 0);
      GtkAllocation area = { rtl ? width - x - own : x, y, own, line->height };
      gtk_widget_size_allocate (child, &area, -1);
      x += own + self->spacing;
    }
}

static void
crm_wrap_layout_allocate (GtkLayoutManager *manager, GtkWidget *widget, int width, int height,
                          int baseline)
{
  CrmWrapLayout *self = CRM_WRAP_LAYOUT (manager);
  gboolean rtl = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  GtkWidget *first = gtk_widget_get_first_child (widget);
  Line line = { NULL };
  int y = 0;

  while (next_line (self, first, width, &line))
    {
      allocate_line (self, &line, width, y, rtl);
      y += line.height + self->spacing;
      first = line.end;
      if (first == NULL)
        break;
    }
}

static GtkSizeRequestMode
crm_wrap_layout_get_request_mode (GtkLayoutManager *manager, GtkWidget *widget)
{
  return GTK_SIZE_REQUEST_HEIGHT_FOR_WIDTH;
}

static void
crm_wrap_layout_class_init (CrmWrapLayoutClass *klass)
{
  GtkLayoutManagerClass *layout_class = GTK_LAYOUT_MANAGER_CLASS (klass);

  layout_class->measure = crm_wrap_layout_measure;
  layout_class->allocate = crm_wrap_layout_allocate;
  layout_class->get_request_mode = crm_wrap_layout_get_request_mode;
}

static void
crm_wrap_layout_init (CrmWrapLayout *self)
{
}

GtkLayoutManager *
crm_wrap_layout_new (int spacing)
{
  CrmWrapLayout *self = g_object_new (CRM_TYPE_WRAP_LAYOUT, NULL);

  self->spacing = spacing;
  return GTK_LAYOUT_MANAGER (self);
}

struct _CrmWrapBox
{
  GtkWidget parent_instance;
};

G_DEFINE_FINAL_TYPE (CrmWrapBox, crm_wrap_box, GTK_TYPE_WIDGET)

static void
crm_wrap_box_dispose (GObject *object)
{
  crm_wrap_box_clear (CRM_WRAP_BOX (object));
  G_OBJECT_CLASS (crm_wrap_box_parent_class)->dispose (object);
}

static void
crm_wrap_box_class_init (CrmWrapBoxClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_wrap_box_dispose;
}

static void
crm_wrap_box_init (CrmWrapBox *self)
{
}

GtkWidget *
crm_wrap_box_new (int spacing)
{
  GtkWidget *self = g_object_new (CRM_TYPE_WRAP_BOX, NULL);

  gtk_widget_set_layout_manager (self, crm_wrap_layout_new (spacing));
  return self;
}

void
crm_wrap_box_append (CrmWrapBox *self, GtkWidget *child)
{
  gtk_widget_set_parent (child, GTK_WIDGET (self));
}

void
crm_wrap_box_clear (CrmWrapBox *self)
{
  GtkWidget *child = NULL;

  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
}
