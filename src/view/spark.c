// SPDX-License-Identifier: GPL-3.0-or-later
// The run so far is cut into columns of as many epochs each, and a column shows the last loss in it.
// Losses that span much are shown by their logarithms, as in the large picture.
#include "view/spark.h"

#include <math.h>

#include "base/words.h"
#include "network/mathfn.h"

#define LOG_FROM 20.0
enum { COLUMNS_MOST = 40 };

// The last loss of each column; NaN where there is none. Returns the number of columns.
static size_t gather(const struct curve *curve, size_t from, size_t cols,
                     double losses[COLUMNS_MOST])
{
    size_t last = curve->count ? curve->points[curve->count - 1].epoch : 0;
    size_t epochs = last > from ? last - from : 0;
    cols = size_min(epochs, cols);
    for (size_t i = 0; i < cols; i++)
        losses[i] = (double)NAN;
    for (size_t i = 0; i < curve->count && cols; i++) {
        const struct curve_point *point = &curve->points[i];
        if (point->epoch <= from || !isfinite(point->loss))
            continue;
        double share = (double)(point->epoch - from - 1) / (double)epochs;
        losses[(size_t)(share * (double)cols)] = point->loss;
    }
    return cols;
}

void spark_view(struct buf *out, const struct curve *curve, size_t from, size_t cols, bool is_utf8)
{
    static const char *const bars[] = {"▁", "▂", "▃", "▄", "▅", "▆", "▇", "█"};
    static const char *const signs[] = {"_", ".", "-", "=", "^"};
    double losses[COLUMNS_MOST], low = (double)INFINITY, high = 0;
    cols = gather(curve, from, size_min(cols, COLUMNS_MOST), losses);
    for (size_t i = 0; i < cols; i++) {
        low = losses[i] < low ? losses[i] : low;
        high = losses[i] > high ? losses[i] : high;
        if (isnan(losses[i]) && i > 0)
            losses[i] = losses[i - 1];
    }
    bool is_log = low > 0 && high / low >= LOG_FROM;
    size_t levels = is_utf8 ? sizeof bars / sizeof *bars : sizeof signs / sizeof *signs;
    for (size_t i = 0; i < cols && cols > 1; i++) {
        double share = is_log ? math_log(losses[i] / low) / math_log(high / low)
                              : (losses[i] - low) / (high - low);
        // Losses that are all the same are neither high nor low.
        size_t level = high > low && share >= 0 ? (size_t)(share * (double)levels) : 0;
        level = level < levels ? level : levels - 1;
        buf_puts(out, isnan(losses[i]) ? " " : is_utf8 ? bars[level] : signs[level]);
    }
}
