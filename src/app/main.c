/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Starts the program. */

#include "config.h"

#include <glib/gi18n.h>
#include <locale.h>

#include "crm-application.h"

int
main (int argc, char *argv[])
{
  g_autoptr (CrmApplication) application = NULL;
  const char *locale_dir = g_getenv ("CRM_LOCALEDIR");

  setlocale (LC_ALL, "");
  bindtextdomain (GETTEXT_PACKAGE, locale_dir != NULL ? locale_dir : CRM_LOCALEDIR);
  bind_textdomain_codeset (GETTEXT_PACKAGE, "UTF-8");
  textdomain (GETTEXT_PACKAGE);
  g_set_application_name (_ ("Customers"));

  application = crm_application_new ();
  return g_application_run (G_APPLICATION (application), argc, argv);
}
