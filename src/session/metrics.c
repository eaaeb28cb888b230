// SPDX-License-Identifier: GPL-3.0-or-later
// The definitions are scikit-learn's: accuracy_score, precision_recall_fscore_support,
// confusion_matrix, r2_score, mean_absolute_error. A ratio 0/0 is NaN here and shown as a dash, where
// scikit-learn warns and says 0.
#include "session/metrics.h"

#include <math.h>
#include <stdlib.h>

void metrics_free(struct metrics *metrics)
{
    if (!metrics)
        return;
    free(metrics->classes);
    free(metrics->confusion);
    free(metrics->numbers);
    free(metrics);
}

static double ratio(size_t part, size_t whole)
{
    return whole ? (double)part / (double)whole : (double)NAN;
}

// Of those predicted to be of the class, the share that are.
static double precision(const struct class_counts *counts)
{
    return ratio(counts->right, counts->predicted);
}

// Of those that are of the class, the share predicted to be.
static double recall(const struct class_counts *counts)
{
    return ratio(counts->right, counts->actual);
}

// The harmonic mean of both.
static double f1(const struct class_counts *counts)
{
    return ratio(2 * counts->right, counts->predicted + counts->actual);
}

const struct class_metric class_metrics[] = {
    {"precision", precision}, {"recall", recall}, {"f1", f1}, {NULL, NULL}};

static double rmse(const struct number_sums *sums)
{
    return sqrt(sums->squares / sums->count) * sums->scale;
}

static double mean_absolute_error(const struct number_sums *sums)
{
    return sums->sizes / sums->count * sums->scale;
}

// NaN where the target is constant.
static double r2(const struct number_sums *sums)
{
    return sums->spread > 0 ? 1 - sums->squares / sums->spread : (double)NAN;
}

const struct number_metric number_metrics[] = {
    {"rmse", rmse, false, true},
    {"mean abs. error", mean_absolute_error, false, false},
    {"r²", r2, true, true},
    {NULL, NULL, false, false},
};

// Counts which class was predicted for which. A prediction that is not a number is no class, and wrong.
static void count_classes(struct metrics *metrics, const struct dataset *dataset, struct matrix a,
                          struct matrix y)
{
    size_t count = metrics->class_count;
    for (size_t n = 0; n < a.rows; n++) {
        size_t actual = dataset_class_of(y.data + n * y.cols, y.cols);
        size_t predicted = dataset_class_meant(dataset, a.data + n * a.cols);
        metrics->classes[actual].actual++;
        if (isnan(a.data[n * a.cols + (a.cols > 1 ? predicted : 0)]))
            continue;
        metrics->classes[predicted].predicted++;
        metrics->confusion[actual * count + predicted]++;
    }
    for (size_t k = 0; k < count; k++) {
        metrics->classes[k].right = metrics->confusion[k * count + k];
    }
}

static struct number_sums add_up(const struct dataset *dataset, struct matrix a, struct matrix y,
                                 size_t j)
{
    struct number_sums sums = {.count = (double)y.rows,
                               .scale = dataset->columns[dataset->x.cols + j].scale};
    double mean = 0;
    for (size_t n = 0; n < y.rows; n++)
        mean += matrix_at(y, n, j) / sums.count;
    // The mean of equal numbers may be rounded: then their spread is none, and not the rounding's.
    bool is_constant = true;
    for (size_t n = 1; n < y.rows; n++)
        is_constant = is_constant && matrix_at(y, n, j) == matrix_at(y, 0, j);
    if (is_constant)
        mean = matrix_at(y, 0, j);
    for (size_t n = 0; n < y.rows; n++) {
        double error = matrix_at(a, n, j) - matrix_at(y, n, j);
        double distance = matrix_at(y, n, j) - mean;
        sums.squares = fma(error, error, sums.squares);
        sums.spread = fma(distance, distance, sums.spread);
        sums.sizes += fabs(error);
    }
    return sums;
}

static struct matrix row_of(struct matrix m, size_t n)
{
    return (struct matrix){1, m.cols, m.data + n * m.cols};
}

static size_t largest_place(struct matrix row)
{
    size_t best = 0;
    for (size_t j = 1; j < row.cols; j++)
        if (row.data[j] > row.data[best])
            best = j;
    return best;
}

// Whether each output is nearer to its own target than to the other value.
static bool are_all_right(const struct dataset *dataset, struct matrix a, struct matrix y)
{
    double middle = (dataset->low + dataset->high) / 2;
    for (size_t j = 0; j < a.cols; j++)
        if (isnan(a.data[j]) || (a.data[j] >= middle) != (y.data[j] >= middle))
            return false;
    return true;
}

bool metrics_is_right(const struct dataset *dataset, struct matrix a, struct matrix y)
{
    if (a.cols == 1 || dataset->targets == TARGETS_LABELS)
        return are_all_right(dataset, a, y);
    size_t place = largest_place(a);
    return !isnan(a.data[place]) && place == largest_place(y);
}

size_t metrics_count_right(const struct dataset *dataset, struct matrix a, struct matrix y)
{
    size_t right = 0;
    for (size_t n = 0; n < a.rows; n++)
        right += metrics_is_right(dataset, row_of(a, n), row_of(y, n));
    return right;
}

double metrics_accuracy(const struct dataset *dataset, struct matrix a, struct matrix y)
{
    return (double)metrics_count_right(dataset, a, y) / (double)a.rows;
}

struct metrics *metrics_create(const struct dataset *dataset, struct matrix a, struct matrix y,
                               struct error *error)
{
    struct metrics *metrics = calloc(1, sizeof *metrics);
    size_t classes = y.cols == 1 ? 2 : y.cols;
    bool is_numbers = dataset->targets == TARGETS_NUMBERS || dataset->targets == TARGETS_LABELS;
    if (metrics && is_numbers)
        metrics->numbers = calloc(y.cols, sizeof *metrics->numbers);
    if (metrics && !is_numbers) {
        metrics->classes = calloc(classes, sizeof *metrics->classes);
        metrics->confusion = calloc(classes * classes, sizeof *metrics->confusion);
    }
    if (!metrics || !(is_numbers ? metrics->numbers != NULL
                                 : metrics->classes != NULL && metrics->confusion != NULL)) {
        metrics_free(metrics);
        error_memory(error);
        return NULL;
    }
    metrics->samples = y.rows;
    metrics->output_count = is_numbers ? y.cols : 0;
    metrics->class_count = is_numbers ? 0 : classes;
    for (size_t j = 0; j < metrics->output_count; j++)
        metrics->numbers[j] = add_up(dataset, a, y, j);
    if (!is_numbers)
        count_classes(metrics, dataset, a, y);
    metrics->has_accuracy = dataset->targets != TARGETS_NUMBERS;
    metrics->right = metrics->has_accuracy ? metrics_count_right(dataset, a, y) : 0;
    return metrics;
}
