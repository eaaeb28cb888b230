// SPDX-License-Identifier: GPL-3.0-or-later
// A block of some megabytes lies in hundreds of pages of the usual size. A product walks through them
// all, and looking up where a page is takes the processor up to a tenth of the time. So the system is
// asked to put large blocks into large pages; where it has none, or is not Linux, nothing but that time is
// lost.
#define _GNU_SOURCE // madvise
#include "base/block.h"

#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#ifdef __linux__
#include <sys/mman.h>
#endif

// A line of the cache and a large page, in bytes.
#define LINE ((size_t)64)
#define PAGE ((size_t)1 << 21)

double *block_zeros(size_t count)
{
    if (count > (PTRDIFF_MAX - PAGE) / sizeof(double))
        return NULL;
    size_t size = count * sizeof(double);
    size_t unit = size < PAGE ? LINE : PAGE;
    size_t whole = size ? (size + LINE - 1) / LINE * LINE : LINE;
    // What lies after the last line is not touched, and so takes no memory.
    double *block = aligned_alloc(unit, (whole + unit - 1) / unit * unit);
#ifdef MADV_HUGEPAGE
    if (block && unit == PAGE)
        madvise(block, whole / PAGE * PAGE, MADV_HUGEPAGE);
#endif
    if (block)
        memset(block, 0, whole);
    return block;
}
