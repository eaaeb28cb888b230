// SPDX-License-Identifier: GPL-3.0-or-later
// The command table and what is derived from it: finding by every beginning, usage lines, the
// checking of arguments, examples. Loops over the rows, so a new command is tested by being there.
#include <check.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include "base/utf8.h"
#include "network/kernel.h"
#include "session/session.h"
#include "shell/call.h"
#include "shell/commands.h"
#include "shell/help.h"

#include "harness.h"
#include "suites.h"

enum { COLUMNS = 80, SUMMARY_COLUMNS = 60 };

// Knows which names have a meaning: each test has a fresh one.
static struct session *session;

static void set_up(void)
{
    struct error error = ERROR_NONE;
    session = session_create(kernel_best(), (size_t)1 << 26, NULL, &error);
    ck_assert_ptr_nonnull(session);
}

static void tear_down(void)
{
    session_free(session);
}

// The rows of the commands, and after them those of what follows `data` and `lesson`.
#define COUNT_ROW(name) +1
enum {
    ROWS = 0 COMMANDS(COUNT_ROW),
    ROWS_AND_DATA = ROWS DATA_PARTS(COUNT_ROW),
    ROWS_AND_PARTS = ROWS_AND_DATA LESSON_PARTS(COUNT_ROW)
};

static const struct command *row(int index)
{
    return index < ROWS            ? commands.rows[index]
           : index < ROWS_AND_DATA ? data_command.parts->rows[index - ROWS]
                                   : lesson_command.parts->rows[index - ROWS_AND_DATA];
}

static size_t beginners(const char *word, size_t length)
{
    size_t count = 0;
    for (size_t i = 0; i < commands.count; i++)
        count +=
            !commands.rows[i]->is_whole_word && strncmp(commands.rows[i]->name, word, length) == 0;
    return count;
}

static const struct command *exactly(const char *word, size_t length)
{
    for (size_t i = 0; i < commands.count; i++) {
        const char *names[] = {commands.rows[i]->name, commands.rows[i]->key};
        for (size_t k = 0; k < 2; k++)
            if (names[k] && strlen(names[k]) == length && memcmp(names[k], word, length) == 0)
                return commands.rows[i];
    }
    return NULL;
}

START_TEST(every_beginning_finds_its_command)
{
    const struct command *command = commands.rows[_i];
    for (size_t length = 1; length <= strlen(command->name); length++) {
        struct error error = ERROR_NONE;
        const struct command *found = command_find(&commands, command->name, length, &error);
        const struct command *exact = exactly(command->name, length);
        if (exact) {
            ck_assert_ptr_eq(found, exact);
        } else if (beginners(command->name, length) == 1) {
            ck_assert(found && strncmp(found->name, command->name, length) == 0);
            ck_assert(!found->is_whole_word);
        } else if (command->is_whole_word) {
            ck_assert_ptr_null(found); // as it was before there was that word
        } else {
            ck_assert_ptr_null(found);
            ck_assert_ptr_nonnull(strstr(error.what, command->name));
        }
    }
}
END_TEST

START_TEST(the_short_forms_are_those_of_the_language)
{
    static const char *const keys[][2] = {{"f", "forward"}, {"b", "backward"}, {"u", "update"},
                                          {"s", "step"},    {"n", "next"},     {"t", "train"},
                                          {"p", "print"},   {"q", "quit"}};
    for (size_t i = 0; i < sizeof keys / sizeof *keys; i++) {
        struct error error;
        const struct command *found = command_find(&commands, keys[i][0], 1, &error);
        ck_assert_ptr_nonnull(found);
        ck_assert_str_eq(found->name, keys[i][1]);
    }
}
END_TEST

START_TEST(unknown_words_are_refused)
{
    static const char *const words[] = {"", "Init", "INIT", "initx", "xyz", "trian", "\xc4\xb1nit"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++) {
        struct error error = ERROR_NONE;
        ck_assert_ptr_null(command_find(&commands, words[i], strlen(words[i]), &error));
        ck_assert(*error.what);
    }
    struct error error;
    command_find(&commands, "trian", 5, &error);
    ck_assert_str_eq(error.what, "unknown command 'trian'; did you mean 'train'?");
    command_find(&commands, "xyzzy", 5, &error);
    ck_assert_str_eq(error.hint, "'help' lists the commands");
}
END_TEST

START_TEST(a_row_is_whole)
{
    const struct command *command = row(_i);
    struct buf usage = BUF_EMPTY;
    ck_assert(*command->summary && *command->details && *command->example && command->run);
    ck_assert_int_ne(command->reveals, REVEALS_UNSAID);
    ck_assert_uint_le(utf8_columns(command->summary, strlen(command->summary)), SUMMARY_COLUMNS);
    for (size_t i = 0; i < commands.count; i++)
        ck_assert(commands.rows[i] == command ||
                  strcmp(commands.rows[i]->name, command->name) != 0);
    command_usage(command, &usage);
    ck_assert(strncmp(buf_text(&usage), command->name, strlen(command->name)) == 0);
    ck_assert_uint_le(utf8_columns(buf_text(&usage), usage.length), COLUMNS);
    buf_free(&usage);
    bool may_miss = false; // behind a parameter that may be left out none is required, but =
    for (size_t i = 0; i < command_param_count(command); i++) {
        const struct param *param = &command->params[i];
        ck_assert(param->flags != PARAM_REQUIRED || !may_miss);
        may_miss |= param->flags != PARAM_REQUIRED && param->kind != PARAM_EQUALS;
        ck_assert((param->value != NULL) == ((param->flags & (PARAM_OPTION | PARAM_KEYWORD)) != 0));
    }
}
END_TEST

START_TEST(the_example_runs_green)
{
    struct buf out = BUF_EMPTY;
    bool well = help_example(&out, &commands, row(_i));
    ck_assert_msg(well, "%s: %s", row(_i)->name, buf_text(&out));
    ck_assert_ptr_null(strstr(buf_text(&out), "error:"));
    buf_free(&out);
}
END_TEST

// What a required parameter may look like, so that the rest of a command can be tried.
static const char *sample_of(enum param_kind kind)
{
    static const char *const samples[] = {
        [PARAM_COUNT] = "1",         [PARAM_REAL] = "0.5",         [PARAM_NUMBERS] = "0 1",
        [PARAM_EXPRESSION] = "1==1", [PARAM_ITEMS] = "1",          [PARAM_PLACE] = "lr",
        [PARAM_NAME] = "mine",       [PARAM_EQUALS] = "=",         [PARAM_VALUE] = "0.5",
        [PARAM_LAYERS] = "2 2 1",    [PARAM_SCHEME] = "zeros",     [PARAM_DATA] = "xor",
        [PARAM_SHOW_ITEMS] = "net",  [PARAM_FILE] = "a.nn",        [PARAM_TEXT] = "\"text\"",
        [PARAM_TOPIC] = "loss",      [PARAM_PARAMETERS] = "w1",    [PARAM_CHANGES] = "lr 1",
        [PARAM_WORD] = "word",       [PARAM_SCALE] = "minmax",     [PARAM_MOMENT] = "now",
        [PARAM_HERE] = "here",       [PARAM_PICTURE] = "net",      [PARAM_LESSON] = "forward",
        [PARAM_QUIZ] = "loss",       [PARAM_EXPORT] = "all a.json"};
    return (size_t)kind < sizeof samples / sizeof *samples ? samples[kind] : NULL;
}

static void required_arguments(const struct command *command, struct buf *text)
{
    buf_puts(text, command->name);
    for (size_t i = 0; i < command_param_count(command); i++)
        if (command->params[i].flags == PARAM_REQUIRED) {
            const char *sample = sample_of(command->params[i].kind);
            ck_assert_msg(sample != NULL, "%s: give sample_of a word for %s", command->name,
                          command->params[i].name);
            buf_printf(text, " %s", sample);
        }
}

static bool parses(const char *text, struct error *error)
{
    struct call call;
    *error = ERROR_NONE;
    bool well = call_parse(&call, &commands, session, text, strlen(text), error);
    ck_assert_msg(well || *error->what, "'%s' is refused without a word", text);
    ck_assert_msg(well || error->placed, "'%s' is refused without a place", text);
    ck_assert_msg(well || error->at <= strlen(text), "'%s' is refused beyond its end", text);
    if (well)
        call_clear(&call);
    return well;
}

START_TEST(arguments_are_checked_against_the_row)
{
    const struct command *command = row(_i);
    struct buf text = BUF_EMPTY, usage = BUF_EMPTY, expected = BUF_EMPTY;
    struct error error;
    const struct param *first = NULL, *rest = NULL;
    command_usage(command, &usage);
    buf_printf(&expected, "usage: %s", buf_text(&usage));
    for (size_t i = 0; i < command_param_count(command); i++) {
        const struct param *param = &command->params[i];
        first = !first && param->flags == PARAM_REQUIRED ? param : first;
        rest = !(param->flags & PARAM_KEYWORD) && param_kinds[param->kind].takes_rest &&
                       param->kind != PARAM_EXPRESSION
                   ? param
                   : rest;
    }
    // Too few.
    ck_assert_int_eq(parses(command->name, &error), first == NULL);
    if (first) {
        char what[200];
        snprintf(what, sizeof what, "%s needs %s", command->name, first->name);
        ck_assert_str_eq(error.what, what);
        ck_assert_str_eq(error.hint, buf_text(&expected));
    }
    // As many as there must be.
    required_arguments(command, &text);
    ck_assert_msg(parses(buf_text(&text), &error), "'%s': %s", buf_text(&text), error.what);
    // Each option once, twice, without a value; and one that does not exist.
    for (size_t i = 0; i < command_param_count(command); i++) {
        const struct param *param = &command->params[i];
        struct buf with = BUF_EMPTY;
        if (!(param->flags & (PARAM_OPTION | PARAM_KEYWORD)))
            continue;
        bool is_switch = param->kind == PARAM_SWITCH;
        const char *sign = is_switch ? "" : param->flags & PARAM_OPTION ? "=" : " ";
        const char *sample = is_switch ? "" : sample_of(param->kind);
        ck_assert_msg(sample != NULL, "give sample_of a word for %s", param->name);
        buf_printf(&with, "%s %s%s%s", buf_text(&text), param->name, sign, sample);
        ck_assert_msg(parses(buf_text(&with), &error), "'%s': %s", buf_text(&with), error.what);
        buf_printf(&with, " %s%s%s", param->name, sign, sample);
        ck_assert(!parses(buf_text(&with), &error));
        ck_assert_ptr_nonnull(strstr(error.what, "is given twice"));
        buf_clear(&with);
        if (!is_switch) {
            buf_printf(&with, "%s %s%s", buf_text(&text), param->name, sign);
            ck_assert(!parses(buf_text(&with), &error));
            ck_assert_ptr_nonnull(strstr(error.what, "a value is missing after"));
            ck_assert_str_eq(error.hint, buf_text(&expected));
            buf_clear(&with);
        }
        buf_printf(&with, "%s quux=3", buf_text(&text));
        ck_assert_msg(!parses(buf_text(&with), &error), "%s", buf_text(&with));
        ck_assert_ptr_nonnull(strstr(error.what, "'quux"));
        buf_free(&with);
    }
    // Too many.
    if (!rest) {
        for (size_t i = 0; i < command_param_count(command); i++)
            if (command->params[i].flags == PARAM_OPTIONAL)
                buf_printf(&text, " %s", sample_of(command->params[i].kind));
        ck_assert_msg(parses(buf_text(&text), &error), "'%s': %s", buf_text(&text), error.what);
        buf_puts(&text, " quux");
        ck_assert_msg(!parses(buf_text(&text), &error), "'%s' is taken", buf_text(&text));
        char what[200];
        snprintf(what, sizeof what, "%s does not know what to do with 'quux'", command->name);
        ck_assert_str_eq(error.what, what);
        ck_assert_str_eq(error.hint, buf_text(&expected));
    }
    buf_free(&text);
    buf_free(&usage);
    buf_free(&expected);
}
END_TEST

// A wrong argument of each checked kind.
START_TEST(wrong_kinds_are_named)
{
    static const struct {
        const char *text, *what;
    } cases[] = {
        {"train x", "N must be a whole number in plain digits, not 'x'"},
        {"train 1.5", "N must be a whole number in plain digits, not '1.5'"},
        {"train -1", "N must be a whole number in plain digits, not '-1'"},
        {"train 0x10", "N must be a whole number in plain digits, not '0x10'"},
        {"train 99999999999999999999",
         "N must be a whole number in plain digits, not '99999999999999999999'"},
        {"data xor noise=1,5", "noise must be a number, not '1,5'"},
        {"data xor noise=inf", "noise must be a number, not 'inf'"},
        {"data xor n=", "a value is missing after n="},
        {"set", "set needs NAME"},
        {"set lr", "set needs VALUE"},
        {"set 3 4", "a name is needed here, such as lr or w1[0,1]"},
        {"let 3 = 4", "a name is needed here: letters, digits and _, not beginning with a digit"},
        {"let q 4", "a = is needed here"},
        {"expect 1 == 1 x", "a text must be in quotes"},
        {"source \"a", "this string has no closing \""},
        {"train until", "a value is missing after until"},
        {"init sead=3", "init has no option 'sead'; did you mean 'seed'?"},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct error error;
        ck_assert_msg(!parses(cases[i].text, &error), "%s", cases[i].text);
        ck_assert_str_eq(error.what, cases[i].what);
    }
}
END_TEST

static const struct argument *argument_of(const struct call *call, const char *name)
{
    size_t i = 0;
    while (strcmp(call->command->params[i].name, name) != 0)
        i++;
    return &call->arguments[i];
}

START_TEST(strings_and_options_are_taken_apart)
{
    struct call call;
    struct error error = ERROR_NONE;
    const char *text = "  source 'my file.nn'  ";
    ck_assert(call_parse(&call, &commands, session, text, strlen(text), &error));
    ck_assert_str_eq(call.arguments[0].text, "my file.nn");
    call_clear(&call);
    text = "so \"a\\\"b\\\\c\\td\"";
    ck_assert(call_parse(&call, &commands, session, text, strlen(text), &error));
    ck_assert_str_eq(call.arguments[0].text, "a\"b\\c\td");
    call_clear(&call);
    text = "train every=5 until loss < 0.1 and epoch == 3 max=70";
    ck_assert_msg(call_parse(&call, &commands, session, text, strlen(text), &error), "%s",
                  error.what);
    ck_assert_uint_eq(argument_of(&call, "every")->count, 5);
    ck_assert_uint_eq(argument_of(&call, "max")->count, 70);
    const struct argument *until = argument_of(&call, "until");
    ck_assert_int_eq(strncmp(text + until->at, "loss < 0.1 and epoch == 3", until->length), 0);
    ck_assert_uint_eq(until->length, strlen("loss < 0.1 and epoch == 3"));
    ck_assert(!argument_of(&call, "N")->given);
    call_clear(&call);
    text = "init seed=7 2 3:tanh 1 scheme=normal";
    ck_assert_msg(call_parse(&call, &commands, session, text, strlen(text), &error), "%s",
                  error.what);
    ck_assert_uint_eq(argument_of(&call, "seed")->count, 7);
    call_clear(&call);
}
END_TEST

// A number just outside its bounds is refused by the row, with its place, and one within is not.
START_TEST(bounds_are_those_of_the_row)
{
    static const struct {
        const char *text, *what;
    } cases[] = {
        {"train 0", "train takes a number, 1 or more"},
        {"train 1", NULL},
        {"train until loss < 1 every=0", "every must be 1 or more"},
#if SIZE_MAX > UINT32_MAX
        {"init seed=4294967296", "seed must be a whole number from 0 to 4294967295"},
#endif
        {"init seed=4294967295", NULL},
        {"data grid x0 n=1", "n must be from 2 to 1000"},
        {"data grid x0 n=1000", NULL},
        {"data xor noise=1e7", "noise must be a number from 0 to 1e6"},
        {"data xor noise=0", NULL},
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct call call;
        struct error error = ERROR_NONE;
        ck_assert(
            call_parse(&call, &commands, session, cases[i].text, strlen(cases[i].text), &error));
        ck_assert_msg(call_check(&call, &error) == (cases[i].what == NULL), "%s", cases[i].text);
        if (cases[i].what) {
            ck_assert_str_eq(error.what, cases[i].what);
            ck_assert(error.placed);
        }
        call_clear(&call);
    }
}
END_TEST

// What is not given is what is usual.
START_TEST(numbers_have_usual_values)
{
    struct call call;
    struct error error = ERROR_NONE;
    const char *text = "data grid x0";
    ck_assert(call_parse(&call, &commands, session, text, strlen(text), &error));
    ck_assert_uint_eq(argument_of(&call, "n")->count, 21);
    ck_assert(argument_of(&call, "from")->number == -1 && argument_of(&call, "to")->number == 1);
    call_clear(&call);
}
END_TEST

// What a line means that names no command, or an error whose words are to be in it.
static const struct {
    const char *text, *command, *error;
} lines[] = {
    {"lr = 0.5", "set", NULL},
    {"w1[0,0] = 0.5", "set", NULL},
    {"w1[0, 0]= -1", "set", NULL},
    {"optimizer = adam", "set", NULL},
    {"a = 3", "let", NULL},
    {"b=2", "let", NULL},
    {"lr2 = 3", "let", NULL},
    {"3 + 4", "print", NULL},
    {"w1", "print", NULL},
    {"-x[0]", "print", NULL},
    {"sum(w1, axis=0)", "print", NULL},
    {"x == y", "print", NULL},
    {"w1.T", "print", NULL},
    {"1e-3", "print", NULL},
    {"momentum", "show", NULL},
    {"b", "backward", NULL},
    {"exit", "quit", NULL},
    {"?", "help", NULL},
    {"tra 5", "train", NULL},
    {"W1", NULL, "did you mean 'w1'?"},
    {"Lr = 3", NULL, "did you mean 'lr'?"},
    {"los = 3", NULL, "did you mean 'loss'?"},
    {"learning_rate = 0.1", NULL, "type 'lr = 0.1'"},
    {"learning_rate 0.1", NULL, "type 'lr = 0.1'"},
    {"optimiser = adam", NULL, "type 'optimizer = adam'"},
    {"seed = 4", NULL, "type 'init seed=4'"},
    {"hidden = 3", NULL, "type 'init 2 3 1'"},
    {"lr 0.1", NULL, "type 'lr = 0.1'"},
    {"lr *= 0.1", NULL, "type 'lr = lr * 0.1'"},
    {"train(100)", NULL, "type 'train 100'"},
    {"predict(0, 1)", NULL, "type 'predict 0 1'"},
    {"epochs 100", NULL, "type 'train 100'"},
    {"foo + 1", NULL, "nothing is called 'foo'"},
    {"sum(foo)", NULL, "nothing is called 'foo'"},
    {"zeros(2, 3", NULL, "is never closed"},
    {"3 + ", NULL, ""},
    {"3 4", NULL, "the expression ends before '4'"},
    {"sum(w1, 1)", NULL, "sum takes 1 argument"},
    {"trian", NULL, "did you mean 'train'?"},
    {"\"hello\"", NULL, "type 'print \"hello\"'"},
};

START_TEST(a_line_is_understood)
{
    struct call call;
    struct error error = ERROR_NONE;
    const char *text = lines[_i].text;
    bool well = call_parse(&call, &commands, session, text, strlen(text), &error);
    ck_assert_msg(well == (lines[_i].command != NULL), "%s: %s", text, error.what);
    if (well) {
        ck_assert_str_eq(call.command->name, lines[_i].command);
        call_clear(&call);
        return;
    }
    ck_assert(error.placed);
    ck_assert_msg(strstr(error.what, lines[_i].error) || strstr(error.hint, lines[_i].error),
                  "%s: %s; %s", text, error.what, error.hint);
}
END_TEST

Suite *command_suite(void)
{
    Suite *suite = suite_create("command");
    TCase *tests = tcase_create("command");
    tcase_add_checked_fixture(tests, set_up, tear_down);
    tcase_add_loop_test(tests, every_beginning_finds_its_command, 0, ROWS);
    tcase_add_test(tests, the_short_forms_are_those_of_the_language);
    tcase_add_test(tests, unknown_words_are_refused);
    tcase_add_loop_test(tests, a_row_is_whole, 0, ROWS_AND_PARTS);
    tcase_add_loop_test(tests, the_example_runs_green, 0, ROWS_AND_PARTS);
    tcase_add_loop_test(tests, arguments_are_checked_against_the_row, 0, ROWS_AND_PARTS);
    tcase_add_test(tests, wrong_kinds_are_named);
    tcase_add_test(tests, strings_and_options_are_taken_apart);
    tcase_add_test(tests, bounds_are_those_of_the_row);
    tcase_add_test(tests, numbers_have_usual_values);
    tcase_add_loop_test(tests, a_line_is_understood, 0, sizeof lines / sizeof *lines);
    suite_add_tcase(suite, tests);
    return suite;
}
