/* SPDX-License-Identifier: GPL-3.0-or-later */

#pragma once

#include "crm-application.h"
#include "crm-window.h"

G_BEGIN_DECLS

/* What the tests of the interface share: the program in this process on a database of its own. */

/* Ends the process with 77 (skipped) where there is no display. */
void crm_ui_test_init (int *argc, char ***argv);

typedef struct
{
  char *folder;
  char *path; /* of the database */
  CrmApplication *application;
  CrmWindow *window;
} CrmUiTest;

/* Fills a new store before the program opens it; NULL leaves it as `crm_ui_test_seed` makes it. */
typedef void (*CrmUiSeedFunc) (const char *path);

/* Three customers (one with Han characters), a contact, two tasks, a view, and the user. */
void crm_ui_test_seed (const char *path);

/* Starts the program and waits until it shows something; `seed` NULL: there is no database yet. */
CrmUiTest *crm_ui_test_start (CrmUiSeedFunc seed);
void crm_ui_test_stop (CrmUiTest *self);
G_DEFINE_AUTOPTR_CLEANUP_FUNC (CrmUiTest, crm_ui_test_stop)

CrmContext *crm_ui_test_context (CrmUiTest *self);
const char *crm_ui_test_start_state (CrmUiTest *self);

/* Some record of an entity; 0: there is none. */
CrmId crm_ui_test_any_record (CrmUiTest *self, const CrmEntity *entity);

/* The first widget at or below `root` that matches; NULL. */
typedef gboolean (*CrmUiMatch) (GtkWidget *widget, gpointer data);
GtkWidget *crm_ui_test_find (GtkWidget *root, CrmUiMatch match, gpointer data);
GtkWidget *crm_ui_test_find_type (GtkWidget *root, GType type);
/* An open window of a type; NULL. */
GtkWidget *crm_ui_test_find_window (GType type);

/* Runs the main loop until `condition` holds; the test fails after ten seconds. */
typedef gboolean (*CrmUiCondition) (gpointer data);
void crm_ui_test_wait (CrmUiCondition condition, gpointer data, const char *what);
#define crm_ui_test_wait_for(condition, data) crm_ui_test_wait (condition, data, #condition)
/* Runs the main loop until nothing waits. */
void crm_ui_test_settle (void);

/* Activates an action of the window, which must be enabled. */
void crm_ui_test_activate (CrmUiTest *self, const char *name, GVariant *target);

/* The title of a customer of the seed. */
#define CRM_UI_TEST_CUSTOMER "Harbour & Pine"
#define CRM_UI_TEST_HAN      "苏州恒瑞精密"

G_END_DECLS
