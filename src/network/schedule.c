// SPDX-License-Identifier: GPL-3.0-or-later
// The table of schedules. Epochs are counted from 0, so the first one always runs at lr itself.
#include "network/schedule.h"

#include <math.h>

#include "network/mathfn_more.h"

#define PI 0x1.921fb54442d18p+1

static double constant_factor(double epoch, double period, double decay)
{
    (void)epoch, (void)period, (void)decay;
    return 1;
}

static double step_factor(double epoch, double period, double decay)
{
    return math_pow(decay, floor(epoch / period));
}

// Half a cosine wave from 1 down to 0 over one period, and 0 from then on. PyTorch's CosineAnnealingLR
// would rise again.
static double cosine_factor(double epoch, double period, double decay)
{
    (void)decay;
    return (1 + math_cos(PI * (epoch < period ? epoch / period : 1))) / 2;
}

static double inverse_factor(double epoch, double period, double decay)
{
    (void)decay;
    return 1 / (1 + epoch / period);
}

const struct schedule schedules[] = {
    {"constant", constant_factor, "lr", "the same lr throughout", "lr"},
    {"step", step_factor, "lr·decay^floor(epoch/period)", "lr times decay after each period",
     "lr * decay ** ({epoch} // period)"},
    {"cosine", cosine_factor, "lr·(1 + cos(π·min(epoch/period, 1)))/2",
     "down to 0 over one period, along half a cosine wave, then 0",
     "lr * (1 + math.cos(math.pi * min({epoch} / period, 1))) / 2"},
    {"inverse", inverse_factor, "lr / (1 + epoch/period)",
     "half of lr after one period, then falling more slowly", "lr / (1 + {epoch} / period)"},
};

_Static_assert(sizeof schedules / sizeof *schedules == SCHEDULE_COUNT, "one row for each schedule");
