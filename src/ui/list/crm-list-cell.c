/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A cell of a list's table. Main thread. Every text is a GtkInscription, which costs no size request when
 * it changes: one label in a row, and GTK measures 200 rows with all their cells. The pill, which is as
 * wide as its word, gets its width when the cell shares out its own. */

#include "config.h"

#include "crm-list-cell.h"

#include <glib/gi18n-lib.h>

#include "crm-format.h"

#define SPACING 8

struct _CrmListCell
{
  GtkWidget parent_instance;
  CrmContext *context;
  CrmListFill *fill;
  const CrmListLook *look;
  const CrmField *field;
  CrmCellStyle style;
  CrmRow *row;
  gulong row_handler;
  GtkWidget *avatar; /* (nullable) GtkInscription */
  GtkWidget *text;   /* (nullable) GtkInscription */
  GtkWidget *pill;   /* (nullable) GtkInscription */
  GtkWidget *entry;  /* (nullable) while renaming */
  const char *tone;
  guint avatar_tone;
  int late;
  gboolean empty;
};

enum
{
  RENAMED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CrmListCell, crm_list_cell, GTK_TYPE_WIDGET)

static void
set_class (GtkWidget *widget, const char *css_class, gboolean on)
{
  if (on)
    gtk_widget_add_css_class (widget, css_class);
  else
    gtk_widget_remove_css_class (widget, css_class);
}

static void
update_avatar (CrmListCell *self, CrmRecord *record, gboolean loaded)
{
  g_autofree char *initials = NULL;
  char tone_class[16];
  guint tone = loaded ? crm_list_tone (crm_record_get_id (record)) : 6;

  initials = loaded ? crm_list_initials (crm_record_get_title (record)) : g_strdup ("");
  gtk_inscription_set_text (GTK_INSCRIPTION (self->avatar), initials);
  if (tone == self->avatar_tone)
    return;
  g_snprintf (tone_class, sizeof tone_class, "tone-%u", self->avatar_tone);
  gtk_widget_remove_css_class (self->avatar, tone_class);
  g_snprintf (tone_class, sizeof tone_class, "tone-%u", tone);
  gtk_widget_add_css_class (self->avatar, tone_class);
  self->avatar_tone = tone;
}

static void
update_pill (CrmListCell *self, CrmRecord *record, gboolean loaded)
{
  const char *code = loaded ? crm_record_get_text (record, self->field->id) : NULL;
  const CrmEnum *choices = crm_enum_lookup (self->field->target);
  const CrmEnumValue *choice = NULL;
  const char *tone = NULL;

  gtk_widget_set_child_visible (self->pill, code != NULL);
  gtk_inscription_set_text (GTK_INSCRIPTION (self->pill), code != NULL && choices != NULL
                                                              ? crm_enum_label (choices, code)
                                                              : code);
  if (code == NULL)
    return;
  gtk_widget_queue_allocate (GTK_WIDGET (self));
  choice = choices != NULL ? crm_enum_find (choices, code) : NULL;
  tone = choice != NULL ? choice->tone : NULL;
  if (g_strcmp0 (tone, self->tone) == 0)
    return;
  set_class (self->pill, "crm-pill", tone != NULL);
  if (self->tone != NULL)
    gtk_widget_remove_css_class (self->pill, self->tone);
  if (tone != NULL)
    gtk_widget_add_css_class (self->pill, tone);
  self->tone = tone;
}

static void
set_late (CrmListCell *self, int late)
{
  if (late == self->late)
    return;
  set_class (self->text, "crm-warning", late == 1);
  set_class (self->text, "crm-label", late == 2);
  set_class (self->text, "crm-bad", late == 3);
  self->late = late;
}

static int
due_state (CrmRecord *record, const CrmField *field)
{
  gint64 due = crm_record_get_int (record, field->id);
  gint64 now = field->kind == CRM_FIELD_INSTANT ? crm_instant_now () : crm_day_today ();
  const char *status = NULL;

  if (due == CRM_NULL_INT || due >= now)
    return 0;
  if (crm_entity_field (crm_record_get_entity (record), "status") == NULL)
    return 0;
  status = crm_record_get_text (record, "status");
  if (g_strcmp0 (status, "done") == 0 || g_strcmp0 (status, "canceled") == 0)
    return 0;
  return 3;
}

/* Not by the style sheet: that would have the row measured again. */
static PangoAttrList *
small_text (void)
{
  static PangoAttrList *small;

  if (small == NULL)
    {
      small = pango_attr_list_new ();
      pango_attr_list_insert (small, pango_attr_scale_new (0.91));
    }
  return small;
}

static void
update_text (CrmListCell *self, CrmRecord *record, gboolean loaded)
{
  g_autofree char *text = NULL;
  gboolean empty = FALSE;

  if (loaded && self->style == CRM_CELL_NAME)
    text = g_strdup (crm_record_get_title (record));
  else if (loaded && self->style == CRM_CELL_GRADE)
    text = g_ascii_strup (crm_record_get_text (record, self->field->id) != NULL
                              ? crm_record_get_text (record, self->field->id)
                              : "",
                          -1);
  else if (loaded)
    text = crm_list_text (self->context, record, self->field);

  if (loaded && text == NULL && self->field->kind != CRM_FIELD_LINK)
    empty = TRUE;
  else if (loaded && text == NULL)
    empty = crm_record_get_link (record, self->field->id) == 0;
  gtk_inscription_set_text (GTK_INSCRIPTION (self->text),
                            empty ? crm_list_look_empty (self->look, self->field) : text);
  if (empty != self->empty)
    {
      set_class (self->text, "crm-empty", empty);
      gtk_inscription_set_attributes (GTK_INSCRIPTION (self->text), empty ? small_text () : NULL);
      self->empty = empty;
    }
  if (self->style == CRM_CELL_OVERDUE)
    set_late (self, loaded && !empty ? crm_list_lateness (record, crm_day_today ()) : 0);
  else if (self->style == CRM_CELL_DUE)
    set_late (self, loaded && !empty ? due_state (record, self->field) : 0);
}

void
crm_list_cell_update (CrmListCell *self)
{
  CrmRecord *record = NULL;
  gboolean loaded = FALSE;

  crm_list_fill_remove (self->fill, GTK_WIDGET (self));
  if (self->row == NULL)
    return;
  record = crm_row_get_record (self->row);
  loaded = record != NULL && crm_record_get_loaded (record);
  if (self->avatar != NULL)
    update_avatar (self, record, loaded);
  if (self->pill != NULL)
    update_pill (self, record, loaded);
  if (self->text != NULL)
    update_text (self, record, loaded);
}

void
crm_list_cell_write_cb (GtkWidget *cell)
{
  crm_list_cell_update (CRM_LIST_CELL (cell));
}

void
crm_list_cell_update_soon (CrmListCell *self)
{
  crm_list_fill_add (self->fill, GTK_WIDGET (self));
}

gboolean
crm_list_cell_is_written (CrmListCell *self)
{
  return !crm_list_fill_contains (self->fill, GTK_WIDGET (self));
}

void
crm_list_cell_show_avatar (CrmListCell *self, gboolean shown)
{
  if (self->avatar != NULL)
    gtk_widget_set_visible (self->avatar, shown);
}

static void
end_rename (CrmListCell *self)
{
  GtkWidget *entry = g_steal_pointer (&self->entry);
  GtkRoot *root = gtk_widget_get_root (GTK_WIDGET (self));
  GtkWidget *focus = root != NULL ? gtk_root_get_focus (root) : NULL;
  GtkWidget *row = NULL;
  gboolean had_focus = FALSE;

  if (entry == NULL)
    return;
  had_focus = focus != NULL && gtk_widget_is_ancestor (focus, entry);
  gtk_widget_unparent (entry);
  gtk_widget_set_visible (self->text, TRUE);
  row = gtk_widget_get_parent (GTK_WIDGET (self));
  row = row != NULL ? gtk_widget_get_parent (row) : NULL;
  if (had_focus && row != NULL)
    gtk_widget_grab_focus (row);
}

static void
entry_activate_cb (GtkEntry *entry, CrmListCell *self)
{
  g_autofree char *text = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (entry))));
  CrmId id = crm_row_get_id (self->row);
  gboolean changed = *text != '\0' &&
                     g_strcmp0 (text, gtk_inscription_get_text (GTK_INSCRIPTION (self->text))) != 0;

  end_rename (self);
  if (changed)
    g_signal_emit (self, signals[RENAMED], 0, id, text);
}

static gboolean
entry_key_cb (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state,
              CrmListCell *self)
{
  if (key != GDK_KEY_Escape)
    return GDK_EVENT_PROPAGATE;
  end_rename (self);
  return GDK_EVENT_STOP;
}

static gboolean
end_rename_idle_cb (gpointer data)
{
  end_rename (CRM_LIST_CELL (data));
  return G_SOURCE_REMOVE;
}

static void
entry_left_cb (GtkEventControllerFocus *focus, CrmListCell *self)
{
  if (self->entry != NULL)
    g_idle_add_full (G_PRIORITY_DEFAULT, end_rename_idle_cb, g_object_ref (self), g_object_unref);
}

void
crm_list_cell_begin_rename (CrmListCell *self)
{
  GtkEventController *keys = NULL;
  GtkEventController *focus = NULL;

  g_return_if_fail (CRM_IS_LIST_CELL (self));
  if (self->entry != NULL || self->text == NULL || self->row == NULL)
    return;
  crm_list_cell_update (self);
  self->entry = gtk_entry_new ();
  gtk_widget_add_css_class (self->entry, "crm-cell-entry");
  gtk_widget_set_hexpand (self->entry, TRUE);
  gtk_widget_set_valign (self->entry, GTK_ALIGN_CENTER);
  gtk_editable_set_text (GTK_EDITABLE (self->entry),
                         gtk_inscription_get_text (GTK_INSCRIPTION (self->text)));
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->entry), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  crm_field_get_label (self->field), -1);
  g_signal_connect (self->entry, "activate", G_CALLBACK (entry_activate_cb), self);
  keys = gtk_event_controller_key_new ();
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (entry_key_cb), self);
  gtk_widget_add_controller (self->entry, keys);
  focus = gtk_event_controller_focus_new ();
  g_signal_connect (focus, "leave", G_CALLBACK (entry_left_cb), self);
  gtk_widget_add_controller (self->entry, focus);
  gtk_widget_set_visible (self->text, FALSE);
  gtk_widget_set_parent (self->entry, GTK_WIDGET (self));
  gtk_widget_grab_focus (self->entry);
}

static void
row_changed_cb (CrmRow *row, GParamSpec *pspec, CrmListCell *self)
{
  crm_list_cell_update_soon (self);
}

void
crm_list_cell_set_row (CrmListCell *self, CrmRow *row)
{
  g_return_if_fail (CRM_IS_LIST_CELL (self));

  if (self->row == row)
    return;
  end_rename (self);
  g_clear_signal_handler (&self->row_handler, self->row);
  g_set_object (&self->row, row);
  if (row == NULL)
    return;
  self->row_handler = g_signal_connect (row, "notify::record", G_CALLBACK (row_changed_cb), self);
  crm_list_cell_update_soon (self);
}

CrmRow *
crm_list_cell_get_row (CrmListCell *self)
{
  return self->row;
}

const CrmField *
crm_list_cell_get_field (CrmListCell *self)
{
  return self->field;
}

/* ---- layout: a row from start to end, the last one takes what is left ---- */

static void
crm_list_cell_measure (GtkWidget *widget, GtkOrientation orientation, int for_size, int *minimum,
                       int *natural, int *minimum_baseline, int *natural_baseline)
{
  int n = 0;

  *minimum = *natural = 0;
  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int child_minimum, child_natural;

      if (!gtk_widget_should_layout (child))
        continue;
      gtk_widget_measure (child, orientation, -1, &child_minimum, &child_natural, NULL, NULL);
      if (orientation == GTK_ORIENTATION_VERTICAL)
        {
          *minimum = MAX (*minimum, child_minimum);
          *natural = MAX (*natural, child_natural);
          continue;
        }
      *minimum += child_minimum + (n > 0 ? SPACING : 0);
      *natural += child_natural + (n > 0 ? SPACING : 0);
      n++;
    }
}

/* What is around its text is all that a pill asks for. */
static int
get_pill_width (CrmListCell *self)
{
  const char *text = gtk_inscription_get_text (GTK_INSCRIPTION (self->pill));
  g_autoptr (PangoLayout) layout = gtk_widget_create_pango_layout (self->pill, text);
  int around = 0, width = 0;

  pango_layout_get_pixel_size (layout, &width, NULL);
  gtk_widget_measure (self->pill, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &around, NULL, NULL);
  return around + width;
}

static void
crm_list_cell_size_allocate (GtkWidget *widget, int width, int height, int baseline)
{
  CrmListCell *self = CRM_LIST_CELL (widget);
  gboolean mirrored = gtk_widget_get_direction (widget) == GTK_TEXT_DIR_RTL;
  int x = 0;

  for (GtkWidget *child = gtk_widget_get_first_child (widget); child != NULL;
       child = gtk_widget_get_next_sibling (child))
    {
      int wanted = width - x;

      if (!gtk_widget_should_layout (child))
        continue;
      if (child == self->avatar)
        gtk_widget_measure (child, GTK_ORIENTATION_HORIZONTAL, -1, NULL, &wanted, NULL, NULL);
      else if (child == self->pill && gtk_widget_get_child_visible (child))
        wanted = get_pill_width (self);
      wanted = CLAMP (wanted, 0, MAX (width - x, 0));
      gtk_widget_size_allocate (
          child, &(GtkAllocation){ mirrored ? width - x - wanted : x, 0, wanted, height }, -1);
      x += wanted + SPACING;
    }
}

static void
crm_list_cell_dispose (GObject *object)
{
  CrmListCell *self = CRM_LIST_CELL (object);

  g_clear_signal_handler (&self->row_handler, self->row);
  g_clear_object (&self->row);
  g_clear_pointer (&self->entry, gtk_widget_unparent);
  g_clear_pointer (&self->avatar, gtk_widget_unparent);
  g_clear_pointer (&self->text, gtk_widget_unparent);
  g_clear_pointer (&self->pill, gtk_widget_unparent);
  if (self->fill != NULL)
    crm_list_fill_remove (self->fill, GTK_WIDGET (self));
  g_clear_object (&self->fill);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (crm_list_cell_parent_class)->dispose (object);
}

static void
crm_list_cell_class_init (CrmListCellClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_list_cell_dispose;
  signals[RENAMED] = g_signal_new ("renamed", CRM_TYPE_LIST_CELL, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                   NULL, G_TYPE_NONE, 2, G_TYPE_INT64, G_TYPE_STRING);
  GTK_WIDGET_CLASS (klass)->measure = crm_list_cell_measure;
  GTK_WIDGET_CLASS (klass)->size_allocate = crm_list_cell_size_allocate;
  gtk_widget_class_set_css_name (GTK_WIDGET_CLASS (klass), "crmcell");
}

static void
crm_list_cell_init (CrmListCell *self)
{
}

static void
add_text (CrmListCell *self)
{
  gboolean number = self->style == CRM_CELL_NUMBER;

  self->text = g_object_new (GTK_TYPE_INSCRIPTION, "hexpand", TRUE, "min-chars", 0, "nat-chars", 0,
                             "text-overflow", GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END, "xalign",
                             number ? 1.0f : 0.0f, "valign", GTK_ALIGN_CENTER, NULL);
  /* The column that takes what is left still says who it is when little is left. */
  if (crm_list_look_width (self->look, self->field) == 0)
    g_object_set (self->text, "min-chars", 14, NULL);
  if (number || self->style == CRM_CELL_OVERDUE || self->style == CRM_CELL_DUE)
    gtk_widget_add_css_class (self->text, "crm-number");
  if (self->style == CRM_CELL_QUIET || self->style == CRM_CELL_GRADE)
    gtk_widget_add_css_class (self->text, "crm-label");
  gtk_widget_set_parent (self->text, GTK_WIDGET (self));
}

GtkWidget *
crm_list_cell_new (CrmContext *context, CrmListFill *fill, const CrmListLook *look,
                   const CrmField *field)
{
  CrmListCell *self = g_object_new (CRM_TYPE_LIST_CELL, NULL);

  self->context = g_object_ref (context);
  self->fill = g_object_ref (fill);
  self->look = look;
  self->field = field;
  self->style = crm_list_look_style (look, field);
  if (self->style == CRM_CELL_PILL && field->kind == CRM_FIELD_ENUM)
    {
      self->pill = g_object_new (GTK_TYPE_INSCRIPTION, "valign", GTK_ALIGN_CENTER, "min-chars", 0,
                                 "nat-chars", 0, "text-overflow",
                                 GTK_INSCRIPTION_OVERFLOW_ELLIPSIZE_END, NULL);
      gtk_widget_set_child_visible (self->pill, FALSE);
      gtk_widget_set_parent (self->pill, GTK_WIDGET (self));
      return GTK_WIDGET (self);
    }
  if (self->style == CRM_CELL_NAME)
    {
      self->avatar = g_object_new (GTK_TYPE_INSCRIPTION, "valign", GTK_ALIGN_CENTER, "xalign", 0.5f,
                                   "min-chars", 0, "nat-chars", 0, "width-request", 24,
                                   "height-request", 24, NULL);
      gtk_widget_add_css_class (self->avatar, "crm-avatar");
      gtk_accessible_update_state (GTK_ACCESSIBLE (self->avatar), GTK_ACCESSIBLE_STATE_HIDDEN, TRUE,
                                   -1);
      gtk_widget_set_parent (self->avatar, GTK_WIDGET (self));
    }
  add_text (self);
  return GTK_WIDGET (self);
}
