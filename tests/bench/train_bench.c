// SPDX-License-Identifier: GPL-3.0-or-later
// Trains a network on random classes, straight through the session as `train` does, and prints what
// it took. It stands in for the shell because no command makes so many random samples; reading them
// from a file would be measured too.
//
// usage: train_bench SIZES BATCH OPTIMIZER EPOCHS CORES   as in: train_bench 784-128-10 64 sgd 3 1
//
// It prints the seconds (of processor time, or with more cores than one those that passed), the last
// epoch's loss, the most memory it had in use, in bytes, and what of that is parameters, gradients, state,
// activations (z and a) and samples. NNSH_KERNEL chooses the kernel, as for nnsh.
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "training.h"

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
    const struct training_words words = {argv[1], argv[2], argv[3], argv[5]};
    struct session *session = training_session(chosen_kernel(), &words);
    size_t epochs = strtoul(argv[4], NULL, 10);
    struct error error = {0};
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
