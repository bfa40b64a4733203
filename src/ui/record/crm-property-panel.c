/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Groups of properties. Main thread. */

#include "config.h"

#include "crm-property-panel.h"

#include <glib/gi18n-lib.h>

#include "crm-custom-fields.h"
#include "crm-property-row.h"
#include "crm-record-parts.h"

/* A '?' before a field's id: not shown while it is empty. */
typedef struct
{
  const char *entity;
  const char *title;
  const char *fields;
} Group;

/* clang-format off */
static const Group groups[] = {
  { "customer", N_ ("Identity"),     "name kind ?short-name ?code ?tax-no industry ?type ?employees ?parent" },
  { "customer", N_ ("Relationship"), "lifecycle-stage level ?rating ?source owner next-follow-up" },
  { "customer", N_ ("Contact data"), "phone email ?website" },
  { "customer", N_ ("Address"),      "street ?postcode city ?province country" },
  { "customer", N_ ("Money"),        "currency ?annual-revenue ?segment ?first-order ?mean-interval ?return-sum" },
  { "customer", N_ ("More"),         "description ?last-activity ?created-at ?created-by ?updated-at ?updated-by" },
  { "contact",  N_ ("Person"),       "name ?family-name ?given-name ?salutation ?gender ?birthday job-title ?language owner" },
  { "contact",  N_ ("Contact data"), "email phone mobile ?wechat do-not-call do-not-email" },
  { "contact",  N_ ("More"),         "description ?created-at ?created-by ?updated-at ?updated-by" },
  { "product",  N_ ("Product"),      "name code category kind unit active" },
  { "product",  N_ ("Money"),        "list-price cost currency tax-rate" },
  { "product",  N_ ("More"),         "description ?created-at ?created-by ?updated-at ?updated-by" },
  { "order",    N_ ("Order"),        "number customer contact day kind status channel ?external-ref owner" },
  { "order",    N_ ("Money"),        "currency amount ?base-amount" },
  { "order",    N_ ("More"),         "description ?created-at ?created-by ?updated-at ?updated-by" },
  { "activity", N_ ("Activity"),     "subject kind customer contact owner status priority" },
  { "activity", N_ ("Time"),         "start ?end due ?duration ?place ?done-at" },
  { "activity", N_ ("Result"),       "?direction ?outcome body" },
  { "activity", N_ ("More"),         "?created-at ?created-by ?updated-at ?updated-by" },
};
/* clang-format on */

typedef struct
{
  GtkWidget *row;
  GtkWidget *list;
  gboolean optional;
} Slot;

struct _CrmPropertyPanel
{
  GtkBox parent_instance;
  CrmContext *context;
  const CrmEntity *entity;
  CrmRecord *record;
  GArray *slots;      /* Slot, in order */
  GPtrArray *more;    /* GtkListBoxRow *, "N empty fields" of each list */
  GtkWidget *first;   /* the first group */
  GtkWidget *custom;  /* CrmCustomFields, or NULL */
  GHashTable *opened; /* lists whose empty fields are shown */
};

G_DEFINE_FINAL_TYPE (CrmPropertyPanel, crm_property_panel, GTK_TYPE_BOX)

static gboolean
has_value (CrmPropertyPanel *self, GtkWidget *row)
{
  const CrmField *field = crm_property_row_get_field (CRM_PROPERTY_ROW (row));

  return self->record != NULL && !crm_value_is_null (crm_record_get_value (
                                     self->record, (guint) (field - self->entity->fields)));
}

static void
show_rows (CrmPropertyPanel *self)
{
  for (guint i = 0; i < self->more->len; i++)
    {
      GtkWidget *more = g_ptr_array_index (self->more, i);
      GtkWidget *list = gtk_widget_get_parent (more);
      gboolean opened = g_hash_table_contains (self->opened, list);
      guint n = 0;

      for (guint j = 0; j < self->slots->len; j++)
        {
          const Slot *slot = &g_array_index (self->slots, Slot, j);
          gboolean visible;

          if (slot->list != list)
            continue;
          visible = opened || !slot->optional || has_value (self, slot->row) ||
                    crm_property_row_is_editing (CRM_PROPERTY_ROW (slot->row));
          /* What people cannot fill in is of no use empty. */
          if (slot->optional && !has_value (self, slot->row) &&
              !crm_field_is_editable (crm_property_row_get_field (CRM_PROPERTY_ROW (slot->row))))
            visible = FALSE;
          else if (!visible)
            n++;
          gtk_widget_set_visible (slot->row, visible);
        }
      gtk_widget_set_visible (more, n > 0);
      if (n > 0)
        {
          g_autofree char *text =
              g_strdup_printf (ngettext ("%u empty field", "%u empty fields", n), n);

          gtk_label_set_text (GTK_LABEL (gtk_list_box_row_get_child (GTK_LIST_BOX_ROW (more))),
                              text);
        }
    }
}

void
crm_property_panel_set_record (CrmPropertyPanel *self, CrmRecord *record)
{
  g_return_if_fail (CRM_IS_PROPERTY_PANEL (self));

  if (self->record == NULL || record == NULL ||
      crm_record_get_id (self->record) != crm_record_get_id (record))
    g_hash_table_remove_all (self->opened);
  g_set_object (&self->record, record);
  for (guint i = 0; i < self->slots->len; i++)
    crm_property_row_set_record (CRM_PROPERTY_ROW (g_array_index (self->slots, Slot, i).row),
                                 record);
  if (self->custom != NULL)
    crm_custom_fields_set_record (CRM_CUSTOM_FIELDS (self->custom), record);
  show_rows (self);
}

void
crm_property_panel_insert (CrmPropertyPanel *self, GtkWidget *widget)
{
  g_return_if_fail (CRM_IS_PROPERTY_PANEL (self));

  gtk_box_insert_child_after (GTK_BOX (self), widget, self->first);
}

GtkWidget *
crm_property_panel_get_row (CrmPropertyPanel *self, const char *field_id)
{
  g_return_val_if_fail (CRM_IS_PROPERTY_PANEL (self), NULL);

  for (guint i = 0; i < self->slots->len; i++)
    {
      GtkWidget *row = g_array_index (self->slots, Slot, i).row;

      if (g_str_equal (crm_property_row_get_field (CRM_PROPERTY_ROW (row))->id, field_id))
        return row;
    }
  return NULL;
}

gboolean
crm_property_panel_edit (CrmPropertyPanel *self, const char *field_id)
{
  GtkWidget *row = NULL;

  g_return_val_if_fail (CRM_IS_PROPERTY_PANEL (self), FALSE);

  for (guint i = 0; field_id == NULL && i < self->slots->len; i++)
    {
      GtkWidget *candidate = g_array_index (self->slots, Slot, i).row;

      if (gtk_widget_has_focus (candidate))
        row = candidate;
    }
  if (row == NULL)
    row = crm_property_panel_get_row (self, field_id != NULL ? field_id : self->entity->title);
  if (row == NULL || !crm_property_row_can_edit (CRM_PROPERTY_ROW (row)))
    return FALSE;
  gtk_widget_set_visible (row, TRUE);
  crm_property_row_begin (CRM_PROPERTY_ROW (row));
  return TRUE;
}

gboolean
crm_property_panel_restore (CrmPropertyPanel *self)
{
  gboolean any = FALSE;

  g_return_val_if_fail (CRM_IS_PROPERTY_PANEL (self), FALSE);

  for (guint i = 0; i < self->slots->len; i++)
    {
      CrmPropertyRow *row = CRM_PROPERTY_ROW (g_array_index (self->slots, Slot, i).row);

      any = any || crm_property_row_is_editing (row);
      if (crm_property_row_is_editing (row))
        crm_property_row_restore (row);
    }
  return any;
}

/* ---- events ---- */

static void
row_activated_cb (GtkListBox *list, GtkListBoxRow *row, CrmPropertyPanel *self)
{
  if (CRM_IS_PROPERTY_ROW (row))
    crm_property_row_begin (CRM_PROPERTY_ROW (row));
  else
    {
      g_hash_table_add (self->opened, list);
      show_rows (self);
    }
}

static void
move_cb (CrmPropertyRow *row, int by, CrmPropertyPanel *self)
{
  int at = -1;

  for (guint i = 0; i < self->slots->len; i++)
    if (g_array_index (self->slots, Slot, i).row == GTK_WIDGET (row))
      at = (int) i;
  for (at += by; at >= 0 && at < (int) self->slots->len; at += by)
    {
      CrmPropertyRow *next = CRM_PROPERTY_ROW (g_array_index (self->slots, Slot, at).row);

      if (!crm_property_row_can_edit (next) || !gtk_widget_get_visible (GTK_WIDGET (next)))
        continue;
      if (crm_property_row_get_field (next)->kind == CRM_FIELD_BOOLEAN)
        gtk_widget_grab_focus (GTK_WIDGET (next));
      else
        crm_property_row_begin (next);
      return;
    }
}

/* ---- building ---- */

static void
add_row (CrmPropertyPanel *self, GtkWidget *list, const CrmField *field, gboolean optional)
{
  Slot slot = { crm_property_row_new (self->context, self->entity, field), list, optional };

  g_signal_connect_object (slot.row, "move", G_CALLBACK (move_cb), self, 0);
  gtk_list_box_append (GTK_LIST_BOX (list), slot.row);
  g_array_append_val (self->slots, slot);
}

static GtkWidget *
add_group (CrmPropertyPanel *self, const char *title)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  GtkWidget *list = crm_record_list (title);

  g_signal_connect_object (list, "row-activated", G_CALLBACK (row_activated_cb), self, 0);
  gtk_box_append (GTK_BOX (box), crm_record_heading (title, NULL));
  gtk_box_append (GTK_BOX (box), list);
  gtk_box_append (GTK_BOX (self), box);
  if (self->first == NULL)
    self->first = box;
  return list;
}

static void
end_group (CrmPropertyPanel *self, GtkWidget *list)
{
  GtkWidget *row = gtk_list_box_row_new ();

  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), crm_record_label (NULL, "crm-caption"));
  gtk_widget_add_css_class (row, "crm-property");
  gtk_widget_add_css_class (row, "crm-more");
  gtk_list_box_append (GTK_LIST_BOX (list), row);
  g_ptr_array_add (self->more, row);
}

static void
build_table (CrmPropertyPanel *self, const Group *group)
{
  GtkWidget *list = add_group (self, _ (group->title));
  g_auto (GStrv) ids = g_strsplit (group->fields, " ", -1);

  for (guint i = 0; ids[i] != NULL; i++)
    {
      gboolean optional = *ids[i] == '?';
      const CrmField *field = crm_entity_field (self->entity, ids[i] + (optional ? 1 : 0));

      if (field != NULL)
        add_row (self, list, field, optional);
    }
  end_group (self, list);
}

static void
build_generated (CrmPropertyPanel *self)
{
  GtkWidget *list = add_group (self, crm_entity_get_label (self->entity));

  for (guint i = 0; i < self->entity->n_fields; i++)
    {
      const CrmField *field = &self->entity->fields[i];
      gboolean editable = crm_field_is_editable (field);

      if ((field->flags & CRM_FIELD_HIDDEN) || field->kind == CRM_FIELD_JSON)
        continue;
      add_row (self, list, field, !editable);
    }
  end_group (self, list);
}

static void
build (CrmPropertyPanel *self)
{
  const CrmField *custom = crm_entity_field (self->entity, "custom");
  gboolean any = FALSE;

  for (guint i = 0; i < G_N_ELEMENTS (groups); i++)
    if (g_str_equal (groups[i].entity, self->entity->name))
      {
        build_table (self, &groups[i]);
        any = TRUE;
      }
  if (!any)
    build_generated (self);
  if (custom == NULL)
    return;
  self->custom = crm_custom_fields_new (self->context, self->entity);
  gtk_box_append (GTK_BOX (self), self->custom);
}

static void
crm_property_panel_dispose (GObject *object)
{
  CrmPropertyPanel *self = CRM_PROPERTY_PANEL (object);

  g_clear_object (&self->record);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (crm_property_panel_parent_class)->dispose (object);
}

static void
crm_property_panel_finalize (GObject *object)
{
  CrmPropertyPanel *self = CRM_PROPERTY_PANEL (object);

  g_array_unref (self->slots);
  g_ptr_array_unref (self->more);
  g_hash_table_unref (self->opened);
  G_OBJECT_CLASS (crm_property_panel_parent_class)->finalize (object);
}

static void
crm_property_panel_class_init (CrmPropertyPanelClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_property_panel_dispose;
  G_OBJECT_CLASS (klass)->finalize = crm_property_panel_finalize;
}

static void
crm_property_panel_init (CrmPropertyPanel *self)
{
  self->slots = g_array_new (FALSE, TRUE, sizeof (Slot));
  self->more = g_ptr_array_new ();
  self->opened = g_hash_table_new (NULL, NULL);
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 12);
}

GtkWidget *
crm_property_panel_new (CrmContext *context, const CrmEntity *entity)
{
  CrmPropertyPanel *self = g_object_new (CRM_TYPE_PROPERTY_PANEL, NULL);

  self->context = g_object_ref (context);
  self->entity = entity;
  build (self);
  return GTK_WIDGET (self);
}
