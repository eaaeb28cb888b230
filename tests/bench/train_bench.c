// SPDX-License-Identifier: GPL-3.0-or-later
// Trains a network on random classes, straight through the session as `train` does, and prints what
// it took. It stands in for the shell because no command makes so many random samples; reading them
// from a file would be measured too.
//
// usage: train_bench SIZES BATCH OPTIMIZER EPOCHS CORES   as in: train_bench 784-128-10 64 sgd 3 1
//
// There are BATCHES batches to an epoch. Hidden layers are relu, the last one softmax with ce. It
// prints the seconds (of processor time, or with more cores than one those that passed), the last epoch's loss, the most memory it had in use, in
// bytes, and what of that is parameters, gradients, state, activations (z and a) and samples.
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "data/dataset.h"
#include "network/kernel.h"
#include "network/loss.h"
#include "network/network.h"
#include "network/optimizer.h"
#include "network/scheme.h"
#include "session/session.h"
#include "session/train.h"

enum { BATCHES = 8 };

static double now(size_t cores)
{
    struct timespec t;
    clock_gettime(cores > 1 ? CLOCK_MONOTONIC : CLOCK_PROCESS_CPUTIME_ID, &t);
    return (double)t.tv_sec + 1e-9 * (double)t.tv_nsec;
}

static bool go_on(void *context, size_t epoch, double loss)
{
    (void)context, (void)epoch, (void)loss;
    return true;
}

static _Noreturn void fail(const char *what)
{
    fprintf(stderr, "train_bench: %s\n", what);
    exit(1);
}

// Even numbers from 0 to 1, and one class of the outputs for each sample.
static void fill(struct dataset *data)
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
static struct architecture read_sizes(const char *text)
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

// The bytes that the work itself asks for, whatever the program.
static size_t needed_bytes(const struct session *session)
{
    const struct network *network = session->network;
    size_t count = network->parameter_count * (2 + session->settings.optimizer->states);
    for (size_t k = 0; k < network->layer_count; k++)
        count += 2 * session->settings.batch * network->layers[k].out;
    count += session->data->x.rows * (session->data->x.cols + session->data->y.cols);
    return count * sizeof(double);
}

// The most memory this process ever had in use, in bytes; 0 where the system does not tell.
static size_t most_memory(void)
{
    char line[200];
    size_t most = 0;
    FILE *status = fopen("/proc/self/status", "r");
    while (status && fgets(line, sizeof line, status))
        if (strncmp(line, "VmHWM:", 6) == 0)
            most = strtoul(line + 6, NULL, 10) * 1024;
    if (status)
        fclose(status);
    return most;
}

int main(int argc, char **argv)
{
    if (argc != 6)
        fail("usage: train_bench SIZES BATCH OPTIMIZER EPOCHS CORES");
    struct error error = {0};
    struct architecture plan = read_sizes(argv[1]);
    size_t batch = strtoul(argv[2], NULL, 10), epochs = strtoul(argv[4], NULL, 10);
    struct session *session = session_create(kernel_best(), SIZE_MAX, NULL, &error);
    struct dataset *data = dataset_create(BATCHES * batch, plan.inputs,
                                          plan.layers[plan.layer_count - 1].units, &error);
    if (!session || !data)
        fail("out of memory");
    session->cores = strtoul(argv[5], NULL, 10);
    fill(data);
    struct settings settings = session->settings;
    settings.batch = batch;
    settings.lr = 0.01;
    settings.loss = &losses[LOSS_ce];
    settings.optimizer = NULL;
    for (size_t i = 0; i < OPTIMIZER_COUNT; i++)
        if (strcmp(optimizers[i].name, argv[3]) == 0)
            settings.optimizer = &optimizers[i];
    if (!settings.optimizer)
        fail("no such optimizer");
    session_use_data(session, data);
    if (!session_set(session, &settings, &error) ||
        !session_init(session, &plan, scheme_find("he_uniform", 10), 1, &error) ||
        !session_prepare(session, &error))
        fail("the session refused");
    struct training training = {.epochs = 1, .every = SIZE_MAX, .report = go_on};
    double loss, began = 0;
    for (size_t e = 0; e <= epochs; e += training.epochs) { // the first epoch warms up
        training.epochs = e ? epochs : 1;
        began = now(session->cores);
        if (session_train(session, &training, &loss, &error) != TRAINING_DONE)
            fail("the training ended early");
    }
    double seconds = now(session->cores) - began;
    printf("%.9f %.9f %zu %zu\n", seconds, loss, most_memory(), needed_bytes(session));
    session_free(session);
    return 0;
}
