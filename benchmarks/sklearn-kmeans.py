#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Times scikit-learn's Lloyd for bench-analytics.c.

Usage: sklearn-kmeans.py FILE N D K TOLERANCE RUNS. FILE holds N x D then K x D doubles, row after row:
the table and the starting centres. Prints the shortest time in ms by the clock and of the processor, the iterations and
the inertia."""

import sys
import time
import warnings

import numpy as np
from sklearn.cluster import KMeans

warnings.filterwarnings("ignore")
path, n, d, k, tolerance, runs = sys.argv[1], *map(int, sys.argv[2:5]), float(sys.argv[5]), int(sys.argv[6])
values = np.fromfile(path)
table = np.ascontiguousarray(values[: n * d].reshape(n, d))
start = values[n * d :].reshape(k, d)
best = least = float("inf")
for _ in range(runs):
    model = KMeans(n_clusters=k, init=start, n_init=1, max_iter=300, tol=tolerance, algorithm="lloyd")
    began, busy = time.perf_counter(), time.process_time()
    model.fit(table)
    best = min(best, time.perf_counter() - began)
    least = min(least, time.process_time() - busy)
print(best * 1000, least * 1000, model.n_iter_, repr(float(model.inertia_)))
