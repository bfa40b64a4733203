/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include "crm-id-map.h"

#define FIRST_BITS 8

typedef struct
{
  guint64 hash;
  CrmId id; /* 0: free */
} Slot;

struct _CrmIdMap
{
  Slot *slots;
  guint bits; /* there are 2^bits slots, at least a quarter of them free */
  gsize n;
};

CrmIdMap *
crm_id_map_new (void)
{
  CrmIdMap *self = g_new0 (CrmIdMap, 1);

  self->bits = FIRST_BITS;
  self->slots = g_new0 (Slot, (gsize) 1 << self->bits);
  return self;
}

void
crm_id_map_free (CrmIdMap *self)
{
  if (self == NULL)
    return;
  g_free (self->slots);
  g_free (self);
}

/* The slot of the hash, or the free one where it belongs. The multiplier (2^64 over the golden ratio) takes all
 * bits of the hash into the upper ones. */
static Slot *
find (const CrmIdMap *self, guint64 hash)
{
  gsize mask = ((gsize) 1 << self->bits) - 1;
  gsize at = (gsize) ((hash * G_GUINT64_CONSTANT (0x9e3779b97f4a7c15)) >> (64 - self->bits));

  while (self->slots[at].id != 0 && self->slots[at].hash != hash)
    at = (at + 1) & mask;
  return &self->slots[at];
}

CrmId
crm_id_map_get (const CrmIdMap *self, guint64 hash)
{
  return find (self, hash)->id;
}

static void
grow (CrmIdMap *self)
{
  g_autofree Slot *old = self->slots;
  gsize n_old = (gsize) 1 << self->bits;

  self->bits++;
  self->slots = g_new0 (Slot, (gsize) 1 << self->bits);
  for (gsize i = 0; i < n_old; i++)
    if (old[i].id != 0)
      *find (self, old[i].hash) = old[i];
}

void
crm_id_map_set (CrmIdMap *self, guint64 hash, CrmId id)
{
  Slot *slot;

  g_return_if_fail (id != 0);

  slot = find (self, hash);
  if (slot->id == 0 && ++self->n > ((gsize) 3 << self->bits) / 4)
    {
      grow (self);
      slot = find (self, hash);
    }
  *slot = (Slot){ hash, id };
}

gsize
crm_id_map_get_size (const CrmIdMap *self)
{
  return self->n;
}
