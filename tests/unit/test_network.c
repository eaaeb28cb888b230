// SPDX-License-Identifier: GPL-3.0-or-later
// Forward, backward and update against NumPy, which ran the same networks from the same numbers
// (tests/reference/network_reference.py), and against the notebook's own printed figures.
//
// nnsh sums in one chain of fused multiply-adds, NumPy in blocks; so the last bits differ, and the
// bounds are relative to the largest element of what is compared.
#include <check.h>
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "network/activation.h"
#include "network/kernel.h"
#include "network/network.h"
#include "network/pass.h"
#include "network/scheme.h"
#include "network/stage.h"
#include "session/outcome.h"
#include "session/train.h"

#include "bench.h"

#include "harness.h"
#include "suites.h"

struct reference {
    const char *name, *loss;
    double lr;
    size_t samples, inputs, layer_count;
    struct {
        size_t units;
        const char *activation;
    } layers[4];
    const double *x, *y, *start, *gradient, *one, *many;
    double loss_before, loss_after;
};

#include "../reference/network_reference.inc"

enum { REFERENCES = sizeof references / sizeof *references };

static struct architecture plan_of(const struct reference *reference)
{
    struct architecture plan = {.inputs = reference->inputs, .layer_count = reference->layer_count};
    for (size_t k = 0; k < plan.layer_count; k++) {
        const char *name = reference->layers[k].activation;
        plan.layers[k].units = reference->layers[k].units;
        plan.layers[k].activation = activation_find(name, strlen(name));
        ck_assert_ptr_nonnull(plan.layers[k].activation);
    }
    return plan;
}

static void ck_near(const char *name, const double *got, const double *expected, size_t count,
                    double bound)
{
    double largest = 0;
    for (size_t i = 0; i < count; i++)
        largest = fmax(largest, fabs(expected[i]));
    for (size_t i = 0; i < count; i++)
        ck_assert_msg(fabs(got[i] - expected[i]) <= bound * largest,
                      "%s, element %zu: %.17g, not %.17g", name, i, got[i], expected[i]);
}

// A session on [kernel] that stands where the reference begins; the caller frees it.
static struct session *begin(const struct reference *reference, const struct kernel *kernel)
{
    struct architecture plan = plan_of(reference);
    struct error error = ERROR_NONE;
    size_t outputs = plan.layers[plan.layer_count - 1].units;
    struct session *session = session_create(kernel, (size_t)1 << 30, NULL, &error);
    struct dataset *data = dataset_create(reference->samples, reference->inputs, outputs, &error);
    struct settings *settings = &session->settings;
    memcpy(data->x.data, reference->x, matrix_count(data->x) * sizeof(double));
    memcpy(data->y.data, reference->y, matrix_count(data->y) * sizeof(double));
    session_use_data(session, data);
    bool well = session_init(session, &plan, &schemes[0], 1, &error) &&
                setting_put_number(settings, setting_find("lr", 2), reference->lr, &error) &&
                setting_put_word(settings, setting_find("loss", 4), reference->loss,
                                 strlen(reference->loss), &error) &&
                session_prepare(session, &error);
    ck_assert_msg(well, "%s: %s", reference->name, error.what);
    memcpy(session->network->parameters, reference->start,
           session->network->parameter_count * sizeof(double));
    session_touch(session);
    return session;
}

static void train(struct session *session, size_t epochs)
{
    struct training training = {.epochs = epochs, .every = (size_t)-1};
    struct error error = ERROR_NONE;
    double loss;
    ck_assert_int_eq(session_train(session, &training, &loss, &error), TRAINING_DONE);
}

START_TEST(follows_numpy)
{
    const struct reference *reference = &references[_i];
    struct session *session = begin(reference, kernel_best());
    const struct network *network = session->network;
    size_t count = network->parameter_count;
    session_run_until(session, stage_update(network->layer_count));
    ck_near("loss", &session->pass->loss, &reference->loss_before, 1, 1e-14);
    ck_near("gradient", network->gradients, reference->gradient, count, 1e-12);
    session_next(session);
    ck_near("one update", network->parameters, reference->one, count, 1e-12);
    train(session, REFERENCE_UPDATES - 1);
    ck_near("many updates", network->parameters, reference->many, count, 1e-9);
    session_run_until(session, stage_first_backward(network->layer_count));
    ck_near("loss after", &session->pass->loss, &reference->loss_after, 1, 1e-9);
    session_free(session);
}
END_TEST

static void ck_same_bits(const double *got, const double *expected, size_t count, const char *what)
{
    ck_assert_msg(memcmp(got, expected, count * sizeof(double)) == 0, "%s differ", what);
}

// Stage by stage on the plainest kernel, at full speed on every kernel, in one run or in many, and
// looking ahead: all compute the same bits.
START_TEST(all_ways_give_the_same_bits)
{
    const struct reference *reference = &references[_i];
    struct session *slow = begin(reference, kernels[0]);
    struct error error = ERROR_NONE;
    size_t count = slow->network->parameter_count;
    for (size_t s = 0; s < 37 * stage_count(reference->layer_count); s++)
        session_next(slow);
    for (size_t k = 0; k < kernel_count; k++) {
        double loss, same_loss;
        struct matrix a, same_a;
        if (!kernel_is_usable(kernels[k]))
            continue;
        struct session *whole = begin(reference, kernels[k]);
        struct session *parts = begin(reference, kernels[k]);
        train(whole, 37);
        for (size_t i = 0; i < 37; i += i % 4 + 1)
            train(parts, i + i % 4 + 1 > 37 ? 37 - i : i % 4 + 1);
        ck_same_bits(whole->network->parameters, slow->network->parameters, count, "parameters");
        ck_same_bits(parts->network->parameters, slow->network->parameters, count, "parts");
        ck_assert(session_outcome(whole, &a, &loss, &error));
        ck_assert(session_outcome(slow, &same_a, &same_loss, &error));
        ck_same_bits(&loss, &same_loss, 1, "losses");
        ck_same_bits(a.data, same_a.data, matrix_count(a), "predictions");
        session_free(whole);
        session_free(parts);
    }
    session_free(slow);
}
END_TEST

// The first step's figures of the notebook's network, to a few units in the last place.
START_TEST(the_first_step_of_the_notebook)
{
    static const struct {
        const char *expression;
        double value;
    } figures[] = {{"loss", 0.25063472329353714},
                   {"dw2[0,0]", 0.0036168241450664977},
                   {"dw2[1,0]", 0.007858587014807294},
                   {"db1[0,0]", -0.00776978340203895},
                   {"db1[0,1]", -0.0048887365066407566}};
    struct harness *harness = harness_create();
    harness_do(harness, "init; forward; backward");
    for (size_t i = 0; i < sizeof figures / sizeof *figures; i++) {
        double got = harness_number(harness, figures[i].expression);
        ck_assert_msg(fabs(got - figures[i].value) <= 8 * 0x1p-53 * fabs(figures[i].value),
                      "%s is %.17g, not %.17g", figures[i].expression, got, figures[i].value);
    }
    harness_free(harness);
}
END_TEST

// Moves [text] behind its next comma, or returns NULL.
static const char *field(const char *text, size_t number)
{
    while (number-- > 0 && text)
        if ((text = strchr(text, ',')))
            text++;
    return text;
}

// A hundred losses and four predictions, digit for digit as the notebook printed them, under both
// of the settings that make the notebook's walk.
START_TEST(the_notebook_itself)
{
    static const char *const settings[] = {"set loss mse; set lr 0.2", "set loss sse; set lr 0.1"};
    FILE *file = fopen("tests/reference/notebook.csv", "r");
    struct harness *harness = harness_create();
    char line[200], command[100], expected[40], got[40];
    size_t losses_seen = 0, predictions_seen = 0;
    ck_assert_msg(file != NULL, "run the tests from the top folder");
    harness_do(harness, "init");
    harness_do(harness, settings[_i]);
    while (fgets(line, sizeof line, file)) {
        if (strncmp(line, "loss,", 5) == 0) {
            unsigned long epoch = strtoul(field(line, 1), NULL, 10);
            snprintf(command, sizeof command, "train %zu every=100",
                     (size_t)epoch - harness->shell->session->epoch);
            const char *text = strstr(harness_do(harness, command), _i ? "mse " : "loss ");
            ck_assert_ptr_nonnull(text);
            text = strchr(text, ' ') + 1;
            ck_assert_msg(strtod(text, NULL) == strtod(field(line, 3), NULL) &&
                              strcspn(text, " \n") == strcspn(field(line, 3), ","),
                          "epoch %lu: %s not %s", epoch, text, line);
            losses_seen++;
        } else if (strncmp(line, "prediction,", 11) == 0) {
            // The notebook printed up to eight decimals, as NumPy does for this column.
            const char *text = field(line, 3);
            snprintf(expected, sizeof expected, "%.*s", (int)strcspn(text, ","), text);
            snprintf(command, sizeof command, "a2[%zu,0]", predictions_seen);
            harness_do(harness, "forward");
            snprintf(got, sizeof got, "%.*f", (int)strlen(strchr(expected, '.') + 1),
                     harness_number(harness, command));
            ck_assert_str_eq(got, expected);
            predictions_seen++;
        }
    }
    fclose(file);
    harness_free(harness);
    ck_assert_uint_eq(losses_seen, 100);
    ck_assert_uint_eq(predictions_seen, 4);
}
END_TEST

START_TEST(both_walks_are_the_same_bits)
{
    struct harness *mse = harness_create(), *sse = harness_create();
    harness_do(mse, "init; set loss mse; set lr 0.2");
    harness_do(sse, "init; set loss sse; set lr 0.1");
    for (int i = 0; i < 50; i++) {
        const struct network *a = mse->shell->session->network, *b = sse->shell->session->network;
        ck_assert(memcmp(a->parameters, b->parameters, a->parameter_count * sizeof(double)) == 0);
        harness_do(mse, i < 10 ? "train 1" : "train 173");
        harness_do(sse, i < 10 ? "train 1" : "train 173");
    }
    harness_free(mse);
    harness_free(sse);
}
END_TEST

START_TEST(parameters_lie_in_one_block)
{
    struct architecture plan = plan_of(&references[2]);
    struct error error = ERROR_NONE;
    struct network *network = network_create(&plan, kernel_best(), &error);
    const double *at = network->parameters, *slope = network->gradients;
    for (size_t i = 0; i < 2 * network->layer_count; i++) {
        struct parameter parameter = network_parameter(network, i);
        ck_assert_int_eq(parameter.kind, i % 2 ? 'b' : 'w');
        ck_assert_uint_eq(parameter.layer, i / 2 + 1);
        ck_assert_ptr_eq(parameter.value.data, at);
        ck_assert_ptr_eq(parameter.gradient.data, slope);
        at += matrix_count(parameter.value);
        slope += matrix_count(parameter.gradient);
    }
    ck_assert_ptr_eq(at, network->parameters + network->parameter_count);
    ck_assert_uint_eq(architecture_parameters(&plan), network->parameter_count);
    struct architecture again;
    network_architecture(network, &again);
    ck_assert_uint_eq(again.inputs, plan.inputs);
    ck_assert_uint_eq(again.layer_count, plan.layer_count);
    for (size_t k = 0; k < plan.layer_count; k++) {
        ck_assert_uint_eq(again.layers[k].units, plan.layers[k].units);
        ck_assert_ptr_eq(again.layers[k].activation, plan.layers[k].activation);
    }
    network_free(network);
    network_free(NULL);
    pass_free(NULL);
}
END_TEST

START_TEST(one_number_that_is_not_finite_is_seen)
{
    struct architecture plan = plan_of(&references[2]);
    struct error error = ERROR_NONE;
    struct network *network = network_create(&plan, kernel_best(), &error);
    size_t last = network->parameter_count - 1;
    ck_assert(network_is_finite(network) && network_has_finite_gradients(network));
    network->parameters[last] = (double)NAN;
    ck_assert(!network_is_finite(network) && network_has_finite_gradients(network));
    network->parameters[last] = 1e308;
    network->gradients[0] = -(double)INFINITY;
    ck_assert(network_is_finite(network) && !network_has_finite_gradients(network));
    network_free(network);
}
END_TEST

START_TEST(sizes_beyond_counting_are_seen)
{
    struct architecture plan = {.inputs = SIZE_MAX / 2, .layer_count = 1};
    plan.layers[0] = (struct layer_plan){3, &activations[0]};
    ck_assert(architecture_parameters(&plan) == SIZE_MAX);
    ck_assert(architecture_bytes(&plan, 0, 1) == SIZE_MAX);
    plan.inputs = 2;
    ck_assert_uint_eq(architecture_parameters(&plan), 9);
    ck_assert(architecture_bytes(&plan, 0, SIZE_MAX / 4) == SIZE_MAX);
}
END_TEST

// Every scheme draws the same numbers again from the same seed, leaves biases 0, and has its words.
START_TEST(schemes_draw_by_seed)
{
    const struct scheme *scheme = &schemes[_i];
    struct harness *harness = harness_create();
    char init[100];
    snprintf(init, sizeof init, "init 2 5:tanh 3:tanh 1 scheme=%s seed=5", scheme->name);
    harness_do(harness, init);
    harness_do(harness, "let p = w1; let q = w2; train 3; reset; expect w1 == p; expect b1 == 0; "
                        "expect w2 == q; expect b2 == 0");
    harness_do(harness, init);
    harness_do(harness, "expect w1 == p; expect w2 == q");
    init[strlen(init) - 1] = '6';
    harness_do(harness, init);
    bool differs = harness_number(harness, "max(abs(w1 - p))") > 0;
    ck_assert(differs == (strcmp(scheme->name, "zeros") != 0));
    ck_assert_ptr_eq(scheme_find(scheme->name, strlen(scheme->name)), scheme);
    ck_assert(*scheme->formula && *scheme->meaning);
    harness_free(harness);
}
END_TEST

// A pass over few samples of a wide network is its z, a, dz and da, and little beside: the scratch of the
// backward pass has as many samples as there are, and no room for the first layer, whose dz goes nowhere.
START_TEST(the_scratch_is_no_larger_than_its_use)
{
    static const size_t sizes[] = {2, 1000, 3}, flat[] = {2, 1000};
    struct error error = ERROR_NONE;
    struct architecture plan = bench_plan(sizes, 2, "relu", "linear");
    struct step_config config = bench_config("mse", "sgd");
    struct bench *bench = bench_create(kernel_best(), &plan, &config, 4);
    ck_assert_int_eq(bench->pass->turned - bench->pass->block, 4 * 4 * 1003);
    ck_assert_int_eq(bench->pass->rows - bench->pass->turned, 4 * 3);
    struct pass *ahead = pass_create(bench->network, 4, true, &error);
    ck_assert_int_eq(ahead->turned - ahead->block, 2 * 4 * 1003);
    ck_assert_int_eq(ahead->rows - ahead->turned, 0);
    pass_free(ahead);
    bench_free(bench);
    plan = bench_plan(flat, 1, "relu", "linear");
    bench = bench_create(kernel_best(), &plan, &config, 4);
    ck_assert_int_eq(bench->pass->rows - bench->pass->turned, 0);
    bench_free(bench);
}
END_TEST

START_TEST(an_architecture_is_written_as_it_is_typed)
{
    struct architecture plan = {
        2, 2, {{3, &activations[ACTIVATION_leaky_relu]}, {1, &activations[ACTIVATION_sigmoid]}}};
    struct architecture other = plan;
    struct buf text = BUF_EMPTY;
    architecture_text(&text, &plan);
    ck_assert_str_eq(buf_text(&text), "2 3:leaky_relu 1:sigmoid");
    buf_free(&text);
    ck_assert(architecture_is_same(&plan, &other));
    other.layers[0].activation = &activations[ACTIVATION_relu];
    ck_assert(!architecture_is_same(&plan, &other));
    other = plan;
    other.layers[1].units = 2;
    ck_assert(!architecture_is_same(&plan, &other));
    other = plan;
    other.inputs = 3;
    ck_assert(!architecture_is_same(&plan, &other));
    other = plan;
    other.layer_count = 1;
    ck_assert(!architecture_is_same(&plan, &other));
}
END_TEST

Suite *network_suite(void)
{
    Suite *suite = suite_create("network");
    TCase *tests = tcase_create("network");
    tcase_add_loop_test(tests, follows_numpy, 0, REFERENCES);
    tcase_add_loop_test(tests, all_ways_give_the_same_bits, 0, REFERENCES);
    tcase_add_test(tests, the_first_step_of_the_notebook);
    tcase_add_test(tests, an_architecture_is_written_as_it_is_typed);
    tcase_add_loop_test(tests, the_notebook_itself, 0, 2);
    tcase_add_test(tests, both_walks_are_the_same_bits);
    tcase_add_test(tests, parameters_lie_in_one_block);
    tcase_add_test(tests, one_number_that_is_not_finite_is_seen);
    tcase_add_test(tests, sizes_beyond_counting_are_seen);
    tcase_add_loop_test(tests, schemes_draw_by_seed, 0, SCHEME_COUNT);
    tcase_add_test(tests, the_scratch_is_no_larger_than_its_use);
    suite_add_tcase(suite, tests);
    return suite;
}
