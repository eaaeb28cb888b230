// SPDX-License-Identifier: GPL-3.0-or-later
// The schedules: how the learning rate changes with the epochs. Rows are constant; nothing is owned.
#ifndef NETWORK_SCHEDULE_H
#define NETWORK_SCHEDULE_H

enum { SCHEDULE_COUNT = 4 };

struct schedule {
    const char *name;
    // What lr is multiplied by after [epoch] whole epochs; period and decay are settings.
    double (*factor)(double epoch, double period, double decay);
    const char *formula;
    const char *meaning;
    const char *
        python; // the rate after {epoch} whole epochs, for exports, which know the settings by name
};

extern const struct schedule schedules[SCHEDULE_COUNT];

#endif
