/* SPDX-License-Identifier: GPL-3.0-or-later */

/* One entry of a timeline: who did what, and when. Main thread. */

#include "config.h"

#include "crm-timeline-row.h"

#include <glib/gi18n-lib.h>

#include "crm-entities.h"
#include "crm-format.h"
#include "crm-list-text.h"
#include "crm-record-parts.h"
#include "crm-ui.h"

/* What was done, after the name of who did it. %s is the contact; without one the second form. */
static char *
describe_deed (CrmContext *context, CrmRecord *record)
{
  static const struct
  {
    const char *kind;
    const char *with;
    const char *without;
  } deeds[] = {
    { "note", NULL, N_ ("wrote a note") },
    { "call", N_ ("called %s"), N_ ("called") },
    { "meeting", N_ ("met %s"), N_ ("had a meeting") },
    { "visit", N_ ("visited %s"), N_ ("made a visit") },
    { "email", N_ ("wrote to %s"), N_ ("wrote an e-mail") },
    { "message", N_ ("sent %s a message"), N_ ("sent a message") },
  };
  const char *kind = crm_record_get_text (record, "kind");
  CrmId contact = crm_record_get_link (record, "contact");
  const char *name = crm_context_link_title (context, contact);

  for (guint i = 0; i < G_N_ELEMENTS (deeds); i++)
    if (g_strcmp0 (deeds[i].kind, kind) == 0)
      return contact != 0 && name != NULL && deeds[i].with != NULL
                 ? g_strdup_printf (_ (deeds[i].with), name)
                 : g_strdup (_ (deeds[i].without));
  return g_strdup (crm_enum_label (crm_enum_lookup ("activity-kind"), kind));
}

static gboolean
is_open (CrmRecord *record)
{
  const char *status = crm_record_get_text (record, "status");

  return g_strcmp0 (status, "planned") == 0 || g_strcmp0 (status, "in_progress") == 0;
}

/* ---- tasks ---- */

static void
task_toggled_cb (GtkCheckButton *check, gpointer data)
{
  CrmContext *context = g_object_get_data (G_OBJECT (check), "context");
  CrmRecord *record = g_object_get_data (G_OBJECT (check), "record");
  gboolean done = gtk_check_button_get_active (check);
  g_autoptr (CrmChangeset) changes = crm_changeset_new (CRM_VERB_EDIT, &crm_entity_activity);
  g_auto (CrmValue) status = crm_value_text (done ? "done" : "planned");
  CrmValue at = CRM_VALUE_INIT;
  CrmId id = crm_record_get_id (record);

  if (done)
    at = crm_value_int (crm_instant_now ());
  crm_changeset_set (changes, &crm_entity_activity, id, "status", NULL, &status);
  crm_changeset_set (changes, &crm_entity_activity, id, "done-at", NULL, &at);
  crm_context_save (context, changes, done ? _ ("Task done") : _ ("Task open again"), NULL, NULL);
}

static GtkWidget *
make_mark (CrmContext *context, CrmRecord *record)
{
  GtkWidget *mark;

  if (crm_record_get_entity (record) == &crm_entity_activity &&
      g_strcmp0 (crm_record_get_text (record, "kind"), "task") == 0)
    {
      mark = gtk_check_button_new ();
      gtk_check_button_set_active (GTK_CHECK_BUTTON (mark), !is_open (record));
      gtk_widget_set_tooltip_text (mark, _ ("Done"));
      g_object_set_data_full (G_OBJECT (mark), "context", g_object_ref (context), g_object_unref);
      g_object_set_data_full (G_OBJECT (mark), "record", g_object_ref (record), g_object_unref);
      g_signal_connect (mark, "toggled", G_CALLBACK (task_toggled_cb), NULL);
    }
  else
    mark = gtk_image_new_from_icon_name (crm_list_icon (record));
  gtk_widget_add_css_class (mark, "crm-timeline-mark");
  gtk_widget_set_valign (mark, GTK_ALIGN_START);
  gtk_widget_set_halign (mark, GTK_ALIGN_CENTER);
  return mark;
}

/* ---- words ---- */

typedef struct
{
  char *who;
  char *what;
  char *more;
  char *pill; /* code */
  const CrmEnum *choices;
} Words;

static void
clear_words (Words *words)
{
  g_free (words->who);
  g_free (words->what);
  g_free (words->more);
  g_free (words->pill);
}

static void
word_order (CrmContext *context, CrmRecord *record, Words *words)
{
  const char *currency = crm_record_get_text (record, "currency");
  gboolean is_return = g_strcmp0 (crm_record_get_text (record, "kind"), "return") == 0;
  g_autofree char *amount = crm_format_money (
      crm_record_get_int (record, "amount"),
      currency != NULL ? currency : crm_context_get_currency (context),
      crm_record_get_int (record, "amount") %
              crm_currency_scale (currency != NULL ? currency
                                                   : crm_context_get_currency (context)) ==
          0);
  gint64 lines = crm_record_get_int (record, "line-count");

  words->who =
      g_strdup_printf (is_return ? _ ("Return %s") : _ ("Order %s"), crm_record_get_title (record));
  words->what = lines > 0 ? g_strdup_printf (ngettext ("%s · %d line", "%s · %d lines", lines),
                                             amount, (int) lines)
                          : g_steal_pointer (&amount);
  if (g_strcmp0 (crm_record_get_text (record, "status"), "fulfilled") != 0)
    {
      words->pill = g_strdup (crm_record_get_text (record, "status"));
      words->choices = crm_enum_lookup ("order-status");
    }
}

static void
word_activity (CrmContext *context, CrmRecord *record, Words *words)
{
  const char *owner = crm_context_link_title (context, crm_record_get_link (record, "owner"));
  const char *subject = crm_record_get_text (record, "subject");
  const char *body = crm_record_get_text (record, "body");
  const char *outcome = crm_record_get_text (record, "outcome");

  if (g_strcmp0 (crm_record_get_text (record, "kind"), "task") == 0)
    {
      gint64 due = crm_record_get_int (record, "due");

      words->who = g_strdup (subject);
      words->what = g_strdup (owner != NULL ? owner : "");
      words->more = g_strdup (body);
      if (is_open (record) && due != CRM_NULL_INT && due < crm_day_today ())
        words->pill = g_strdup ("overdue");
      return;
    }
  words->who = g_strdup (owner != NULL ? owner
                                       : crm_enum_label (crm_enum_lookup ("activity-kind"),
                                                         crm_record_get_text (record, "kind")));
  words->what = describe_deed (context, record);
  if (outcome != NULL && g_strcmp0 (outcome, "answered") != 0)
    {
      words->pill = g_strdup (outcome);
      words->choices = crm_enum_lookup ("call-outcome");
    }
  words->more = body != NULL && g_strcmp0 (body, subject) != 0
                    ? g_strdup_printf ("%s\n%s", subject, body)
                    : g_strdup (subject);
}

static char *
format_when (const CrmFeedItem *item)
{
  gint64 due = crm_record_get_entity (item->record) == &crm_entity_activity
                   ? crm_record_get_int (item->record, "due")
                   : CRM_NULL_INT;

  if (crm_record_get_entity (item->record) == &crm_entity_order)
    return crm_format_day (crm_record_get_int (item->record, "day"));
  if (due != CRM_NULL_INT && is_open (item->record))
    {
      g_autofree char *day = crm_format_day (due);

      return g_strdup_printf (_ ("due %s"), day);
    }
  return crm_format_instant (item->at);
}

CrmId
crm_timeline_row_get_id (GtkWidget *row)
{
  CrmRecord *record = g_object_get_data (G_OBJECT (row), "record");

  return record != NULL ? crm_record_get_id (record) : 0;
}

static GtkWidget *
make_row (CrmRecord *record, GtkWidget *child, const char *name)
{
  GtkWidget *row = gtk_list_box_row_new ();

  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), child);
  g_object_set_data_full (G_OBJECT (row), "record", g_object_ref (record), g_object_unref);
  gtk_accessible_update_property (GTK_ACCESSIBLE (row), GTK_ACCESSIBLE_PROPERTY_LABEL, name, -1);
  return row;
}

static GtkWidget *
make_first_line (const Words *words, const char *when)
{
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *who = crm_record_label (words->who, "crm-timeline-who");
  GtkWidget *what = crm_record_label (words->what, "crm-body");
  GtkWidget *time = gtk_label_new (when);

  gtk_label_set_max_width_chars (GTK_LABEL (what), 30);
  gtk_box_append (GTK_BOX (line), who);
  gtk_box_append (GTK_BOX (line), what);
  if (g_strcmp0 (words->pill, "overdue") == 0)
    {
      GtkWidget *pill = gtk_label_new (_ ("Overdue"));

      gtk_widget_add_css_class (pill, "crm-pill");
      gtk_widget_add_css_class (pill, "red");
      gtk_widget_set_valign (pill, GTK_ALIGN_CENTER);
      gtk_box_append (GTK_BOX (line), pill);
    }
  else if (words->pill != NULL)
    gtk_box_append (GTK_BOX (line), crm_record_pill (words->choices, words->pill));
  gtk_widget_set_hexpand (time, TRUE);
  gtk_widget_set_halign (time, GTK_ALIGN_END);
  gtk_widget_add_css_class (time, "crm-caption");
  gtk_widget_add_css_class (time, "crm-number");
  gtk_box_append (GTK_BOX (line), time);
  return line;
}

GtkWidget *
crm_timeline_row_new (CrmContext *context, const CrmFeedItem *item)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *texts = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);
  g_autofree char *when = format_when (item);
  g_autofree char *name = NULL;
  Words words = { NULL };

  if (crm_record_get_entity (item->record) == &crm_entity_order)
    word_order (context, item->record, &words);
  else
    word_activity (context, item->record, &words);
  gtk_widget_set_hexpand (texts, TRUE);
  gtk_widget_set_valign (texts, GTK_ALIGN_CENTER);
  gtk_box_append (GTK_BOX (texts), make_first_line (&words, when));
  if (words.more != NULL)
    {
      GtkWidget *more = crm_record_label (words.more, "crm-timeline-more");

      gtk_label_set_wrap (GTK_LABEL (more), TRUE);
      gtk_label_set_wrap_mode (GTK_LABEL (more), PANGO_WRAP_WORD_CHAR);
      gtk_label_set_lines (GTK_LABEL (more), 3);
      gtk_box_append (GTK_BOX (texts), more);
    }
  gtk_box_append (GTK_BOX (box), make_mark (context, item->record));
  gtk_box_append (GTK_BOX (box), texts);
  name = g_strdup_printf ("%s %s, %s", words.who, words.what, when);
  clear_words (&words);
  return make_row (item->record, box, name);
}

/* ---- the table of orders ---- */

static GtkWidget *
make_cell (const char *text, int width, gboolean right)
{
  GtkWidget *label = crm_record_label (text, "crm-table-text");

  gtk_widget_set_size_request (label, crm_ui_scaled (width), -1);
  gtk_label_set_xalign (GTK_LABEL (label), right ? 1 : 0);
  if (right)
    gtk_widget_add_css_class (label, "crm-number");
  return label;
}

GtkWidget *
crm_order_row_new (CrmContext *context, const CrmFeedItem *item)
{
  CrmRecord *record = item->record;
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  const char *currency = crm_record_get_text (record, "currency");
  const char *kind = crm_record_get_text (record, "kind");
  g_autofree char *day = crm_format_day (crm_record_get_int (record, "day"));
  g_autofree char *amount =
      crm_format_money (crm_record_get_int (record, "amount"),
                        currency != NULL ? currency : crm_context_get_currency (context), FALSE);
  g_autofree char *lines = crm_format_integer (MAX (0, crm_record_get_int (record, "line-count")));
  g_autofree char *name = NULL;
  GtkWidget *row;
  GtkWidget *number = make_cell (crm_record_get_title (record), 60, FALSE);
  GtkWidget *pills = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  GtkWidget *status =
      crm_record_pill (crm_enum_lookup ("order-status"), crm_record_get_text (record, "status"));

  gtk_widget_set_hexpand (number, TRUE);
  gtk_widget_add_css_class (number, "crm-strong");
  if (g_strcmp0 (kind, "return") == 0)
    gtk_box_append (GTK_BOX (pills), crm_record_pill (crm_enum_lookup ("order-kind"), kind));
  if (status != NULL)
    gtk_box_append (GTK_BOX (pills), status);
  gtk_widget_set_size_request (pills, crm_ui_scaled (120), -1);
  gtk_box_append (GTK_BOX (line), number);
  gtk_box_append (GTK_BOX (line), make_cell (day, 90, FALSE));
  gtk_box_append (GTK_BOX (line), pills);
  gtk_box_append (GTK_BOX (line), make_cell (lines, 50, TRUE));
  gtk_box_append (GTK_BOX (line), make_cell (amount, 110, TRUE));
  gtk_widget_add_css_class (line, "crm-property-line");
  name = g_strdup_printf ("%s, %s, %s", crm_record_get_title (record), day, amount);
  row = make_row (record, line, name);
  gtk_widget_add_css_class (row, "crm-property");
  return row;
}

GtkWidget *
crm_order_heads_new (void)
{
  GtkWidget *row = gtk_list_box_row_new ();
  GtkWidget *line = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 12);
  GtkWidget *number = make_cell (_ ("Order"), 60, FALSE);

  gtk_widget_set_hexpand (number, TRUE);
  gtk_box_append (GTK_BOX (line), number);
  gtk_box_append (GTK_BOX (line), make_cell (_ ("Date"), 90, FALSE));
  gtk_box_append (GTK_BOX (line), make_cell (_ ("Status"), 120, FALSE));
  gtk_box_append (GTK_BOX (line), make_cell (_ ("Lines"), 50, TRUE));
  gtk_box_append (GTK_BOX (line), make_cell (_ ("Amount"), 110, TRUE));
  gtk_widget_add_css_class (line, "crm-property-line");
  gtk_list_box_row_set_child (GTK_LIST_BOX_ROW (row), line);
  gtk_list_box_row_set_activatable (GTK_LIST_BOX_ROW (row), FALSE);
  gtk_widget_set_focusable (row, FALSE);
  gtk_widget_add_css_class (row, "crm-property");
  gtk_widget_add_css_class (row, "crm-column-heads");
  return row;
}
