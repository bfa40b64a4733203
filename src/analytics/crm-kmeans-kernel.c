/* SPDX-License-Identifier: GPL-3.0-or-later */

/* Assignment of points to centres. A tile of four centres by eight points keeps eight running sums in
 * registers, so that each load feeds four multiplications. */

#include "config.h"

#include "crm-kmeans-kernel.h"

#include <float.h>
#include <math.h>

#include "crm-kmeans-screen.h"

#if defined(__x86_64__) && defined(__GNUC__)
#define HAVE_AVX2 1
#include <immintrin.h>
#endif

void
crm_kmeans_tiles_init (CrmKMeansTiles *self, guint k, guint d)
{
  self->k = k;
  self->d = d;
  self->tiles = (k + 3) / 4;
  self->values = g_new0 (double, self->tiles * 4 * d);
  self->halves = g_new0 (double, self->tiles * 4);
  self->single_tiles = (k + 2) / 4;
  self->single_values = g_new0 (float, self->single_tiles * 4 * d + 1);
  self->single_halves = g_new0 (float, self->single_tiles * 4 + 1);
  self->single_labels = g_new0 (guint32, self->single_tiles * 4 + 1);
}

void
crm_kmeans_tiles_clear (CrmKMeansTiles *self)
{
  g_clear_pointer (&self->values, g_free);
  g_clear_pointer (&self->halves, g_free);
  g_clear_pointer (&self->single_values, g_free);
  g_clear_pointer (&self->single_halves, g_free);
  g_clear_pointer (&self->single_labels, g_free);
}

static void
set_singles (CrmKMeansTiles *self, const double *centers)
{
  for (guint c = 1; c < self->k; c++)
    {
      guint tile = (c - 1) / 4, t = (c - 1) % 4;

      for (guint j = 0; j < self->d; j++)
        self->single_values[(tile * self->d + j) * 4 + t] =
            (float) (centers[c * self->d + j] - centers[j]);
      self->single_halves[c - 1] = (float) (self->halves[c] - self->halves[0]);
      self->single_labels[c - 1] = c;
    }
}

void
crm_kmeans_tiles_set (CrmKMeansTiles *self, const double *centers)
{
  self->fit_singles = TRUE;
  for (guint c = 0; c < self->tiles * 4; c++)
    {
      double square = 0;

      for (guint j = 0; j < self->d; j++)
        {
          double x = c < self->k ? centers[c * self->d + j] : 0;

          self->values[(c / 4 * self->d + j) * 4 + c % 4] = x;
          square += x * x;
        }
      self->halves[c] = c < self->k ? square / 2 : INFINITY;
      self->fit_singles &= square < FLT_MAX / 4;
    }
  if (self->fit_singles)
    set_singles (self, centers);
}

static inline __attribute__ ((always_inline)) void
assign_eight (const double *const *x, guint d, const CrmKMeansTiles *tiles, gsize i, guint8 *labels)
{
  double best[8], label[8] = { 0 };

  for (guint l = 0; l < 8; l++)
    best[l] = -INFINITY;

  for (guint tile = 0; tile < tiles->tiles; tile++)
    for (guint t = 0; t < 4; t++)
      {
        const double *values = tiles->values + tile * d * 4 + t;
        double half = tiles->halves[tile * 4 + t];
        double score[8];

        for (guint l = 0; l < 8; l++)
          score[l] = -half;
        for (guint j = 0; j < d; j++)
          for (guint l = 0; l < 8; l++)
            score[l] += x[j][i + l] * values[j * 4];
        for (guint l = 0; l < 8; l++)
          {
            gboolean better = score[l] > best[l];

            best[l] = better ? score[l] : best[l];
            label[l] = better ? (double) (tile * 4 + t) : label[l];
          }
      }

  for (guint l = 0; l < 8; l++)
    labels[l] = (guint8) label[l];
}

void
crm_kmeans_assign_portable (const CrmPoints *points, const CrmKMeansTiles *tiles, gsize begin,
                            gsize end, guint8 *labels)
{
  const double *const *x = (const double *const *) points->columns;

  for (gsize i = begin; i < end; i += 8)
    assign_eight (x, points->d, tiles, i, labels + (i - begin));
}

#ifdef HAVE_AVX2

#define AVX2 __attribute__ ((target ("avx2")))

/* @d and @last, the number of centres in the last tile, are constants where this is inlined. */
static inline __attribute__ ((always_inline)) AVX2 void
assign_avx2 (const double *const *x, guint d, const CrmKMeansTiles *tiles, guint last, gsize begin,
             gsize end, guint8 *labels)
{
  for (gsize i = begin; i < end; i += 8)
    {
      __m256d best0 = _mm256_set1_pd (-INFINITY), best1 = best0;
      __m256d label0 = _mm256_setzero_pd (), label1 = label0;
      const double *values = tiles->values, *halves = tiles->halves;
      __m256d label = _mm256_setzero_pd ();

      for (guint tile = 0; tile < tiles->tiles; tile++, values += 4 * d, halves += 4)
        {
          guint count = tile + 1 < tiles->tiles ? 4 : last;
          __m256d score0[4], score1[4];

          for (guint t = 0; t < count; t++)
            {
              score0[t] = _mm256_set1_pd (-halves[t]);
              score1[t] = score0[t];
            }
          for (guint j = 0; j < d; j++)
            {
              __m256d x0 = _mm256_load_pd (x[j] + i), x1 = _mm256_load_pd (x[j] + i + 4);

              for (guint t = 0; t < count; t++)
                {
                  __m256d c = _mm256_broadcast_sd (values + j * 4 + t);

                  score0[t] = _mm256_add_pd (score0[t], _mm256_mul_pd (x0, c));
                  score1[t] = _mm256_add_pd (score1[t], _mm256_mul_pd (x1, c));
                }
            }
          for (guint t = 0; t < count; t++)
            {
              __m256d better0 = _mm256_cmp_pd (score0[t], best0, _CMP_GT_OQ);
              __m256d better1 = _mm256_cmp_pd (score1[t], best1, _CMP_GT_OQ);

              best0 = _mm256_max_pd (score0[t], best0);
              best1 = _mm256_max_pd (score1[t], best1);
              label0 = _mm256_blendv_pd (label0, label, better0);
              label1 = _mm256_blendv_pd (label1, label, better1);
              label = _mm256_add_pd (label, _mm256_set1_pd (1));
            }
        }

      {
        __m128i words =
            _mm_packs_epi32 (_mm256_cvttpd_epi32 (label0), _mm256_cvttpd_epi32 (label1));

        _mm_storel_epi64 ((__m128i *) (void *) (labels + (i - begin)),
                          _mm_packus_epi16 (words, words));
      }
    }
}

#define DEFINE_ASSIGN(D)                                                                           \
  static AVX2 void assign_avx2_##D (const CrmPoints *points, const CrmKMeansTiles *tiles,          \
                                    gsize begin, gsize end, guint8 *labels)                        \
  {                                                                                                \
    const double *const *x = (const double *const *) points->columns;                              \
    guint d = D > 0 ? D : points->d;                                                               \
                                                                                                   \
    switch ((tiles->k - 1) % 4 + 1)                                                                \
      {                                                                                            \
      case 1:                                                                                      \
        assign_avx2 (x, d, tiles, 1, begin, end, labels);                                          \
        break;                                                                                     \
      case 2:                                                                                      \
        assign_avx2 (x, d, tiles, 2, begin, end, labels);                                          \
        break;                                                                                     \
      case 3:                                                                                      \
        assign_avx2 (x, d, tiles, 3, begin, end, labels);                                          \
        break;                                                                                     \
      default:                                                                                     \
        assign_avx2 (x, d, tiles, 4, begin, end, labels);                                          \
        break;                                                                                     \
      }                                                                                            \
  }

DEFINE_ASSIGN (0)
DEFINE_ASSIGN (1)
DEFINE_ASSIGN (2)
DEFINE_ASSIGN (3)
DEFINE_ASSIGN (4)
DEFINE_ASSIGN (5)
DEFINE_ASSIGN (6)
DEFINE_ASSIGN (7)
DEFINE_ASSIGN (8)

static void (*const assign_avx2_by_d[]) (const CrmPoints *points, const CrmKMeansTiles *tiles,
                                         gsize begin, gsize end, guint8 *labels) = {
  assign_avx2_0, assign_avx2_1, assign_avx2_2, assign_avx2_3, assign_avx2_4,
  assign_avx2_5, assign_avx2_6, assign_avx2_7, assign_avx2_8
};

#endif

void
crm_kmeans_assign_exact (const CrmPoints *points, const CrmKMeansTiles *tiles, gsize begin,
                         gsize end, guint8 *labels)
{
#ifdef HAVE_AVX2
  if (__builtin_cpu_supports ("avx2"))
    {
      assign_avx2_by_d[points->d < G_N_ELEMENTS (assign_avx2_by_d) ? points->d : 0](
          points, tiles, begin, end, labels);
      return;
    }
#endif
  crm_kmeans_assign_portable (points, tiles, begin, end, labels);
}

void
crm_kmeans_assign (const CrmPoints *points, const CrmKMeansTiles *tiles, gsize begin, gsize end,
                   guint8 *labels)
{
  if (crm_kmeans_can_screen (points, tiles))
    crm_kmeans_screen (points, tiles, begin, end, labels);
  else
    crm_kmeans_assign_exact (points, tiles, begin, end, labels);
}
