/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The table of an import against GLib's, with hashes that fall together and with those at the edges. */

#include "crm-id-map.h"

static guint64
make_hash (GRand *rand, guint kind)
{
  guint64 n = g_rand_int (rand) % 20000;

  switch (kind)
    {
    case 0:
      return n; /* small numbers, zero among them */
    case 1:
      return n << 44; /* equal in all lower bits */
    case 2:
      return G_MAXUINT64 - n;
    default:
      return n * G_GUINT64_CONSTANT (0x100000001b3) ^ G_GUINT64_CONSTANT (0xcbf29ce484222325);
    }
}

static void
test_random (void)
{
  for (guint kind = 0; kind < 4; kind++)
    {
      g_autoptr (CrmIdMap) map = crm_id_map_new ();
      g_autoptr (GHashTable) model =
          g_hash_table_new_full (g_int64_hash, g_int64_equal, g_free, g_free);
      g_autoptr (GRand) rand = g_rand_new_with_seed ((guint32) g_test_rand_int ());
      GHashTableIter iter;
      gpointer key, value;

      for (guint i = 0; i < 60000; i++)
        {
          guint64 hash = make_hash (rand, kind), asked = make_hash (rand, kind);
          CrmId id = g_rand_int_range (rand, 1, G_MAXINT32), *held;

          crm_id_map_set (map, hash, id);
          g_hash_table_replace (model, g_memdup2 (&hash, sizeof hash), g_memdup2 (&id, sizeof id));
          held = g_hash_table_lookup (model, &asked);
          g_assert_cmpint (crm_id_map_get (map, asked), ==, held != NULL ? *held : 0);
        }
      g_assert_cmpuint (crm_id_map_get_size (map), ==, g_hash_table_size (model));
      g_assert_cmpuint (crm_id_map_get_size (map), >, 10000); /* it has grown, several times */
      g_hash_table_iter_init (&iter, model);
      while (g_hash_table_iter_next (&iter, &key, &value))
        g_assert_cmpint (crm_id_map_get (map, *(guint64 *) key), ==, *(CrmId *) value);
    }
}

int
main (int argc, char **argv)
{
  g_test_init (&argc, &argv, NULL);
  g_test_add_func ("/id-map/random", test_random);
  return g_test_run ();
}
