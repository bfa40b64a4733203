/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "crm-banner.h"

struct _CrmBanner
{
  GtkWidget parent;

  GtkWidget *revealer;
  GtkWidget *label;
  GtkWidget *button;
  char *title;
};

G_DEFINE_FINAL_TYPE (CrmBanner, crm_banner, GTK_TYPE_WIDGET)

enum
{
  PROP_TITLE = 1,
  PROP_BUTTON_LABEL,
  PROP_ACTION_NAME,
  N_PROPS
};

static GParamSpec *props[N_PROPS];

const char *
crm_banner_get_title (CrmBanner *self)
{
  g_return_val_if_fail (CRM_IS_BANNER (self), NULL);

  return self->title;
}

void
crm_banner_set_title (CrmBanner *self, const char *title)
{
  g_return_if_fail (CRM_IS_BANNER (self));

  if (g_strcmp0 (self->title, title) == 0)
    return;
  g_free (self->title);
  self->title = g_strdup (title);
  /* While it slides away it still says what it said. */
  if (title != NULL)
    gtk_label_set_text (GTK_LABEL (self->label), title);
  gtk_revealer_set_reveal_child (GTK_REVEALER (self->revealer), title != NULL);
  gtk_accessible_update_state (GTK_ACCESSIBLE (self), GTK_ACCESSIBLE_STATE_HIDDEN, title == NULL,
                               -1);
  g_object_notify_by_pspec (G_OBJECT (self), props[PROP_TITLE]);
}

static void
crm_banner_get_property (GObject *object, guint id, GValue *value, GParamSpec *pspec)
{
  CrmBanner *self = CRM_BANNER (object);

  switch (id)
    {
    case PROP_TITLE:
      g_value_set_string (value, self->title);
      break;
    case PROP_BUTTON_LABEL:
      g_value_set_string (value, gtk_button_get_label (GTK_BUTTON (self->button)));
      break;
    case PROP_ACTION_NAME:
      g_value_set_string (value, gtk_actionable_get_action_name (GTK_ACTIONABLE (self->button)));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
crm_banner_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CrmBanner *self = CRM_BANNER (object);

  switch (id)
    {
    case PROP_TITLE:
      crm_banner_set_title (self, g_value_get_string (value));
      break;
    case PROP_BUTTON_LABEL:
      gtk_button_set_label (GTK_BUTTON (self->button), g_value_get_string (value));
      gtk_widget_set_visible (self->button, g_value_get_string (value) != NULL);
      break;
    case PROP_ACTION_NAME:
      gtk_actionable_set_action_name (GTK_ACTIONABLE (self->button), g_value_get_string (value));
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
crm_banner_dispose (GObject *object)
{
  CrmBanner *self = CRM_BANNER (object);

  g_clear_pointer (&self->revealer, gtk_widget_unparent);
  G_OBJECT_CLASS (crm_banner_parent_class)->dispose (object);
}

static void
crm_banner_finalize (GObject *object)
{
  g_free (CRM_BANNER (object)->title);
  G_OBJECT_CLASS (crm_banner_parent_class)->finalize (object);
}

static void
crm_banner_class_init (CrmBannerClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);

  object_class->get_property = crm_banner_get_property;
  object_class->set_property = crm_banner_set_property;
  object_class->dispose = crm_banner_dispose;
  object_class->finalize = crm_banner_finalize;
  props[PROP_TITLE] =
      g_param_spec_string ("title", NULL, NULL, NULL, G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  props[PROP_BUTTON_LABEL] = g_param_spec_string ("button-label", NULL, NULL, NULL,
                                                  G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  props[PROP_ACTION_NAME] = g_param_spec_string ("action-name", NULL, NULL, NULL,
                                                 G_PARAM_READWRITE | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
  gtk_widget_class_set_accessible_role (GTK_WIDGET_CLASS (klass), GTK_ACCESSIBLE_ROLE_ALERT);
}

static void
crm_banner_init (CrmBanner *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);

  self->label = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->label), TRUE);
  gtk_label_set_wrap_mode (GTK_LABEL (self->label), PANGO_WRAP_WORD_CHAR);
  gtk_label_set_xalign (GTK_LABEL (self->label), 0.0f);
  gtk_widget_set_hexpand (self->label, TRUE);
  gtk_box_append (GTK_BOX (box), self->label);
  self->button = gtk_button_new ();
  gtk_button_set_use_underline (GTK_BUTTON (self->button), TRUE);
  gtk_widget_set_valign (self->button, GTK_ALIGN_CENTER);
  gtk_widget_set_visible (self->button, FALSE);
  gtk_box_append (GTK_BOX (box), self->button);
  gtk_widget_add_css_class (box, "crm-banner");
  self->revealer = gtk_revealer_new ();
  gtk_revealer_set_child (GTK_REVEALER (self->revealer), box);
  gtk_widget_set_parent (self->revealer, GTK_WIDGET (self));
}
