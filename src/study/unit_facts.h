// SPDX-License-Identifier: GPL-3.0-or-later
// Facts about units and layers, read from a network and a pass over some samples. Layers are counted
// from 1, units from 0. Nothing is owned and nothing changed.
#ifndef STUDY_UNIT_FACTS_H
#define STUDY_UNIT_FACTS_H

#include <stdbool.h>
#include <stddef.h>

#include "network/matrix.h"

struct activation;
struct network;
struct pass;

// Whether an activation is two straight lines that meet in a corner, so that a unit is on or off.
bool unit_facts_has_corner(const struct activation *activation);

// How many of the pass's samples a unit is on for: z > 0. z must be computed.
size_t unit_facts_on(const struct pass *pass, size_t layer, size_t unit);

// The largest slope da/dz that a unit has over the samples, without its sign: 0 means that nothing can
// move what feeds it. z and a must be computed.
double unit_facts_slope(const struct network *network, const struct pass *pass, size_t layer,
                        size_t unit);

// Whether gradients fade by orders of magnitude from the last layer to the first. dz and
// dw must be computed.
bool unit_facts_fades(const struct network *network, const struct pass *pass);

// The Euclidean norm of all numbers of [m].
double unit_facts_norm(struct matrix m);

#endif
