/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The single precision kernel: a tile of four centres by sixteen points in eight registers. Taking the
 * centres relative to the first one saves its scores, and carrying the number in the score saves a comparison
 * and a selection for each. Fused operations are fine here: they only make the scores less wrong. Stateless; any thread. */

#include "config.h"

#include "crm-kmeans-screen.h"

#include <math.h>

#if defined(__x86_64__) && defined(__GNUC__)

#include <immintrin.h>

#define FMA  __attribute__ ((target ("avx2,fma")))
#define STEP 16

/* Scores beyond this might overflow on the way. */
#define LARGEST 0x1p100

gboolean
crm_kmeans_can_screen (const CrmPoints *points, const CrmKMeansTiles *tiles)
{
  return points->singles != NULL && tiles->fit_singles && tiles->k > 1 &&
         __builtin_cpu_supports ("avx2") && __builtin_cpu_supports ("fma");
}

/* Bits that hold the number of any centre. */
static guint
count_label_bits (const CrmKMeansTiles *tiles)
{
  return tiles->k > 1 ? g_bit_storage (tiles->k - 1) : 0;
}

/* How far the second best has to stay behind in the block; infinite: anything may overflow. */
static double
find_margin (const CrmPoints *points, const CrmKMeansTiles *tiles, gsize block)
{
  const double *largest = points->largest + block * points->d;
  guint d = points->d;
  double most = 0, whole = 0, bits = (double) (2u << count_label_bits (tiles));

  for (guint c = 0; c < tiles->k; c++)
    {
      const double *values = tiles->values + (c / 4) * d * 4 + c % 4;
      double size = fabs (tiles->halves[c] - tiles->halves[0]), full = tiles->halves[c];

      for (guint j = 0; j < d; j++)
        {
          size += largest[j] * fabs (values[j * 4] - tiles->values[j * 4]);
          full += largest[j] * fabs (values[j * 4]);
        }
      most = MAX (most, size);
      whole = MAX (whole, full);
    }
  /* Two scores, and as much again for the rounding of the bound itself; the summand covers underflow. */
  return whole < LARGEST
             ? 4 * ((d + 4 + bits) * 0x1p-24 * most + (d + 4) * 0x1p-52 * whole) + 0x1p-100
             : INFINITY;
}

/* Eight points: the best score so far, with its number in the last bits, and the second best. */
typedef struct
{
  __m256 best, second;
} Lead;

static inline __attribute__ ((always_inline)) FMA void
take_score (Lead *lead, __m256 score, gboolean first)
{
  /* The first centre scores 0, and nobody comes second before it. */
  lead->second = first ? _mm256_min_ps (lead->best, score)
                       : _mm256_max_ps (lead->second, _mm256_min_ps (lead->best, score));
  lead->best = _mm256_max_ps (lead->best, score);
}

/* @count of the centres of a tile against sixteen points. */
static inline __attribute__ ((always_inline)) FMA void
screen_tile (const float *const *x, guint d, const CrmKMeansTiles *tiles, guint tile, guint count,
             gboolean first, gsize i, __m256 mask, Lead *lead0, Lead *lead1)
{
  const float *values = tiles->single_values + tile * 4 * d;
  const float *halves = tiles->single_halves + tile * 4;
  const float *labels = (const float *) (const void *) (tiles->single_labels + tile * 4);
  __m256 score0[4], score1[4];

  for (guint t = 0; t < count; t++)
    score0[t] = score1[t] = _mm256_broadcast_ss (halves + t);
  for (guint j = 0; j < d; j++)
    {
      __m256 x0 = _mm256_load_ps (x[j] + i), x1 = _mm256_load_ps (x[j] + i + 8);

      for (guint t = 0; t < count; t++)
        {
          __m256 c = _mm256_broadcast_ss (values + j * 4 + t);

          score0[t] =
              j == 0 ? _mm256_fmsub_ps (x0, c, score0[t]) : _mm256_fmadd_ps (x0, c, score0[t]);
          score1[t] =
              j == 0 ? _mm256_fmsub_ps (x1, c, score1[t]) : _mm256_fmadd_ps (x1, c, score1[t]);
        }
    }
  for (guint t = 0; t < count; t++)
    {
      __m256 label = _mm256_broadcast_ss (labels + t);

      take_score (lead0, _mm256_or_ps (_mm256_andnot_ps (mask, score0[t]), label), first && t == 0);
      take_score (lead1, _mm256_or_ps (_mm256_andnot_ps (mask, score1[t]), label), first && t == 0);
    }
}

/* 0 when all sixteen labels are certain. */
static inline __attribute__ ((always_inline)) FMA int
screen_step (const float *const *x, guint d, const CrmKMeansTiles *tiles, guint last, gsize i,
             __m256 mask, __m256 margin, guint8 *labels)
{
  Lead lead0 = { _mm256_setzero_ps (), _mm256_setzero_ps () }, lead1 = lead0;
  guint n = tiles->single_tiles;

  if (n == 1)
    screen_tile (x, d, tiles, 0, last, TRUE, i, mask, &lead0, &lead1);
  else
    {
      screen_tile (x, d, tiles, 0, 4, TRUE, i, mask, &lead0, &lead1);
      for (guint tile = 1; tile < n - 1; tile++)
        screen_tile (x, d, tiles, tile, 4, FALSE, i, mask, &lead0, &lead1);
      screen_tile (x, d, tiles, n - 1, last, FALSE, i, mask, &lead0, &lead1);
    }

  {
    __m256i label0 = _mm256_castps_si256 (_mm256_and_ps (mask, lead0.best));
    __m256i label1 = _mm256_castps_si256 (_mm256_and_ps (mask, lead1.best));
    __m256i words = _mm256_permute4x64_epi64 (_mm256_packs_epi32 (label0, label1), 0xd8);
    __m128i bytes =
        _mm_packus_epi16 (_mm256_castsi256_si128 (words), _mm256_extracti128_si256 (words, 1));
    __m256 close0 = _mm256_cmp_ps (_mm256_sub_ps (lead0.best, lead0.second), margin, _CMP_NGT_UQ);
    __m256 close1 = _mm256_cmp_ps (_mm256_sub_ps (lead1.best, lead1.second), margin, _CMP_NGT_UQ);

    _mm_storeu_si128 ((__m128i *) (void *) labels, bytes);
    return _mm256_movemask_ps (_mm256_or_ps (close0, close1));
  }
}

static inline __attribute__ ((always_inline)) FMA gsize
screen_inline (const CrmPoints *points, guint d, const CrmKMeansTiles *tiles, guint last,
               gsize begin, gsize end, guint8 *labels)
{
  const float *const *x = (const float *const *) points->singles;
  __m256 mask = _mm256_castsi256_ps (_mm256_set1_epi32 ((1 << count_label_bits (tiles)) - 1));
  gsize again = 0;

  for (gsize block = begin; block < end; block += CRM_POINTS_BLOCK)
    {
      gsize stop = MIN (block + CRM_POINTS_BLOCK, end);
      double wide = find_margin (points, tiles, block / CRM_POINTS_BLOCK);
      __m256 margin = _mm256_set1_ps ((float) wide);

      if (!(wide < LARGEST))
        {
          crm_kmeans_assign_exact (points, tiles, block, stop, labels + (block - begin));
          again += stop - block;
          continue;
        }
      for (gsize i = block; i < stop; i += STEP)
        if (screen_step (x, d, tiles, last, i, mask, margin, labels + (i - begin)) != 0)
          {
            crm_kmeans_assign_exact (points, tiles, i, i + STEP, labels + (i - begin));
            again += STEP;
          }
    }
  return again;
}

#define DEFINE_SCREEN(D)                                                                           \
  static FMA gsize screen_##D (const CrmPoints *points, const CrmKMeansTiles *tiles, gsize begin,  \
                               gsize end, guint8 *labels)                                          \
  {                                                                                                \
    guint d = D > 0 ? D : points->d;                                                               \
                                                                                                   \
    switch ((tiles->k + 2) % 4 + 1)                                                                \
      {                                                                                            \
      case 1:                                                                                      \
        return screen_inline (points, d, tiles, 1, begin, end, labels);                            \
      case 2:                                                                                      \
        return screen_inline (points, d, tiles, 2, begin, end, labels);                            \
      case 3:                                                                                      \
        return screen_inline (points, d, tiles, 3, begin, end, labels);                            \
      default:                                                                                     \
        return screen_inline (points, d, tiles, 4, begin, end, labels);                            \
      }                                                                                            \
  }

DEFINE_SCREEN (0)
DEFINE_SCREEN (1)
DEFINE_SCREEN (2)
DEFINE_SCREEN (3)
DEFINE_SCREEN (4)
DEFINE_SCREEN (5)
DEFINE_SCREEN (6)
DEFINE_SCREEN (7)
DEFINE_SCREEN (8)

gsize
crm_kmeans_screen (const CrmPoints *points, const CrmKMeansTiles *tiles, gsize begin, gsize end,
                   guint8 *labels)
{
  static gsize (*const by_d[]) (const CrmPoints *points, const CrmKMeansTiles *tiles, gsize begin,
                                gsize end, guint8 *labels) = { screen_0, screen_1, screen_2,
                                                               screen_3, screen_4, screen_5,
                                                               screen_6, screen_7, screen_8 };

  return by_d[points->d < G_N_ELEMENTS (by_d) ? points->d : 0](points, tiles, begin, end, labels);
}

#else

gboolean
crm_kmeans_can_screen (const CrmPoints *points, const CrmKMeansTiles *tiles)
{
  return FALSE;
}

gsize
crm_kmeans_screen (const CrmPoints *points, const CrmKMeansTiles *tiles, gsize begin, gsize end,
                   guint8 *labels)
{
  g_assert_not_reached ();
}

#endif
