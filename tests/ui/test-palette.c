/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Go to anything: every action by name, pages, views, records, and nothing found. */

#include "crm-actions.h"
#include "crm-palette-match.h"
#include "crm-ui-test.h"

static void
test_match (void)
{
  g_autofree char *marked = crm_palette_mark ("R&D for Ürümqi", "urum");
  g_autofree char *two = crm_palette_mark ("Save View…", "view save");

  g_assert_cmpint (crm_palette_match ("Preferences", "xyz"), ==, 0);
  g_assert_cmpint (crm_palette_match ("Preferences", "pref"), >=, CRM_PALETTE_STRONG);
  g_assert_cmpint (crm_palette_match ("Save View…", "view"), <, CRM_PALETTE_STRONG);
  g_assert_cmpint (crm_palette_match ("Save View…", "view"), >,
                   crm_palette_match ("Interview", "view"));
  g_assert_cmpint (crm_palette_match ("偏好设置", "设置"), >, 0);
  g_assert_cmpstr (marked, ==, "R&amp;D for <b>Ürüm</b>qi");
  g_assert_cmpstr (two, ==, "<b>Save</b> <b>View</b>…");
}

static gboolean
has_searched (gpointer data)
{
  return !crm_palette_is_searching (CRM_PALETTE (data));
}

static CrmPalette *
open_palette (CrmUiTest *test, const char *text)
{
  CrmPalette *palette = crm_window_get_palette (test->window);

  if (!crm_palette_get_open (palette))
    crm_ui_test_activate (test, "palette", NULL);
  g_assert_true (crm_palette_get_open (palette));
  crm_palette_set_text (palette, text);
  crm_ui_test_wait_for (has_searched, palette);
  return palette;
}

static int
find_title (CrmPalette *palette, const char *title)
{
  for (guint i = 0; i < crm_palette_get_n_rows (palette); i++)
    if (g_strcmp0 (crm_palette_get_row_title (palette, i), title) == 0)
      return (int) i;
  return -1;
}

static void
test_actions (void)
{
  g_autoptr (CrmUiTest) test = crm_ui_test_start (crm_ui_test_seed);
  guint n;
  const CrmActionInfo *actions = crm_actions (&n);

  for (guint i = 0; i < n; i++)
    {
      CrmPalette *palette;

      if ((actions[i].flags & CRM_ACTION_HIDDEN) != 0)
        continue;
      palette = open_palette (test, actions[i].label);
      g_assert_cmpint (find_title (palette, actions[i].label), >=, 0);
    }
}

static void
test_records (void)
{
  g_autoptr (CrmUiTest) test = crm_ui_test_start (crm_ui_test_seed);
  CrmPalette *palette = open_palette (test, "harb");

  g_assert_cmpint (find_title (palette, CRM_UI_TEST_CUSTOMER), >=, 0);
  palette = open_palette (test, "恒瑞");
  g_assert_cmpint (find_title (palette, CRM_UI_TEST_HAN), >=, 0);
  palette = open_palette (test, "hengrui");
  g_assert_cmpint (find_title (palette, CRM_UI_TEST_HAN), >=, 0);
}

static void
test_choose (void)
{
  g_autoptr (CrmUiTest) test = crm_ui_test_start (crm_ui_test_seed);
  CrmPalette *palette = open_palette (test, "contacts");

  g_assert_cmpstr (crm_palette_get_row_title (palette, 0), ==, "Contacts");
  crm_palette_choose (palette, 0);
  g_assert_false (crm_palette_get_open (palette));
  g_assert_cmpstr (crm_window_get_page_name (test->window), ==, "contact");

  /* What was chosen last stands first. */
  palette = open_palette (test, "");
  g_assert_cmpstr (crm_palette_get_row_title (palette, 0), ==, "Contacts");
}

/* Another page by any other way, such as Alt+Left, does not stay behind the palette. */
static void
test_leave (void)
{
  g_autoptr (CrmUiTest) test = crm_ui_test_start (crm_ui_test_seed);
  CrmPalette *palette;

  crm_window_go_page (test->window, "customer");
  crm_window_go_page (test->window, "contact");
  palette = open_palette (test, "harbour");
  g_assert_true (crm_palette_get_open (palette));
  crm_window_go_back (test->window);
  g_assert_cmpstr (crm_window_get_page_name (test->window), ==, "customer");
  g_assert_false (crm_palette_get_open (palette));
}

static void
test_nothing (void)
{
  g_autoptr (CrmUiTest) test = crm_ui_test_start (crm_ui_test_seed);
  CrmPalette *palette = open_palette (test, "qqqqzzzz");

  g_assert_cmpuint (crm_palette_get_n_rows (palette), ==, 0);
  g_assert_cmpstr (crm_palette_get_state (palette), ==, "nothing");
  open_palette (test, "");
  g_assert_cmpstr (crm_palette_get_state (palette), ==, "results");
  crm_ui_test_activate (test, "palette", NULL);
  g_assert_false (crm_palette_get_open (palette));
}

int
main (int argc, char *argv[])
{
  crm_ui_test_init (&argc, &argv);
  g_test_add_func ("/ui/palette/match", test_match);
  g_test_add_func ("/ui/palette/actions", test_actions);
  g_test_add_func ("/ui/palette/records", test_records);
  g_test_add_func ("/ui/palette/choose", test_choose);
  g_test_add_func ("/ui/palette/leave", test_leave);
  g_test_add_func ("/ui/palette/nothing", test_nothing);
  return g_test_run ();
}
