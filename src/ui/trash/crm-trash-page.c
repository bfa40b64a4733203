/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The trash. Its lists are the list pages themselves, asked for deleted records; each is made when it
 * is first looked at. Main thread; the counts are read in the background, and only while the page
 * shows. */

#include "config.h"

#include "crm-trash-page.h"

#include <glib/gi18n-lib.h>

#include "crm-format.h"
#include "crm-list-page.h"

/* clang-format off */
static const char *const entity_names[] = { "customer", "contact", "product", "order", "activity" };
/* clang-format on */
#define N_ENTITIES G_N_ELEMENTS (entity_names)

typedef struct
{
  gint64 counts[N_ENTITIES];
} Counts;

struct _CrmTrashPage
{
  AdwBin parent;

  CrmContext *context;
  GtkStack *lists;
  GMenu *menu;
  GSimpleActionGroup *actions;
  GSimpleAction *show;
  GCancellable *cancellable;
  gint64 counts[N_ENTITIES];
  gboolean chosen; /* somebody switched: the page does not do it by itself any more */
  gboolean stale;
};

static void page_init (CrmPageInterface *iface);

G_DEFINE_FINAL_TYPE_WITH_CODE (CrmTrashPage, crm_trash_page, ADW_TYPE_BIN,
                               G_IMPLEMENT_INTERFACE (CRM_TYPE_PAGE, page_init))

static CrmPage *
visible_list (CrmTrashPage *self)
{
  return CRM_PAGE (gtk_stack_get_visible_child (self->lists));
}

const CrmEntity *
crm_trash_page_get_entity (CrmTrashPage *self)
{
  g_return_val_if_fail (CRM_IS_TRASH_PAGE (self), NULL);

  return crm_entity_lookup (gtk_stack_get_visible_child_name (self->lists));
}

/* ---- the lists ---- */

static void
list_actions_changed_cb (CrmPage *list, CrmTrashPage *self)
{
  if (list == visible_list (self))
    crm_page_actions_changed (CRM_PAGE (self));
}

static void
show_list (CrmTrashPage *self, const char *name)
{
  GtkWidget *list = gtk_stack_get_child_by_name (self->lists, name);

  if (list == NULL)
    {
      list = crm_list_page_new (self->context, crm_entity_lookup (name));
      crm_list_page_keep_trash (CRM_LIST_PAGE (list), G_MENU_MODEL (self->menu));
      gtk_stack_add_named (self->lists, list, name);
      g_signal_connect_object (list, "actions-changed", G_CALLBACK (list_actions_changed_cb), self,
                               0);
    }
  gtk_stack_set_visible_child (self->lists, list);
  g_simple_action_set_state (self->show, g_variant_new_string (name));
  crm_page_actions_changed (CRM_PAGE (self));
}

static void
show_changed_cb (GSimpleAction *action, GVariant *state, CrmTrashPage *self)
{
  self->chosen = TRUE;
  show_list (self, g_variant_get_string (state, NULL));
  crm_page_shown (visible_list (self));
}

/* ---- the counts ---- */

static void
fill_menu (CrmTrashPage *self)
{
  g_menu_remove_all (self->menu);
  for (guint i = 0; i < N_ENTITIES; i++)
    {
      const char *label = crm_entity_get_label_plural (crm_entity_lookup (entity_names[i]));
      g_autofree char *number = crm_format_integer (self->counts[i]);
      g_autofree char *text = g_strdup_printf ("%s · %s", label, number);
      g_autofree char *action = g_strdup_printf ("trash.show::%s", entity_names[i]);

      g_menu_append (self->menu, self->counts[i] > 0 ? text : label, action);
    }
}

/* Until somebody chooses, the first list that has something in it. */
static void
show_first_filled (CrmTrashPage *self)
{
  if (self->chosen)
    return;
  for (guint i = 0; i < N_ENTITIES; i++)
    if (self->counts[i] > 0)
      {
        show_list (self, entity_names[i]);
        return;
      }
}

static gpointer
read_counts (CrmReader *reader, gpointer data, GCancellable *cancellable, GError **error)
{
  g_autofree Counts *counts = g_new0 (Counts, 1);

  for (guint i = 0; i < N_ENTITIES; i++)
    {
      g_autoptr (CrmQuery) query = crm_query_new (crm_entity_lookup (entity_names[i]));

      query->deleted = TRUE;
      counts->counts[i] = crm_query_count (query, reader, error);
      if (counts->counts[i] < 0)
        return NULL;
    }
  return g_steal_pointer (&counts);
}

static void
counted_cb (GObject *source, GAsyncResult *result, gpointer data)
{
  g_autoptr (GError) error = NULL;
  g_autofree Counts *counts = crm_store_read_finish (CRM_STORE (source), result, &error);
  CrmTrashPage *self = data;

  if (g_error_matches (error, G_IO_ERROR, G_IO_ERROR_CANCELLED))
    return;
  if (counts == NULL)
    {
      /* The menu goes without numbers; the lists themselves tell what is wrong. */
      g_info ("Counting the trash: %s", error->message);
      return;
    }
  memcpy (self->counts, counts->counts, sizeof self->counts);
  fill_menu (self);
  show_first_filled (self);
}

static void
count (CrmTrashPage *self)
{
  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  self->cancellable = g_cancellable_new ();
  self->stale = FALSE;
  crm_store_read_async (crm_context_get_store (self->context), read_counts, NULL, NULL, g_free,
                        self->cancellable, counted_cb, self);
}

static void
store_changed_cb (CrmStore *store, CrmChangeNotice *notice, CrmTrashPage *self)
{
  self->stale = TRUE;
  if (gtk_widget_get_mapped (GTK_WIDGET (self)))
    count (self);
}

/* ---- the page ---- */

static gboolean
can (CrmPage *page, CrmPageAction action)
{
  return crm_page_can (visible_list (CRM_TRASH_PAGE (page)), action);
}

static gboolean
perform (CrmPage *page, CrmPageAction action)
{
  return crm_page_perform (visible_list (CRM_TRASH_PAGE (page)), action);
}

static void
shown (CrmPage *page)
{
  CrmTrashPage *self = CRM_TRASH_PAGE (page);

  self->chosen = FALSE;
  count (self);
  crm_page_shown (visible_list (self));
}

static char *
get_title (CrmPage *page)
{
  return g_strdup (_ ("Trash"));
}

static void
page_init (CrmPageInterface *iface)
{
  iface->can = can;
  iface->perform = perform;
  iface->shown = shown;
  iface->get_title = get_title;
}

static void
crm_trash_page_map (GtkWidget *widget)
{
  CrmTrashPage *self = CRM_TRASH_PAGE (widget);

  GTK_WIDGET_CLASS (crm_trash_page_parent_class)->map (widget);
  if (self->stale)
    count (self);
}

static void
crm_trash_page_dispose (GObject *object)
{
  CrmTrashPage *self = CRM_TRASH_PAGE (object);

  g_cancellable_cancel (self->cancellable);
  g_clear_object (&self->cancellable);
  g_clear_object (&self->show);
  g_clear_object (&self->actions);
  g_clear_object (&self->menu);
  g_clear_object (&self->context);
  G_OBJECT_CLASS (crm_trash_page_parent_class)->dispose (object);
}

static void
crm_trash_page_class_init (CrmTrashPageClass *klass)
{
  G_OBJECT_CLASS (klass)->dispose = crm_trash_page_dispose;
  GTK_WIDGET_CLASS (klass)->map = crm_trash_page_map;
}

static void
crm_trash_page_init (CrmTrashPage *self)
{
  self->menu = g_menu_new ();
  self->actions = g_simple_action_group_new ();
  self->show = g_simple_action_new_stateful ("show", G_VARIANT_TYPE_STRING,
                                             g_variant_new_string (entity_names[0]));
  g_signal_connect_object (self->show, "change-state", G_CALLBACK (show_changed_cb), self, 0);
  g_action_map_add_action (G_ACTION_MAP (self->actions), G_ACTION (self->show));
  gtk_widget_insert_action_group (GTK_WIDGET (self), "trash", G_ACTION_GROUP (self->actions));
  self->lists = GTK_STACK (gtk_stack_new ());
  gtk_stack_set_hhomogeneous (self->lists, FALSE);
  gtk_stack_set_vhomogeneous (self->lists, FALSE);
  adw_bin_set_child (ADW_BIN (self), GTK_WIDGET (self->lists));
}

GtkWidget *
crm_trash_page_new (CrmContext *context)
{
  CrmTrashPage *self;

  g_return_val_if_fail (CRM_IS_CONTEXT (context), NULL);

  self = g_object_new (CRM_TYPE_TRASH_PAGE, NULL);
  self->context = g_object_ref (context);
  fill_menu (self);
  show_list (self, entity_names[0]);
  g_signal_connect_object (crm_context_get_store (context), "changed",
                           G_CALLBACK (store_changed_cb), self, 0);
  return GTK_WIDGET (self);
}
