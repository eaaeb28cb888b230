// SPDX-License-Identifier: GPL-3.0-or-later
// A session that is ready to train a network on random classes: what train_bench and train_parts measure.
// There are BATCHES batches to an epoch. Hidden layers are relu, the last one softmax with ce. The caller
// owns the session. Whatever fails ends the program.
#ifndef BENCH_TRAINING_H
#define BENCH_TRAINING_H

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "data/dataset.h"
#include "network/kernel.h"
#include "network/loss.h"
#include "network/network.h"
#include "network/optimizer.h"
#include "network/scheme.h"
#include "session/session.h"
#include "session/train.h"

enum { BATCHES = 8 };

static inline _Noreturn void fail(const char *what)
{
    fprintf(stderr, "bench: %s\n", what);
    exit(1);
}

// The kernel that NNSH_KERNEL names, as in nnsh, or the fastest here.
static inline const struct kernel *chosen_kernel(void)
{
    const char *name = getenv("NNSH_KERNEL");
    const struct kernel *kernel = name && *name ? kernel_find(name) : kernel_best();
    if (!kernel)
        fail("this machine has no kernel of that name");
    return kernel;
}

// Even numbers from 0 to 1, and one class of the outputs for each sample.
static inline void fill_classes(struct dataset *data)
{
    uint64_t seed = 1;
    for (size_t n = 0; n < data->x.rows; n++) {
        for (size_t i = 0; i < data->x.cols; i++) {
            seed = seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
            data->x.data[n * data->x.cols + i] = (double)(seed >> 11) * 0x1p-53;
        }
        data->y.data[n * data->y.cols + (seed >> 33) % data->y.cols] = 1;
    }
}

// Reads 784-128-10.
static inline struct architecture read_sizes(const char *text)
{
    struct architecture plan = {.inputs = strtoul(text, (char **)&text, 10)};
    while (*text == '-' && plan.layer_count < 10) {
        struct layer_plan *layer = &plan.layers[plan.layer_count++];
        layer->units = strtoul(text + 1, (char **)&text, 10);
        layer->activation = activation_find(*text ? "relu" : "softmax", *text ? 4 : 7);
    }
    if (!plan.layer_count || *text)
        fail("SIZES look like 784-128-10");
    return plan;
}

static inline const struct optimizer *read_optimizer(const char *name)
{
    for (size_t i = 0; i < OPTIMIZER_COUNT; i++)
        if (strcmp(optimizers[i].name, name) == 0)
            return &optimizers[i];
    fail("no such optimizer");
}

// What there is to train: words of the command line.
struct training_words {
    const char *sizes, *batch, *optimizer, *cores;
};

static inline struct session *training_session(const struct kernel *kernel,
                                               const struct training_words *words)
{
    struct error error = {0};
    struct architecture plan = read_sizes(words->sizes);
    size_t batch = strtoul(words->batch, NULL, 10), last = plan.layer_count - 1;
    struct session *session = session_create(kernel, SIZE_MAX, NULL, &error);
    struct dataset *data =
        dataset_create(BATCHES * batch, plan.inputs, plan.layers[last].units, &error);
    if (!session || !data)
        fail("out of memory");
    session->cores = strtoul(words->cores, NULL, 10);
    fill_classes(data);
    struct settings settings = session->settings;
    settings.batch = batch;
    settings.lr = 0.01;
    settings.loss = &losses[LOSS_ce];
    settings.optimizer = read_optimizer(words->optimizer);
    session_use_data(session, data);
    if (!session_set(session, &settings, &error) ||
        !session_init(session, &plan, scheme_find("he_uniform", 10), 1, &error) ||
        !session_prepare(session, &error))
        fail("the session refused");
    return session;
}

#endif
