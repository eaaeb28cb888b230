// SPDX-License-Identifier: GPL-3.0-or-later
// Each optimizer, through the shell, against 25 updates by the formulas of PyTorch's documentation.
// A row of the table without a reference fails: add it to scalar_reference.py.
#include <check.h>
#include <math.h>
#include <string.h>

#include "network/optimizer.h"

#include "rig.h"
#include "suites.h"

#define WANT_OPTIMIZERS
#include "../reference/scalar_reference.inc"

START_TEST(follows_its_definition)
{
    const struct reference *reference = NULL;
    const char *name = optimizers[_i].name;
    struct rig *rig = rig_create();
    struct buf command = BUF_EMPTY;
    for (size_t i = 0; i < sizeof references / sizeof *references; i++)
        if (strcmp(references[i].name, name) == 0)
            reference = &references[i];
    ck_assert_msg(reference != NULL, "no reference for %s", name);
    buf_printf(&command, "init 2 3:tanh 1 scheme=normal seed=3\nset optimizer %s; set lr %g\n",
               name, lr);
    buf_printf(&command, "train %d\n", STEPS);
    rig_do(rig, buf_text(&command));
    const struct network *network = rig->shell->session->network;
    ck_assert_uint_eq(network->parameter_count, PARAMETERS);
    for (size_t i = 0; i < PARAMETERS; i++)
        ck_assert_msg(fabs(network->parameters[i] - reference->parameters[i]) <= 1e-9,
                      "%s, parameter %zu: %.17g, not %.17g", name, i, network->parameters[i],
                      reference->parameters[i]);
    // And from a fresh start again: nothing of the first run is left in the optimizer.
    struct buf first = rig_state(rig);
    rig_do(rig, buf_text(&command));
    struct buf second = rig_state(rig);
    ck_assert_str_eq(buf_text(&first), buf_text(&second));
    rig_do(rig, "reset; train 25");
    buf_free(&second);
    second = rig_state(rig);
    ck_assert_str_eq(buf_text(&first), buf_text(&second));
    buf_free(&first);
    buf_free(&second);
    buf_free(&command);
    rig_free(rig);
}
END_TEST

START_TEST(has_its_words)
{
    const struct optimizer *optimizer = &optimizers[_i];
    ck_assert_ptr_eq(optimizer_find(optimizer->name, strlen(optimizer->name)), optimizer);
    ck_assert(optimizer_find(optimizer->name, strlen(optimizer->name) - 1) != optimizer);
    ck_assert(*optimizer->formula && *optimizer->meaning);
}
END_TEST

Suite *optimizer_suite(void)
{
    Suite *suite = suite_create("optimizer");
    TCase *tests = tcase_create("optimizer");
    tcase_add_loop_test(tests, follows_its_definition, 0, OPTIMIZER_COUNT);
    tcase_add_loop_test(tests, has_its_words, 0, OPTIMIZER_COUNT);
    suite_add_tcase(suite, tests);
    return suite;
}
