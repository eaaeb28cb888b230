// SPDX-License-Identifier: GPL-3.0-or-later
// The stages of one gradient update, in their order: z1, a1, z2, a2, ..., loss, then back: da2,
// dz2, dw2 (with db2), da1, ..., dw1 (with db1), and update. The list is computed from the number
// of layers; `next`, the prompt and the messages about values not there yet all read it.
#ifndef NETWORK_STAGE_H
#define NETWORK_STAGE_H

#include <stddef.h>

enum stage_kind { STAGE_Z, STAGE_A, STAGE_LOSS, STAGE_DA, STAGE_DZ, STAGE_DW, STAGE_UPDATE };

struct stage {
    enum stage_kind kind;
    size_t layer; // from 1; 0 for loss and update
};

enum { STAGE_NAME_SIZE = 32 };

// The number of stages of a network of [layers] layers.
size_t stage_count(size_t layers);

// Stage number [index], from 0 to stage_count - 1.
struct stage stage_at(size_t layers, size_t index);

// The index of a stage; stage_at undoes it.
size_t stage_index(size_t layers, struct stage stage);

// The index of the first stage of the backward pass, and of the update.
size_t stage_first_backward(size_t layers);
size_t stage_update(size_t layers);

// The name a student sees: z1, loss, dw2, update.
void stage_name(struct stage stage, char name[STAGE_NAME_SIZE]);

// The number of the stage called name[0, length), where db2 is a second name of dw2; stage_count where
// there is none.
size_t stage_find(size_t layers, const char *name, size_t length);

#endif
