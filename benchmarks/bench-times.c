/* SPDX-License-Identifier: GPL-3.0-or-later */

#include "config.h"

#include <stdio.h>
#include <stdlib.h>
#include <time.h>

#include "bench-times.h"

static double
read_clock (clockid_t clock)
{
  struct timespec time;

  clock_gettime (clock, &time);
  return (double) time.tv_sec * 1e3 + (double) time.tv_nsec / 1e6;
}

double
bench_now (void)
{
  return read_clock (CLOCK_MONOTONIC);
}

double
bench_work (void)
{
  return read_clock (CLOCK_PROCESS_CPUTIME_ID);
}

double
bench_thread_work (void)
{
  return read_clock (CLOCK_THREAD_CPUTIME_ID);
}

static int
compare_cb (const void *a, const void *b)
{
  double x = *(const double *) a, y = *(const double *) b;

  return (x > y) - (x < y);
}

double
bench_quantile (double *values, gsize n, double p)
{
  qsort (values, n, sizeof *values, compare_cb);
  return values[MIN (n - 1, (gsize) (p * (double) n))];
}

void
bench_add_since (GArray *times, double start)
{
  double ms = bench_now () - start;

  g_array_append_val (times, ms);
}

void
bench_print (const char *what, GArray *times)
{
  double *values = (double *) times->data;
  double half, most;

  if (times->len == 0)
    return;
  half = bench_quantile (values, times->len, 0.5);
  most = bench_quantile (values, times->len, 1);
  printf ("%-32s %5u  p50 %8.2f  p95 %8.2f  max %8.2f ms\n", what, times->len, half,
          bench_quantile (values, times->len, 0.95), most);
}
