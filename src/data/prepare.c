// SPDX-License-Identifier: GPL-3.0-or-later
// A split draws one permutation of all samples, as NumPy's legacy generator does, and takes the
// training part from its beginning. A stratified one walks along the same permutation and takes a
// sample while its class still has room; the rooms are the share of each class, rounded down, and
// what is left over goes to the classes that lost most by rounding.
#include "data/prepare.h"

#include <math.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/words.h"
#include "network/rng.h"

const struct normalization_row normalizations[] = {
    {"standard", NORMALIZE_STANDARD, "each column to mean 0 and standard deviation 1"},
    {"minmax", NORMALIZE_MINMAX, "each column to minimum 0 and maximum 1"},
    {"none", NORMALIZE_NONE, "back to the original units"},
};

_Static_assert(sizeof normalizations / sizeof *normalizations == NORMALIZATION_COUNT,
               "one row for each way");

const struct normalization_row *normalization_find(const char *name, size_t length)
{
    for (size_t i = 0; i < NORMALIZATION_COUNT; i++)
        if (strlen(normalizations[i].name) == length &&
            memcmp(normalizations[i].name, name, length) == 0)
            return &normalizations[i];
    return NULL;
}

const char *normalization_name(enum normalization id)
{
    size_t i = 0;
    while (normalizations[i].id != id)
        i++;
    return normalizations[i].name;
}

// ---- normalisation ---------------------------------------------------------------------------

// The matrix and the column in it that column [index] of both is.
static struct matrix column_home(struct matrix x, struct matrix y, size_t *index)
{
    if (*index < x.cols)
        return x;
    *index -= x.cols;
    return y;
}

// Whether a column of the training part is the same number in every row. It is left as it is, with shift 0
// and scale 1, since a deviation of 0 or of a rounding error is not a scale. Only a target, or the number of a row
// alone, becomes 0 where it is so large that no network would learn it as it is.
static bool fit_constant(struct matrix m, size_t col, bool is_target, struct column *column)
{
    enum { LARGE = 10 };
    for (size_t n = 1; n < m.rows; n++)
        if (matrix_at(m, n, col) != matrix_at(m, 0, col))
            return false;
    double value = matrix_at(m, 0, col);
    column->shift = (is_target || m.rows == 1) && fabs(value) > LARGE ? value : 0;
    return true;
}

// The shift and scale that bring the column's training part to mean 0 and standard deviation 1 (the
// root of the mean square, as scikit-learn takes it).
static void fit_standard(struct matrix m, size_t col, struct column *column)
{
    double sum = 0, squares = 0, count = (double)m.rows;
    for (size_t n = 0; n < m.rows; n++)
        sum += matrix_at(m, n, col);
    column->shift = sum / count;
    for (size_t n = 0; n < m.rows; n++) {
        double difference = matrix_at(m, n, col) - column->shift;
        squares = fma(difference, difference, squares);
    }
    column->scale = sqrt(squares / count);
}

static void fit_minmax(struct matrix m, size_t col, struct column *column)
{
    double least = HUGE_VAL, most = -HUGE_VAL;
    for (size_t n = 0; n < m.rows; n++) {
        double value = matrix_at(m, n, col);
        least = value < least ? value : least;
        most = value > most ? value : most;
    }
    column->shift = least;
    column->scale = most - least;
}

// Writes column [index] of [to] again: from its old units to its own, and on to the new ones.
static bool normalize_column(struct dataset *to, size_t index, enum normalization method)
{
    size_t at = index;
    struct column *column = &to->columns[index];
    struct matrix all = column_home(dataset_all_x(to), dataset_all_y(to), &index);
    struct matrix training = {to->x.rows, all.cols, all.data};
    for (size_t n = 0; n < all.rows; n++) {
        double *value = &all.data[n * all.cols + index];
        *value = dataset_original(to, at, *value);
    }
    column->shift = 0;
    column->scale = 1;
    if (method == NORMALIZE_NONE)
        return true;
    if (!fit_constant(training, index, at >= to->x.cols, column))
        (method == NORMALIZE_STANDARD ? fit_standard : fit_minmax)(training, index, column);
    if (!isfinite(column->shift) || !isfinite(column->scale))
        return false;
    if (column->scale == 0) // of numbers whose squares are too small
        column->scale = 1;
    for (size_t n = 0; n < all.rows; n++) {
        double *value = &all.data[n * all.cols + index];
        *value = (*value - column->shift) / column->scale;
    }
    return true;
}

// Normalises a set that is not shared yet, in place.
static bool normalize(struct dataset *to, enum normalization method, struct error *error)
{
    size_t columns = to->x.cols + (to->targets == TARGETS_NUMBERS ? to->y.cols : 0);
    for (size_t i = 0; i < columns; i++) {
        char title[DATASET_TITLE_SIZE];
        dataset_title(to, i, title);
        if (!normalize_column(to, i, method))
            return error_set(error, "the numbers of column %s are too large to be normalised",
                             title);
    }
    to->normalization = method;
    return true;
}

struct dataset *prepare_normalize(struct dataset *from, enum normalization method,
                                  struct error *error)
{
    struct dataset *to = dataset_copy(from, error);
    if (!to)
        return NULL;
    if (normalize(to, method, error) && dataset_record_edits(to, from, error) &&
        dataset_record(to, error, "data normalize %s", normalization_name(method)))
        return to;
    dataset_free(to);
    return NULL;
}

// ---- splitting -------------------------------------------------------------------------------

// Fills rooms[0, classes) with how many of counts[...] samples a class has in a part of [training]
// samples: the largest remainders are rounded up.
static void share_out(const size_t *counts, size_t classes, size_t samples, size_t training,
                      size_t *rooms)
{
    size_t left = training;
    for (size_t k = 0; k < classes; k++) {
        rooms[k] = (size_t)((double)counts[k] * (double)training / (double)samples);
        left -= rooms[k];
    }
    for (; left > 0; left--) {
        size_t best = 0;
        double most = -1;
        for (size_t k = 0; k < classes; k++) {
            double lost = (double)counts[k] * (double)training / (double)samples - (double)rooms[k];
            if (lost > most && rooms[k] < counts[k]) {
                most = lost;
                best = k;
            }
        }
        rooms[best]++;
    }
}

// Moves the samples that are learnt from to the front of rows[0, samples), each class having its
// share of them; the order within each part stays.
static bool stratify_rows(const struct dataset *from, size_t *rows, size_t samples, size_t training,
                          struct error *error)
{
    struct matrix y = dataset_all_y(from);
    size_t classes = y.cols == 1 ? 2 : y.cols, first = 0, second = training;
    size_t *block = calloc(2 * classes + samples, sizeof *block);
    if (!block)
        return error_memory(error);
    size_t *counts = block, *rooms = block + classes, *parted = block + 2 * classes;
    for (size_t n = 0; n < samples; n++)
        counts[dataset_class_of(y.data + n * y.cols, y.cols)]++;
    share_out(counts, classes, samples, training, rooms);
    for (size_t n = 0; n < samples; n++) {
        size_t k = dataset_class_of(y.data + rows[n] * y.cols, y.cols);
        if (rooms[k] > 0) {
            rooms[k]--;
            parted[first++] = rows[n];
        } else {
            parted[second++] = rows[n];
        }
    }
    memcpy(rows, parted, samples * sizeof *rows);
    free(block);
    return true;
}

// How many of the samples are learnt from; 0 with [error] set where a part would be empty.
static size_t training_count(size_t samples, double share, struct error *error)
{
    size_t training = (size_t)round((double)samples * share);
    if (training > 0 && training < samples)
        return training;
    error_set(error, "with %zu sample%s, a share of %s leaves %s part empty", samples,
              plural(samples), number_string(share, 6).text,
              training == 0 ? "the training" : "the test");
    return 0;
}

struct dataset *prepare_split(struct dataset *from, double share, uint32_t seed, bool stratify,
                              struct error *error)
{
    size_t samples = from->x.rows + from->test_x.rows;
    size_t training = training_count(samples, share, error);
    struct dataset *to = NULL;
    struct rng rng;
    if (training == 0)
        return NULL;
    if (stratify && (from->targets == TARGETS_NUMBERS || from->targets == TARGETS_LABELS)) {
        error_set(error, "stratify keeps the share of each class, but these targets are %s",
                  from->targets == TARGETS_NUMBERS ? "numbers" : "several, each by itself");
        return NULL;
    }
    size_t *rows = malloc(samples * sizeof *rows);
    if (!rows) {
        error_memory(error);
        return NULL;
    }
    rng_seed(&rng, seed);
    rng_permutation(&rng, samples, rows);
    if (!stratify || stratify_rows(from, rows, samples, training, error))
        to = dataset_gather(from, rows, samples, training, error);
    free(rows);
    if (to && (to->normalization == NORMALIZE_NONE || normalize(to, to->normalization, error)) &&
        dataset_record_edits(to, from, error) &&
        dataset_record(to, error, "data split %s seed=%u%s",
                       number_string(share, NUMBER_DIGITS_EXACT).text, seed,
                       stratify ? " stratify" : ""))
        return to;
    dataset_free(to);
    return NULL;
}

// ---- order and number ------------------------------------------------------------------------

struct dataset *prepare_shuffle(struct dataset *from, uint32_t seed, struct error *error)
{
    size_t training = from->x.rows, samples = training + from->test_x.rows;
    size_t *rows = malloc(samples * sizeof *rows);
    struct rng rng;
    if (!rows) {
        error_memory(error);
        return NULL;
    }
    rng_seed(&rng, seed);
    rng_permutation(&rng, training, rows);
    for (size_t n = training; n < samples; n++)
        rows[n] = n;
    struct dataset *to = dataset_gather(from, rows, samples, training, error);
    free(rows);
    if (to && dataset_record_edits(to, from, error) &&
        dataset_record(to, error, "data shuffle seed=%u", seed))
        return to;
    dataset_free(to);
    return NULL;
}

struct dataset *prepare_take(struct dataset *from, size_t count, struct error *error)
{
    size_t training = from->x.rows, tested = from->test_x.rows;
    if (count == 0 || count > training) {
        error_set(error, "there are %zu samples to learn from: take a number from 1 to %zu",
                  training, training);
        return NULL;
    }
    size_t *rows = malloc((count + tested) * sizeof *rows);
    if (!rows) {
        error_memory(error);
        return NULL;
    }
    for (size_t n = 0; n < count + tested; n++)
        rows[n] = n < count ? n : training + n - count;
    struct dataset *to = dataset_gather(from, rows, count + tested, count, error);
    free(rows);
    if (to && dataset_record_edits(to, from, error) &&
        dataset_record(to, error, "data take %zu", count))
        return to;
    dataset_free(to);
    return NULL;
}
