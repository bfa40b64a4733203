#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes hyp2f1.csv: log 2F1 (a, b; c; z) to 20 digits for arguments as the BG/NBD model meets them.

Gauss' series has only positive terms here; it is summed with 60 digits, so the table does not share a
method with the program."""

from decimal import Decimal, getcontext

getcontext().prec = 60


def log_2f1(a, b, c, z):
    a, b, c, z = map(Decimal, (a, b, c, z))
    term = total = Decimal(1)
    n = 0
    while n < 10 or term > total * Decimal(10) ** -40 * (1 - z):
        term *= (a + n) * (b + n) / ((c + n) * (1 + n)) * z
        total += term
        n += 1
    return total.ln()


def main():
    parameters = [("0.243", "0.793", "2.426"), ("0.55", "1.4", "1.2"), ("3", "0.1", "8"), ("0.7", "1.6", "0.3")]
    print("a,b,c,z,log_value")
    for r, alpha, beta in parameters:
        for x in (0, 1, 2, 7, 30, 150, 700):
            for z in ("0.01", "0.3", "0.7", "0.95", "0.995"):
                a, b = Decimal(r) + x, Decimal(beta) + x
                c = Decimal(alpha) + b - 1
                if c > 0:
                    print(f"{a},{b},{c},{z},{log_2f1(a, b, c, z):.20g}")


main()
