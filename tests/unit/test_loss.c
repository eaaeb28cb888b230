// SPDX-License-Identifier: GPL-3.0-or-later
// Each loss against its textbook definition, value and gradient, and the sum of its terms against
// its value. One without values in scalar_reference.py is held by the gradient
// tests alone.
#include <check.h>
#include <math.h>
#include <string.h>

#include "network/kernel.h"
#include "network/loss.h"

#include "suites.h"

#define WANT_LOSSES
#include "../reference/scalar_reference.inc"

static const struct matrix a = {ROWS, COLS, a_data}, y = {ROWS, COLS, y_data};

static const struct reference *reference_of(const char *name)
{
    for (size_t i = 0; i < sizeof references / sizeof *references; i++)
        if (strcmp(references[i].name, name) == 0)
            return &references[i];
    return NULL;
}

// The z from which the loss's own output makes a.
static struct matrix z_for(const struct loss *loss)
{
    static double z_data[ROWS * COLS];
    bool is_row = loss->partner && strcmp(loss->partner->name, "softmax") == 0;
    for (size_t i = 0; i < ROWS * COLS; i++)
        z_data[i] = log(is_row ? a_data[i] : a_data[i] / (1 - a_data[i]));
    return (struct matrix){ROWS, COLS, z_data};
}

START_TEST(follows_its_definition)
{
    const struct loss *loss = &losses[_i];
    const struct reference *reference = reference_of(loss->name);
    double da[ROWS * COLS];
    if (!reference)
        return;
    double value = loss->value(z_for(loss), a, y);
    ck_assert_msg(fabs(value - reference->value) <= 1e-13 * fabs(value), "%s is %.17g, not %.17g",
                  loss->name, value, reference->value);
    loss->gradient(a, y, (struct matrix){ROWS, COLS, da});
    for (size_t i = 0; i < ROWS * COLS; i++)
        ck_assert_msg(fabs(da[i] - reference->gradient[i]) <= 1e-13 * fabs(da[i]),
                      "%s, element %zu: %.17g, not %.17g", loss->name, i, da[i],
                      reference->gradient[i]);
}
END_TEST

// Straight from a and y, or through da and the output's slope: the same dz.
START_TEST(fused_is_the_chain)
{
    const struct loss *loss = &losses[_i];
    double da[ROWS * COLS], chain[ROWS * COLS], straight[ROWS * COLS];
    if (!loss->fused)
        return;
    ck_assert_ptr_nonnull(loss->partner);
    loss->gradient(a, y, (struct matrix){ROWS, COLS, da});
    kernels[0]->backward[loss->partner->id](ROWS, COLS, da, z_for(loss).data, a_data, chain);
    loss->fused(a, y, (struct matrix){ROWS, COLS, straight});
    for (size_t i = 0; i < ROWS * COLS; i++)
        ck_assert_msg(fabs(straight[i] - chain[i]) <= 1e-14, "%s, element %zu: %.17g, not %.17g",
                      loss->name, i, straight[i], chain[i]);
}
END_TEST

// Where the prediction is as wrong as can be, the loss is large and a number.
START_TEST(saturation_gives_numbers)
{
    const struct loss *loss = &losses[_i];
    double z_data[] = {800, -800}, a_now[] = {1, 0}, y_now[] = {0, 1}, d[2];
    struct matrix z = {1, 2, z_data}, out = {1, 2, a_now}, target = {1, 2, y_now};
    double value = loss->value(z, out, target);
    ck_assert_msg(isfinite(value) && value > 0.9, "%s is %g", loss->name, value);
    (loss->fused ? loss->fused : loss->gradient)(out, target, (struct matrix){1, 2, d});
    ck_assert_msg(isfinite(d[0]) && d[0] > 0 && isfinite(d[1]) && d[1] < 0, "%s: %g %g", loss->name,
                  d[0], d[1]);
}
END_TEST

START_TEST(has_its_words)
{
    const struct loss *loss = &losses[_i];
    ck_assert(*loss->formula && *loss->gradient_formula && *loss->meaning);
    ck_assert(loss->companion != loss);
}
END_TEST

Suite *loss_suite(void)
{
    Suite *suite = suite_create("loss");
    TCase *tests = tcase_create("loss");
    tcase_add_loop_test(tests, follows_its_definition, 0, LOSS_COUNT);
    tcase_add_loop_test(tests, fused_is_the_chain, 0, LOSS_COUNT);
    tcase_add_loop_test(tests, saturation_gives_numbers, 0, LOSS_COUNT);
    tcase_add_loop_test(tests, has_its_words, 0, LOSS_COUNT);
    suite_add_tcase(suite, tests);
    return suite;
}
