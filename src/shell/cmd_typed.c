// SPDX-License-Identifier: GPL-3.0-or-later
// Sets that a student writes: `data grid` by a formula, `data inline` number by number.
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "data/dataset.h"
#include "data/inline.h"
#include "session/quantity.h"
#include "session/session.h"
#include "shell/call.h"
#include "shell/commands.h"
#include "shell/use_data.h"
#include "shell/shell.h"

static command_function run_data_grid;

enum { FORMULA, SIDE, FROM, TO };

const struct command data_grid_command = {
    .name = "data grid",
    .topic = TOPIC_MAKE,
    .params = {[FORMULA] = {"EXPRESSION", PARAM_EXPRESSION, .flags = PARAM_REQUIRED},
               [SIDE] = {"n", PARAM_COUNT, .flags = PARAM_OPTION, .value = "N", .least = 2,
                         .most = 1000, .usual = 21, .outside = "n must be from 2 to 1000"},
               [FROM] = {"from", PARAM_REAL, .flags = PARAM_OPTION, .value = "A", .usual = -1},
               [TO] = {"to", PARAM_REAL, .flags = PARAM_OPTION, .value = "B", .usual = 1}},
    .summary = "make a set whose targets are a formula of x0 and x1",
    .details = "The inputs are a grid of n by n points (21 by 21), from -1 to 1 in both\n"
               "directions; the target of each is the expression's value there. A comparison\n"
               "makes two classes, anything else numbers.",
    .example = "data grid x0**2 + x1**2 < 0.5\ndata grid exp(0 - x0**2) * x1 n=11 from=-2 to=2\n",
    .flags = COMMAND_SETS_STATE,
    .reveals = REVEALS_NO,
    .run = run_data_grid,
};

// The session's names, and x0 and x1 as the columns of the grid.
struct grid_scope {
    struct scope outer;
    struct matrix x[2];
    bool is_own; // only the points are asked for, so the formula alone makes the set again
};

static bool lookup(void *context, const char *name, size_t length, struct value *value,
                   struct error *error)
{
    struct grid_scope *grid = context;
    if (length == 2 && name[0] == 'x' && (name[1] == '0' || name[1] == '1')) {
        *value = value_borrow(grid->x[name[1] - '0']);
        return true;
    }
    grid->is_own = false;
    if (grid->outer.lookup(grid->outer.context, name, length, value, error))
        return true;
    if (length > 1 && name[0] == 'x')
        error_hint(error, "the points of a grid are x0 and x1");
    return false;
}

// Fills the inputs, and columns [x0], [x1] with them; row by row from the top left.
static void fill_grid(struct dataset *data, size_t n, double from, double to, double *x0,
                      double *x1)
{
    for (size_t i = 0; i < n * n; i++) {
        x0[i] = from + (to - from) * (double)(i % n) / (double)(n - 1);
        x1[i] = to - (to - from) * (double)(i / n) / (double)(n - 1);
        data->x.data[2 * i] = x0[i];
        data->x.data[2 * i + 1] = x1[i];
    }
}

// Copies the formula's values into the targets.
static bool take_targets(struct dataset *data, struct value *value, struct error *error)
{
    struct matrix from = value_view(value);
    double first = value->is_matrix ? matrix_at(from, 0, 0) : value->number;
    bool varies = false;
    if (value->is_matrix && (from.rows != data->y.rows || from.cols != 1))
        return error_set(error,
                         "the formula must give one number for each point, but gives a matrix of "
                         "%zu×%zu",
                         from.rows, from.cols);
    for (size_t i = 0; i < data->y.rows; i++) {
        double target = value->is_matrix ? matrix_at(from, i, 0) : value->number;
        if (!isfinite(target)) {
            error_set(error, "the formula is %s at x0 = %s, x1 = %s", number_string(target, 6).text,
                      number_string(data->x.data[2 * i], 6).text,
                      number_string(data->x.data[2 * i + 1], 6).text);
            return error_hint(error, "from= and to= choose the range of x0 and x1");
        }
        varies |= target != first;
        data->y.data[i] = target;
    }
    return varies || error_set(error, "the formula is %s everywhere: there is nothing to learn",
                               number_string(first, 6).text);
}

static struct dataset *make_grid(struct shell *shell, const struct call *call, size_t n,
                                 double from, double to, struct error *error)
{
    const struct argument *formula = &call->arguments[FORMULA];
    struct dataset *data = dataset_create(n * n, 2, 1, error);
    double *columns = data ? malloc(2 * n * n * sizeof *columns) : NULL;
    struct value value = value_number(0);
    if (!columns) {
        dataset_free(data);
        error_memory(error);
        return NULL;
    }
    struct grid_scope grid = {
        session_scope(shell->session), {{n * n, 1, columns}, {n * n, 1, columns + n * n}}, true};
    struct scope scope = grid.outer;
    scope.lookup = lookup;
    scope.context = &grid;
    fill_grid(data, n, from, to, columns, columns + n * n);
    bool well =
        expr_evaluate(formula->expr, &scope, &value, error) && take_targets(data, &value, error);
    value_clear(&value);
    free(columns);
    if (well) {
        int length = (int)formula->length;
        dataset_find_targets(data);
        snprintf(data->name, sizeof data->name, "grid %.*s", length < 50 ? length : 50,
                 call->text + formula->at);
        for (char *line_end; (line_end = strchr(data->name, '\n'));)
            *line_end = ' ';           // a formula may have several lines, a title has one
        data->is_typed = !grid.is_own; // what a name means is another thing tomorrow
        well = data->is_typed || dataset_record(data, error, "data grid %.*s n=%zu from=%s to=%s",
                                                length, call->text + formula->at, n,
                                                number_string(from, NUMBER_DIGITS_EXACT).text,
                                                number_string(to, NUMBER_DIGITS_EXACT).text);
    }
    if (well)
        return data;
    dataset_free(data);
    return NULL;
}

static bool run_data_grid(struct shell *shell, const struct call *call, struct error *error)
{
    const struct argument *formula = &call->arguments[FORMULA];
    const struct argument *from = &call->arguments[FROM], *to = &call->arguments[TO];
    size_t n = call->arguments[SIDE].count;
    double least = from->number, most = to->number;
    if (!(least < most) || !isfinite(most - least))
        return error_at(error, from->given ? from->at : to->at,
                        from->given ? from->length : to->length,
                        "from must be less than to: %s, %s", number_string(least, 6).text,
                        number_string(most, 6).text);
    struct dataset *data = make_grid(shell, call, n, least, most, error);
    if (!data)
        return error_place(error, formula->at, formula->length);
    return use_data(shell, data, error);
}

static command_function run_data_inline;

enum {
    X,
    Y,
    TEST,
    TITLE,
    COLUMNS,
    CLASSES,
    TEXTS,
    OTHERS,
    TARGETS,
    NORMALIZED,
    SHIFTS,
    SCALES,
    MISSING,
    LEFT_OUT
};

const struct command data_inline_command = {
    .name = "data inline",
    .topic = TOPIC_MAKE,
    .params =
        {[X] = {"x", PARAM_EXPRESSION, .flags = PARAM_OPTION, .value = "INPUTS"},
         [Y] = {"y", PARAM_EXPRESSION, .flags = PARAM_OPTION, .value = "TARGETS"},
         [TEST] = {"test", PARAM_COUNT, .flags = PARAM_OPTION, .value = "N"},
         [TITLE] = {"title", PARAM_WORD, .flags = PARAM_OPTION | PARAM_QUIET, .value = "TEXT"},
         [COLUMNS] = {"columns", PARAM_WORD, .flags = PARAM_OPTION | PARAM_QUIET, .value = "NAMES"},
         [CLASSES] = {"classes", PARAM_WORD, .flags = PARAM_OPTION | PARAM_QUIET, .value = "NAMES"},
         [TEXTS] = {"texts", PARAM_WORD, .flags = PARAM_OPTION | PARAM_QUIET, .value = "TEXTS"},
         [OTHERS] = {"others", PARAM_WORD, .flags = PARAM_OPTION | PARAM_QUIET, .value = "TEXTS"},
         [TARGETS] = {"targets", PARAM_WORD, .flags = PARAM_OPTION | PARAM_QUIET, .value = "KIND"},
         [NORMALIZED] = {"normalized", PARAM_WORD, .flags = PARAM_OPTION | PARAM_QUIET,
                         .value = "SCALE"},
         [SHIFTS] = {"shifts", PARAM_EXPRESSION, .flags = PARAM_OPTION | PARAM_QUIET,
                     .value = "NUMBERS"},
         [SCALES] = {"scales", PARAM_EXPRESSION, .flags = PARAM_OPTION | PARAM_QUIET,
                     .value = "NUMBERS"},
         [MISSING] = {"missing", PARAM_EXPRESSION, .flags = PARAM_OPTION | PARAM_QUIET,
                      .value = "NUMBERS"},
         [LEFT_OUT] = {"left_out", PARAM_COUNT, .flags = PARAM_OPTION | PARAM_QUIET, .value = "N"}},
    .summary = "type a set of your own",
    .details = "Each row of x and of y is one sample. y may also be one row, with one target\n"
               "for each sample. With test=N the last N samples are the test part. The other\n"
               "options are what a saved session notes in addition to the numbers: title,\n"
               "columns and classes name the set, its columns and its classes; texts and\n"
               "others are the texts that 1 and 0 stand for; targets says what the targets\n"
               "are, if the numbers do not show it; normalized, shifts and scales lead back\n"
               "to the original units (value times scale plus shift); missing and left_out\n"
               "count what the table lacked.",
    .example = "data inline x=[[0, 0], [0, 1], [1, 0], [1, 1]] y=[0, 1, 1, 1]\n",
    .flags = COMMAND_SETS_STATE,
    .reveals = REVEALS_NO,
    .run = run_data_inline,
};

// Copies the samples of x and y into a set. NULL with [error] set.
static struct dataset *make_inline(struct value *x, struct value *y, size_t tested,
                                   struct error *error)
{
    struct matrix a = value_view(x), b = value_view(y);
    bool turned = b.rows == 1 && b.cols == a.rows && a.rows > 1; // one target a sample, in a row
    size_t samples = a.rows, outputs = turned ? 1 : b.cols;
    if (!turned && a.rows != b.rows) {
        error_set(error, "x has %zu rows and y has %zu: a sample is a row in both", a.rows, b.rows);
        return NULL;
    }
    if (tested >= samples) {
        error_set(error, "test=%zu of %zu samples leaves none to learn from", tested, samples);
        return NULL;
    }
    struct dataset *data = dataset_create(samples, a.cols, outputs, error);
    bool is_finite = true;
    for (size_t n = 0; data && n < samples; n++) {
        for (size_t i = 0; i < a.cols; i++)
            is_finite &= isfinite(data->x.data[n * a.cols + i] = matrix_at(a, n, i)) != 0;
        for (size_t j = 0; j < outputs; j++) {
            double target = turned ? matrix_at(b, 0, n) : matrix_at(b, n, j);
            is_finite &= isfinite(data->y.data[n * outputs + j] = target) != 0;
        }
    }
    if (data && !is_finite) {
        dataset_free(data);
        data = NULL;
        error_set(error, "only finite numbers can be data");
    }
    if (!data)
        return NULL;
    dataset_find_targets(data);
    dataset_divide(data, samples - tested);
    snprintf(data->name, sizeof data->name, INLINE_TITLE);
    data->is_typed = true;
    return data;
}

// The numbers that options give for each column.
struct column_numbers {
    struct value value;
    struct matrix matrix;
};

// Evaluates an option, if it is given; [numbers] then points at its matrix.
static bool read_numbers(const struct call *call, size_t index, struct scope *scope,
                         struct column_numbers *holder, const struct matrix **numbers,
                         struct error *error)
{
    const struct argument *argument = &call->arguments[index];
    if (!argument->given)
        return true;
    if (!expr_evaluate(argument->expr, scope, &holder->value, error))
        return false;
    holder->matrix = value_view(&holder->value);
    *numbers = &holder->matrix;
    return true;
}

// Notes in the set what the other options say about it.
static bool note_all(const struct call *call, struct scope *scope, struct dataset *data,
                     struct error *error)
{
    const struct argument *arguments = call->arguments;
    struct inline_notes notes = {.title = arguments[TITLE].text,
                                 .columns = arguments[COLUMNS].text,
                                 .classes = arguments[CLASSES].text,
                                 .texts = arguments[TEXTS].text,
                                 .others = arguments[OTHERS].text,
                                 .targets = arguments[TARGETS].text,
                                 .normalized = arguments[NORMALIZED].text,
                                 .left_out = arguments[LEFT_OUT].count};
    struct column_numbers shifts = {.value = value_number(0)}, scales = shifts, missing = shifts;
    bool well = read_numbers(call, SHIFTS, scope, &shifts, &notes.shifts, error) &&
                read_numbers(call, SCALES, scope, &scales, &notes.scales, error) &&
                read_numbers(call, MISSING, scope, &missing, &notes.missing, error) &&
                inline_note(data, &notes, error);
    value_clear(&shifts.value);
    value_clear(&scales.value);
    value_clear(&missing.value);
    return well;
}

static bool run_data_inline(struct shell *shell, const struct call *call, struct error *error)
{
    const struct argument *x = &call->arguments[X], *y = &call->arguments[Y];
    struct scope scope = session_scope(shell->session);
    struct value inputs = value_number(0), targets = value_number(0);
    struct dataset *data = NULL;
    if (!x->given || !y->given) {
        error_set(error, "data inline needs x=INPUTS and y=TARGETS");
        return error_hint(error, "as in 'data inline x=[[0, 0], [0, 1]] y=[0, 1]'");
    }
    if (expr_evaluate(x->expr, &scope, &inputs, error) &&
        expr_evaluate(y->expr, &scope, &targets, error))
        data = make_inline(&inputs, &targets, call->arguments[TEST].count, error);
    value_clear(&inputs);
    value_clear(&targets);
    if (data && note_all(call, &scope, data, error))
        return use_data(shell, data, error);
    dataset_free(data);
    return false;
}
