/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The states of a list without rows. Main thread; the search for the condition to drop runs on a
 * reader. */

#include "config.h"

#include "crm-list-states.h"

#include <adwaita.h>
#include <glib/gi18n-lib.h>

#include "crm-entities.h"
#include "crm-filter-chips.h"
#include "crm-format.h"
#include "crm-list-look.h"

#define SKELETON_ROWS 12

struct _CrmListStates
{
  GtkWidget parent_instance;
  CrmContext *context;
  const CrmEntity *entity;
  GtkWidget *stack;
  GtkWidget *status; /* AdwStatusPage, for all but loading */
  GtkWidget *buttons;
  GtkWidget *primary;
  GtkWidget *secondary;
  GtkWidget *details;
  GtkWidget *details_text;
  GtkWidget *loading_words;
  GtkWidget *loading_text;
  CrmQuery *query;   /* that matches nothing */
  CrmQuery *dropped; /* what the button shows instead */
  GCancellable *finding;
  const char *state;
};

enum
{
  CREATE,
  IMPORT,
  RETRY,
  CANCEL,
  DROP,
  N_SIGNALS
};
static guint signals[N_SIGNALS];

G_DEFINE_FINAL_TYPE (CrmListStates, crm_list_states, GTK_TYPE_WIDGET)

static void
set_button (GtkWidget *button, const char *label, gboolean suggested)
{
  gtk_widget_set_visible (button, label != NULL);
  if (label == NULL)
    return;
  gtk_button_set_label (GTK_BUTTON (button), label);
  if (suggested)
    gtk_widget_add_css_class (button, "suggested-action");
  else
    gtk_widget_remove_css_class (button, "suggested-action");
}

static void
show_status (CrmListStates *self, const char *state, const char *icon, const char *title,
             const char *text)
{
  g_cancellable_cancel (self->finding);
  g_clear_object (&self->finding);
  g_clear_pointer (&self->dropped, crm_query_free);
  self->state = state;
  adw_status_page_set_icon_name (ADW_STATUS_PAGE (self->status), icon);
  adw_status_page_set_title (ADW_STATUS_PAGE (self->status), title);
  adw_status_page_set_description (ADW_STATUS_PAGE (self->status), text);
  set_button (self->primary, NULL, FALSE);
  set_button (self->secondary, NULL, FALSE);
  gtk_widget_set_visible (self->details, FALSE);
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "status");
}

void
crm_list_states_show_first_use (CrmListStates *self)
{
  const CrmListLook *look = crm_list_look_for (self->entity);

  show_status (self, "first-use", look->icon, crm_list_look_none_title (self->entity),
               look->first_use != NULL ? _ (look->first_use) : NULL);
  set_button (self->primary, _ ("_New"), TRUE);
  /* What a list of customers or of transactions brings. */
  if (self->entity == &crm_entity_customer || self->entity == &crm_entity_contact ||
      self->entity == &crm_entity_product || self->entity == &crm_entity_order)
    set_button (self->secondary, _ ("_Import a List…"), FALSE);
}

void
crm_list_states_show_empty_bin (CrmListStates *self)
{
  show_status (self, "empty-bin", "user-trash-symbolic", _ ("The Trash Is Empty"),
               _ ("What you delete stays here until you delete it for good."));
}

void
crm_list_states_show_error (CrmListStates *self, const GError *error)
{
  show_status (self, "error", "dialog-warning-symbolic", _ ("The List Could Not Be Read"),
               _ ("Your data is as it was. Try again, or look at the details."));
  set_button (self->primary, _ ("_Try Again"), FALSE);
  gtk_label_set_text (GTK_LABEL (self->details_text), error != NULL ? error->message : "");
  gtk_widget_set_visible (self->details, TRUE);
}

const char *
crm_list_states_get_state (CrmListStates *self)
{
  return self->state;
}

/* ---- nothing matches: which condition keeps everything out? ---- */

typedef struct
{
  CrmQuery *query;
  gint64 *counts; /* without search first, then without each condition */
  guint n;
} Finding;

static void
free_finding (gpointer data)
{
  Finding *finding = data;

  crm_query_free (finding->query);
  g_free (finding->counts);
  g_free (finding);
}

static Finding *
make_finding (const CrmQuery *query)
{
  Finding *finding = g_new0 (Finding, 1);

  finding->query = crm_query_copy (query);
  finding->n = crm_query_n_conditions (query) + 1;
  finding->counts = g_new0 (gint64, finding->n);
  return finding;
}

static CrmQuery *
query_without (const CrmQuery *query, guint index)
{
  CrmQuery *copy = NULL;

  if (index > 0)
    return crm_query_without_condition (query, index - 1);
  copy = crm_query_copy (query);
  g_clear_pointer (&copy->search, g_free);
  return copy;
}

static gpointer
find_condition (CrmReader *reader, gpointer data, GCancellable *cancellable, GError **error)
{
  Finding *finding = make_finding (data);

  for (guint i = 0; i < finding->n; i++)
    {
      g_autoptr (CrmQuery) without = NULL;
      if (i == 0 && (finding->query->search == NULL || *finding->query->search == '\0'))
        continue;
      without = query_without (finding->query, i);
      finding->counts[i] = crm_query_count (without, reader, error);
      if (finding->counts[i] < 0)
        {
          free_finding (finding);
          return NULL;
        }
    }
  return finding;
}

static void
offer_drop (CrmListStates *self, Finding *finding, guint best)
{
  g_autofree char *count = crm_entity_count_text (self->entity, (guint64) finding->counts[best]);
  g_autofree char *name =
      best > 0 ? crm_query_describe_condition (finding->query, best - 1, self->context) : NULL;
  g_autofree char *text = NULL;

  if (best > 0)
    /* Translators: "214 customers match without “Last order within 30 days”." */
    text = g_strdup_printf (ngettext ("%s matches without “%s”.", "%s match without “%s”.",
                                      (gulong) finding->counts[best]),
                            count, name);
  else
    text = g_strdup_printf (ngettext ("%s matches without the search for “%s”.",
                                      "%s match without the search for “%s”.",
                                      (gulong) finding->counts[best]),
                            count, finding->query->search);
  adw_status_page_set_description (ADW_STATUS_PAGE (self->status), text);
  set_button (self->primary, best > 0 ? _ ("_Drop That Filter") : _ ("_Clear Search"), FALSE);
  self->dropped = query_without (finding->query, best);
}

static void
offer_all (CrmListStates *self, const CrmQuery *query)
{
  adw_status_page_set_description (
      ADW_STATUS_PAGE (self->status),
      _ ("No single filter is to blame; without any of them there is something to see."));
  set_button (self->primary, _ ("_Clear All Filters"), FALSE);
  self->dropped = crm_query_copy (query);
  g_clear_pointer (&self->dropped->filter, crm_filter_unref);
  g_clear_pointer (&self->dropped->search, g_free);
  self->dropped->segment = 0;
}

static void
found_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CrmListStates) self = CRM_LIST_STATES (data);
  Finding *finding = crm_store_read_finish (CRM_STORE (source), result, NULL);
  guint best = 0;

  if (finding == NULL)
    return;
  if (self->stack != NULL && g_strcmp0 (self->state, "no-match") == 0 && self->dropped == NULL &&
      self->query != NULL && crm_query_equal (self->query, finding->query))
    {
      for (guint i = 1; i < finding->n; i++)
        if (finding->counts[i] > finding->counts[best])
          best = i;
      if (finding->counts[best] > 0)
        offer_drop (self, finding, best);
      else
        offer_all (self, finding->query);
    }
  free_finding (finding);
}

void
crm_list_states_show_no_match (CrmListStates *self, const CrmQuery *query)
{
  gboolean only_search =
      crm_query_n_conditions (query) == 0 && query->search != NULL && *query->search != '\0';

  if (g_strcmp0 (self->state, "no-match") == 0 && self->query != NULL &&
      crm_query_equal (self->query, query) &&
      g_strcmp0 (gtk_stack_get_visible_child_name (GTK_STACK (self->stack)), "status") == 0)
    return;
  g_clear_pointer (&self->query, crm_query_free);
  self->query = crm_query_copy (query);
  show_status (self, "no-match", "system-search-symbolic", _ ("Nothing Matches"), NULL);
  if (only_search)
    {
      g_autofree char *text = g_strdup_printf (
          _ ("Nothing contains “%s”. Search finds parts of words, pinyin and telephone digits."),
          query->search);
      adw_status_page_set_description (ADW_STATUS_PAGE (self->status), text);
      set_button (self->primary, _ ("_Clear Search"), FALSE);
      self->dropped = query_without (query, 0);
      return;
    }
  self->finding = g_cancellable_new ();
  crm_store_read_slowly_async (crm_context_get_store (self->context), find_condition,
                               crm_query_copy (query), (GDestroyNotify) crm_query_free,
                               free_finding, self->finding, found_cb, g_object_ref (self));
}

/* ---- loading ---- */

void
crm_list_states_show_loading (CrmListStates *self, gboolean words, gint64 total)
{
  self->state = "loading";
  gtk_widget_set_visible (self->loading_words, words);
  if (words)
    {
      g_autofree char *count =
          total >= 0 ? crm_entity_count_text (self->entity, (guint64) total) : NULL;
      g_autofree char *text =
          count != NULL ? g_strdup_printf (_ ("Reading %s…"), count) : g_strdup (_ ("Reading…"));
      gtk_label_set_text (GTK_LABEL (self->loading_text), text);
    }
  gtk_stack_set_visible_child_name (GTK_STACK (self->stack), "loading");
}

static GtkWidget *
make_bar (int width, int height, gboolean round)
{
  GtkWidget *bar = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);

  gtk_widget_set_size_request (bar, width, height);
  gtk_widget_set_valign (bar, GTK_ALIGN_CENTER);
  gtk_widget_add_css_class (bar, "crm-skeleton");
  if (round)
    gtk_widget_add_css_class (bar, "round");
  return bar;
}

static GtkWidget *
make_skeleton (void)
{
  static const int widths[] = { 150, 126, 104, 142, 118, 94, 146, 108, 134, 98, 140, 112 };
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 0);

  gtk_widget_add_css_class (box, "crm-list-skeleton");
  for (int i = 0; i < SKELETON_ROWS; i++)
    {
      GtkWidget *row = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 10);
      GtkWidget *gap = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 0);
      gtk_widget_set_hexpand (gap, TRUE);
      gtk_widget_set_size_request (row, -1, 36);
      gtk_widget_set_opacity (row, 1.0 - 0.075 * i);
      gtk_box_append (GTK_BOX (row), make_bar (24, 24, TRUE));
      gtk_box_append (GTK_BOX (row), make_bar (widths[i], 10, FALSE));
      gtk_box_append (GTK_BOX (row), gap);
      gtk_box_append (GTK_BOX (row), make_bar (64, 10, FALSE));
      gtk_box_append (GTK_BOX (box), row);
    }
  return box;
}

static void
cancel_cb (GtkButton *button, CrmListStates *self)
{
  g_signal_emit (self, signals[CANCEL], 0);
}

static GtkWidget *
make_loading (CrmListStates *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  GtkWidget *cancel = gtk_button_new_with_mnemonic (_ ("_Cancel"));

  self->loading_words = gtk_box_new (GTK_ORIENTATION_VERTICAL, 12);
  self->loading_text = gtk_label_new (NULL);
  gtk_widget_add_css_class (self->loading_text, "crm-caption");
  gtk_widget_set_halign (cancel, GTK_ALIGN_CENTER);
  g_signal_connect_object (cancel, "clicked", G_CALLBACK (cancel_cb), self, 0);
  gtk_box_append (GTK_BOX (self->loading_words), self->loading_text);
  gtk_box_append (GTK_BOX (self->loading_words), cancel);
  gtk_box_append (GTK_BOX (box), make_skeleton ());
  gtk_box_append (GTK_BOX (box), self->loading_words);
  return box;
}

/* ---- construction ---- */

static void
primary_cb (GtkButton *button, CrmListStates *self)
{
  g_autoptr (CrmQuery) dropped = NULL;

  if (g_strcmp0 (self->state, "first-use") == 0)
    g_signal_emit (self, signals[CREATE], 0);
  else if (g_strcmp0 (self->state, "error") == 0)
    g_signal_emit (self, signals[RETRY], 0);
  else if (self->dropped != NULL)
    {
      dropped = crm_query_copy (self->dropped);
      g_signal_emit (self, signals[DROP], 0, dropped);
    }
}

static void
secondary_cb (GtkButton *button, CrmListStates *self)
{
  g_signal_emit (self, signals[IMPORT], 0);
}

static void
crm_list_states_dispose (GObject *object)
{
  CrmListStates *self = CRM_LIST_STATES (object);

  g_cancellable_cancel (self->finding);
  g_clear_object (&self->finding);
  g_clear_pointer (&self->stack, gtk_widget_unparent);
  g_clear_pointer (&self->query, crm_query_free);
  g_clear_pointer (&self->dropped, crm_query_free);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (crm_list_states_parent_class)->dispose (object);
}

static void
crm_list_states_class_init (CrmListStatesClass *klass)
{
  const char *const names[] = { "create", "import", "retry", "cancel" };

  G_OBJECT_CLASS (klass)->dispose = crm_list_states_dispose;
  for (guint i = 0; i < G_N_ELEMENTS (names); i++)
    signals[i] = g_signal_new (names[i], CRM_TYPE_LIST_STATES, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                               NULL, G_TYPE_NONE, 0);
  signals[DROP] = g_signal_new ("drop", CRM_TYPE_LIST_STATES, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                NULL, G_TYPE_NONE, 1, G_TYPE_POINTER);
  gtk_widget_class_set_layout_manager_type (GTK_WIDGET_CLASS (klass), GTK_TYPE_BIN_LAYOUT);
}

static void
crm_list_states_init (CrmListStates *self)
{
}

static GtkWidget *
make_status (CrmListStates *self)
{
  GtkWidget *box = gtk_box_new (GTK_ORIENTATION_VERTICAL, 18);

  self->status = adw_status_page_new ();
  gtk_widget_add_css_class (self->status, "compact");
  self->buttons = gtk_box_new (GTK_ORIENTATION_HORIZONTAL, 6);
  gtk_widget_set_halign (self->buttons, GTK_ALIGN_CENTER);
  self->primary = gtk_button_new_with_mnemonic ("");
  self->secondary = gtk_button_new_with_mnemonic ("");
  gtk_button_set_use_underline (GTK_BUTTON (self->primary), TRUE);
  gtk_button_set_use_underline (GTK_BUTTON (self->secondary), TRUE);
  g_signal_connect_object (self->primary, "clicked", G_CALLBACK (primary_cb), self, 0);
  g_signal_connect_object (self->secondary, "clicked", G_CALLBACK (secondary_cb), self, 0);
  gtk_box_append (GTK_BOX (self->buttons), self->primary);
  gtk_box_append (GTK_BOX (self->buttons), self->secondary);

  self->details = gtk_expander_new_with_mnemonic (_ ("_Details"));
  self->details_text = gtk_label_new (NULL);
  gtk_label_set_wrap (GTK_LABEL (self->details_text), TRUE);
  gtk_label_set_selectable (GTK_LABEL (self->details_text), TRUE);
  gtk_label_set_xalign (GTK_LABEL (self->details_text), 0);
  gtk_widget_add_css_class (self->details_text, "crm-caption");
  gtk_expander_set_child (GTK_EXPANDER (self->details), self->details_text);
  gtk_widget_set_halign (self->details, GTK_ALIGN_CENTER);

  gtk_box_append (GTK_BOX (box), self->buttons);
  gtk_box_append (GTK_BOX (box), self->details);
  adw_status_page_set_child (ADW_STATUS_PAGE (self->status), box);
  return self->status;
}

GtkWidget *
crm_list_states_new (CrmContext *context, const CrmEntity *entity)
{
  CrmListStates *self = g_object_new (CRM_TYPE_LIST_STATES, NULL);

  self->context = g_object_ref (context);
  self->entity = entity;
  self->stack = gtk_stack_new ();
  gtk_widget_set_parent (self->stack, GTK_WIDGET (self));
  gtk_stack_add_named (GTK_STACK (self->stack), make_status (self), "status");
  gtk_stack_add_named (GTK_STACK (self->stack), make_loading (self), "loading");
  return GTK_WIDGET (self);
}
