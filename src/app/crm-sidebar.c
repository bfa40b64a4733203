/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The sidebar: pages, saved views, trash, and how the store is doing. Main thread.
 *
 * Three list boxes act as one list: at most one row of all is selected, and `quiet` is set while that
 * is done in code. Figures are read again at most one at a time; a change that comes meanwhile sets
 * `stale` and is read afterwards. */

#include "crm-sidebar.h"

#include <adwaita.h>
#include <glib/gi18n.h>

#include "crm-entities.h"
#include "crm-format.h"
#include "crm-jobs-popover.h"
#include "crm-pages.h"
#include "crm-sidebar-row.h"
#include "crm-views.h"

#define READ_DELAY_MS    120
#define FIRST_FIGURES_MS 400

struct _CrmSidebar
{
  GtkWidget parent;

  CrmContext *context;
  CrmCensus *census;
  GCancellable *cancellable;
  gboolean reading;
  gboolean stale;
  gboolean quiet;
  guint read_source;
  guint selection_source;
  char *page;
  CrmId view;

  AdwAvatar *avatar;
  GtkLabel *workspace_label;
  GtkMenuButton *menu_button;
  GtkListBox *pages_list;
  GtkListBox *views_list;
  GtkListBox *end_list;
  GtkLabel *views_hint;
  GtkStack *state_stack;
  GtkSpinner *state_spinner;
  GtkLabel *state_label;
  GtkLabel *state_caption;
  GtkMenuButton *jobs_button;
};

G_DEFINE_FINAL_TYPE (CrmSidebar, crm_sidebar, GTK_TYPE_WIDGET)

enum
{
  PROP_CONTEXT = 1,
  N_PROPS
};

enum
{
  PAGE,
  VIEW,
  CENSUS,
  N_SIGNALS
};

static GParamSpec *props[N_PROPS];
static guint signals[N_SIGNALS];

/* ---- selection ---- */

static CrmSidebarRow *
find_in (GtkListBox *list, const char *page, CrmId view)
{
  GtkListBoxRow *row;

  for (int i = 0; (row = gtk_list_box_get_row_at_index (list, i)) != NULL; i++)
    {
      CrmSidebarRow *self = CRM_SIDEBAR_ROW (row);

      if (view != 0 ? crm_sidebar_row_get_view (self) == view
                    : crm_sidebar_row_get_view (self) == 0 &&
                          g_strcmp0 (crm_sidebar_row_get_name (self), page) == 0)
        return self;
    }
  return NULL;
}

GtkWidget *
crm_sidebar_find_row (CrmSidebar *self, const char *page, CrmId view)
{
  GtkListBox *lists[] = { self->pages_list, self->views_list, self->end_list };

  g_return_val_if_fail (CRM_IS_SIDEBAR (self), NULL);

  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      CrmSidebarRow *row = find_in (lists[i], page, view);

      if (row != NULL)
        return GTK_WIDGET (row);
    }
  return NULL;
}

static void
show_selection (CrmSidebar *self)
{
  GtkListBox *lists[] = { self->pages_list, self->views_list, self->end_list };

  self->quiet = TRUE;
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    gtk_list_box_select_row (lists[i],
                             GTK_LIST_BOX_ROW (find_in (lists[i], self->page, self->view)));
  self->quiet = FALSE;
}

void
crm_sidebar_select (CrmSidebar *self, const char *page, CrmId view)
{
  g_return_if_fail (CRM_IS_SIDEBAR (self));

  if (page != self->page)
    {
      g_free (self->page);
      self->page = g_strdup (page);
    }
  self->view = view;
  show_selection (self);
}

CrmRecord *
crm_sidebar_get_view_record (CrmSidebar *self, CrmId id)
{
  g_return_val_if_fail (CRM_IS_SIDEBAR (self), NULL);

  if (self->census == NULL)
    return NULL;
  for (guint i = 0; i < self->census->views->len; i++)
    {
      CrmCensusView *view = g_ptr_array_index (self->census->views, i);

      if (crm_record_get_id (view->record) == id)
        return view->record;
    }
  return NULL;
}

static void
choose_row (CrmSidebar *self, CrmSidebarRow *row)
{
  CrmId id = crm_sidebar_row_get_view (row);

  if (id == 0)
    {
      g_autofree char *name = g_strdup (crm_sidebar_row_get_name (row));

      crm_sidebar_select (self, name, 0);
      g_signal_emit (self, signals[PAGE], 0, name);
    }
  else
    {
      g_autoptr (CrmRecord) record = crm_sidebar_get_view_record (self, id);

      if (record == NULL)
        return;
      g_object_ref (record);
      crm_sidebar_select (self, NULL, id);
      g_signal_emit (self, signals[VIEW], 0, record);
    }
}

void
crm_sidebar_choose_view (CrmSidebar *self, CrmId view)
{
  GtkWidget *row = crm_sidebar_find_row (self, NULL, view);

  if (row != NULL)
    choose_row (self, CRM_SIDEBAR_ROW (row));
}

static void
row_activated_cb (GtkListBox *list, GtkListBoxRow *row, CrmSidebar *self)
{
  choose_row (self, CRM_SIDEBAR_ROW (row));
}

static gboolean
show_selection_cb (gpointer data)
{
  CrmSidebar *self = data;

  self->selection_source = 0;
  show_selection (self);
  return G_SOURCE_REMOVE;
}

/* A list box selects the row that Tab brings the focus to. Who only passes by does not want to go
 * there: what is shown stays selected. */
static void
row_selected_cb (GtkListBox *list, GtkListBoxRow *row, CrmSidebar *self)
{
  if (!self->quiet && self->selection_source == 0)
    self->selection_source = g_idle_add (show_selection_cb, self);
}

/* Arrow keys select without activating; after the list box has moved. */
static void
cursor_moved_cb (GtkListBox *list, GtkMovementStep step, int count, gboolean extend,
                 gboolean modify, CrmSidebar *self)
{
  GtkListBoxRow *row = gtk_list_box_get_selected_row (list);

  if (row != NULL && !modify)
    choose_row (self, CRM_SIDEBAR_ROW (row));
}

/* ---- figures ---- */

static void
fill_pages (CrmSidebar *self)
{
  guint n;
  const CrmPageInfo *pages = crm_pages (&n);

  for (guint i = 0; i < n; i++)
    {
      GtkWidget *row;

      if (pages[i].hidden)
        continue;
      row = crm_sidebar_row_new_page (pages[i].name, _ (pages[i].label), pages[i].icon);
      gtk_list_box_append (pages[i].at_end ? self->end_list : self->pages_list, row);
    }
}

static void
show_counts (CrmSidebar *self)
{
  guint n;
  const CrmPageInfo *pages = crm_pages (&n);

  for (guint i = 0; i < n; i++)
    {
      GtkWidget *row = crm_sidebar_find_row (self, pages[i].name, 0);
      gint64 count = -1;
      gboolean due = FALSE;

      if (row == NULL)
        continue;
      if (pages[i].entity != NULL)
        count = crm_census_get_count (self->census, pages[i].entity);
      else if (g_str_equal (pages[i].name, "trash"))
        count = self->census->deleted > 0 ? self->census->deleted : -1;
      else if (g_str_equal (pages[i].name, "today"))
        {
          count = self->census->due > 0 ? self->census->due : -1;
          due = self->census->overdue > 0;
        }
      crm_sidebar_row_set_count (CRM_SIDEBAR_ROW (row), count, due);
    }
}

static gboolean
same_views (CrmSidebar *self)
{
  guint n = 0;

  for (; gtk_list_box_get_row_at_index (self->views_list, n) != NULL; n++)
    {
      CrmSidebarRow *row = CRM_SIDEBAR_ROW (gtk_list_box_get_row_at_index (self->views_list, n));
      CrmCensusView *view;

      if (n >= self->census->views->len)
        return FALSE;
      view = g_ptr_array_index (self->census->views, n);
      if (crm_sidebar_row_get_view (row) != crm_record_get_id (view->record))
        return FALSE;
    }
  return n == self->census->views->len;
}

static void
popup_view_menu_cb (GtkGestureClick *gesture, int n, double x, double y, GtkWidget *row);

static void
add_view_row (CrmSidebar *self, CrmRecord *record)
{
  GtkWidget *row = crm_sidebar_row_new_view (
      crm_record_get_id (record), crm_record_get_title (record), crm_census_view_tone (record));
  GtkGesture *click = gtk_gesture_click_new ();

  gtk_gesture_single_set_button (GTK_GESTURE_SINGLE (click), GDK_BUTTON_SECONDARY);
  g_signal_connect (click, "pressed", G_CALLBACK (popup_view_menu_cb), row);
  gtk_widget_add_controller (row, GTK_EVENT_CONTROLLER (click));
  gtk_list_box_append (self->views_list, row);
}

static void
show_views (CrmSidebar *self)
{
  GtkListBoxRow *row;

  if (!same_views (self))
    {
      self->quiet = TRUE;
      while ((row = gtk_list_box_get_row_at_index (self->views_list, 0)) != NULL)
        gtk_list_box_remove (self->views_list, GTK_WIDGET (row));
      for (guint i = 0; i < self->census->views->len; i++)
        {
          CrmCensusView *view = g_ptr_array_index (self->census->views, i);

          add_view_row (self, view->record);
        }
      self->quiet = FALSE;
      show_selection (self);
    }
  for (guint i = 0; i < self->census->views->len; i++)
    {
      CrmCensusView *view = g_ptr_array_index (self->census->views, i);
      CrmSidebarRow *view_row =
          CRM_SIDEBAR_ROW (gtk_list_box_get_row_at_index (self->views_list, i));

      crm_sidebar_row_set_label (view_row, crm_record_get_title (view->record),
                                 crm_census_view_tone (view->record));
      crm_sidebar_row_set_count (view_row, view->count, FALSE);
    }
  gtk_widget_set_visible (GTK_WIDGET (self->views_hint), self->census->views->len == 0);
}

const CrmCensus *
crm_sidebar_get_census (CrmSidebar *self)
{
  g_return_val_if_fail (CRM_IS_SIDEBAR (self), NULL);

  return self->census;
}

static void read_census (CrmSidebar *self);

static void
census_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (CrmSidebar) self = data;
  g_autoptr (GError) error = NULL;
  CrmCensus *census = crm_store_read_finish (CRM_STORE (source), result, &error);

  self->reading = FALSE;
  if (g_cancellable_is_cancelled (self->cancellable) ||
      g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    {
      crm_census_free (census);
      return;
    }
  if (census == NULL)
    g_message ("The figures of the sidebar could not be read: %s", error->message);
  else
    {
      crm_census_free (self->census);
      self->census = census;
      show_counts (self);
      show_views (self);
      g_signal_emit (self, signals[CENSUS], 0);
    }
  if (self->stale)
    read_census (self);
}

static void
read_with (CrmSidebar *self, CrmReadFunc read)
{
  gint64 today = crm_day_today ();

  self->reading = TRUE;
  crm_store_read_slowly_async (
      crm_context_get_store (self->context), read, g_memdup2 (&today, sizeof today), g_free,
      (GDestroyNotify) crm_census_free, self->cancellable, census_read_cb, g_object_ref (self));
}

static void
read_census (CrmSidebar *self)
{
  self->stale = self->reading;
  if (!self->reading)
    read_with (self, crm_census_read);
}

static gboolean
read_soon_cb (gpointer data)
{
  CrmSidebar *self = data;

  self->read_source = 0;
  read_census (self);
  return G_SOURCE_REMOVE;
}

static void
store_changed_cb (CrmStore *store, const CrmChangeNotice *notice, CrmSidebar *self)
{
  if (self->read_source == 0)
    self->read_source = g_timeout_add (READ_DELAY_MS, read_soon_cb, self);
}

/* ---- views ---- */

static void
popup_view_menu_cb (GtkGestureClick *gesture, int n, double x, double y, GtkWidget *row)
{
  g_autoptr (GMenu) menu = g_menu_new ();
  gint64 id = crm_sidebar_row_get_view (CRM_SIDEBAR_ROW (row));
  g_autofree char *rename = g_strdup_printf ("view.rename(int64 %" G_GINT64_FORMAT ")", id);
  g_autofree char *delete = g_strdup_printf ("view.delete(int64 %" G_GINT64_FORMAT ")", id);
  GtkWidget *popover;

  g_menu_append (menu, _ ("_Rename…"), rename);
  g_menu_append (menu, _ ("_Delete"), delete);
  popover = gtk_popover_menu_new_from_model (G_MENU_MODEL (menu));
  gtk_widget_set_parent (popover, row);
  gtk_popover_set_pointing_to (GTK_POPOVER (popover), &(GdkRectangle){ x, y, 1, 1 });
  gtk_popover_set_has_arrow (GTK_POPOVER (popover), FALSE);
  gtk_widget_set_halign (popover, GTK_ALIGN_START);
  g_signal_connect_swapped (popover, "closed", G_CALLBACK (gtk_widget_unparent), popover);
  gtk_popover_popup (GTK_POPOVER (popover));
}

static void
rename_view (GtkWidget *widget, const char *name, GVariant *target)
{
  CrmSidebar *self = CRM_SIDEBAR (widget);
  CrmRecord *record = crm_sidebar_get_view_record (self, g_variant_get_int64 (target));

  if (record != NULL)
    crm_views_rename (self->context, GTK_WIDGET (self), record);
}

static void
delete_view (GtkWidget *widget, const char *name, GVariant *target)
{
  CrmSidebar *self = CRM_SIDEBAR (widget);
  CrmRecord *record = crm_sidebar_get_view_record (self, g_variant_get_int64 (target));

  if (record != NULL)
    crm_views_delete (self->context, record);
}

/* ---- state ---- */

static void
show_state (CrmSidebar *self)
{
  guint running = crm_jobs_get_n_running (crm_context_get_jobs (self->context));
  gboolean saving;
  g_autofree char *words = NULL;

  g_object_get (self->context, "pending-save", &saving, NULL);
  if (running > 0)
    words = g_strdup_printf (ngettext ("%u job running", "%u jobs running", running), running);
  else
    words = g_strdup (saving ? _ ("Saving…") : _ ("Up to date"));
  gtk_label_set_text (self->state_label, words);
  gtk_label_set_text (self->state_caption,
                      running > 0 ? _ ("You can go on working") : _ ("Everything is stored here"));
  gtk_stack_set_visible_child_name (self->state_stack, running > 0 || saving ? "busy" : "good");
  gtk_spinner_set_spinning (self->state_spinner, running > 0 || saving);
}

static void
state_changed_cb (CrmSidebar *self)
{
  show_state (self);
}

const char *
crm_sidebar_get_state_text (CrmSidebar *self)
{
  g_return_val_if_fail (CRM_IS_SIDEBAR (self), NULL);

  return gtk_label_get_text (self->state_label);
}

void
crm_sidebar_open_jobs (CrmSidebar *self)
{
  g_return_if_fail (CRM_IS_SIDEBAR (self));

  gtk_menu_button_popup (self->jobs_button);
}

void
crm_sidebar_set_menu (CrmSidebar *self, GMenuModel *menu)
{
  g_return_if_fail (CRM_IS_SIDEBAR (self));

  gtk_menu_button_set_menu_model (self->menu_button, menu);
}

/* The default file has no name of its own: the workspace is then called after its user. */
static void
show_workspace (CrmSidebar *self)
{
  GSettings *settings = crm_context_get_settings (self->context);
  g_autofree char *user = g_settings_get_string (settings, "user-name");
  g_autofree char *base =
      g_path_get_basename (crm_store_get_path (crm_context_get_store (self->context)));
  const char *name = user;
  char *dot = strrchr (base, '.');

  if (*user == '\0')
    name = g_get_real_name ();
  if (dot != NULL && dot != base)
    *dot = '\0';
  adw_avatar_set_text (self->avatar, name);
  gtk_label_set_text (self->workspace_label, g_str_equal (base, "crm") ? name : base);
  gtk_widget_set_tooltip_text (GTK_WIDGET (self->workspace_label),
                               crm_store_get_path (crm_context_get_store (self->context)));
}

/* ---- object ---- */

static void
crm_sidebar_constructed (GObject *object)
{
  CrmSidebar *self = CRM_SIDEBAR (object);
  CrmJobs *jobs = crm_context_get_jobs (self->context);
  GtkListBox *lists[] = { self->pages_list, self->views_list, self->end_list };

  G_OBJECT_CLASS (crm_sidebar_parent_class)->constructed (object);

  fill_pages (self);
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    {
      g_signal_connect (lists[i], "row-selected", G_CALLBACK (row_selected_cb), self);
      g_signal_connect_after (lists[i], "move-cursor", G_CALLBACK (cursor_moved_cb), self);
    }
  gtk_menu_button_set_popover (self->jobs_button, crm_jobs_popover_new (jobs));
  g_signal_connect_object (crm_context_get_store (self->context), "changed",
                           G_CALLBACK (store_changed_cb), self, 0);
  g_signal_connect_object (self->context, "notify::pending-save", G_CALLBACK (state_changed_cb),
                           self, G_CONNECT_SWAPPED);
  g_signal_connect_object (jobs, "notify::n-running", G_CALLBACK (state_changed_cb), self,
                           G_CONNECT_SWAPPED);
  g_signal_connect_object (crm_context_get_settings (self->context), "changed::user-name",
                           G_CALLBACK (show_workspace), self, G_CONNECT_SWAPPED);
  show_workspace (self);
  show_state (self);
  /* The figures wait until the page beside them has been painted. */
  read_with (self, crm_census_read_views);
  self->read_source = g_timeout_add (FIRST_FIGURES_MS, read_soon_cb, self);
}

static void
crm_sidebar_set_property (GObject *object, guint id, const GValue *value, GParamSpec *pspec)
{
  CrmSidebar *self = CRM_SIDEBAR (object);

  switch (id)
    {
    case PROP_CONTEXT:
      self->context = g_value_dup_object (value);
      break;
    default:
      G_OBJECT_WARN_INVALID_PROPERTY_ID (object, id, pspec);
    }
}

static void
crm_sidebar_dispose (GObject *object)
{
  CrmSidebar *self = CRM_SIDEBAR (object);
  GtkListBox *lists[] = { self->pages_list, self->views_list, self->end_list };
  GtkWidget *child;

  self->quiet = TRUE;
  g_cancellable_cancel (self->cancellable);
  g_clear_handle_id (&self->read_source, g_source_remove);
  g_clear_handle_id (&self->selection_source, g_source_remove);
  for (guint i = 0; i < G_N_ELEMENTS (lists); i++)
    if (lists[i] != NULL)
      g_signal_handlers_disconnect_by_func (lists[i], row_selected_cb, self);
  self->pages_list = self->views_list = self->end_list = NULL;
  while ((child = gtk_widget_get_first_child (GTK_WIDGET (self))) != NULL)
    gtk_widget_unparent (child);
  g_clear_pointer (&self->census, crm_census_free);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (crm_sidebar_parent_class)->dispose (object);
}

static void
crm_sidebar_finalize (GObject *object)
{
  CrmSidebar *self = CRM_SIDEBAR (object);

  g_clear_object (&self->cancellable);
  g_free (self->page);
  G_OBJECT_CLASS (crm_sidebar_parent_class)->finalize (object);
}

static void
crm_sidebar_class_init (CrmSidebarClass *klass)
{
  GObjectClass *object_class = G_OBJECT_CLASS (klass);
  GtkWidgetClass *widget_class = GTK_WIDGET_CLASS (klass);

  object_class->constructed = crm_sidebar_constructed;
  object_class->set_property = crm_sidebar_set_property;
  object_class->dispose = crm_sidebar_dispose;
  object_class->finalize = crm_sidebar_finalize;

  props[PROP_CONTEXT] =
      g_param_spec_object ("context", NULL, NULL, CRM_TYPE_CONTEXT,
                           G_PARAM_WRITABLE | G_PARAM_CONSTRUCT_ONLY | G_PARAM_STATIC_STRINGS);
  g_object_class_install_properties (object_class, N_PROPS, props);

  signals[PAGE] = g_signal_new ("page", CRM_TYPE_SIDEBAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, G_TYPE_STRING);
  signals[VIEW] = g_signal_new ("view", CRM_TYPE_SIDEBAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL, NULL,
                                G_TYPE_NONE, 1, CRM_TYPE_RECORD);
  signals[CENSUS] = g_signal_new ("census", CRM_TYPE_SIDEBAR, G_SIGNAL_RUN_LAST, 0, NULL, NULL,
                                  NULL, G_TYPE_NONE, 0);

  gtk_widget_class_set_template_from_resource (widget_class, "/org/example/Crm/ui/crm-sidebar.ui");
  gtk_widget_class_bind_template_child (widget_class, CrmSidebar, avatar);
  gtk_widget_class_bind_template_child (widget_class, CrmSidebar, workspace_label);
  gtk_widget_class_bind_template_child (widget_class, CrmSidebar, menu_button);
  gtk_widget_class_bind_template_child (widget_class, CrmSidebar, pages_list);
  gtk_widget_class_bind_template_child (widget_class, CrmSidebar, views_list);
  gtk_widget_class_bind_template_child (widget_class, CrmSidebar, end_list);
  gtk_widget_class_bind_template_child (widget_class, CrmSidebar, views_hint);
  gtk_widget_class_bind_template_child (widget_class, CrmSidebar, state_stack);
  gtk_widget_class_bind_template_child (widget_class, CrmSidebar, state_spinner);
  gtk_widget_class_bind_template_child (widget_class, CrmSidebar, state_label);
  gtk_widget_class_bind_template_child (widget_class, CrmSidebar, state_caption);
  gtk_widget_class_bind_template_child (widget_class, CrmSidebar, jobs_button);
  gtk_widget_class_bind_template_callback (widget_class, row_activated_cb);
  gtk_widget_class_install_action (widget_class, "view.rename", "x", rename_view);
  gtk_widget_class_install_action (widget_class, "view.delete", "x", delete_view);
}

static void
crm_sidebar_init (CrmSidebar *self)
{
  self->cancellable = g_cancellable_new ();
  gtk_widget_init_template (GTK_WIDGET (self));
}

GtkWidget *
crm_sidebar_new (CrmContext *context)
{
  g_return_val_if_fail (CRM_IS_CONTEXT (context), NULL);

  return g_object_new (CRM_TYPE_SIDEBAR, "context", context, NULL);
}
