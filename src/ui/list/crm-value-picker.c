/* SPDX-License-Identifier: GPL-3.0-or-later */

/* A button and a searchable list of what may be chosen. Main thread; choices that stand in the
 * database are read when the list opens and at each search, the last answer wins. */

#include "config.h"

#include "crm-value-picker.h"

#include <glib/gi18n-lib.h>

#include "crm-search.h"

#define MAX_CHOICES 60

typedef struct
{
  char *value;
  char *label;
} Choice;

struct _CrmValuePicker
{
  GtkWidget parent_instance;
  CrmContext *context;
  const CrmEntity *entity;
  const CrmField *field;
  gboolean multiple;
  GPtrArray *values; /* char *, NULL-terminated */
  GPtrArray *labels; /* char *, of `values` */
  GtkWidget *button;
  GtkWidget *label;
  GtkWidget *popover;
  GtkWidget *search;
  GtkWidget *list;
  GCancellable *reading;
};

enum
{
  CHANGED,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CrmValuePicker, crm_value_picker, GTK_TYPE_WIDGET)

static void
free_choice (gpointer data)
{
  Choice *choice = data;

  g_free (choice->value);
  g_free (choice->label);
  g_free (choice);
}

static Choice *
make_choice (const char *value, const char *label)
{
  Choice *choice = g_new0 (Choice, 1);

  choice->value = g_strdup (value);
  choice->label = g_strdup (label != NULL ? label : value);
  return choice;
}

/* ---- what is chosen ---- */

static int
find_value (CrmValuePicker *self, const char *value)
{
  for (guint i = 0; i + 1 < self->values->len; i++)
    if (g_strcmp0 (g_ptr_array_index (self->values, i), value) == 0)
      return (int) i;
  return -1;
}

static void
show_label (CrmValuePicker *self)
{
  GString *text = g_string_new (NULL);
  gboolean none = self->labels->len == 0;

  for (guint i = 0; i < self->labels->len; i++)
    {
      if (i > 0)
        g_string_append (text, _ (", "));
      g_string_append (text, g_ptr_array_index (self->labels, i));
    }
  gtk_label_set_text (GTK_LABEL (self->label), none ? _ ("Choose…") : text->str);
  gtk_widget_set_tooltip_text (self->button, none ? NULL : text->str);
  if (none)
    gtk_widget_add_css_class (self->label, "dim-label");
  else
    gtk_widget_remove_css_class (self->label, "dim-label");
  g_string_free (text, TRUE);
}

static void
clear_values (CrmValuePicker *self)
{
  g_ptr_array_set_size (self->values, 0);
  g_ptr_array_add (self->values, NULL);
  g_ptr_array_set_size (self->labels, 0);
}

static void
add_value (CrmValuePicker *self, const char *value, const char *label)
{
  g_ptr_array_insert (self->values, (int) self->values->len - 1, g_strdup (value));
  g_ptr_array_add (self->labels, g_strdup (label));
}

static void
choose (CrmValuePicker *self, const Choice *choice)
{
  int index = find_value (self, choice->value);

  if (!self->multiple)
    clear_values (self);
  if (self->multiple && index >= 0)
    {
      g_ptr_array_remove_index (self->values, (guint) index);
      g_ptr_array_remove_index (self->labels, (guint) index);
    }
  else
    add_value (self, choice->value, choice->label);
  show_label (self);
  g_signal_emit (self, signals[CHANGED], 0);
  if (!self->multiple)
    gtk_popover_popdown (GTK_POPOVER (self->popover));
}

/* ---- what can be chosen ---- */

typedef struct
{
  const CrmEntity *entity;
  const CrmField *field;
  char *typed;
} Question;

static void
free_question (gpointer data)
{
  Question *question = data;

  g_free (question->typed);
  g_free (question);
}

static void
read_words (Question *question, CrmReader *reader, GPtrArray *choices)
{
  /* Jumps from word to word in the index: costs the number of words, not of records. */
  const char *sql =
      "WITH RECURSIVE w (v) AS (SELECT min (value) FROM list_value WHERE entity = ?1 AND field = ?2"
      " UNION ALL SELECT (SELECT min (value) FROM list_value WHERE entity = ?1 AND field = ?2"
      " AND value > w.v) FROM w WHERE w.v IS NOT NULL LIMIT 1000)"
      " SELECT v FROM w WHERE v IS NOT NULL"
      " UNION SELECT name FROM tag WHERE ?3 AND deleted_at IS NULL ORDER BY 1";
  sqlite3_stmt *stmt = crm_reader_prepare (reader, sql, NULL);
  g_autofree char *needle = crm_search_fold (question->typed);

  if (stmt == NULL)
    return;
  sqlite3_bind_int (stmt, 1, question->entity->code);
  sqlite3_bind_text (stmt, 2, question->field->id, -1, SQLITE_STATIC);
  sqlite3_bind_int (stmt, 3, g_strcmp0 (question->field->target, "tag") == 0);
  while (choices->len < MAX_CHOICES && crm_reader_step (reader, stmt, NULL))
    {
      const char *word = (const char *) sqlite3_column_text (stmt, 0);
      g_autofree char *folded = word != NULL ? crm_search_fold (word) : NULL;
      if (word == NULL || (*question->typed != '\0' && strstr (folded, needle) == NULL))
        continue;
      g_ptr_array_add (choices, make_choice (word, NULL));
    }
  sqlite3_reset (stmt);
}

static void
read_records (Question *question, CrmReader *reader, GPtrArray *choices)
{
  const CrmEntity *target = crm_entity_lookup (question->field->target);
  g_autoptr (CrmQuery) query = NULL;
  g_autoptr (GArray) ids = NULL;

  if (target == NULL)
    return;
  query = crm_query_new (target);
  query->search = *question->typed != '\0' ? g_strdup (question->typed) : NULL;
  ids = crm_query_first_ids (query, reader, MAX_CHOICES, NULL);
  for (guint i = 0; ids != NULL && i < ids->len; i++)
    {
      CrmId id = g_array_index (ids, CrmId, i);
      g_autofree char *value = g_strdup_printf ("%" G_GINT64_FORMAT, id);
      g_autofree char *title = crm_reader_title (reader, id);
      if (title != NULL)
        g_ptr_array_add (choices, make_choice (value, title));
    }
}

static gpointer
read_choices (CrmReader *reader, gpointer data, GCancellable *cancellable, GError **error)
{
  Question *question = data;
  GPtrArray *choices = g_ptr_array_new_with_free_func (free_choice);

  if (question->field->kind == CRM_FIELD_LINK)
    read_records (question, reader, choices);
  else
    read_words (question, reader, choices);
  return choices;
}

static void
append_row (CrmValuePicker *self, const Choice *choice)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 8);
  GtkWidget *label = gtk_label_new (choice->label);
  GtkWidget *check = gtk_image_new_from_icon_name ("object-select-symbolic");

  gtk_label_set_xalign (GTK_LABEL (label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (label), PANGO_ELLIPSIZE_END);
  gtk_widget_set_hexpand (label, TRUE);
  gtk_widget_set_opacity (check, find_value (self, choice->value) >= 0 ? 1 : 0);
  gtk_box_append (GTK_BOX (box), label);
  gtk_box_append (GTK_BOX (box), check);
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), box);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL,
                                  choice->label, -1);
  g_object_set_data_full (G_OBJECT (row), "choice", make_choice (choice->value, choice->label),
                          free_choice);
  g_object_set_data (G_OBJECT (row), "check", check);
  gtk_list_box_append (GTK_LIST_BOX (self->list), row);
}

static void
show_choices (CrmValuePicker *self, GPtrArray *choices)
{
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (self->search));
  GtkWidget *row = NULL;
  gboolean known = FALSE;

  while ((row = gtk_widget_get_first_child (self->list)) != NULL)
    gtk_list_box_remove (GTK_LIST_BOX (self->list), row);
  for (guint i = 0; i < choices->len; i++)
    {
      Choice *choice = g_ptr_array_index (choices, i);
      known = known || g_strcmp0 (choice->value, typed) == 0;
      append_row (self, choice);
    }
  if (self->field->kind == CRM_FIELD_LIST && *typed != '\0' && !known)
    {
      Choice word = { (char *) typed, (char *) typed };
      append_row (self, &word);
    }
  gtk_list_box_select_row (GTK_LIST_BOX (self->list),
                           gtk_list_box_get_row_at_index (GTK_LIST_BOX (self->list), 0));
}

static void
choices_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CrmValuePicker) self = CRM_VALUE_PICKER (data);
  g_autoptr (GError) error = NULL;
  g_autoptr (GPtrArray) choices = crm_store_read_finish (CRM_STORE (source), result, &error);

  if (choices == NULL || self->popover == NULL)
    return;
  show_choices (self, choices);
}

static void
show_enum (CrmValuePicker *self, const char *typed)
{
  const CrmEnum *all = crm_enum_lookup (self->field->target);
  g_autoptr (GPtrArray) choices = g_ptr_array_new_with_free_func (free_choice);
  g_autofree char *needle = crm_search_fold (typed);

  for (guint i = 0; all != NULL && i < all->n_values; i++)
    {
      const char *label = crm_enum_label (all, all->values[i].code);
      g_autofree char *folded = crm_search_fold (label);
      if (*typed == '\0' || strstr (folded, needle) != NULL)
        g_ptr_array_add (choices, make_choice (all->values[i].code, label));
    }
  show_choices (self, choices);
}

static void
refresh (CrmValuePicker *self)
{
  const char *typed = gtk_editable_get_text (GTK_EDITABLE (self->search));
  Question *question = NULL;

  if (self->field->kind == CRM_FIELD_ENUM)
    {
      show_enum (self, typed);
      return;
    }
  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  self->reading = g_cancellable_new ();
  question = g_new0 (Question, 1);
  question->entity = self->entity;
  question->field = self->field;
  question->typed = g_strdup (typed);
  crm_store_read_async (crm_context_get_store (self->context), read_choices, question,
                        free_question, (GDestroyNotify) g_ptr_array_unref, self->reading,
                        choices_read_cb, g_object_ref (self));
}

static void
opened_cb (GtkWidget *popover, CrmValuePicker *self)
{
  gtk_editable_set_text (GTK_EDITABLE (self->search), "");
  refresh (self);
  gtk_widget_grab_focus (self->search);
}

static void
row_activated_cb (GtkListBox *list, GtkListBoxRow *row, CrmValuePicker *self)
{
  Choice *choice = g_object_get_data (G_OBJECT (row), "choice");
  GtkWidget *check = g_object_get_data (G_OBJECT (row), "check");

  choose (self, choice);
  gtk_widget_set_opacity (check, find_value (self, choice->value) >= 0 ? 1 : 0);
}

static void
search_activate_cb (GtkSearchEntry *search, CrmValuePicker *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (GTK_LIST_BOX (self->list));

  if (row != NULL)
    row_activated_cb (GTK_LIST_BOX (self->list), row, self);
}

const char *const *
crm_value_picker_get_values (CrmValuePicker *self)
{
  return (const char *const *) self->values->pdata;
}

static void
titles_changed_cb (CrmContext *context, CrmValuePicker *self)
{
  for (guint i = 0; i < self->labels->len; i++)
    {
      CrmId id = g_ascii_strtoll (g_ptr_array_index (self->values, i), NULL, 10);
      const char *title = crm_context_link_title (context, id);
      if (title == NULL)
        continue;
      g_free (g_ptr_array_index (self->labels, i));
      g_ptr_array_index (self->labels, i) = g_strdup (title);
    }
  show_label (self);
}

void
crm_value_picker_set_values (CrmValuePicker *self, const char *const *values)
{
  const CrmEnum *all =
      self->field->kind == CRM_FIELD_ENUM ? crm_enum_lookup (self->field->target) : NULL;

  clear_values (self);
  for (guint i = 0; values != NULL && values[i] != NULL; i++)
    {
      const char *label = all != NULL ? crm_enum_label (all, values[i]) : values[i];
      if (self->field->kind == CRM_FIELD_LINK)
        label = crm_context_link_title (self->context, g_ascii_strtoll (values[i], NULL, 10));
      add_value (self, values[i], label != NULL ? label : "…");
    }
  show_label (self);
}

static void
crm_value_picker_dispose (GObject *object)
{
  CrmValuePicker *self = CRM_VALUE_PICKER (object);

  g_cancellable_cancel (self->reading);
  g_clear_object (&self->reading);
  self->popover = NULL;
  g_clear_pointer (&self->button, gtk_widget_unparent);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (crm_value_picker_parent_class)->dispose (object);
}

static void
crm_value_picker_finalize (GObject *object)
{
  CrmValuePicker *self = CRM_VALUE_PICKER (object);

  g_ptr_array_unref (self->values);
  g_ptr_array_unref (self->labels);
  G_OBJECT_CLASS (crm_value_picker_parent_class)->finalize (object);
}

static void
crm_value_picker_class_init (CrmValuePickerClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_value_picker_dispose;
  G_OBJECT_CLASS (klass)->finalize = crm_value_picker_finalize;
  signals[CHANGED] = g_signal_new ("changed", CRM_TYPE_VALUE_PICKER, G_SIGNAL_RUN_LAST, 0, NULL,
                                   NULL, NULL, G_TYPE_NONE, 0);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
crm_value_picker_init (CrmValuePicker *self)
{
  self->values = g_ptr_array_new_with_free_func (g_free);
  g_ptr_array_add (self->values, NULL);
  self->labels = g_ptr_array_new_with_free_func (g_free);
}

static void
build (CrmValuePicker *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 6);
  GtkWidget *window = gtk_scrolled_window_new ();
  const CrmEnum *all =
      self->field->kind == CRM_FIELD_ENUM ? crm_enum_lookup (self->field->target) : NULL;

  self->label = gtk_label_new (NULL);
  gtk_label_set_xalign (GTK_LABEL (self->label), 0);
  gtk_label_set_ellipsize (GTK_LABEL (self->label), PANGO_ELLIPSIZE_END);
  gtk_label_set_width_chars (GTK_LABEL (self->label), 14);
  gtk_widget_set_hexpand (self->label, TRUE);
  self->button = gtk_menu_button_new ();
  gtk_menu_button_set_child (GTK_MENU_BUTTON (self->button), self->label);
  gtk_menu_button_set_always_show_arrow (GTK_MENU_BUTTON (self->button), TRUE);
  gtk_widget_set_parent (self->button, GTK_WIDGET (self));

  self->search = gtk_search_entry_new ();
  g_object_set (self->search, "search-delay", 20, "placeholder-text", _ ("Search…"), NULL);
  gtk_widget_set_visible (self->search, all == NULL || all->n_values > 10);
  self->list = gtk_list_box_new ();
  gtk_widget_add_css_class (self->list, "navigation-sidebar");
  gtk_scrolled_window_set_child (GTK_SCROLLED_WINDOW (window), self->list);
  g_object_set (window, "propagate-natural-height", TRUE, "max-content-height", 280,
                "hscrollbar-policy", GTK_POLICY_NEVER, "width-request", 240, NULL);
  gtk_box_append (GTK_BOX (box), self->search);
  gtk_box_append (GTK_BOX (box), window);
  self->popover = gtk_popover_new ();
  gtk_widget_add_css_class (self->popover, "crm-picker");
  gtk_popover_set_child (GTK_POPOVER (self->popover), box);
  gtk_menu_button_set_popover (GTK_MENU_BUTTON (self->button), self->popover);

  g_signal_connect_object (self->popover, "show", G_CALLBACK (opened_cb), self, 0);
  g_signal_connect_object (self->search, "search-changed", G_CALLBACK (refresh), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (self->search, "activate", G_CALLBACK (search_activate_cb), self, 0);
  g_signal_connect_object (self->list, "row-activated", G_CALLBACK (row_activated_cb), self, 0);
}

GtkWidget *
crm_value_picker_new (CrmContext *context, const CrmEntity *entity, const CrmField *field,
                      gboolean multiple)
{
  CrmValuePicker *self = g_object_new (CRM_TYPE_VALUE_PICKER, NULL);

  self->context = g_object_ref (context);
  self->entity = entity;
  self->field = field;
  self->multiple = multiple;
  build (self);
  if (field->kind == CRM_FIELD_LINK)
    g_signal_connect_object (context, "titles-changed", G_CALLBACK (titles_changed_cb), self, 0);
  show_label (self);
  return GTK_WIDGET (self);
}
