// SPDX-License-Identifier: GPL-3.0-or-later
// The kernel of plain C: one double at a time, fma() from the C library where the compiler's target
// has no instruction for it. Slow on an old machine, and right on every machine.
#include <math.h>

#define KERNEL              baseline
#define VECTOR              double
#define WIDTH               1
#define TILE_ROWS           4
#define TILE_VECTORS        3
#define ZERO()              0.0
#define LOAD(p)             (*(p))
#define STORE(p, v)         (*(p) = (v))
#define SPREAD(x)           (x)
#define FMA(a, b, c)        fma(a, b, c)
#define MULTIPLY(a, b)      ((a) * (b))
#define SUBTRACT(a, b)      ((a) - (b))
#define DIVIDE(a, b)        ((a) / (b))
#define LARGER(a, b)        ((a) > (b) ? (a) : (b))
#define LOAD_PART(p, n)     ((void)(n), *(p))
#define STORE_PART(p, n, v) ((void)(n), *(p) = (v))

#define CLAIM(p)                         __builtin_prefetch(p, 1)
#define TURN(to, to_row, from, from_row) ((void)(to_row), (void)(from_row), *(to) = *(from))

#include "network/kernel_body.h"
