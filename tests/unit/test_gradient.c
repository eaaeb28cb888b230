// SPDX-License-Identifier: GPL-3.0-or-later
// Every activation under every loss: each derivative by each weight and bias against the central
// difference of the loss. The difference quotient is Richardson's, (4·d(h/2) - d(h)) / 3, whose
// error is of order h⁴; so a wrong factor of any size shows.
//
// Draws near a corner of an activation are passed over: there the left and right slopes differ and
// no difference quotient is right.
#include <check.h>
#include <math.h>
#include <string.h>

#include "network/activation.h"
#include "network/kernel.h"
#include "network/loss.h"
#include "network/rng.h"
#include "network/scheme.h"
#include "network/stage.h"
#include "session/session.h"

#include "suites.h"

enum { SAMPLES = 5, INPUTS = 3, HIDDEN = 4, OUTPUTS = 2, MOST = 100 };

#define H 1e-3

// What the last layer must give so that the loss is defined there.
static const char *output_for(const struct loss *loss, const char *wanted)
{
    return loss->partner ? loss->partner->name : wanted;
}

static double loss_of(struct session *session)
{
    session_touch(session);
    session_run_until(session, stage_first_backward(session->network->layer_count));
    return session->pass->loss;
}

static double quotient(struct session *session, double *w, double h)
{
    double middle = *w;
    *w = middle + h;
    double right = loss_of(session);
    *w = middle - h;
    double left = loss_of(session);
    *w = middle;
    return (right - left) / (2 * h);
}

// Whether some z lies so near 0 that a step of h could cross it.
static bool is_near_a_corner(const struct pass *pass)
{
    for (size_t k = 0; k < pass->layer_count; k++)
        for (size_t i = 0; i < matrix_count(pass->layers[k].z); i++)
            if (fabs(pass->layers[k].z.data[i]) < 0.02)
                return true;
    return false;
}

// A session with hidden layers and, where the loss allows, the last one of the activation under
// test. NULL where the two do not go together.
static struct session *begin(const struct activation *activation, const struct loss *loss)
{
    bool is_row = activation->is_row_wise;
    const char *last = output_for(loss, activation->name);
    const struct activation *hidden = is_row ? activation_find("tanh", 4) : activation;
    struct architecture plan = {.inputs = INPUTS, .layer_count = 3};
    struct error error = ERROR_NONE;
    struct session *session = session_create(kernel_best(), (size_t)1 << 30, NULL, &error);
    struct dataset *data = dataset_create(SAMPLES, INPUTS, OUTPUTS, &error);
    for (size_t i = 0; i < SAMPLES * OUTPUTS; i++) // classes: some losses take no other targets
        data->y.data[i] = i / OUTPUTS % OUTPUTS == i % OUTPUTS;
    plan.layers[0] = plan.layers[1] = (struct layer_plan){HIDDEN, hidden};
    plan.layers[2] = (struct layer_plan){OUTPUTS, activation_find(last, strlen(last))};
    session_use_data(session, data);
    bool well = session_init(session, &plan, &schemes[0], 1, &error) &&
                setting_put_word(&session->settings, setting_find("loss", 4), loss->name,
                                 strlen(loss->name), &error) &&
                session_prepare(session, &error);
    ck_assert_msg(well, "%s under %s: %s", activation->name, loss->name, error.what);
    return session;
}

// Fresh samples and fresh parameters.
static void draw(struct session *session, struct rng *rng)
{
    struct dataset *data = session->data;
    for (size_t i = 0; i < matrix_count(data->x); i++)
        data->x.data[i] = rng_normal(rng);
    for (size_t i = 0; i < session->network->parameter_count; i++)
        session->network->parameters[i] = rng_normal(rng) * 0.7;
}

START_TEST(derivatives_are_differences)
{
    const struct activation *activation = &activations[_i / LOSS_COUNT];
    const struct loss *loss = &losses[_i % LOSS_COUNT];
    struct session *session = begin(activation, loss);
    struct network *network = session->network;
    struct rng rng;
    size_t tried = 0;
    rng_seed(&rng, 31);
    for (int i = 0; i < 2000 && tried < 5; i++) {
        draw(session, &rng);
        loss_of(session);
        if (is_near_a_corner(session->pass))
            continue;
        tried++;
        session_run_until(session, stage_update(network->layer_count));
        double gradients[MOST];
        ck_assert_uint_le(network->parameter_count, MOST);
        memcpy(gradients, network->gradients, network->parameter_count * sizeof(double));
        for (size_t p = 0; p < network->parameter_count; p++) {
            double *w = &network->parameters[p], dw = gradients[p];
            double coarse = quotient(session, w, H), fine = quotient(session, w, H / 2);
            double slope = (4 * fine - coarse) / 3;
            ck_assert_msg(fabs(dw - slope) <= 1e-6 * fmax(fabs(dw), 1e-3),
                          "%s under %s, parameter %zu: %.12g, but the difference is %.12g",
                          activation->name, loss->name, p, dw, slope);
        }
    }
    ck_assert_uint_eq(tried, 5);
    session_free(session);
}
END_TEST

// relu's corner: the left slope, as the notebook takes it.
START_TEST(the_corner_takes_the_left_slope)
{
    const struct activation *relu = activation_find("relu", 4);
    ck_assert(relu->backward(1, 0, 0) == 0);
    ck_assert(relu->backward(1, 5e-324, 5e-324) == 1);
}
END_TEST

Suite *gradient_suite(void)
{
    Suite *suite = suite_create("gradient");
    TCase *tests = tcase_create("gradient");
    tcase_add_loop_test(tests, derivatives_are_differences, 0, ACTIVATION_COUNT * LOSS_COUNT);
    tcase_add_test(tests, the_corner_takes_the_left_slope);
    suite_add_tcase(suite, tests);
    return suite;
}
