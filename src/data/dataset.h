// SPDX-License-Identifier: GPL-3.0-or-later
// Samples in memory: inputs and targets, one sample a row, perhaps split into what is learnt from
// and what is only tested on. dataset_create and the makers built on it give a data set to their
// caller, who ends it with dataset_free. One data set may have several owners, so that remembering it
// costs nothing: each holds it by dataset_share and ends it with dataset_free, and who wants to write
// makes sure first that he is the only one. What prepares data (prepare.h) makes a new set.
#ifndef DATA_DATASET_H
#define DATA_DATASET_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "base/error.h"
#include "network/matrix.h"

enum { DATASET_NAME_SIZE = 64, DATASET_TITLE_SIZE = 64 };

// What the targets are.
enum targets {
    TARGETS_NUMBERS, // any numbers: regression
    TARGETS_TWO,     // one of two values: 0 or 1, or what struct dataset's low and high say
    TARGETS_CLASSES, // one-hot of these two, an output for each class
    TARGETS_LABELS,  // several outputs, each one of these two
};

enum normalization { NORMALIZE_NONE, NORMALIZE_STANDARD, NORMALIZE_MINMAX };

// One column of the inputs or the targets.
struct column {
    char *name;          // as its file calls it; NULL: x0, x1, ... or y0, y1, ...
    double shift, scale; // its value in the units it came in is value * scale + shift
    size_t missing;      // cells that were empty and are filled
    char *word;          // the text that 1 stands for, where a column of texts became this; or NULL
    char *other;         // then what 0 stands for, where there are two texts only; or NULL
    size_t group;        // in the first of the columns that one of texts became: how many; else 0
};

struct dataset {
    char name[DATASET_NAME_SIZE]; // as `data` was typed, with its options
    bool is_edited;               // a target or an input was set by hand
    struct matrix x, y;           // what is learnt from: samples×inputs, samples×outputs
    struct matrix test_x, test_y; // what is only tested on; 0 rows where there is no such part
    // All of them: the inputs of every sample, the training part first, then the targets likewise.
    double *block;
    enum targets targets;
    double low, high; // what stands for no and for yes, where the targets are not numbers
    enum normalization normalization;
    struct column *columns; // inputs, then outputs
    char **classes;         // what the classes are called, or NULL
    size_t left_out;        // rows of its file that lacked a value
    size_t class_count;     // 2 for TARGETS_TWO, the outputs for TARGETS_CLASSES; 0: no names
    // The commands that make this set again, a line each; or NULL. Where the numbers were typed or came
    // through a pipe nothing else makes them, so they are themselves what the recipe begins with: those
    // of this set, or of the one it was made from, which is then held. They are written out when a
    // session is saved, see inline.h.
    char *recipe;
    bool is_typed;
    struct dataset *typed;
    char *file;                         // the table it was read from, or NULL
    uint64_t file_bytes, file_checksum; // of that, then
    size_t owners;                      // from 1 on
};

// A data set of zeros without a test part; its targets count as classes. NULL with [error] set when
// memory does not suffice.
struct dataset *dataset_create(size_t samples, size_t inputs, size_t outputs, struct error *error);

// Takes over [block], of samples × (inputs + outputs) numbers made by malloc: inputs, then targets.
// On failure it is still the caller's.
struct dataset *dataset_adopt(double *block, size_t samples, size_t inputs, size_t outputs,
                              struct error *error);

// A new set of the rows numbered rows[0, count) of [from], counted through the training part and on
// through the test part; the first [training] of them are learnt from. Everything else is as in
// [from]. [rows] NULL: as they are.
struct dataset *dataset_gather(struct dataset *from, const size_t *rows, size_t count,
                               size_t training, struct error *error);

// A copy of its own.
struct dataset *dataset_copy(struct dataset *from, struct error *error);

// Another owner for [dataset], which is returned.
struct dataset *dataset_share(struct dataset *dataset);

// The bytes it takes.
size_t dataset_bytes(const struct dataset *dataset);

// Ends one owner's hold, with the last one the data set; NULL is allowed.
void dataset_free(struct dataset *dataset);

// Makes the first [training] samples what is learnt from, and the others the test part.
void dataset_divide(struct dataset *dataset, size_t training);

// Both parts as one matrix.
struct matrix dataset_all_x(const struct dataset *dataset);
struct matrix dataset_all_y(const struct dataset *dataset);

// What targets of those numbers are: no and yes are 0 and 1, -1 and 1, or two numbers that add up to 1 such as
// 0.1 and 0.9. Where they are such, these go to [low] and [high], else 0 and 1.
enum targets dataset_targets_of(struct matrix y, double *low, double *high);

// Finds out from the targets themselves what they are.
void dataset_find_targets(struct dataset *dataset);

// Names column [index], inputs first. The name is cleaned as utf8_clean does.
bool dataset_name_column(struct dataset *dataset, size_t index, const char *name, size_t length,
                         struct error *error);

// Says that column [index] is 1 for the text [word] and 0 for [other], or for any other where that is
// NULL; [group] as in struct column. The texts are cleaned as a name is.
bool dataset_name_word(struct dataset *dataset, size_t index, const char *word, const char *other,
                       size_t group, struct error *error);

// Reads a text as what stands in the columns of texts that begin with input [index]: a 1 at its own
// into [values]. False when none of the texts is meant.
bool dataset_read_word(const struct dataset *dataset, size_t index, const char *text, size_t length,
                       double *values);

// Names the next class, in the same way.
bool dataset_name_class(struct dataset *dataset, const char *name, size_t length,
                        struct error *error);

// Appends one command to the recipe, and a newline.
bool dataset_record(struct dataset *dataset, struct error *error, const char *format, ...)
    __attribute__((format(printf, 3, 4)));

// [to] is about to be made from [from], with its recipe so far: appends what was set in [from] by hand.
bool dataset_record_edits(struct dataset *to, const struct dataset *from, struct error *error);

// Appends the matrix as an expression, every number exact.
struct buf;
void dataset_write_matrix(struct matrix m, struct buf *out);

// Writes what column [index] is called: its name, or x0, y1 and the like, or y where it is the only
// output.
void dataset_title(const struct dataset *dataset, size_t index, char title[DATASET_TITLE_SIZE]);

// Which class the targets of a sample mean: the larger of two, or the place of the largest.
size_t dataset_class_of(const double *y, size_t outputs);

// Which class a prediction of [dataset]'s outputs means: of two the nearer, or the place of the largest.
size_t dataset_class_meant(const struct dataset *dataset, const double *a);

// Whether the targets are 0 or 1, or between them, so that a sigmoid can reach them.
bool dataset_has_shares(const struct dataset *dataset);

// A value of column [index] in the units it came in, to 13 digits: the way there and back may cost
// the last ones.
double dataset_original(const struct dataset *dataset, size_t index, double value);

#endif
