// SPDX-License-Identifier: GPL-3.0-or-later
// A network on a test bench: samples, a pass and a config, and no session. engine_create makes one,
// engine_free ends it; the samples belong to the engine.
#ifndef UNIT_ENGINE_H
#define UNIT_ENGINE_H

#include <stddef.h>

#include "network/network.h"
#include "network/pass.h"

struct kernel;
struct rng;

struct engine {
    struct network *network;
    struct pass *pass;
    struct step_config config;
    struct matrix x, y;
};

// A plan of [count] layers: in units[0], out units[1], ...; all hidden layers with one activation.
struct architecture engine_plan(const size_t *units, size_t count, const char *hidden,
                                const char *output);

// Loss and optimizer by name, lr 0.05, the optimizers' numbers as PyTorch has them, no regularization.
struct step_config engine_config(const char *loss, const char *optimizer);

// An engine of that shape with [samples] samples of zeros and parameters 0.
struct engine *engine_create(const struct kernel *kernel, const struct architecture *plan,
                             const struct step_config *config, size_t samples);
void engine_free(struct engine *engine);

// Parameters and inputs from a bell curve; targets that suit the engine's loss: numbers from 0 to 1,
// a row adding up to 1 for ce.
void engine_draw(struct engine *engine, struct rng *rng, double spread);

// The same engine on another kernel.
struct engine *engine_copy(const struct engine *engine, const struct kernel *kernel);

// Everything up to the loss; then everything up to the gradients.
void engine_forward(struct engine *engine);
void engine_backward(struct engine *engine);

// One update, stage by stage.
void engine_stages(struct engine *engine);

// One update, the backward half by pass_learn.
void engine_learn(struct engine *engine);

// The same without keeping the gradients.
void engine_descend(struct engine *engine);

// Fails unless both have the same bits in their parameters.
void engine_ck_same_parameters(const struct engine *a, const struct engine *b, const char *what);

// Fails unless both have the same bits in parameters, gradients and the optimizer's state.
void engine_ck_same(const struct engine *a, const struct engine *b, const char *what);

// Fails unless each number is within [bound] of what it should be, relative to the larger of its
// own size and [least].
void engine_ck_near(const char *what, const double *got, const double *expected, size_t count,
                    double bound, double least);

#endif
