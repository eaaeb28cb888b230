// SPDX-License-Identifier: GPL-3.0-or-later
// Two classes are a ring and a disc, several are digits, and numbers are discs. A sample to test on has
// a sign of its own, not only an ink: a lozenge, empty or filled, and a letter for a digit.
#include "view/plot_samples.h"

#include <stdio.h>
#include <string.h>

enum { SAMPLES_MOST = 1500, DIGITS = 10 };

static double value_at(const struct plot_samples *samples, size_t row, size_t column)
{
    const struct dataset *data = samples->data;
    size_t inputs = data->x.cols;
    bool is_input = column < inputs;
    double value = is_input ? matrix_at(dataset_all_x(data), row, column)
                            : matrix_at(dataset_all_y(data), row, column - inputs);
    bool has_units = is_input || data->targets == TARGETS_NUMBERS;
    return samples->is_original && has_units ? dataset_original(data, column, value) : value;
}

static size_t count_rows(const struct plot_samples *samples)
{
    return samples->data->x.rows + (samples->has_test ? samples->data->test_x.rows : 0);
}

void plot_samples_range(struct plot_axis *axis, const struct plot_samples *samples, size_t column,
                        double air)
{
    // Units keep the order of numbers, and are asked for at the two ends only.
    struct plot_samples seen = *samples;
    size_t low = 0, high = 0, rows = count_rows(samples);
    seen.is_original = false;
    for (size_t n = 1; n < rows; n++) {
        double value = value_at(&seen, n, column);
        low = value < value_at(&seen, low, column) ? n : low;
        high = value > value_at(&seen, high, column) ? n : high;
    }
    plot_range(axis, value_at(samples, low, column), value_at(samples, high, column), air);
}

void plot_samples_name(struct plot_axis *axis, const struct dataset *data, size_t column)
{
    char title[DATASET_TITLE_SIZE];
    size_t length;
    dataset_title(data, column, title);
    length = strlen(title);
    if (length >= sizeof axis->name)
        for (length = sizeof axis->name - 1; length > 0 && (title[length] & 0xc0) == 0x80;)
            length--;
    memcpy(axis->name, title, length);
    axis->name[length] = '\0';
}

// Whether a sample just like it is drawn already. One of another kind at the same place, which happens
// where inputs are held, moves it aside, so that neither hides the other.
static bool is_drawn(const struct plot *plot, struct plot_mark *mark, bool *moved)
{
    double aside = 0.04 * (plot->x.high - plot->x.low);
    for (size_t i = 0; i < plot->mark_count; i++) {
        const struct plot_mark *other = &plot->marks[i];
        if (other->x != mark->x || other->y != mark->y)
            continue;
        if (other->number == mark->number && other->shape == mark->shape)
            return true;
        if (mark->x + aside > plot->x.high)
            continue; // off the paper it would be seen even less
        mark->x += aside;
        *moved = true;
    }
    return false;
}

static struct plot_mark mark_of(const struct plot_samples *samples, size_t row)
{
    struct matrix y = dataset_all_y(samples->data);
    bool is_test = row >= samples->data->x.rows;
    struct plot_mark mark = {.x = value_at(samples, row, samples->across),
                             .y = value_at(samples, row, samples->up),
                             .ink = is_test ? INK_ORANGE : INK_BOLD};
    if (samples->targets != TARGETS_NUMBERS)
        mark.number = (unsigned)dataset_class_of(y.data + row * y.cols, y.cols);
    if (samples->targets == TARGETS_CLASSES)
        mark.shape = !is_test ? PLOT_DIGIT : y.cols > DIGITS ? PLOT_CAPITAL : PLOT_LETTER;
    else if (samples->targets == TARGETS_TWO && mark.number == 1)
        mark.shape = is_test ? PLOT_GEM : PLOT_DISC;
    else if (samples->targets == TARGETS_TWO)
        mark.shape = is_test ? PLOT_LOZENGE : PLOT_RING;
    else
        mark.shape = is_test ? PLOT_LOZENGE : PLOT_DISC;
    return mark;
}

// ---- keys ---------------------------------------------------------------------------------------

static void add_words(struct plot *plot, const char *words)
{
    plot_key(plot, (struct plot_key){.shape = PLOT_WORDS}, "%s", words);
}

// Whether the classes have names that say more than their numbers.
static bool are_named(const struct dataset *data)
{
    for (size_t k = 0; k < data->class_count; k++) {
        char number[24];
        snprintf(number, sizeof number, "%zu", k);
        if (strcmp(number, data->classes[k]) != 0)
            return data->class_count <= PLOT_CLASSES_MOST;
    }
    return false;
}

static void add_two_keys(struct plot *plot, const struct dataset *data, bool is_test)
{
    static const enum plot_shape shapes[2][2] = {{PLOT_RING, PLOT_DISC}, {PLOT_LOZENGE, PLOT_GEM}};
    for (unsigned k = 0; k < 2; k++) {
        bool is_named = k < data->class_count && are_named(data);
        struct plot_key key = {.shape = shapes[is_test][k], .ink = is_test ? INK_ORANGE : INK_BOLD};
        plot_key(plot, key, "target %u%s%s%s", k, is_named ? ": " : "",
                 is_named ? data->classes[k] : "", is_test ? ", to test on" : "");
    }
}

static void add_class_keys(struct plot *plot, const struct dataset *data, bool has_test)
{
    bool is_named = are_named(data);
    for (size_t k = 0; is_named && k < data->class_count; k++)
        plot_key(plot,
                 (struct plot_key){.shape = PLOT_DIGIT, .number = (unsigned)k, .ink = INK_BOLD},
                 "%s", data->classes[k]);
    size_t count = data->y.cols;
    if (!is_named)
        add_words(plot, count <= DIGITS
                            ? "digits: samples, by class"
                            : "digits and letters: samples, by class (a for 10, b for 11)");
    if (!is_named && count > PLOT_CLASSES_MOST)
        plot_key(plot, (struct plot_key){.shape = PLOT_WORDS},
                 "+: of a class from %d on, which has no letter", PLOT_CLASSES_MOST);
    if (has_test)
        add_words(plot, count <= DIGITS ? "letters: to test on (a for 0, b for 1)"
                                        : "capitals: to test on (A for 0, B for 1)");
    if (has_test && count > PLOT_CAPITALS_MOST)
        plot_key(plot, (struct plot_key){.shape = PLOT_WORDS, .ink = INK_ORANGE},
                 "+ to test on: of a class from %d on", PLOT_CAPITALS_MOST);
}

static void add_keys(struct plot *plot, const struct plot_samples *samples)
{
    bool has_test = samples->has_test && samples->data->test_x.rows > 0;
    if (samples->targets == TARGETS_CLASSES) {
        add_class_keys(plot, samples->data, has_test);
    } else if (samples->targets == TARGETS_TWO) {
        add_two_keys(plot, samples->data, false);
        if (has_test)
            add_two_keys(plot, samples->data, true);
    } else {
        plot_key(plot, (struct plot_key){.shape = PLOT_DISC, .ink = INK_BOLD}, "%s",
                 has_test ? "sample to learn from" : "sample");
        if (has_test)
            plot_key(plot, (struct plot_key){.shape = PLOT_LOZENGE, .ink = INK_ORANGE},
                     "sample to test on");
    }
}

void plot_samples_add(struct plot *plot, const struct plot_samples *samples)
{
    size_t rows = count_rows(samples), step = (rows + SAMPLES_MOST - 1) / SAMPLES_MOST;
    bool moved = false;
    for (size_t n = 0; n < rows; n += step) {
        struct plot_mark mark = mark_of(samples, n);
        if (!is_drawn(plot, &mark, &moved))
            plot_mark(plot, mark, "%s", "");
    }
    add_keys(plot, samples);
    if (moved)
        add_words(plot, "where samples of several kinds coincide, they are drawn side by side");
    if (step > 1)
        plot_key(plot, (struct plot_key){.shape = PLOT_WORDS}, "one sample in %zu is shown", step);
}
