// SPDX-License-Identifier: GPL-3.0-or-later
// A network on a test bench: samples, a pass and a config, and no session. bench_create makes one,
// bench_free ends it; the samples belong to the bench.
#ifndef UNIT_BENCH_H
#define UNIT_BENCH_H

#include <stddef.h>

#include "network/network.h"
#include "network/pass.h"

struct kernel;
struct rng;

struct bench {
    struct network *network;
    struct pass *pass;
    struct step_config config;
    struct matrix x, y;
};

// A plan of [count] layers: in units[0], out units[1], ...; all hidden layers with one activation.
struct architecture bench_plan(const size_t *units, size_t count, const char *hidden,
                               const char *output);

// Loss and optimizer by name, lr 0.05, the optimizers' numbers as PyTorch has them, no regularization.
struct step_config bench_config(const char *loss, const char *optimizer);

// An bench of that shape with [samples] samples of zeros and parameters 0.
struct bench *bench_create(const struct kernel *kernel, const struct architecture *plan,
                           const struct step_config *config, size_t samples);
void bench_free(struct bench *bench);

// Parameters and inputs from a bell curve; targets that suit the bench's loss: numbers from 0 to 1,
// a row adding up to 1 for ce.
void bench_draw(struct bench *bench, struct rng *rng, double spread);

// The same bench on another kernel.
struct bench *bench_copy(const struct bench *bench, const struct kernel *kernel);

// Everything up to the loss; then everything up to the gradients.
void bench_forward(struct bench *bench);
void bench_backward(struct bench *bench);

// One update, stage by stage.
void bench_stages(struct bench *bench);

// One update, the backward half by pass_learn.
void bench_learn(struct bench *bench);

// The same without keeping the gradients.
void bench_descend(struct bench *bench);

// Fails unless both have the same bits in their parameters.
void bench_ck_same_parameters(const struct bench *a, const struct bench *b, const char *what);

// Fails unless both have the same bits in parameters, gradients and the optimizer's state.
void bench_ck_same(const struct bench *a, const struct bench *b, const char *what);

// Fails unless each number is within [bound] of what it should be, relative to the larger of its
// own size and [least].
void bench_ck_near(const char *what, const double *got, const double *expected, size_t count,
                   double bound, double least);

#endif
