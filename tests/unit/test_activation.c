// SPDX-License-Identifier: GPL-3.0-or-later
// Each activation against its textbook definition, value and slope, and what its row says of it. One
// without values in tests/reference/scalar_reference.py is held by the gradient tests alone.
#include <check.h>
#include <math.h>
#include <string.h>

#include "network/activation.h"
#include "network/scheme.h"

#include "suites.h"

#define WANT_ACTIVATIONS
#include "../reference/scalar_reference.inc"

static const struct reference *reference_of(const char *name)
{
    for (size_t i = 0; i < sizeof references / sizeof *references; i++)
        if (strcmp(references[i].name, name) == 0)
            return &references[i];
    return NULL;
}

START_TEST(follows_its_definition)
{
    const struct activation *activation = &activations[_i];
    const struct reference *reference = reference_of(activation->name);
    if (!reference)
        return;
    for (size_t i = 0; i < sizeof points / sizeof *points; i++) {
        double z = points[i], a = activation->value(z), da = 0.75;
        double dz = activation->backward(da, z, a), slope = reference->slope[i] * da;
        // gelu is z times a share that is 1 plus an error function: near 0 only its sum is exact.
        double least = strcmp(activation->name, "gelu") == 0 ? 0x1p-52 * fabs(z) : 0;
        ck_assert_msg(fabs(a - reference->value[i]) <= 1e-14 * fabs(a) + least,
                      "%s(%g) is %.17g, not %.17g", activation->name, z, a, reference->value[i]);
        // A slope made of a, such as 1 - a², loses digits where a is near 1.
        ck_assert_msg(fabs(dz - slope) <= 1e-13 * fabs(slope) + 4e-16,
                      "%s'(%g) is %.17g, not %.17g", activation->name, z, dz, slope);
    }
}
END_TEST

START_TEST(has_its_words)
{
    const struct activation *activation = &activations[_i];
    ck_assert_int_eq((int)activation->id, _i);
    ck_assert_ptr_eq(activation_find(activation->name, strlen(activation->name)), activation);
    ck_assert_ptr_null(activation_find(activation->name, strlen(activation->name) - 1));
    ck_assert(*activation->formula && *activation->slope && *activation->meaning);
}
END_TEST

// What is no number stays none, so that it is seen where it arises.
START_TEST(nan_stays_nan)
{
    const struct activation *activation = &activations[_i];
    if (activation->value)
        ck_assert_msg(isnan(activation->value((double)NAN)), "%s", activation->name);
}
END_TEST

// What the row says of bounds, slopes and the corner at 0 is so on a fine grid.
START_TEST(its_row_is_true)
{
    const struct activation *row = &activations[_i];
    double steepest = 0, below = 0, above = 0, least = row->high, most = row->low;
    if (row->is_row_wise)
        return;
    for (int i = -4000; i <= 4000; i++) {
        double z = i / 100.0, a = row->value(z), slope = fabs(row->backward(1, z, a));
        ck_assert_msg(a >= row->low && a <= row->high, "%s(%g) is %g", row->name, z, a);
        steepest = fmax(steepest, slope);
        below = z < 0 ? fmax(below, slope) : below;
        above = z > 0 ? fmax(above, slope) : above;
        least = fmin(least, a), most = fmax(most, a);
    }
    ck_assert_msg(fabs(steepest - row->steepest) <= 1e-3, "%s: %g", row->name, steepest);
    ck_assert_msg(row->is_flat_below == (below == 0 && above > 0), "%s", row->name);
    ck_assert_msg((row->shape == SHAPE_STEP) == (steepest == 0), "%s", row->name);
    ck_assert_msg(isinf(row->low) ? least < -0.1 : least - row->low < 0.01, "%s", row->name);
    ck_assert_msg(isinf(row->high) ? most > 10 : row->high - most < 0.01, "%s", row->name);
    double h = 1e-9, left = row->value(-h), right = row->value(h);
    double jump = fabs(right - left),
           kink = fabs(row->backward(1, h, right) - row->backward(1, -h, left));
    ck_assert_msg((row->corner == CORNER_JUMP) == (jump > 0.5), "%s", row->name);
    ck_assert_msg((row->corner == CORNER_KINK) == (kink > 0.1), "%s", row->name);
    ck_assert((row->corner != CORNER_NONE) == (row->above && row->below && row->at_corner));
    ck_assert_msg(scheme_find(row->scheme, strlen(row->scheme)) != NULL, "%s", row->name);
}
END_TEST

Suite *activation_suite(void)
{
    Suite *suite = suite_create("activation");
    TCase *tests = tcase_create("activation");
    tcase_add_loop_test(tests, follows_its_definition, 0, ACTIVATION_COUNT);
    tcase_add_loop_test(tests, has_its_words, 0, ACTIVATION_COUNT);
    tcase_add_loop_test(tests, its_row_is_true, 0, ACTIVATION_COUNT);
    tcase_add_loop_test(tests, nan_stays_nan, 0, ACTIVATION_COUNT);
    suite_add_tcase(suite, tests);
    return suite;
}
