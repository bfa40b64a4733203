/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Takes pictures of the pages. A page is at rest when two pictures of it, taken a moment apart after
 * a least time, are the same. Main thread. */

#include "crm-tour.h"

#include <glib/gi18n.h>
#include <glib/gstdio.h>

#include "crm-entities.h"
#include "crm-import-window.h"
#include "crm-pages.h"
#include "crm-shell.h"

#define LOOK_MS     200
#define LEAST_LOOKS 4
#define MOST_LOOKS  75

typedef struct
{
  const char *name;
  void (*go) (CrmTour *self);
} Stop;

struct _CrmTour
{
  char *folder;
  gboolean dark;
  gboolean narrow;
  CrmWindow *window;
  GArray *stops; /* Stop */
  guint stop;
  guint looks;
  GBytes *last;
  guint source;
};

static void go_next (CrmTour *self);

CrmTour *
crm_tour_new (const char *folder, gboolean dark, gboolean narrow)
{
  CrmTour *self = g_new0 (CrmTour, 1);

  self->folder = g_strdup (folder);
  self->dark = dark;
  self->narrow = narrow;
  self->stops = g_array_new (FALSE, TRUE, sizeof (Stop));
  return self;
}

void
crm_tour_free (CrmTour *self)
{
  g_clear_handle_id (&self->source, g_source_remove);
  g_clear_weak_pointer (&self->window);
  g_clear_pointer (&self->last, g_bytes_unref);
  g_array_unref (self->stops);
  g_free (self->folder);
  g_free (self);
}

void
crm_tour_fail (CrmTour *self, const char *message)
{
  g_printerr ("crm: %s\n", message);
  exit (1);
}

/* ---- pictures ---- */

static GdkTexture *
draw (GtkWidget *widget)
{
  g_autoptr (GdkPaintable) paintable = gtk_widget_paintable_new (widget);
  g_autoptr (GtkSnapshot) snapshot = gtk_snapshot_new ();
  g_autoptr (GskRenderNode) node = NULL;
  int width = gtk_widget_get_width (widget);
  int height = gtk_widget_get_height (widget);

  gdk_paintable_snapshot (paintable, GDK_SNAPSHOT (snapshot), width, height);
  node = gtk_snapshot_to_node (snapshot);
  if (node == NULL)
    return NULL;
  return gsk_renderer_render_texture (gtk_native_get_renderer (GTK_NATIVE (widget)), node,
                                      &GRAPHENE_RECT_INIT (0, 0, width, height));
}

static void
save (CrmTour *self, GBytes *picture)
{
  const Stop *stop = &g_array_index (self->stops, Stop, self->stop);
  g_autofree char *name = g_strdup_printf ("%s%s-%s.png", self->narrow ? "narrow-" : "",
                                           self->dark ? "dark" : "light", stop->name);
  g_autofree char *path = g_build_filename (self->folder, name, NULL);
  g_autoptr (GError) error = NULL;

  g_mkdir_with_parents (self->folder, 0755);
  if (!g_file_set_contents (path, g_bytes_get_data (picture, NULL), g_bytes_get_size (picture),
                            &error))
    crm_tour_fail (self, error->message);
}

/* Pictures show the window without the frame around it. */
static void
undecorate (GtkWidget *window)
{
  gtk_window_set_decorated (GTK_WINDOW (window), FALSE);
  gtk_widget_remove_css_class (window, "csd");
  gtk_widget_remove_css_class (window, "solid-csd");
}

static GtkWidget *
picture_window (CrmTour *self)
{
  g_autoptr (GListModel) windows = g_object_ref (gtk_window_get_toplevels ());

  /* A dialog of ours, if there is one, is what this stop is about. */
  for (guint i = 0; i < g_list_model_get_n_items (windows); i++)
    {
      g_autoptr (GtkWidget) window = g_list_model_get_item (windows, i);

      if (window != GTK_WIDGET (self->window) && gtk_widget_get_mapped (window) &&
          gtk_window_get_transient_for (GTK_WINDOW (window)) == GTK_WINDOW (self->window))
        return window;
    }
  return GTK_WIDGET (self->window);
}

static void
close_dialogs (CrmTour *self)
{
  GtkWidget *window = picture_window (self);

  if (window != GTK_WIDGET (self->window))
    gtk_window_destroy (GTK_WINDOW (window));
}

static gboolean
look_cb (gpointer data)
{
  CrmTour *self = data;
  GtkWidget *window = picture_window (self);
  g_autoptr (GdkTexture) texture = draw (window);
  g_autoptr (GBytes) picture = texture != NULL ? gdk_texture_save_to_png_bytes (texture) : NULL;
  gboolean rests = picture != NULL && self->last != NULL && g_bytes_equal (picture, self->last);

  undecorate (window);
  self->looks++;
  if (self->looks > MOST_LOOKS && !rests)
    crm_tour_fail (self, "A page does not come to rest.");
  if (self->looks < LEAST_LOOKS || !rests)
    {
      g_clear_pointer (&self->last, g_bytes_unref);
      self->last = g_steal_pointer (&picture);
      return G_SOURCE_CONTINUE;
    }
  save (self, picture);
  self->source = 0;
  self->stop++;
  go_next (self);
  return G_SOURCE_REMOVE;
}

/* ---- the way ---- */

static void
go_page (CrmTour *self)
{
  const char *name = g_array_index (self->stops, Stop, self->stop).name;

  crm_window_go_page (self->window, name);
  /* Segments have to be formed before there is anything to see. */
  if (g_str_equal (name, "insights"))
    crm_page_perform (crm_window_get_page (self->window), CRM_PAGE_REFRESH);
}

static void
record_read_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  CrmTour *self = data;
  g_autofree CrmId *id = crm_store_read_finish (CRM_STORE (source), result, NULL);

  if (id != NULL)
    crm_context_go_record (crm_window_get_context (self->window), *id, NULL);
}

/* The customer that has bought most, of those one has talked to, has most to show. */
#define BEST_CUSTOMER                                                                              \
  "SELECT id FROM customer WHERE deleted_at IS NULL ORDER BY last_activity IS NULL, order_sum "    \
  "DESC "                                                                                          \
  "LIMIT 1"
#define BEST_ORDER                                                                                 \
  "SELECT id FROM sales_order WHERE deleted_at IS NULL ORDER BY line_count DESC, id LIMIT 1"
#define ANY_CONTACT "SELECT min (id) FROM contact WHERE deleted_at IS NULL"

static gpointer
read_id (CrmReader *reader, gpointer data, GCancellable *cancellable, GError **error)
{
  gint64 id = crm_reader_int (reader, data, 0);

  return id != 0 ? g_memdup2 (&id, sizeof id) : NULL;
}

static void
go_found (CrmTour *self, const char *sql)
{
  crm_store_read_async (crm_context_get_store (crm_window_get_context (self->window)), read_id,
                        (gpointer) sql, NULL, g_free, NULL, record_read_cb, self);
}

static void
go_record (CrmTour *self)
{
  go_found (self, BEST_CUSTOMER);
}

static void
go_order (CrmTour *self)
{
  go_found (self, BEST_ORDER);
}

static void
go_contact (CrmTour *self)
{
  go_found (self, ANY_CONTACT);
}

static void
go_palette (CrmTour *self)
{
  crm_palette_toggle (crm_window_get_palette (self->window));
}

static void
go_search (CrmTour *self)
{
  crm_palette_set_text (crm_window_get_palette (self->window), "an");
}

static void
go_preferences (CrmTour *self)
{
  crm_palette_close (crm_window_get_palette (self->window));
  g_action_group_activate_action (
      G_ACTION_GROUP (gtk_window_get_application (GTK_WINDOW (self->window))), "preferences", NULL);
}

/* A list as it comes from a fair: most of it fits, some of it cannot be read. */
static void
go_import (CrmTour *self)
{
  static const char table[] =
      "Company,Contact person,Mobile,Mail,City,Remark 2\n"
      "Lumina Glass Works,Gao Jie,138 0571 2290,gao.jie@lumina.example,Hangzhou,\n"
      "Keller Instruments Asia,Ann Keller,139 1621 0034,ann@keller.example,Shanghai,\n"
      "Hai’an Rope & Net,Xu Tao,137 6655 9081,xu.tao@rope.example,Nantong,\n"
      "Pacific Fasteners,Liu Min,135,liu.min@pacific.example,Ningbo,\n"
      "Oakridge Farms,Emma Clarke,136 2217 9001,emma.clarke,Suzhou,\n";
  g_autofree char *path = g_build_filename (g_get_tmp_dir (), "fair-autumn.csv", NULL);
  GtkWidget *window;

  close_dialogs (self);
  if (!g_file_set_contents (path, table, -1, NULL))
    return;
  window = crm_import_window_new (crm_window_get_context (self->window));
  gtk_window_set_transient_for (GTK_WINDOW (window), GTK_WINDOW (self->window));
  crm_import_window_open (CRM_IMPORT_WINDOW (window), path);
  gtk_window_present (GTK_WINDOW (window));
}

static void
go_shortcuts (CrmTour *self)
{
  close_dialogs (self);
  gtk_widget_activate_action (GTK_WIDGET (self->window), "win.show-help-overlay", NULL);
}

static void
go_sidebar (CrmTour *self)
{
  close_dialogs (self);
  crm_window_go_page (self->window, "today");
  crm_shell_set_open (CRM_SHELL (crm_window_get_shell (self->window)), TRUE);
}

static void
add_stops (CrmTour *self)
{
  static const Stop more[] = {
    { "record-contact", go_contact }, { "record-order", go_order },      { "palette", go_palette },
    { "palette-search", go_search },  { "preferences", go_preferences }, { "import", go_import },
    { "shortcuts", go_shortcuts },
  };
  guint n;
  const CrmPageInfo *pages = crm_pages (&n);

  for (guint i = 0; i < n; i++)
    {
      Stop stop = { pages[i].name, pages[i].show_record != NULL ? go_record : go_page };

      g_array_append_val (self->stops, stop);
    }
  g_array_append_vals (self->stops, more, G_N_ELEMENTS (more));
  if (self->narrow)
    {
      Stop sidebar = { "sidebar", go_sidebar };

      g_array_append_val (self->stops, sidebar);
    }
}

static void
go_next (CrmTour *self)
{
  if (self->stop >= self->stops->len)
    {
      close_dialogs (self);
      gtk_window_close (GTK_WINDOW (self->window));
      return;
    }
  self->looks = 0;
  g_clear_pointer (&self->last, g_bytes_unref);
  g_array_index (self->stops, Stop, self->stop).go (self);
  self->source = g_timeout_add (LOOK_MS, look_cb, self);
}

void
crm_tour_prepare (CrmTour *self, CrmWindow *window)
{
  g_set_weak_pointer (&self->window, window);
  undecorate (GTK_WIDGET (window));
  g_object_set (gtk_settings_get_default (), "gtk-decoration-layout", ":close", NULL);
  gtk_window_set_default_size (GTK_WINDOW (window), self->narrow ? 720 : 1280, 800);
  adw_style_manager_set_color_scheme (adw_style_manager_get_default (),
                                      self->dark ? ADW_COLOR_SCHEME_FORCE_DARK
                                                 : ADW_COLOR_SCHEME_FORCE_LIGHT);
}

void
crm_tour_start (CrmTour *self, CrmWindow *window)
{
  add_stops (self);
  go_next (self);
}
