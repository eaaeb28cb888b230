// SPDX-License-Identifier: GPL-3.0-or-later
// The languages in which exports write the formulas of the tables of activations, losses, optimizers and
// schedules. A row has a text for each of them, so that none can be forgotten: a test asks every row for
// what LANGUAGES says. A text is a template, as in view/template.h, of one statement a line.
//
// To add a language: add it to LANGUAGES with what it writes, and to the rows their texts.
#ifndef NETWORK_LANGUAGE_H
#define NETWORK_LANGUAGE_H

// What a language writes besides the forward pass.
enum {
    WRITES_BACKWARD = 1, // the backward pass
    WRITES_LOSS = 2,     // losses
    WRITES_UPDATE = 4,   // optimizers
};

// The languages: PyTorch has its own backward pass; C, ONNX and
// JavaScript only predict.
#define LANGUAGES(X)                                                                               \
    X(NUMPY, WRITES_BACKWARD | WRITES_LOSS | WRITES_UPDATE)                                        \
    X(TORCH, WRITES_LOSS | WRITES_UPDATE)                                                          \
    X(C, 0)                                                                                        \
    X(ONNX, 0)                                                                                     \
    X(JAVASCRIPT, 0)

#define LANGUAGE_ID(name, writes) IN_##name,
enum language { LANGUAGES(LANGUAGE_ID) LANGUAGE_COUNT };
#undef LANGUAGE_ID

// Of an activation: [forward] makes {a} of {z}, [backward] {dz} of {da}, {z} and {a}, for a whole matrix, or
// for one element in a language without matrices. Of a loss: [forward] makes {loss} of {z}, {a} and {y};
// [backward] makes {da}, or {dz} where the loss is fused with its activation. In PyTorch and languages like
// it [forward] is an expression; that of a loss is the sum, before it is divided by the count. In C it is
// one too, where {f} is the "f" of float or nothing; but what needs a whole row is statements that fill {a}
// from {z}, arrays of {n} numbers of the type {real}. In ONNX each line is a node, "name = Operator(input,
// ...)", whose inputs are names and numbers. In JavaScript it is an expression of a number {z}, or of the row.
struct pass_code {
    const char *forward, *backward;
};

// Of an optimizer, which calls its settings by their names: [begin] is done once for each update, or "";
// [update] moves one parameter {w} with gradient {g} by {lr}, with what it keeps as {v}, {m}, {s} and the
// powers of beta1 and beta2 as {power1}, {power2}. In PyTorch [begin] makes the optimizer of {parameters},
// and [update] puts back what it kept of {w}: {v}, {m}, {s} and {t} updates.
struct update_code {
    const char *begin, *update;
};

#endif
