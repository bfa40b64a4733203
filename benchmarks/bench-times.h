/* SPDX-License-Identifier: GPL-3.0-or-later */

/* What every benchmark does with times. All are in milliseconds. */

#pragma once

#include <glib.h>

G_BEGIN_DECLS

/* By the clock, and of processor time (not lengthened by other programs), of all threads and of the calling one. */
double bench_now (void);
double bench_work (void);
double bench_thread_work (void);

/* Sorts the values and returns the one below which a share `p` of them lies. */
double bench_quantile (double *values, gsize n, double p);

/* A series, a GArray of double. */
void bench_add_since (GArray *times, double start);
/* Its number, median, p95 and largest; nothing of an empty one. */
void bench_print (const char *what, GArray *times);

G_END_DECLS
