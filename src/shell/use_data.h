// SPDX-License-Identifier: GPL-3.0-or-later
// The last step of every way to get data, and the remark if they do not fit the network.
#ifndef SHELL_USE_DATA_H
#define SHELL_USE_DATA_H

#include <stdbool.h>

#include "base/error.h"

struct dataset;
struct shell;

// Passes a new set to the session, which takes it over, and describes it. With [data] NULL the error
// is set already.
bool use_data(struct shell *shell, struct dataset *data, struct error *error);

// If network, data and loss do not fit together, says so, and which line mends it.
void put_unfit(struct shell *shell);

#endif
