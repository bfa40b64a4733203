/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Numbers for names. Main thread only; names belong to the table they came from. */

#include "config.h"

#include "crm-compute-ids.h"

#include <stdlib.h>
#include <string.h>

CrmComputeIds *
crm_compute_ids_new (void)
{
  CrmComputeIds *self = g_new0 (CrmComputeIds, 1);

  self->names = g_ptr_array_new ();
  self->numbers = g_hash_table_new (g_str_hash, g_str_equal);
  return self;
}

void
crm_compute_ids_free (CrmComputeIds *self)
{
  if (self == NULL)
    return;
  g_ptr_array_unref (self->names);
  g_hash_table_unref (self->numbers);
  g_free (self);
}

gboolean
crm_compute_ids_find (const CrmComputeIds *self, const char *name, guint32 *number)
{
  gpointer found;

  if (!g_hash_table_lookup_extended (self->numbers, name, NULL, &found))
    return FALSE;
  *number = GPOINTER_TO_UINT (found);
  return TRUE;
}

guint32
crm_compute_ids_add (CrmComputeIds *self, const char *name)
{
  guint32 number;

  if (crm_compute_ids_find (self, name, &number))
    return number;
  number = self->names->len;
  g_ptr_array_add (self->names, (gpointer) name);
  g_hash_table_insert (self->numbers, (gpointer) name, GUINT_TO_POINTER (number));
  return number;
}

static int
compare_names_cb (gconstpointer a, gconstpointer b, gpointer data)
{
  const CrmComputeIds *self = data;

  return strcmp (self->names->pdata[*(const guint32 *) a],
                 self->names->pdata[*(const guint32 *) b]);
}

guint64 *
crm_compute_ids_rank (const CrmComputeIds *self)
{
  g_autofree guint32 *order = g_new (guint32, self->names->len + 1);
  guint64 *rank = g_new (guint64, self->names->len + 1);

  for (guint i = 0; i < self->names->len; i++)
    order[i] = i;
  g_qsort_with_data (order, (gint) self->names->len, sizeof *order, compare_names_cb,
                     (gpointer) self);
  for (guint i = 0; i < self->names->len; i++)
    rank[order[i]] = i;
  return rank;
}

static gboolean
read_digits (const char *text, guint n, guint *value)
{
  *value = 0;
  for (guint i = 0; i < n; i++)
    {
      if (!g_ascii_isdigit (text[i]))
        return FALSE;
      *value = 10 * *value + (guint) (text[i] - '0');
    }
  return TRUE;
}

static gboolean
make_day (guint year, guint month, guint day_of_month, gint32 *day)
{
  GDate date;

  if (year < 1 || !g_date_valid_dmy ((GDateDay) day_of_month, (GDateMonth) month, (GDateYear) year))
    return FALSE;
  g_date_clear (&date, 1);
  g_date_set_dmy (&date, (GDateDay) day_of_month, (GDateMonth) month, (GDateYear) year);
  *day = (gint32) g_date_get_julian (&date);
  return TRUE;
}

gboolean
crm_compute_parse_day (const char *text, gint32 *day)
{
  gsize length = strlen (text);
  guint year, month, day_of_month;
  gint64 number;

  if (length >= 10 && text[4] == '-' && text[7] == '-' &&
      (text[10] == '\0' || strchr ("T ", text[10])) && read_digits (text, 4, &year) &&
      read_digits (text + 5, 2, &month) && read_digits (text + 8, 2, &day_of_month))
    return make_day (year, month, day_of_month, day);
  if (length == 8 && read_digits (text, 4, &year) && read_digits (text + 4, 2, &month) &&
      read_digits (text + 6, 2, &day_of_month))
    return make_day (year, month, day_of_month, day);
  if (!g_ascii_string_to_signed (text, 10, -9999999, 9999999, &number, NULL))
    return FALSE;
  *day = (gint32) number;
  return TRUE;
}
