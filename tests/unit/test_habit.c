// SPDX-License-Identifier: GPL-3.0-or-later
// What people type who come from Python, Keras, MATLAB or the system's shell: each line works, or its
// message names a line that works when it is typed literally.
#include <check.h>
#include <stdio.h>
#include <string.h>

#include "harness.h"
#include "suites.h"

// A line, and the one to type instead.
static const char *const lines[][2] = {
    {"np.dot(x, w1)", "dot(x, w1)"},
    {"np.array([1, 2])", "([1, 2])"},
    {"np.random.seed(42)", "init seed=42"},
    {"torch.sigmoid(z1)", "sigmoid(z1)"},
    {"x.shape", "shape(x)"},
    {"x.sum()", "sum(x)"},
    {"x.dot(w1)", "dot(x, w1)"},
    {"len(x)", "shape(x)[0]"},
    {"size(w1)", "shape(w1)"},
    {"range(10)", "arange(10)"},
    {"w1 -= lr*dw1", "w1 = w1 - lr*dw1"},
    {"w1[0][1] = 0.5", "w1[0,1] = 0.5"},
    {"w1[0][1] *= 2", "w1[0,1] = w1[0,1] * 2"},
    {"w1[0,0] += 0.1", "w1[0,0] = w1[0,0] + 0.1"},
    {"w1[0] -= lr*dw1[0]", "w1[0] = w1[0] - lr*dw1[0]"},
    {"x ^ 2", "x ** 2"},
    {"(a2 - y)^2", "(a2 - y)**2"},
    {"np.sum(x, axis=0)", "sum(x, axis=0)"},
    {"np.mean(a2, axis=1, keepdims=True)", "mean(a2, axis=1, keepdims=True)"},
    {"plot weight", "plot w1"},
    {"predict([[0, 1], [1, 1]])", "predict 0 1"},
    {"loss()", "loss"},
    {"model.fit(x, y, epochs=100)", "train"},
    {"model.predict(x)", "predict"},
    {"model.summary()", "show net"},
    {"model = Sequential()", "init 2 2 1"},
    {"loss.backward()", "backward"},
    {"optimizer.step()", "update"},
    {"help()", "help"},
    {"help(train)", "help train"},
    {"train?", "help train"},
    {"man train", "help train"},
    {"what is a weight?", "help weight"},
    {"why is the loss so high", "diagnose"},
    {"train 100 epochs", "train 100"},
    {"train --epochs 100", "train 100"},
    {"train --epochs=100", "train 100"},
    {"train epochs=100", "train 100"},
    {"train(epochs=100)", "train 100"},
    {"train 1,000", "train 1000"},
    {"train 1e3", "train 1000"},
    {"step 5 times", "step 5"},
    {"set learning rate 0.1", "lr = 0.1"},
    {"learning rate = 0.1", "lr = 0.1"},
    {"set lr to 0.1", "lr = 0.1"},
    {"optimizer = Adam", "optimizer = adam"},
    {"loss = 'mse'", "loss = mse"},
    {"loss = binary_crossentropy", "loss = bce"},
    {"shuffle = True", "shuffle = on"},
    {"plot(w1)", "plot w1"},
    {"show(w1)", "show w1"},
    {"show weight", "show w1 w2"},
    {"print('hello')", "print 'hello'"},
    {"init 2 3 1 relu", "init 2 3:relu 1"},
    {"init 2x3x1", "init 2 3 1"},
    {"init xor", "data xor; init"},
    {"data xor.csv", "data xor"},
    {"data 'xor'", "data xor"},
    {"load xor", "data xor"},
    {"data = xor", "data xor"},
    {"predict x", "predict"},
    {"predict(x)", "predict"},
    {"predict([0, 1])", "predict 0 1"},
    {"clear all", "reset"},
    {"unwatch all", "unwatch"},
    {"restart", "reset"},
    {"add layer", "init 2 2 2 1"},
    {"layers", "show net"},
    {"grad", "show gradients"},
    {"acc", "accuracy"},
    {"whos", "show names"},
    {"lambda", "l2"},
    {"seed(42)", "init seed=42"},
    {"lr := 0.1", "lr = 0.1"},
    {"true", "True"},
    {"FALSE", "False"},
    {"train until loss<0,1", "train until loss<0.1"},
    {"set lr 0,1", "set lr 0.1"},
    {"lr=0,01", "lr=0.01"},
    {"lr 0,01", "lr = 0.01"},
    {"w1[0,1] = -0,5", "w1[0,1] = -0.5"},
    {"break loss<0,1", "break loss<0.1"},
    {"watch loss*0,5", "watch loss*0.5"},
    {"let a = 0,5", "let a = 0.5"},
    {"expect loss < 0,3", "expect loss < 0.3"},
    {"whatif lr 0,1 lr 0,2", "whatif lr 0.1 lr 0.2"},
    {"predict 0,5 1", "predict 0.5 1"},
    {"predict 0,5", "predict 0 5"},
    {"data moons noise=0,05", "data moons noise=0.05"},
    {"data split 0,5", "data split 0.5"},
    {"sigmoid(0,5)", "sigmoid(0.5)"},
    {"0,5", "0.5"},
    {"train 1,000", "train 1000"},
    {"train 1.000", "train 1000"},
};

enum { LINE_COUNT = sizeof lines / sizeof *lines };

static struct harness *with_gradients(void)
{
    struct harness *harness = harness_create();
    harness_do(harness, "init; watch loss; forward; backward");
    return harness;
}

START_TEST(a_line_from_elsewhere_names_the_one_that_works)
{
    struct harness *harness = with_gradients();
    char hint[100];
    snprintf(hint, sizeof hint, "type '%s'", lines[_i][1]);
    const char *message = harness_fail(harness, lines[_i][0]);
    ck_assert_msg(strstr(message, hint) != NULL, "%s: %s", lines[_i][0], message);
    harness_run(harness, lines[_i][1]);
    ck_assert_msg(harness->well, "%s: %s", lines[_i][1], buf_text(&harness->notes));
    harness_free(harness);
}
END_TEST

START_TEST(what_nnsh_has_not_is_said)
{
    static const char *const said[][2] = {
        {"import numpy as np", "nothing needs to be imported"},
        {"for i in range(10): step", "no loops: 'train 100'"},
        {"while loss > 0.1: step", "'train until loss < 0.1'"},
        {"def f(x): return x", "no functions of your own"},
        {"ls", "runs no other programs"},
        {"cd scripts", "runs no other programs"},
        {"!ls", "runs no other programs"},
        {"w1(1,1)", "square brackets"},
        {"sum(1, 1)", "an axis is written with its name: sum(a, axis=0)"},
        {"zeros(2, 3)", "write zeros((2, 3))"},
        {"log2(8)", "unknown function 'log2'; did you mean 'log'?"},
        {"prod([1, 2])", "unknown function 'prod'; the functions are exp log"},
        {"trian(100)", "did you mean 'train'?"},
        {"x | y", "'|' has no meaning here; write or"},
        {"x ? y", "'help' lists the commands"},
        {"net", "unknown command 'net'; type 'show net'"},
    };
    for (size_t i = 0; i < sizeof said / sizeof *said; i++) {
        struct harness *harness = with_gradients();
        const char *message = harness_fail(harness, said[i][0]);
        ck_assert_msg(strstr(message, said[i][1]) != NULL, "%s: %s", said[i][0], message);
        harness_free(harness);
    }
}
END_TEST

// A command that is right as it stands and fails for another reason keeps its own advice.
START_TEST(right_commands_keep_their_advice)
{
    static const char *const right[] = {
        "train 100",   "step 5",    "predict 1 2 3",      "lr = -1", "data nosuch.csv", "undo 99",
        "lr = nosuch", "train 1,5", "data normalize 0,5", "undo 1,5"};
    for (size_t i = 0; i < sizeof right / sizeof *right; i++) {
        struct harness *harness = harness_create();
        harness_run(harness, right[i]);
        ck_assert_msg(!harness->well, "%s", right[i]);
        ck_assert_msg(strstr(buf_text(&harness->notes), right[i]) != NULL, "%s", right[i]);
        char hint[100];
        snprintf(hint, sizeof hint, "type '%s'", right[i]);
        ck_assert_ptr_null(strstr(buf_text(&harness->notes), hint));
        harness_free(harness);
    }
}
END_TEST

Suite *habit_suite(void)
{
    Suite *suite = suite_create("habit");
    TCase *tests = tcase_create("habit");
    tcase_add_loop_test(tests, a_line_from_elsewhere_names_the_one_that_works, 0, LINE_COUNT);
    tcase_add_test(tests, what_nnsh_has_not_is_said);
    tcase_add_test(tests, right_commands_keep_their_advice);
    suite_add_tcase(suite, tests);
    return suite;
}
