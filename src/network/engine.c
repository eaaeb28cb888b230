// SPDX-License-Identifier: GPL-3.0-or-later
// The stop flag is looked at after every update of a pass. Updates of a tiny network are so short that it
// is looked at after a few thousand of them.
#include "network/engine.h"

#include "network/kernel.h"
#include "network/network.h"
#include "network/packed_weights.h"
#include "network/pass_learn.h"

// Updates of a tiny network between two looks at the stop flag: well under a millisecond.
enum { TINY_AT_ONCE = 4096 };

// Updates in a row that make it worth packing the weights and unpacking them again.
enum { STREAK_LEAST = 16 };

void engine_open(struct engine *engine, const struct step_config *constant)
{
    engine->is_tiny =
        constant && tiny_prepare(&engine->tiny, engine->network, engine->pass, constant);
}

void engine_expect(struct engine *engine, size_t updates)
{
    struct engine_step step;
    if (updates >= STREAK_LEAST && !engine->is_tiny && engine->load(engine->context, &step) &&
        pass_learn_wants_packing(engine->pass, engine->network, &step.config))
        weights_pack(engine->network);
}

static size_t run_tiny(struct engine *engine, size_t n)
{
    return engine->network->kernel->tiny(&engine->tiny, n < TINY_AT_ONCE ? n : TINY_AT_ONCE);
}

// One update by the pass; 0 where there is none, it was given up, or it is not plain that all of it would be
// finite.
static size_t run_pass(struct engine *engine)
{
    struct pass *pass = engine->pass;
    struct engine_step step;
    if (!engine->load(engine->context, &step))
        return 0;
    pass_predict(pass, engine->network);
    if (pass_gives_up(pass) || !pass_is_tame(pass, engine->network))
        return 0;
    if (step.needs_loss)
        pass->loss = pass_loss(pass, engine->network, step.config.loss);
    return pass_learn(pass, engine->network, &step.config, false);
}

size_t engine_run(struct engine *engine, size_t n)
{
    size_t did = 0;
    while (did < n && !(did > 0 && engine->stop && *engine->stop)) {
        size_t now = engine->is_tiny ? run_tiny(engine, n - did) : run_pass(engine);
        if (now == 0)
            break;
        engine->learnt(engine->context, now, !engine->is_tiny);
        did += now;
    }
    return did;
}
