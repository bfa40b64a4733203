/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The head of a record page. Main thread. */

#include "config.h"

#include "crm-record-head.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>
#include <math.h>

#include "crm-entities.h"
#include "crm-format.h"
#include "crm-list-text.h"
#include "crm-record-parts.h"
#include "crm-value-picker.h"
#include "crm-wrap-layout.h"

#define N_FIGURES 4

static const char *const figure_names[N_FIGURES] = { "sum", "orders", "last", "next" };

struct _CrmRecordHead
{
  GtkBox parent_instance;
  CrmContext *context;
  CrmRecord *record;
  GtkWidget *avatar;
  GtkWidget *title;
  GtkWidget *pills[2];
  GtkWidget *sub;
  GtkWidget *tags;
  GtkWidget *picker;
  GtkWidget *call;
  GtkWidget *email;
  GtkWidget *grid;
  GtkWidget *cards[N_FIGURES];
  GtkWidget *captions[N_FIGURES];
  GtkWidget *figures[N_FIGURES];
  GtkWidget *sentences[N_FIGURES];
  const char *tabs[N_FIGURES]; /* what a click shows */
};

enum
{
  EDIT_TITLE,
  FIGURE,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CrmRecordHead, crm_record_head, GTK_TYPE_BOX)

/* ---- the figures ---- */

static void
set_figure (CrmRecordHead *self, guint which, const char *caption, const char *figure,
            const char *sentence, const char *tone)
{
  const char *classes[] = { "crm-caption", tone, NULL };
  g_autofree char *whole = g_strdup_printf ("%s: %s. %s", caption, figure, sentence);

  gtk_label_set_text (GTK_LABEL (self->captions[which]), caption);
  gtk_label_set_text (GTK_LABEL (self->figures[which]), figure);
  gtk_label_set_text (GTK_LABEL (self->sentences[which]), sentence);
  gtk_widget_set_css_classes (self->sentences[which], classes);
  gtk_accessible_update_property (GTK_ACCESSIBLE (self->cards[which]),
                                  GTK_ACCESSIBLE_PROPERTY_LABEL, whole, -1);
}

static gint64
number_of (CrmRecord *record, const char *field)
{
  gint64 n = crm_record_get_int (record, field);

  return n == CRM_NULL_INT ? 0 : n;
}

static void
show_orders (CrmRecordHead *self, const char *currency)
{
  gint64 n = number_of (self->record, "order-count");
  gint64 sum = number_of (self->record, "order-sum");
  gint64 first = crm_record_get_int (self->record, "first-order");
  g_autofree char *money = crm_format_money (sum, currency, TRUE);
  g_autofree char *count = crm_format_integer (n);
  /* The mean of what is known. */
  gint64 known = n - number_of (self->record, "unrated-count");
  g_autofree char *mean = known > 0 ? crm_format_money (sum / known, currency, TRUE) : NULL;
  g_autofree char *mean_words =
      mean != NULL ? g_strdup_printf (_ ("average %s"), mean) : g_strdup (_ ("none yet"));
  g_autofree char *day = first != CRM_NULL_INT ? crm_format_day (first) : NULL;
  g_autofree char *since =
      day != NULL ? g_strdup_printf (_ ("since %s"), day) : g_strdup (_ ("no orders yet"));

  gint64 unrated = number_of (self->record, "unrated-count");
  g_autofree char *missing =
      unrated > 0 ? g_strdup_printf (ngettext ("without %d order that has no exchange rate",
                                               "without %d orders that have no exchange rate",
                                               (gulong) unrated),
                                     (int) unrated)
                  : NULL;

  set_figure (self, 0, _ ("Lifetime value"), n > unrated ? money : "–",
              missing != NULL ? missing : since, missing != NULL ? "crm-warning" : NULL);
  set_figure (self, 1, _ ("Orders"), count, mean_words, NULL);
}

static void
show_last (CrmRecordHead *self)
{
  gint64 last = crm_record_get_int (self->record, "last-order");
  double interval = crm_record_get_real (self->record, "mean-interval");
  gint64 today = crm_day_today ();
  g_autofree char *ago = last != CRM_NULL_INT ? crm_format_day_relative (last) : NULL;
  g_autofree char *words = NULL;
  const char *tone = NULL;

  if (last == CRM_NULL_INT)
    {
      set_figure (self, 2, _ ("Last order"), "–", _ ("no orders yet"), NULL);
      return;
    }
  if (isnan (interval) || interval < 0.5)
    words = crm_format_day (last);
  else
    {
      double ratio = (double) (today - last) / interval;
      int days = (int) round (interval);
      g_autofree char *times = crm_format_decimal (ratio, 1);

      words = ratio >= 1.05
                  ? g_strdup_printf (ngettext ("usually every %d day · %s×",
                                               "usually every %d days · %s×", days),
                                     days, times)
                  : g_strdup_printf (
                        ngettext ("usually every %d day", "usually every %d days", days), days);
      if (crm_list_lateness (self->record, today) > 0)
        tone = "crm-warning";
    }
  set_figure (self, 2, _ ("Last order"), ago, words, tone);
}

/* ---- the fourth: what is next, or what went wrong, or when one last talked ---- */

/* Returns that eat a noticeable part of what is sold. */
#define NOTABLE_RETURNS 0.05

static gboolean
show_next (CrmRecordHead *self, const CrmRecordData *data)
{
  gint64 follow_up = crm_record_get_int (self->record, "next-follow-up");
  gint64 due = data->next_due;
  gint64 day = follow_up == CRM_NULL_INT ? due
               : due == CRM_NULL_INT     ? follow_up
                                         : MIN (due, follow_up);
  gint64 n = data->n_open_tasks;
  g_autofree char *number = crm_format_integer (n);
  g_autofree char *when = NULL;
  g_autofree char *words = NULL;

  if (day == CRM_NULL_INT && n == 0)
    return FALSE;
  when = day != CRM_NULL_INT ? crm_format_day_relative (day) : g_strdup (_ ("no day set"));
  words = n > 0 ? g_strdup_printf (ngettext ("%s open task", "%s open tasks", (gulong) n), number)
                : g_strdup (_ ("follow-up planned"));
  set_figure (self, 3, _ ("Next step"), when, words,
              day != CRM_NULL_INT && day < crm_day_today () ? "crm-bad" : NULL);
  self->tabs[3] = "overview";
  return TRUE;
}

static gboolean
show_returns (CrmRecordHead *self, const char *currency)
{
  gint64 n = number_of (self->record, "return-count");
  gint64 sum = number_of (self->record, "return-sum");
  gint64 sold = number_of (self->record, "order-sum");
  g_autofree char *count = crm_format_integer (n);
  g_autofree char *money = crm_format_money (sum, currency, TRUE);
  g_autofree char *share =
      sold > 0 ? crm_format_percent (100.0 * (double) sum / (double) sold, 1) : NULL;
  g_autofree char *words =
      share != NULL ? g_strdup_printf (_ ("%s · %s of sales"), money, share) : g_strdup (money);

  if (n == 0 || (sold > 0 && (double) sum < NOTABLE_RETURNS * (double) sold))
    return FALSE;
  set_figure (self, 3, _ ("Returns"), count, words, "crm-warning");
  self->tabs[3] = "orders";
  return TRUE;
}

static void
show_contacted (CrmRecordHead *self)
{
  gint64 last = crm_record_get_int (self->record, "last-activity");
  g_autofree char *ago =
      last != CRM_NULL_INT ? crm_format_day_relative (crm_day_from_instant (last)) : NULL;

  set_figure (self, 3, _ ("Last contact"), ago != NULL ? ago : "–",
              ago != NULL ? _ ("no follow-up planned") : _ ("nothing logged yet"), NULL);
  self->tabs[3] = "overview";
}

static void
show_figures (CrmRecordHead *self, const CrmRecordData *data)
{
  gboolean customer = crm_record_get_entity (self->record) == &crm_entity_customer;
  const char *currency = crm_context_get_currency (self->context);

  gtk_widget_set_visible (self->grid, customer);
  if (!customer)
    return;
  show_orders (self, currency);
  show_last (self);
  if (!show_next (self, data) && !show_returns (self, currency))
    show_contacted (self);
}

const char *
crm_record_head_get_figure (CrmRecordHead *self, const char *which)
{
  g_return_val_if_fail (CRM_IS_RECORD_HEAD (self), NULL);

  for (guint i = 0; i < N_FIGURES; i++)
    if (g_str_equal (figure_names[i], which))
      return gtk_label_get_text (GTK_LABEL (self->figures[i]));
  return NULL;
}

/* ---- tags ---- */

static gboolean
has_tags (CrmRecordHead *self)
{
  return self->record != NULL &&
         crm_entity_field (crm_record_get_entity (self->record), "tags") != NULL;
}

static const CrmValue *
tags_value (CrmRecordHead *self)
{
  const CrmEntity *entity = crm_record_get_entity (self->record);

  return crm_record_get_value (self->record, (guint) crm_entity_field_index (entity, "tags"));
}

static void
save_tags (CrmRecordHead *self, const char *const *tags, const char *done)
{
  const CrmEntity *entity = crm_record_get_entity (self->record);
  g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_TAG, entity);
  g_auto (CrmValue) value = crm_value_list (tags);

  if (crm_value_equal (&value, tags_value (self)))
    return;
  crm_changeset_set (changes, entity, crm_record_get_id (self->record), "tags", tags_value (self),
                     &value);
  crm_context_save (self->context, changes, done, NULL, NULL);
}

void
crm_record_head_toggle_tag (CrmRecordHead *self, const char *tag)
{
  g_auto (GStrv) old = NULL;
  g_auto (GStrv) now = NULL;
  g_autoptr (GStrvBuilder) builder = g_strv_builder_new ();
  g_autofree char *done = NULL;
  gboolean there = FALSE;

  g_return_if_fail (CRM_IS_RECORD_HEAD (self));

  if (!has_tags (self))
    return;
  old = crm_value_get_list (tags_value (self));
  for (guint i = 0; old[i] != NULL; i++)
    {
      if (g_str_equal (old[i], tag))
        there = TRUE;
      else
        g_strv_builder_add (builder, old[i]);
    }
  if (!there)
    g_strv_builder_add (builder, tag);
  now = g_strv_builder_end (builder);
  done = g_strdup_printf (there ? _ ("Tag “%s” removed") : _ ("Tag “%s” added"), tag);
  save_tags (self, (const char *const *) now, done);
}

static void
picker_closed_cb (CrmRecordHead *self)
{
  if (self->record != NULL && self->picker != NULL)
    save_tags (self, crm_value_picker_get_values (CRM_VALUE_PICKER (self->picker)),
               _ ("Tags changed"));
}

static void
tag_removed_cb (GtkWidget *button, CrmRecordHead *self)
{
  g_autofree char *tag = g_strdup (g_object_get_data (G_OBJECT (button), "tag"));

  crm_record_head_toggle_tag (self, tag);
}

static void
add_chip (CrmRecordHead *self, const char *tag)
{
  GtkWidget *chip = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
  GtkWidget *button = crm_record_icon_button ("crm-close-symbolic", _ ("Remove Tag"));

  gtk_box_append (GTK_BOX (chip), crm_record_label (tag, NULL));
  gtk_box_append (GTK_BOX (chip), button);
  gtk_widget_add_css_class (chip, "crm-tag");
  g_object_set_data_full (G_OBJECT (button), "tag", g_strdup (tag), g_free);
  g_signal_connect_object (button, "clicked", G_CALLBACK (tag_removed_cb), self, 0);
  crm_wrap_box_append (CRM_WRAP_BOX (self->tags), chip);
}

static void
add_picker (CrmRecordHead *self, const char *const *tags)
{
  const CrmEntity *entity = crm_record_get_entity (self->record);
  GtkWidget *button;

  self->picker =
      crm_value_picker_new (self->context, entity, crm_entity_field (entity, "tags"), TRUE);
  crm_value_picker_set_values (CRM_VALUE_PICKER (self->picker), tags);
  button = gtk_widget_get_first_child (self->picker);
  gtk_menu_button_set_always_show_arrow (GTK_MENU_BUTTON (button), FALSE);
  /* Beside other tags a plus says enough. */
  if (tags[0] != NULL)
    gtk_menu_button_set_icon_name (GTK_MENU_BUTTON (button), "crm-add-symbolic");
  else
    {
      GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 4);

      gtk_box_append (GTK_BOX (box), gtk_image_new_from_icon_name ("crm-add-symbolic"));
      gtk_box_append (GTK_BOX (box), gtk_label_new (_ ("Add tag")));
      gtk_menu_button_set_child (GTK_MENU_BUTTON (button), box);
      gtk_widget_add_css_class (self->picker, "crm-tag-first");
    }
  gtk_widget_set_tooltip_text (button, _ ("Add or Remove Tags (Ctrl+T)"));
  gtk_widget_add_css_class (button, "flat");
  gtk_widget_add_css_class (self->picker, "crm-tag-add");
  g_signal_connect_object (gtk_menu_button_get_popover (GTK_MENU_BUTTON (button)), "closed",
                           G_CALLBACK (picker_closed_cb), self, G_CONNECT_SWAPPED);
  crm_wrap_box_append (CRM_WRAP_BOX (self->tags), self->picker);
}

static void
show_tags (CrmRecordHead *self)
{
  g_auto (GStrv) tags = NULL;

  gtk_widget_set_visible (self->tags, has_tags (self));
  self->picker = NULL;
  crm_wrap_box_clear (CRM_WRAP_BOX (self->tags));
  if (!has_tags (self))
    return;
  tags = crm_value_get_list (tags_value (self));
  for (guint i = 0; tags[i] != NULL; i++)
    add_chip (self, tags[i]);
  if (!crm_record_is_deleted (self->record))
    add_picker (self, (const char *const *) tags);
}

void
crm_record_head_open_tags (CrmRecordHead *self)
{
  g_return_if_fail (CRM_IS_RECORD_HEAD (self));

  if (self->picker != NULL)
    gtk_menu_button_popup (GTK_MENU_BUTTON (gtk_widget_get_first_child (self->picker)));
}

/* ---- the lines ---- */

static void
append_part (GString *text, const char *part)
{
  if (part == NULL || *part == '\0')
    return;
  if (text->len > 0)
    g_string_append (text, " · ");
  g_string_append (text, part);
}

static void
append_field (CrmRecordHead *self, GString *text, const char *field_id)
{
  const CrmField *field = crm_entity_field (crm_record_get_entity (self->record), field_id);
  g_autofree char *part =
      field != NULL ? crm_record_text (self->context, self->record, field) : NULL;

  append_part (text, part);
}

static void
show_sub (CrmRecordHead *self)
{
  static const char *const before[] = { "industry", "job-title", "category",
                                        "customer", "day",       "city" };
  GString *text = g_string_new (NULL);
  const CrmEntity *entity = crm_record_get_entity (self->record);

  for (guint i = 0; i < G_N_ELEMENTS (before); i++)
    append_field (self, text, before[i]);
  if (entity == &crm_entity_customer)
    {
      gint64 first = crm_record_get_int (self->record, "first-order");
      g_autofree char *day = first != CRM_NULL_INT ? crm_format_day (first) : NULL;
      g_autofree char *since = day != NULL ? g_strdup_printf (_ ("customer since %s"), day) : NULL;

      append_part (text, since);
    }
  if (entity == &crm_entity_order)
    append_field (self, text, "amount");
  if (entity == &crm_entity_product)
    append_field (self, text, "list-price");
  if (crm_entity_field (entity, "owner") != NULL)
    {
      const char *owner =
          crm_context_link_title (self->context, crm_record_get_link (self->record, "owner"));
      g_autofree char *part = owner != NULL ? g_strdup_printf (_ ("owner %s"), owner) : NULL;

      append_part (text, part);
    }
  gtk_label_set_text (GTK_LABEL (self->sub), text->str);
  gtk_widget_set_visible (self->sub, text->len > 0);
  g_string_free (text, TRUE);
}

static void
show_pills (CrmRecordHead *self)
{
  const CrmEntity *entity = crm_record_get_entity (self->record);
  const char *first = entity == &crm_entity_customer ? "lifecycle-stage" : "status";
  const char *second = entity == &crm_entity_customer ? "level" : "kind";
  const char *names[2] = { first, second };

  for (guint i = 0; i < 2; i++)
    {
      const CrmField *field = crm_entity_field (entity, names[i]);
      const char *code = field != NULL && field->kind == CRM_FIELD_ENUM
                             ? crm_record_get_text (self->record, names[i])
                             : NULL;

      crm_record_pill_set (self->pills[i], code != NULL ? crm_enum_lookup (field->target) : NULL,
                           code);
      if (code != NULL && g_str_equal (names[i], "level"))
        {
          g_autofree char *upper = g_ascii_strup (code, -1);
          g_autofree char *text = g_strdup_printf (_ ("Level %s"), upper);

          gtk_label_set_text (GTK_LABEL (self->pills[i]), text);
          if (g_str_equal (code, "a"))
            gtk_widget_add_css_class (self->pills[i], "blue");
        }
    }
}

static const char *
dup_first (CrmRecord *record, const char *a, const char *b)
{
  const CrmEntity *entity = crm_record_get_entity (record);
  const char *text = crm_entity_field (entity, a) != NULL ? crm_record_get_text (record, a) : NULL;

  if (text == NULL && crm_entity_field (entity, b) != NULL)
    text = crm_record_get_text (record, b);
  return text;
}

static void
call_cb (CrmRecordHead *self)
{
  crm_record_open_uri (GTK_WIDGET (self), "tel", dup_first (self->record, "mobile", "phone"));
}

static void
email_cb (CrmRecordHead *self)
{
  crm_record_open_uri (GTK_WIDGET (self), "mailto", dup_first (self->record, "email", "email"));
}

void
crm_record_head_set_data (CrmRecordHead *self, const CrmRecordData *data)
{
  const char *title;

  g_return_if_fail (CRM_IS_RECORD_HEAD (self));

  g_set_object (&self->record, data->record);
  title = crm_record_get_title (data->record);
  adw_avatar_set_text (ADW_AVATAR (self->avatar), title);
  adw_avatar_set_icon_name (ADW_AVATAR (self->avatar), crm_list_icon (data->record));
  adw_avatar_set_show_initials (ADW_AVATAR (self->avatar), crm_list_icon (data->record) == NULL);
  gtk_label_set_text (GTK_LABEL (self->title), title);
  gtk_widget_set_visible (self->call, dup_first (data->record, "mobile", "phone") != NULL);
  gtk_widget_set_visible (self->email, dup_first (data->record, "email", "email") != NULL);
  show_pills (self);
  show_sub (self);
  show_tags (self);
  show_figures (self, data);
}

void
crm_record_head_set_narrow (CrmRecordHead *self, gboolean narrow)
{
  g_return_if_fail (CRM_IS_RECORD_HEAD (self));

  adw_avatar_set_size (ADW_AVATAR (self->avatar), narrow ? 48 : 64);
  for (guint i = 0; i < N_FIGURES; i++)
    {
      g_object_ref (self->cards[i]);
      if (gtk_widget_get_parent (self->cards[i]) != NULL)
        gtk_grid_remove (GTK_GRID (self->grid), self->cards[i]);
      gtk_grid_attach (GTK_GRID (self->grid), self->cards[i], narrow ? i % 2 : i,
                       narrow ? i / 2 : 0, 1, 1);
      g_object_unref (self->cards[i]);
    }
}

/* ---- building ---- */

static void
card_clicked_cb (GtkWidget *card, CrmRecordHead *self)
{
  for (guint i = 0; i < N_FIGURES; i++)
    if (self->cards[i] == card)
      g_signal_emit (self, signals[FIGURE], 0, self->tabs[i]);
}

static void
build_card (CrmRecordHead *self, guint which)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  self->cards[which] = gtk_button_new ();
  self->tabs[which] = "orders";
  self->captions[which] = crm_record_label (NULL, "crm-caption");
  self->figures[which] = crm_record_label (NULL, "crm-figure");
  self->sentences[which] = crm_record_label (NULL, "crm-caption");
  gtk_box_append (GTK_BOX (box), self->captions[which]);
  gtk_box_append (GTK_BOX (box), self->figures[which]);
  gtk_box_append (GTK_BOX (box), self->sentences[which]);
  gtk_button_set_child (GTK_BUTTON (self->cards[which]), box);
  crm_record_tell_whole (self->cards[which], self->sentences[which]);
  gtk_widget_add_css_class (self->cards[which], "crm-card");
  g_signal_connect_object (self->cards[which], "clicked", G_CALLBACK (card_clicked_cb), self, 0);
}

static void
title_pressed_cb (GtkGestureClick *click, int n, double x, double y, CrmRecordHead *self)
{
  if (n == 2)
    g_signal_emit (self, signals[EDIT_TITLE], 0);
}

static GtkWidget *
build_words (CrmRecordHead *self)
{
  GtkWidget *words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 4);
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
  GtkGesture *click = gtk_gesture_click_new ();

  self->title = crm_record_label (NULL, "crm-title");
  crm_record_tell_whole (self->title, self->title);
  g_signal_connect (click, "pressed", G_CALLBACK (title_pressed_cb), self);
  gtk_widget_add_controller (self->title, GTK_EVENT_CONTROLLER (click));
  gtk_box_append (GTK_BOX (line), self->title);
  for (guint i = 0; i < 2; i++)
    {
      self->pills[i] = gtk_label_new (NULL);
      gtk_widget_set_valign (self->pills[i], GTK_ALIGN_CENTER);
      gtk_widget_set_visible (self->pills[i], FALSE);
      gtk_box_append (GTK_BOX (line), self->pills[i]);
    }
  self->sub = crm_record_label (NULL, "crm-caption");
  self->tags = crm_wrap_box_new (6);
  gtk_box_append (GTK_BOX (words), line);
  gtk_box_append (GTK_BOX (words), self->sub);
  gtk_box_append (GTK_BOX (words), self->tags);
  gtk_widget_set_hexpand (words, TRUE);
  gtk_widget_set_valign (words, GTK_ALIGN_CENTER);
  return words;
}

static void
build (CrmRecordHead *self)
{
  GtkWidget *top = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 16);
  GtkWidget *buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);

  self->avatar = adw_avatar_new (64, NULL, TRUE);
  gtk_widget_set_valign (self->avatar, GTK_ALIGN_CENTER);
  self->call = crm_record_text_button ("crm-call-symbolic", C_ ("button", "Call"));
  self->email = crm_record_text_button ("crm-email-symbolic", C_ ("button", "E-mail"));
  g_signal_connect_object (self->call, "clicked", G_CALLBACK (call_cb), self, G_CONNECT_SWAPPED);
  g_signal_connect_object (self->email, "clicked", G_CALLBACK (email_cb), self, G_CONNECT_SWAPPED);
  gtk_widget_set_valign (buttons, GTK_ALIGN_START);
  gtk_box_append (GTK_BOX (buttons), self->call);
  gtk_box_append (GTK_BOX (buttons), self->email);
  gtk_box_append (GTK_BOX (top), self->avatar);
  gtk_box_append (GTK_BOX (top), build_words (self));
  gtk_box_append (GTK_BOX (top), buttons);
  self->grid = gtk_grid_new ();
  gtk_grid_set_column_homogeneous (GTK_GRID (self->grid), TRUE);
  gtk_grid_set_column_spacing (GTK_GRID (self->grid), 12);
  gtk_grid_set_row_spacing (GTK_GRID (self->grid), 12);
  for (guint i = 0; i < N_FIGURES; i++)
    build_card (self, i);
  gtk_box_append (GTK_BOX (self), top);
  gtk_box_append (GTK_BOX (self), self->grid);
  crm_record_head_set_narrow (self, FALSE);
}

static void
titles_changed_cb (CrmContext *context, CrmRecordHead *self)
{
  if (self->record != NULL)
    show_sub (self);
}

static void
crm_record_head_dispose (GObject *object)
{
  CrmRecordHead *self = CRM_RECORD_HEAD (object);

  g_clear_object (&self->record);
  g_clear_object (&self->context);
  self->picker = NULL;
  G_OBJECT_CLASS (crm_record_head_parent_class)->dispose (object);
}

static void
crm_record_head_class_init (CrmRecordHeadClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_record_head_dispose;
  signals[EDIT_TITLE] = g_signal_new ("edit-title", CRM_TYPE_RECORD_HEAD, G_SIGNAL_RUN_LAST, 0,
                                      NULL, NULL, NULL, G_TYPE_NONE, 0);
  signals[FIGURE] = g_signal_new ("figure", CRM_TYPE_RECORD_HEAD, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 1, G_TYPE_STRING);
}

static void
crm_record_head_init (CrmRecordHead *self)
{
  gtk_orientable_set_orientation (GTK_ORIENTABLE (self), GTK_ORIENTATION_VERTICAL);
  gtk_box_set_spacing (GTK_BOX (self), 18);
}

GtkWidget *
crm_record_head_new (CrmContext *context)
{
  CrmRecordHead *self = g_object_new (CRM_TYPE_RECORD_HEAD, NULL);

  self->context = g_object_ref (context);
  build (self);
  g_signal_connect_object (context, "titles-changed", G_CALLBACK (titles_changed_cb), self, 0);
  return GTK_WIDGET (self);
}
