/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Filter chips and the conditions they stand for. Main thread. */

#include "config.h"

#include "crm-filter-chips.h"

#include <glib/gi18n-lib.h>

#include "crm-custom-field.h"
#include "crm-list-text.h"
#include "crm-wrap-layout.h"

struct _CrmFilterChips
{
  GtkWidget parent_instance;
  CrmContext *context;
  CrmQuery *query;
  GtkWidget *box;
};

enum
{
  REMOVE,
  EDIT,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CrmFilterChips, crm_filter_chips, GTK_TYPE_WIDGET)

/* ---- conditions ---- */

static guint
count_filter_conditions (const CrmQuery *query)
{
  if (crm_filter_is_empty (query->filter))
    return 0;
  return crm_filter_get_node_type (query->filter) == CRM_FILTER_ALL
             ? crm_filter_get_n_children (query->filter)
             : 1;
}

static CrmFilter *
get_condition (const CrmQuery *query, guint index)
{
  return crm_filter_get_node_type (query->filter) == CRM_FILTER_ALL
             ? crm_filter_get_child (query->filter, index)
             : query->filter;
}

guint
crm_query_n_conditions (const CrmQuery *query)
{
  return count_filter_conditions (query) + (query->segment != 0 ? 1 : 0);
}

CrmQuery *
crm_query_without_condition (const CrmQuery *query, guint index)
{
  CrmQuery *copy = crm_query_copy (query);
  guint n = count_filter_conditions (query);

  if (index >= n)
    {
      copy->segment = 0;
      return copy;
    }
  g_clear_pointer (&copy->filter, crm_filter_unref);
  if (n > 1)
    copy->filter = crm_filter_with_child (query->filter, (int) index, NULL);
  return copy;
}

char *
crm_query_describe_condition (const CrmQuery *query, guint index, CrmContext *context)
{
  if (index < count_filter_conditions (query))
    return crm_filter_describe (get_condition (query, index), query->entity, crm_list_link_title,
                                context);
  const char *title = crm_context_link_title (context, query->segment);
  return g_strdup_printf (_ ("Segment is %s"), title != NULL ? title : "…");
}

/* ---- chips ---- */

/* Chips are short: "Last order within 12 months". NULL: as the operator is called elsewhere. */
static const char *
short_op_label (CrmFilterOp op)
{
  switch (op)
    {
    case CRM_OP_WITHIN_LAST:
      return C_ ("filter chip", "within");
    case CRM_OP_WITHIN_NEXT:
      return C_ ("filter chip", "within the next");
    case CRM_OP_NOT_WITHIN_LAST:
      return C_ ("filter chip", "not within");
    default:
      return NULL;
    }
}

static GtkWidget *
make_text (CrmFilterChips *self, guint index)
{
  g_autofree char *whole = crm_query_describe_condition (self->query, index, self->context);
  CrmFilter *rule =
      index < count_filter_conditions (self->query) ? get_condition (self->query, index) : NULL;
  g_autofree char *head = NULL;
  g_autofree char *markup = NULL;
  GtkWidget *label = gtk_label_new (NULL);

  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_label_set_max_width_chars (GTK_LABEL (label), 48);
  if (rule != NULL && crm_filter_get_node_type (rule) == CRM_FILTER_RULE)
    {
      const CrmField *field =
          crm_entity_any_field (self->query->entity, crm_filter_get_field (rule));
      if (field != NULL)
        head = g_strdup_printf ("%s %s", crm_field_get_label (field),
                                crm_filter_op_label (crm_filter_get_op (rule), field));
    }
  if (head != NULL && g_str_has_prefix (whole, head))
    {
      const CrmField *field =
          crm_entity_any_field (self->query->entity, crm_filter_get_field (rule));
      const char *short_op = short_op_label (crm_filter_get_op (rule));
      const char *value = whole + strlen (head);
      if (short_op != NULL)
        markup = g_markup_printf_escaped ("%s %s<b>%s</b>", crm_field_get_label (field), short_op,
                                          value);
      else
        markup = g_markup_printf_escaped ("%s<b>%s</b>", head, value);
    }
  else
    markup = g_markup_printf_escaped ("%s", whole);
  gtk_label_set_markup (GTK_LABEL (label), markup);
  gtk_widget_set_tooltip_text (label, whole);
  return label;
}

static void
remove_cb (GtkButton *button, CrmFilterChips *self)
{
  g_signal_emit (self, signals[REMOVE], 0,
                 GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "index")));
}

static void
edit_cb (GtkButton *button, CrmFilterChips *self)
{
  g_signal_emit (self, signals[EDIT], 0);
}

static gboolean
chip_key_cb (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state,
             CrmFilterChips *self)
{
  GtkWidget *button = gtk_event_controller_get_widget (GTK_EVENT_CONTROLLER (keys));

  if (key != GDK_KEY_Delete && key != GDK_KEY_BackSpace)
    return GDK_EVENT_PROPAGATE;
  g_signal_emit (self, signals[REMOVE], 0,
                 GPOINTER_TO_UINT (g_object_get_data (G_OBJECT (button), "index")));
  return GDK_EVENT_STOP;
}

static void
add_chip (CrmFilterChips *self, guint index)
{
  GtkWidget *chip = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 2);
  GtkWidget *edit = gtk_button_new ();
  GtkWidget *remove = gtk_button_new_from_icon_name ("window-close-symbolic");
  GtkEventController *keys = gtk_event_controller_key_new ();
  g_autofree char *text = crm_query_describe_condition (self->query, index, self->context);
  g_autofree char *tip = g_strdup_printf (_ ("Remove “%s”"), text);

  gtk_widget_add_css_class (chip, "crm-chip");
  gtk_button_set_child (GTK_BUTTON (edit), make_text (self, index));
  gtk_widget_add_css_class (edit, "crm-chip-text");
  gtk_accessible_update_property (GTK_ACCESSIBLE (edit), GTK_ACCESSIBLE_PROPERTY_LABEL, text, -1);
  g_object_set_data (G_OBJECT (edit), "index", GUINT_TO_POINTER (index));
  g_signal_connect_object (edit, "clicked", G_CALLBACK (edit_cb), self, 0);
  g_signal_connect_object (keys, "key-pressed", G_CALLBACK (chip_key_cb), self, 0);
  gtk_widget_add_controller (edit, keys);
  gtk_widget_set_tooltip_text (remove, tip);
  gtk_widget_add_css_class (remove, "flat");
  gtk_widget_set_valign (remove, GTK_ALIGN_CENTER);
  g_object_set_data (G_OBJECT (remove), "index", GUINT_TO_POINTER (index));
  g_signal_connect_object (remove, "clicked", G_CALLBACK (remove_cb), self, 0);
  gtk_box_append (GTK_BOX (chip), edit);
  gtk_box_append (GTK_BOX (chip), remove);
  crm_wrap_box_append (CRM_WRAP_BOX (self->box), chip);
}

static void
fill (CrmFilterChips *self)
{
  crm_wrap_box_clear (CRM_WRAP_BOX (self->box));
  for (guint i = 0; self->query != NULL && i < crm_query_n_conditions (self->query); i++)
    add_chip (self, i);
}

static void
titles_changed_cb (CrmContext *context, CrmFilterChips *self)
{
  if (self->query != NULL && crm_query_n_conditions (self->query) > 0)
    fill (self);
}

void
crm_filter_chips_set_query (CrmFilterChips *self, const CrmQuery *query)
{
  if (self->query != NULL && query != NULL && self->query->segment == query->segment &&
      ((self->query->filter == NULL && query->filter == NULL) ||
       (self->query->filter != NULL && query->filter != NULL &&
        crm_filter_equal (self->query->filter, query->filter))))
    return;
  g_clear_pointer (&self->query, crm_query_free);
  self->query = query != NULL ? crm_query_copy (query) : NULL;
  fill (self);
}

guint
crm_filter_chips_get_n_chips (CrmFilterChips *self)
{
  return self->query != NULL ? crm_query_n_conditions (self->query) : 0;
}

static void
crm_filter_chips_dispose (GObject *object)
{
  CrmFilterChips *self = CRM_FILTER_CHIPS (object);

  g_clear_pointer (&self->box, gtk_widget_unparent);
  g_clear_pointer (&self->query, crm_query_free);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (crm_filter_chips_parent_class)->dispose (object);
}

static void
crm_filter_chips_class_init (CrmFilterChipsClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_filter_chips_dispose;
  signals[REMOVE] = g_signal_new ("remove", CRM_TYPE_FILTER_CHIPS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 1, G_TYPE_UINT);
  signals[EDIT] = g_signal_new ("edit", CRM_TYPE_FILTER_CHIPS, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
crm_filter_chips_init (CrmFilterChips *self)
{
  self->box = crm_wrap_box_new (6);
  gtk_widget_set_parent (self->box, GTK_WIDGET (self));
}

GtkWidget *
crm_filter_chips_new (CrmContext *context)
{
  CrmFilterChips *self = g_object_new (CRM_TYPE_FILTER_CHIPS, NULL);

  self->context = g_object_ref (context);
  g_signal_connect_object (context, "titles-changed", G_CALLBACK (titles_changed_cb), self, 0);
  return GTK_WIDGET (self);
}
