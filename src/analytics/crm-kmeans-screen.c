/* SPDX-License-Identifier: GPL-3.0-or-later */

/* The single precision kernel: a tile of four centres by sixteen points in eight registers. Fused
 * operations are fine here: they only make the scores less wrong. Stateless; any thread. */

#include "config.h"

#include "crm-kmeans-screen.h"

#include <float.h>
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
  return points->singles != NULL && tiles->fit_singles && __builtin_cpu_supports ("avx2") &&
         __builtin_cpu_supports ("fma");
}

/* How far the second best has to stay behind in the block; infinite: anything may overflow. */
static double
find_margin (const CrmPoints *points, const CrmKMeansTiles *tiles, gsize block)
{
  const double *largest = points->largest + block * points->d;
  guint d = points->d;
  double most = 0;

  for (guint c = 0; c < tiles->k; c++)
    {
      const double *values = tiles->values + (c / 4) * d * 4 + c % 4;
      double size = tiles->halves[c];

      for (guint j = 0; j < d; j++)
        size += largest[j] * fabs (values[j * 4]);
      most = MAX (most, size);
    }
  /* Two scores, and as much again for the rounding of the bound itself; the summand covers underflow. */
  return most < LARGEST ? 4 * (d + 4) * 0x1p-24 * most + 0x1p-100 : INFINITY;
}

/* Bits of the points whose label is not certain. */
static inline __attribute__ ((always_inline)) FMA guint
screen_step (const float *const *x, guint d, const CrmKMeansTiles *tiles, guint last, gsize i,
             __m256 margin, guint8 *labels)
{
  __m256 best0 = _mm256_set1_ps (-FLT_MAX), best1 = best0, second0 = best0, second1 = best0;
  __m256 label0 = _mm256_setzero_ps (), label1 = label0, label = label0;
  const float *values = tiles->single_values, *halves = tiles->single_halves;

  for (guint tile = 0; tile < tiles->tiles; tile++, values += 4 * d, halves += 4)
    {
      guint count = tile + 1 < tiles->tiles ? 4 : last;
      __m256 score0[4], score1[4];

      for (guint t = 0; t < count; t++)
        score0[t] = score1[t] = _mm256_set1_ps (-halves[t]);
      for (guint j = 0; j < d; j++)
        {
          __m256 x0 = _mm256_load_ps (x[j] + i), x1 = _mm256_load_ps (x[j] + i + 8);

          for (guint t = 0; t < count; t++)
            {
              __m256 c = _mm256_broadcast_ss (values + j * 4 + t);

              score0[t] = _mm256_fmadd_ps (x0, c, score0[t]);
              score1[t] = _mm256_fmadd_ps (x1, c, score1[t]);
            }
        }
      for (guint t = 0; t < count; t++)
        {
          __m256 better0 = _mm256_cmp_ps (score0[t], best0, _CMP_GT_OQ);
          __m256 better1 = _mm256_cmp_ps (score1[t], best1, _CMP_GT_OQ);

          second0 = _mm256_max_ps (second0, _mm256_min_ps (best0, score0[t]));
          second1 = _mm256_max_ps (second1, _mm256_min_ps (best1, score1[t]));
          best0 = _mm256_max_ps (best0, score0[t]);
          best1 = _mm256_max_ps (best1, score1[t]);
          label0 = _mm256_blendv_ps (label0, label, better0);
          label1 = _mm256_blendv_ps (label1, label, better1);
          label = _mm256_add_ps (label, _mm256_set1_ps (1));
        }
    }

  {
    __m256i words = _mm256_permute4x64_epi64 (
        _mm256_packs_epi32 (_mm256_cvttps_epi32 (label0), _mm256_cvttps_epi32 (label1)), 0xd8);
    __m128i bytes =
        _mm_packus_epi16 (_mm256_castsi256_si128 (words), _mm256_extracti128_si256 (words, 1));
    __m256 close0 = _mm256_cmp_ps (_mm256_sub_ps (best0, second0), margin, _CMP_NGT_UQ);
    __m256 close1 = _mm256_cmp_ps (_mm256_sub_ps (best1, second1), margin, _CMP_NGT_UQ);

    _mm_storeu_si128 ((__m128i *) (void *) labels, bytes);
    return (guint) _mm256_movemask_ps (close0) | (guint) _mm256_movemask_ps (close1) << 8;
  }
}

static inline __attribute__ ((always_inline)) FMA gsize
screen_inline (const CrmPoints *points, guint d, const CrmKMeansTiles *tiles, guint last,
               gsize begin, gsize end, guint8 *labels)
{
  const float *const *x = (const float *const *) points->singles;
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
        if (screen_step (x, d, tiles, last, i, margin, labels + (i - begin)) != 0)
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
    switch ((tiles->k - 1) % 4 + 1)                                                                \
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
