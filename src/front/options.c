// SPDX-License-Identifier: GPL-3.0-or-later
// getopt_long does the reading (it is in glibc, musl and the BSDs); what it needs is built from the
// table, so an option is written down once. Files and -c may alternate and run in the order given:
// the '-' in front of the short options has getopt return each file as if it were the argument of
// an option with code 1. Messages are our own, since getopt's begin with argv[0].
#define _GNU_SOURCE // getopt_long
#include "front/options.h"

#include <getopt.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "base/number.h"
#include "base/suggest.h"

enum {
    NO_RC = 256,
    SAFE,
    FILES,
    GRADE,
    CSV,
    FEEDBACK,
    SECONDS,
    MEMORY,
    CHECK,
    COLOR,
    ASCII
}; // codes of options without a letter

static const struct row {
    int code; // the letter, or one of the above
    const char *word, *argument, *meaning;
} rows[] = {
    {'c', NULL, "COMMANDS", "run COMMANDS; several -c and files run in order"},
    {'i', NULL, NULL, "run the files, then read commands from the terminal"},
    {'e', "echo", NULL, "print each command after its prompt, before its answer"},
    {'k', "keep-going", NULL, "continue after a command that failed"},
    {'q', "quiet", NULL, "no banner"},
    {NO_RC, "no-rc", NULL, "do not run rc.nn at the start of an interactive session"},
    {SAFE, "safe", NULL, "write no files, and read only files below one folder"},
    {FILES, "files", "DIR", "the folder that safe mode may read, else the current one"},
    {GRADE, "grade", "CHECK", "grade FILEs and folders by CHECK, a script or a lesson"},
    {CSV, "csv", "FILE", "with --grade: write the results to FILE as a table"},
    {FEEDBACK, "feedback", "DIR", "with --grade: write a page for each answer into DIR"},
    {SECONDS, "seconds", "N", "in safe mode: stop after N seconds of computing (10)"},
    {MEMORY, "memory", "MB", "in safe mode: the memory that may be taken (512)"},
    {CHECK, "check-lesson", NULL, "check each FILE as a lesson, instead of running it"},
    {COLOR, "color", "WHEN", "colour answers: auto, always or never"},
    {ASCII, "ascii", NULL, "use ASCII characters only"},
    {'h', "help", NULL, "print this help and exit"},
    {'V', "version", NULL, "print the version and exit"},
};

enum { ROWS = sizeof rows / sizeof *rows };

// Fills in what getopt_long wants: "-:c:iek..." and the long options.
static void describe(char letters[2 * ROWS + 3], struct option longs[ROWS + 1])
{
    *letters++ = '-';
    *letters++ = ':'; // so that a missing argument is not an unknown option
    for (size_t i = 0; i < ROWS; i++) {
        if (rows[i].code < NO_RC) {
            *letters++ = (char)rows[i].code;
            if (rows[i].argument)
                *letters++ = ':';
        }
        if (rows[i].word) {
            longs->name = rows[i].word;
            longs->has_arg = rows[i].argument ? required_argument : no_argument;
            longs->flag = NULL;
            longs->val = rows[i].code;
            longs++;
        }
    }
    *letters = '\0';
    memset(longs, 0, sizeof *longs);
}

// There is room: the list has a place for every argument.
static void add_source(struct options *options, bool is_text, const char *value)
{
    options->sources[options->source_count++] = (struct options_source){is_text, value};
}

// Takes the word after --color. False with [error] set when it is none of the three.
static bool set_color(struct options *options, const char *word, struct error *error)
{
    static const char *const words[] = {"auto", "always", "never"};
    for (size_t i = 0; i < sizeof words / sizeof *words; i++)
        if (strcmp(word, words[i]) == 0) {
            options->color = "ayn"[i];
            return true;
        }
    return error_set(error, "--color is auto, always or never, not '%s'",
                     error_quote(word, strlen(word)).text);
}

// Takes the number after an option, from 1 to [most]. False with [error] set when it is none.
static bool set_number(size_t *number, const char *option, size_t most, struct error *error)
{
    if (number_parse_count(optarg, strlen(optarg), most, number) && *number > 0)
        return true;
    return error_set(error, "%s takes a whole number from 1 to %zu, not '%s'", option, most,
                     error_quote(optarg, strlen(optarg)).text);
}

// Says what is wrong with the option getopt stumbled on; [given] is the word it stands in.
static bool refuse(int code, const char *given, struct error *error)
{
    size_t length = strcspn(given, "=");
    if (code == ':' && optopt == 'c')
        return error_set(error, "option -c needs commands after it");
    if (code == ':')
        return error_set(error, "option '%s' needs a value", error_quote(given, length).text);
    if (given[0] != '-' || given[1] != '-') {
        char letter = (char)optopt;
        return error_set(error, "unknown option '-%s'", error_quote(&letter, 1).text);
    }
    if (optopt != 0)
        return error_set(error, "option '%s' takes no value", error_quote(given, length).text);
    struct suggestions suggestions;
    suggest_start(&suggestions, given, length);
    for (size_t i = 0; i < ROWS; i++)
        if (rows[i].word) {
            char spelled[SUGGESTION_SIZE];
            snprintf(spelled, sizeof spelled, "--%s", rows[i].word);
            suggest_consider(&suggestions, spelled);
        }
    error_set(error, "unknown option '%s'", error_quote(given, length).text);
    return suggest_append(&suggestions, error);
}

// Takes one option. False when it is not an option.
static bool take(struct options *options, int code, const char *given, struct error *error)
{
    switch (code) {
    case 'i':
        return options->is_interactive = true;
    case 'e':
        return options->echo = true;
    case 'k':
        return options->keep_going = true;
    case 'q':
        return options->quiet = true;
    case NO_RC:
        return options->no_rc = true;
    case SAFE:
        return options->is_safe = true;
    case FILES:
        options->files = optarg;
        return true;
    case GRADE:
        options->action = OPTIONS_GRADE;
        options->grade.check = optarg;
        return true;
    case CSV:
        options->grade.csv = optarg;
        return true;
    case FEEDBACK:
        options->grade.feedback = optarg;
        return true;
    case SECONDS:
        return set_number(&options->seconds, "--seconds", 86400, error);
    case MEMORY:
        return set_number(&options->megabytes, "--memory", 1 << 20, error);
    case CHECK:
        options->action = OPTIONS_CHECK;
        return true;
    case ASCII:
        return options->ascii = true;
    case COLOR:
        return set_color(options, optarg, error);
    case 'h':
        options->action = OPTIONS_HELP;
        return true;
    case 'V':
        options->action = OPTIONS_VERSION;
        return true;
    case 1:
    case 'c':
        add_source(options, code == 'c', optarg);
        return true;
    default:
        return refuse(code, given, error);
    }
}

// Whether there is nothing to run but files, as --grade wants it.
static bool has_only_files(const struct options *options)
{
    for (size_t i = 0; i < options->source_count; i++)
        if (options->sources[i].is_text || strcmp(options->sources[i].value, "-") == 0)
            return false;
    return options->source_count > 0 && !options->is_interactive;
}

// Whether the options go together.
static bool fits(const struct options *options, struct error *error)
{
    const struct options_grade *grade = &options->grade;
    const char *lonely = grade->csv ? "--csv" : grade->feedback ? "--feedback" : NULL;
    const char *limit = options->files       ? "--files"
                        : options->seconds   ? "--seconds"
                        : options->megabytes ? "--memory"
                                             : NULL;
    if (options->action == OPTIONS_GRADE)
        return has_only_files(options) ||
               error_set(error,
                         "--grade takes files or folders of answers, and nothing else to run");
    if (options->action == OPTIONS_CHECK && options->source_count == 0)
        return error_set(error, "--check-lesson needs the file of a lesson, as in 'nnsh "
                                "--check-lesson my.nn'");
    if (options->action == OPTIONS_CHECK && !has_only_files(options))
        return error_set(error, "--check-lesson takes files of lessons, and nothing else to run");
    if (lonely)
        return error_set(error, "%s needs --grade", lonely);
    return options->is_safe || !limit || error_set(error, "%s needs --safe or --grade", limit);
}

// Whether the options ask for a text only.
static bool is_printed(const struct options *options)
{
    return options->action == OPTIONS_HELP || options->action == OPTIONS_VERSION;
}

bool options_parse(struct options *options, int argc, char **argv, struct error *error)
{
    char letters[2 * ROWS + 3];
    struct option longs[ROWS + 1];
    *options = (struct options){.action = OPTIONS_RUN, .color = 'a'};
    options->sources = calloc((size_t)argc + 1, sizeof *options->sources);
    if (!options->sources)
        return error_memory(error);
    describe(letters, longs);
    opterr = 0;
    while (!is_printed(options)) {
        int at = optind;
        int code = getopt_long(argc, argv, letters, longs, NULL);
        if (code == -1)
            break;
        if (!take(options, code, argv[at], error))
            return false;
    }
    while (!is_printed(options) && optind < argc) // after "--"
        add_source(options, false, argv[optind++]);
    return is_printed(options) || fits(options, error);
}

void options_clear(struct options *options)
{
    free(options->sources);
    options->sources = NULL;
    options->source_count = 0;
}

// The option's spellings, as "-e, --echo" or "    --color=WHEN".
static void spell(struct buf *text, const struct row *row)
{
    if (row->code < NO_RC)
        buf_printf(text, "-%c", row->code);
    if (row->code < NO_RC && row->word)
        buf_puts(text, ", ");
    if (row->word)
        buf_printf(text, "--%s", row->word);
    if (row->argument)
        buf_printf(text, "%c%s", row->word ? '=' : ' ', row->argument);
}

void options_text(struct buf *text)
{
    enum { MEANING_COLUMN = 23 };
    for (size_t i = 0; i < ROWS; i++) {
        size_t begin = text->length;
        buf_puts(text, rows[i].code < NO_RC ? "  " : "      ");
        spell(text, &rows[i]);
        size_t used = text->length - begin;
        buf_fill(text, ' ', used < MEANING_COLUMN ? MEANING_COLUMN - used : 1);
        buf_printf(text, "%s\n", rows[i].meaning);
    }
}

// Appends [word] with hyphens that a man page keeps as they are.
static void man_word(struct buf *text, const char *word)
{
    for (; *word; word++)
        buf_puts(text, *word == '-' ? "\\-" : (char[]){*word, '\0'});
}

void options_man(struct buf *text)
{
    struct buf name = BUF_EMPTY;
    for (size_t i = 0; i < ROWS; i++) {
        buf_clear(&name);
        spell(&name, &rows[i]);
        buf_puts(text, ".TP\n.B ");
        man_word(text, buf_text(&name));
        buf_printf(text, "\n%c", rows[i].meaning[0] - 'a' + 'A');
        man_word(text, rows[i].meaning + 1);
        buf_puts(text, ".\n");
    }
    text->failed = text->failed || name.failed;
    buf_free(&name);
}

void options_help(struct buf *text)
{
    buf_puts(text, "usage: nnsh [OPTION]... [FILE]...\n"
                   "       nnsh [OPTION]... -c COMMANDS\n"
                   "       nnsh --grade CHECK [OPTION]... FILE|DIR...\n"
                   "A shell for neural networks: run one, stop it anywhere, see every number.\n\n"
                   "Runs each FILE in order (- is stdin). Without one, commands are typed at the\n"
                   "terminal or read from stdin.\n\n");
    options_text(text);
    buf_puts(text, "\n"
                   "Exit status: 0 all went well; 1 a command or an expectation failed, or with\n"
                   "--grade an answer is not ok; 2 bad usage, or a script cannot be opened; 74\n"
                   "stdout cannot be written; 128+N ended by signal N.\n\n"
                   "Start nnsh and type `help` for its commands.\n");
}
