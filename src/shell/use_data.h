// SPDX-License-Identifier: GPL-3.0-or-later
// The last step of every way to get data.
#ifndef SHELL_USE_DATA_H
#define SHELL_USE_DATA_H

#include <stdbool.h>

#include "base/error.h"

struct dataset;
struct shell;

// Hands a new set to the session, which takes it over, and tells about it. With [data] NULL the error
// is set already; where the session refuses it, it is freed.
bool use_data(struct shell *shell, struct dataset *data, struct error *error);

#endif
