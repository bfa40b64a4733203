/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Creates a record by its name. Main thread; whether the name exists is asked in the background and
 * never holds up saving. */

#include "config.h"

#include "crm-list-create-dialog.h"

#include <glib/gi18n-lib.h>

#include "crm-format.h"
#include "crm-list-look.h"
#include "crm-ui.h"
#include "crm-value-editor.h"

struct _CrmListCreateDialog
{
  AdwWindow parent_instance;
  CrmContext *context;
  const CrmEntity *entity;
  GPtrArray *editors; /* CrmValueEditor *, data "field" */
  GCancellable *asking;
  CrmId twin;
  gboolean open_after;
  gboolean saving;

  AdwWindowTitle *title;
  GtkWidget *save_button;
  GtkWidget *name_row;
  GtkBox *fields_box;
  GtkWidget *hint_box;
  GtkLabel *hint;
  GtkWidget *open_button;
  GtkLabel *problem;
};

enum
{
  CREATED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CrmListCreateDialog, crm_list_create_dialog, ADW_TYPE_WINDOW)

/* ---- does it exist already? ---- */

typedef struct
{
  const CrmEntity *entity;
  char *name;
} Question;

static void
free_question (gpointer data)
{
  g_free (((Question *) data)->name);
  g_free (data);
}

static gpointer
read_twin (CrmReader *reader, gpointer data, GCancellable *cancellable, GError **error)
{
  Question *question = data;
  g_autoptr (CrmQuery) query = crm_query_new (question->entity);
  const char *values[] = { question->name, NULL };
  g_autoptr (GArray) ids = NULL;
  CrmId *twin = NULL;

  /* The search index narrows it down; the rule makes it the same name and not just the same words. */
  query->search = g_strdup (question->name);
  query->filter = crm_filter_new_rule (question->entity->title, CRM_OP_CONTAINS, values);
  ids = crm_query_first_ids (query, reader, 20, error);
  if (ids == NULL)
    return NULL;
  twin = g_new0 (CrmId, 1);
  for (guint i = 0; i < ids->len && *twin == 0; i++)
    {
      g_autofree char *title = crm_reader_title (reader, g_array_index (ids, CrmId, i));
      g_autofree char *a = title != NULL ? g_utf8_casefold (title, -1) : NULL;
      g_autofree char *b = g_utf8_casefold (question->name, -1);
      if (g_strcmp0 (a, b) == 0)
        *twin = g_array_index (ids, CrmId, i);
    }
  return twin;
}

static void
twin_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CrmListCreateDialog) self = CRM_LIST_CREATE_DIALOG (data);
  g_autofree CrmId *twin = crm_store_read_finish (CRM_STORE (source), result, NULL);
  g_autofree char *name = NULL;
  g_autofree char *text = NULL;

  if (twin == NULL || self->name_row == NULL)
    return;
  self->twin = *twin;
  gtk_widget_set_visible (self->hint_box, *twin != 0);
  if (*twin == 0)
    return;
  name = g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name_row))));
  text = g_strdup_printf (_ ("“%s” exists already."), name);
  gtk_label_set_text (self->hint, text);
}

static void
ask_for_twin (CrmListCreateDialog *self, const char *name)
{
  Question *question = g_new0 (Question, 1);

  g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
  self->asking = g_cancellable_new ();
  question->entity = self->entity;
  question->name = g_strdup (name);
  crm_store_read_async (crm_context_get_store (self->context), read_twin, question, free_question,
                        g_free, self->asking, twin_read_cb, g_object_ref (self));
}

/* ---- the record ---- */

static void
set_problem (CrmListCreateDialog *self, const char *text)
{
  gtk_label_set_text (self->problem, text != NULL ? text : "");
  gtk_widget_set_visible (GTK_WIDGET (self->problem), text != NULL);
}

static void
set_default (CrmRecord *record, const CrmField *field)
{
  const CrmEnum *choices = field->kind == CRM_FIELD_ENUM ? crm_enum_lookup (field->target) : NULL;

  if (choices != NULL && choices->n_values > 0)
    crm_record_set_text (record, field->id, choices->values[0].code);
  else if (field->kind == CRM_FIELD_DAY)
    crm_record_set_int (record, field->id, crm_day_today ());
  else if (field->kind == CRM_FIELD_BOOLEAN)
    crm_record_set_int (record, field->id, 1);
}

/* Required fields a sensible first value is known for need not be asked. */
static gboolean
has_default (const CrmField *field)
{
  return field->kind == CRM_FIELD_ENUM || field->kind == CRM_FIELD_DAY ||
         field->kind == CRM_FIELD_BOOLEAN;
}

static void
fill_defaults (CrmListCreateDialog *self, CrmRecord *record)
{
  CrmId actor = crm_store_get_actor (crm_context_get_store (self->context));
  int owner = crm_entity_field_index (self->entity, "owner");

  for (guint i = 0; i < self->entity->n_fields; i++)
    if ((self->entity->fields[i].flags & CRM_FIELD_REQUIRED) &&
        crm_value_is_null (crm_record_get_value (record, i)))
      set_default (record, &self->entity->fields[i]);
  if (g_str_equal (self->entity->name, "customer"))
    crm_record_set_text (record, "lifecycle-stage", "lead");
  if (owner >= 0 && actor != 0 && crm_value_is_null (crm_record_get_value (record, owner)))
    {
      CrmValue value = crm_value_int (actor);
      crm_record_set_value (record, (guint) owner, &value);
    }
}

static gboolean
read_editors (CrmListCreateDialog *self, CrmRecord *record)
{
  CrmParseContext context = { .currency = crm_context_get_currency (self->context) };

  for (guint i = 0; i < self->editors->len; i++)
    {
      GObject *editor = g_ptr_array_index (self->editors, i);
      const CrmField *field = g_object_get_data (editor, "field");
      g_auto (GStrv) values = crm_value_editor_dup_values (CRM_VALUE_EDITOR (editor));
      g_auto (CrmValue) value = CRM_VALUE_INIT;
      g_autoptr (GError) error = NULL;

      if (values == NULL || values[0] == NULL)
        {
          g_autofree char *text =
              g_strdup_printf (_ ("%s is needed."), crm_field_get_label (field));
          const char *problem = crm_value_editor_get_problem (CRM_VALUE_EDITOR (editor));
          set_problem (self, problem != NULL ? problem : text);
          gtk_widget_grab_focus (GTK_WIDGET (editor));
          return FALSE;
        }
      if (field->kind == CRM_FIELD_LINK)
        value = crm_value_int (g_ascii_strtoll (values[0], NULL, 10));
      else if (!crm_field_parse (field, &context, values[0], &value, &error))
        {
          set_problem (self, error->message);
          return FALSE;
        }
      crm_record_set_value (record, (guint) (field - self->entity->fields), &value);
    }
  return TRUE;
}

static void
saved_cb (const CrmApplyResult *result, const GError *error, gpointer data)
{
  g_autoptr (GObject) record = data;
  CrmListCreateDialog *self = g_object_get_data (record, "dialog");

  if (self->context == NULL)
    return;
  self->saving = FALSE;
  if (error != NULL)
    {
      set_problem (self, error->message);
      gtk_widget_set_sensitive (self->save_button, TRUE);
      return;
    }
  g_signal_emit (self, signals[CREATED], 0, crm_record_get_id (CRM_RECORD (record)),
                 self->open_after);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
save (CrmListCreateDialog *self, gboolean open)
{
  g_autofree char *name =
      g_strstrip (g_strdup (gtk_editable_get_text (GTK_EDITABLE (self->name_row))));
  g_autoptr (CrmRecord) record = NULL;
  g_autoptr (CrmChangeset) changes = NULL;
  g_autoptr (GPtrArray) problems = NULL;
  g_autofree char *done = NULL;

  if (*name == '\0' || self->saving)
    return;
  record = crm_record_new (self->entity);
  crm_record_set_text (record, self->entity->title, name);
  if (!read_editors (self, record))
    return;
  fill_defaults (self, record);
  problems = crm_record_validate (record);
  if (problems != NULL && problems->len > 0)
    {
      set_problem (self, ((CrmProblem *) g_ptr_array_index (problems, 0))->message);
      return;
    }
  set_problem (self, NULL);
  self->open_after = open;
  self->saving = TRUE;
  gtk_widget_set_sensitive (self->save_button, FALSE);
  changes = crm_changeset_new (CRM_VERB_CREATE, self->entity);
  crm_changeset_insert (changes, record);
  g_object_set_data_full (G_OBJECT (record), "dialog", g_object_ref (self), g_object_unref);
  done = g_strdup_printf (_ ("“%s” created"), name);
  crm_context_save (self->context, changes, done, saved_cb, g_object_ref (record));
}

static void
save_clicked_cb (GtkWidget *widget, CrmListCreateDialog *self)
{
  save (self, FALSE);
}

static void
open_clicked_cb (GtkButton *button, CrmListCreateDialog *self)
{
  crm_context_go_record (self->context, self->twin, NULL);
  gtk_window_destroy (GTK_WINDOW (self));
}

static void
name_changed_cb (GtkEditable *row, CrmListCreateDialog *self)
{
  g_autofree char *name = g_strstrip (g_strdup (gtk_editable_get_text (row)));

  gtk_widget_set_sensitive (self->save_button, *name != '\0');
  gtk_widget_set_visible (self->hint_box, FALSE);
  set_problem (self, NULL);
  if (g_utf8_strlen (name, -1) > 1)
    ask_for_twin (self, name);
}

static gboolean
key_cb (GtkEventControllerKey *keys, guint key, guint code, GdkModifierType state,
        CrmListCreateDialog *self)
{
  if ((key != GDK_KEY_Return && key != GDK_KEY_KP_Enter) || !(state & GDK_SHIFT_MASK))
    return GDK_EVENT_PROPAGATE;
  save (self, TRUE);
  return GDK_EVENT_STOP;
}

static void
crm_list_create_dialog_dispose (GObject *object)
{
  CrmListCreateDialog *self = CRM_LIST_CREATE_DIALOG (object);

  g_cancellable_cancel (self->asking);
  g_clear_object (&self->asking);
  gtk_widget_dispose_template (GTK_WIDGET (self), CRM_TYPE_LIST_CREATE_DIALOG);
  g_clear_object (&self->context);
  g_clear_pointer (&self->editors, g_ptr_array_unref);
  G_OBJECT_CLASS (crm_list_create_dialog_parent_class)->dispose (object);
}

static void
crm_list_create_dialog_class_init (CrmListCreateDialogClass *klass)
{
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  G_OBJECT_CLASS (klass)->dispose = crm_list_create_dialog_dispose;
  signals[CREATED] = g_signal_new ("created", CRM_TYPE_LIST_CREATE_DIALOG, G_SIGNAL_RUN_LAST, 0,
                                   NULL, NULL, NULL, G_TYPE_NONE, 2, G_TYPE_INT64, G_TYPE_BOOLEAN);
  gtk_widget_class_set_template_from_resource (widget_class,
                                               "/org/example/Crm/ui/crm-list-create-dialog.ui");
  gtk_widget_class_bind_template_child (widget_class, CrmListCreateDialog, title);
  gtk_widget_class_bind_template_child (widget_class, CrmListCreateDialog, save_button);
  gtk_widget_class_bind_template_child (widget_class, CrmListCreateDialog, name_row);
  gtk_widget_class_bind_template_child (widget_class, CrmListCreateDialog, fields_box);
  gtk_widget_class_bind_template_child (widget_class, CrmListCreateDialog, hint_box);
  gtk_widget_class_bind_template_child (widget_class, CrmListCreateDialog, hint);
  gtk_widget_class_bind_template_child (widget_class, CrmListCreateDialog, open_button);
  gtk_widget_class_bind_template_child (widget_class, CrmListCreateDialog, problem);
  gtk_widget_class_bind_template_callback (widget_class, name_changed_cb);
  gtk_widget_class_bind_template_callback (widget_class, save_clicked_cb);
  gtk_widget_class_bind_template_callback (widget_class, open_clicked_cb);
}

static void
crm_list_create_dialog_init (CrmListCreateDialog *self)
{
  GtkEventController *keys = gtk_event_controller_key_new ();

  self->editors = g_ptr_array_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
  crm_ui_scale_window (GTK_WINDOW (self));
  gtk_event_controller_set_propagation_phase (keys, GTK_PHASE_CAPTURE);
  g_signal_connect (keys, "key-pressed", G_CALLBACK (key_cb), self);
  gtk_widget_add_controller (GTK_WIDGET (self), keys);
}

/* What cannot be left out and cannot be guessed: an order's customer. */
static void
add_required (CrmListCreateDialog *self)
{
  for (guint i = 0; i < self->entity->n_fields; i++)
    {
      const CrmField *field = &self->entity->fields[i];
      GtkWidget *box = NULL;
      GtkWidget *label = NULL;
      GtkWidget *editor = NULL;

      if (!(field->flags & CRM_FIELD_REQUIRED) || !crm_field_is_editable (field) ||
          has_default (field) || g_strcmp0 (field->id, self->entity->title) == 0)
        continue;
      box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
      label = gtk_label_new (crm_field_get_label (field));
      gtk_label_set_xalign (GTK_LABEL (label), 0);
      gtk_widget_add_css_class (label, "crm-caption");
      editor = crm_value_editor_new (self->context, self->entity, field, CRM_OP_IS, FALSE);
      g_object_set_data (G_OBJECT (editor), "field", (gpointer) field);
      gtk_box_append (GTK_BOX (box), label);
      gtk_box_append (GTK_BOX (box), editor);
      gtk_box_append (self->fields_box, box);
      g_ptr_array_add (self->editors, editor);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->fields_box), self->editors->len > 0);
}

GtkWindow *
crm_list_create_dialog_new (CrmContext *context, const CrmEntity *entity)
{
  CrmListCreateDialog *self = g_object_new (CRM_TYPE_LIST_CREATE_DIALOG, NULL);
  g_autofree char *title = NULL;
  const CrmField *name = crm_entity_field (entity, entity->title);

  self->context = g_object_ref (context);
  self->entity = entity;
  /* Translators: "New customer" */
  title = g_strdup_printf (_ ("New: %s"), crm_entity_get_label (entity));
  adw_window_title_set_title (self->title, title);
  gtk_window_set_title (GTK_WINDOW (self), title);
  adw_preferences_row_set_title (ADW_PREFERENCES_ROW (self->name_row), crm_field_get_label (name));
  gtk_widget_set_sensitive (self->save_button, FALSE);
  add_required (self);
  gtk_widget_grab_focus (self->name_row);
  return GTK_WINDOW (self);
}
