// SPDX-License-Identifier: GPL-3.0-or-later
// The rows of what stands behind `data`: the same table as the commands', for the words of one of
// them. A part's name is the two words.
#include "shell/command.h"
#include "shell/run.h"

const struct command data_parts[] = {
    {
        .name = "data file",
        .topic = TOPIC_MAKE,
        .params = {{"FILE", PARAM_FILE, PARAM_REQUIRED, NULL},
                   {"targets", PARAM_WORD, PARAM_OPTION, "COL"},
                   {"drop", PARAM_WORD, PARAM_OPTION, "COL"},
                   {"onehot", PARAM_WORD, PARAM_OPTION, "HOW"},
                   {"missing", PARAM_WORD, PARAM_OPTION, "HOW"},
                   {"decimal", PARAM_WORD, PARAM_OPTION, "HOW"},
                   {"size", PARAM_COUNT, PARAM_OPTION | PARAM_QUIET, "N"},
                   {"checksum", PARAM_WORD, PARAM_OPTION | PARAM_QUIET, "HEX"}},
        .summary = "load a table: CSV, as a spreadsheet exports it",
        .details =
            "The word file may be left out where the name has a dot or a slash; - is what is\n"
            "piped to a script. Header, separator (, ; or tab) and decimal comma are found\n"
            "out. The last column is the target unless targets says first, a number (the last\n"
            "N columns) or NAME,NAME; drop leaves columns out. A column whose first value is\n"
            "a text holds classes: 0 and 1 for two, a column each (one-hot) for more.\n"
            "onehot=yes makes classes of whole numbers in a target too, onehot=no numbers a\n"
            "text's classes 0, 1, 2. A missing value is an error, or missing=drop leaves its\n"
            "row out, or missing=mean puts the column's mean there (a text's most frequent\n"
            "class). Empty rows and columns, names and dates are left out, and it says so.\n"
            "decimal=comma or decimal=point settles what 1.234 is where no number tells.\n"
            "size and checksum are what a saved session notes of the file: where the\n"
            "file is another now, the shell says so.",
        .example = "data flowers.csv\nshow data\n",
        .flags = COMMAND_TAKES_FILE | COMMAND_SETS_STATE,
        .run = command_data_file,
    },
    {
        .name = "data split",
        .topic = TOPIC_MAKE,
        .params = {{"SHARE", PARAM_REAL, PARAM_REQUIRED, NULL},
                   {"seed", PARAM_COUNT, PARAM_OPTION, "N"},
                   {"stratify", PARAM_SWITCH, PARAM_KEYWORD, ""}},
        .summary = "keep some samples for testing only",
        .details = "0.8 means: learn from 80% of the samples, drawn at random, and test on the\n"
                   "others. train then prints both losses, predict and 'show metrics' show both\n"
                   "parts. With stratify each class has its share in both. Splitting again parts\n"
                   "all the samples anew.",
        .example = "data iris\ndata split 0.8 stratify\n",
        .flags = COMMAND_SETS_STATE,
        .run = command_data_split,
    },
    {
        .name = "data normalize",
        .topic = TOPIC_MAKE,
        .params = {{"SCALE", PARAM_SCALE, PARAM_REQUIRED, NULL}},
        .summary = "bring the columns to one scale",
        .details = "Inputs, and targets that are numbers, are shifted and divided; by how much is\n"
                   "found in the training part alone, and 'show data' tells it. predict takes and\n"
                   "shows the units the data came in.",
        .example = "data iris\ndata split 0.8\ndata normalize standard\n",
        .flags = COMMAND_SETS_STATE,
        .run = command_data_normalize,
    },
    {
        .name = "data shuffle",
        .topic = TOPIC_MAKE,
        .params = {{"seed", PARAM_COUNT, PARAM_OPTION, "N"}},
        .summary = "put the training samples into another order",
        .details = "As NumPy's permutation of that seed. 'set shuffle on' draws an order for each\n"
                   "epoch instead.",
        .example = "data iris\ndata shuffle seed=3\n",
        .flags = COMMAND_SETS_STATE,
        .run = command_data_shuffle,
    },
    {
        .name = "data take",
        .topic = TOPIC_MAKE,
        .params = {{"N", PARAM_COUNT, PARAM_REQUIRED, NULL}},
        .summary = "keep the first N training samples",
        .details = "The test part stays. A set that is sorted by class wants shuffling first.",
        .example = "data moons\ndata split 0.5\ndata take 20\n",
        .flags = COMMAND_SETS_STATE,
        .run = command_data_take,
    },
    {
        .name = "data grid",
        .topic = TOPIC_MAKE,
        .params = {{"EXPRESSION", PARAM_EXPRESSION, PARAM_REQUIRED, NULL},
                   {"n", PARAM_COUNT, PARAM_OPTION, "N"},
                   {"from", PARAM_REAL, PARAM_OPTION, "A"},
                   {"to", PARAM_REAL, PARAM_OPTION, "B"}},
        .summary = "targets by a formula of x0 and x1",
        .details = "The inputs are a grid of n by n points (21 by 21), from -1 to 1 in both\n"
                   "directions; the target of each is the expression's value there. A comparison\n"
                   "makes two classes, anything else numbers.",
        .example =
            "data grid x0**2 + x1**2 < 0.5\ndata grid exp(0 - x0**2) * x1 n=11 from=-2 to=2\n",
        .flags = COMMAND_SETS_STATE,
        .run = command_data_grid,
    },
    {
        .name = "data inline",
        .topic = TOPIC_MAKE,
        .params = {{"x", PARAM_EXPRESSION, PARAM_OPTION, "INPUTS"},
                   {"y", PARAM_EXPRESSION, PARAM_OPTION, "TARGETS"},
                   {"test", PARAM_COUNT, PARAM_OPTION, "N"},
                   {"title", PARAM_WORD, PARAM_OPTION | PARAM_QUIET, "TEXT"},
                   {"columns", PARAM_WORD, PARAM_OPTION | PARAM_QUIET, "NAMES"},
                   {"classes", PARAM_WORD, PARAM_OPTION | PARAM_QUIET, "NAMES"},
                   {"texts", PARAM_WORD, PARAM_OPTION | PARAM_QUIET, "TEXTS"},
                   {"others", PARAM_WORD, PARAM_OPTION | PARAM_QUIET, "TEXTS"}},
        .summary = "type a set of your own",
        .details =
            "A row a sample in both; a row vector of targets, one a sample, will do too. The\n"
            "last N samples are the test part where test says so. title, columns, classes,\n"
            "texts and others are what a saved session notes beside the numbers: what the set,\n"
            "its columns and its classes are called, and the texts that 1 and 0 stand for.",
        .example = "data inline x=[[0, 0], [0, 1], [1, 0], [1, 1]] y=[0, 1, 1, 1]\n",
        .flags = COMMAND_SETS_STATE,
        .run = command_data_inline,
    },
};

_Static_assert(sizeof data_parts / sizeof *data_parts == DATA_PART_COUNT, "one row for each part");
