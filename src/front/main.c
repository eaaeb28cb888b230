// SPDX-License-Identifier: GPL-3.0-or-later
// nnsh: which inputs are run, in which order, and with which status the program ends. Everything
// else has its own file.
//
// A person is served when stdin and stdout both are terminals and nothing else is to be run (or -i
// says to stay); everyone else gets plain answers, even at a terminal. All scripts are opened
// once before the first one runs, so that a typing mistake in the third name does not cost two
// trainings.
//
// The order matters at the beginning and at the end. The closed descriptors are held before anything
// can be opened, and the locale is set before Readline would do it; of the locale only LC_CTYPE, since
// numbers are written with a point everywhere. At the end answers go out first, then the signal that
// ended us is raised again, so that a loop in a shell script or make stops as well.
#define _XOPEN_SOURCE 700
#include <errno.h>
#include <locale.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "front/autosave.h"
#include "front/check.h"
#include "front/grade.h"
#include "front/input_file.h"
#include "front/input_readline.h"
#include "front/limits.h"
#include "front/options.h"
#include "front/output.h"
#include "front/readline_complete.h"
#include "front/folder.h"
#include "front/signals.h"
#include "front/host_posix.h"
#include "front/safe_host.h"
#include "shell/commands.h"
#include "shell/input_text.h"
#include "shell/loop.h"
#include "shell/report.h"
#include "shell/shell.h"

enum { STATUS_WELL = 0, STATUS_FAILED = 1, STATUS_USAGE = 2 };

struct program {
    struct options options;
    struct output output;
    struct host host;
    struct shell *shell;
    bool is_interactive; // a person is there and will be asked
};

// Prints an error that stops the program before anything ran, without asking for memory; returns
// the exit status, which is [status] unless memory ran out.
static int refuse(struct program *program, const struct error *error, int status)
{
    if (error->is_memory)
        status = STATUS_FAILED;
    const char *hint = error->hint[0] ? error->hint : "try 'nnsh --help'";
    output_say(&program->output, "nnsh: ", error->what);
    if (error->hint[0] || status == STATUS_USAGE)
        output_say(&program->output, "  ", hint);
    return status;
}

static int print_and_end(struct program *program, void (*fill)(struct buf *text))
{
    struct buf text = BUF_EMPTY;
    fill(&text);
    bool whole = !text.failed;
    output_write(&program->output, buf_text(&text), text.length);
    buf_free(&text);
    return whole ? STATUS_WELL : STATUS_FAILED;
}

static void version_text(struct buf *text)
{
    buf_puts(text, "nnsh " NNSH_VERSION "\n"
                   "License GPL-3.0-or-later; there is no warranty.\n");
}

static bool is_stdin(const struct options_source *source)
{
    return !source->is_text && strcmp(source->value, "-") == 0;
}

// Whether a person both types the commands and reads the answers.
static bool has_person(void)
{
    return isatty(STDIN_FILENO) == 1 && isatty(STDOUT_FILENO) == 1;
}

// An input of what -c gave. A signal to stop ends a long text too, between two commands.
static struct input *open_text(const char *text, struct error *error)
{
    struct input_text *input = input_text_create(text, strlen(text), "-c", error);
    if (!input)
        return NULL;
    input->stop = &signals_stop;
    return &input->input;
}

static struct input *open_source(struct program *program, const struct options_source *source,
                                 struct error *error)
{
    if (source->is_text)
        return open_text(source->value, error);
    if (is_stdin(source))
        return input_file_stdin(&program->output, error);
    return input_file_open(source->value, &program->output, error);
}

// Whether every script can be opened, before any of them runs.
static bool can_open_all(struct program *program, struct error *error)
{
    for (size_t i = 0; i < program->options.source_count; i++) {
        struct input *input = open_source(program, &program->options.sources[i], error);
        if (!input)
            return false;
        input->close(input);
    }
    return true;
}

// Whether nothing more may be run.
static bool is_over(const struct program *program)
{
    return program->shell->quits || program->shell->unwritable || signals_ending();
}

static int run_source(struct program *program, const struct options_source *source)
{
    struct error error = ERROR_NONE;
    struct input *input = open_source(program, source, &error);
    if (!input)
        return refuse(program, &error, STATUS_USAGE);
    bool well = shell_run(program->shell, input);
    input->close(input);
    // `quit` in a script ends that script: one that is graded cannot leave before the one that
    // grades it.
    if (!source->is_text && !is_stdin(source))
        program->shell->quits = false;
    return well ? STATUS_WELL : STATUS_FAILED;
}

// Runs the scripts and texts in their order, up to the first that fails unless told to continue.
static int run_sources(struct program *program)
{
    static const struct options_source only_stdin = {false, "-"};
    const struct options *options = &program->options;
    if (options->source_count == 0 && !program->is_interactive)
        return run_source(program, &only_stdin);
    int status = STATUS_WELL;
    for (size_t i = 0; i < options->source_count && !is_over(program); i++) {
        int one = run_source(program, &options->sources[i]);
        status = one > status ? one : status;
        if (one != STATUS_WELL && !options->keep_going)
            break;
    }
    if (!is_over(program) && options->is_interactive && !program->is_interactive)
        return run_source(program, &only_stdin); // -i without a terminal
    return status;
}

// Whether there is something of that name, also where it cannot be read: a link that leads nowhere, or to
// itself, or a folder that is closed.
static bool is_there(const char *path)
{
    struct stat status;
    return lstat(path, &status) == 0 || (errno != ENOENT && errno != ENOTDIR);
}

// Runs the user's own start-up file, if there is one.
static void run_rc(struct program *program)
{
    struct buf path = BUF_EMPTY;
    struct error error = ERROR_NONE;
    if (program->options.no_rc || program->options.is_safe ||
        !folder_of_user(&path, "XDG_CONFIG_HOME", ".config")) {
        buf_free(&path);
        return;
    }
    buf_puts(&path, "/rc.nn");
    if (is_there(buf_text(&path))) {
        struct input *input = input_file_open(buf_text(&path), &program->output, &error);
        if (input) {
            shell_run(program->shell, input);
            input->close(input);
        } else {
            report_error(program->shell, NULL, &error);
        }
    }
    buf_free(&path);
}

// Serves the person at the terminal until the session ends.
static int run_typed(struct program *program)
{
    struct error error = ERROR_NONE;
    bool is_kept = !program->options.is_safe;
    struct input *input = input_readline_create(program->shell, &program->output, is_kept,
                                                is_kept ? NULL : safe_host_renew, &error);
    if (!input)
        return refuse(program, &error, STATUS_FAILED);
    if (!is_kept)
        readline_complete_files(safe_host_next_file, safe_host_folder());
    if (is_kept)
        autosave_begin(program->shell, &program->output);
    shell_run(program->shell, input);
    input->close(input);
    // A terminal that hung up is not a terminal any more.
    if (is_kept)
        autosave_end(!signals_ending() && isatty(STDIN_FILENO) == 1);
    return STATUS_WELL; // what failed was reported; a session does not fail for it
}

// Runs everything there is to run; returns the exit status.
static int run_all(struct program *program)
{
    if (program->is_interactive && !program->options.quiet)
        shell_banner(program->shell);
    if (program->is_interactive)
        run_rc(program);
    int status = is_over(program) ? STATUS_WELL : run_sources(program);
    if (!signals_ending() && !program->shell->unwritable && !shell_finish(program->shell))
        status = STATUS_FAILED;
    if (program->is_interactive && !is_over(program))
        status = run_typed(program);
    return status;
}

// Makes the world that commands run in. False with [error] set where safe mode has no folder to read.
static bool make_host(struct program *program, struct error *error)
{
    const struct options *options = &program->options;
    if (options->is_safe) // before the host looks how much memory there is
        limits_set(options->megabytes ? options->megabytes : LIMITS_MEGABYTES);
    program->host = host_posix(&program->output);
    if (!options->is_safe)
        return true;
    if (!safe_host(&program->host, options->files ? options->files : ".", error))
        return false;
    safe_host_limit(&program->host, options->seconds ? options->seconds : LIMITS_SECONDS,
                    program->is_interactive);
    return true;
}

static int run(struct program *program)
{
    struct error error = ERROR_NONE;
    const struct options *options = &program->options;
    signals_init(program->is_interactive);
    if (!make_host(program, &error))
        return refuse(program, &error, STATUS_USAGE);
    if (!can_open_all(program, &error))
        return refuse(program, &error, STATUS_USAGE);
    const char *kernel = getenv("NNSH_KERNEL");
    struct shell_options shell_options = {options->echo, options->keep_going, options->color,
                                          kernel && *kernel ? kernel : NULL};
    program->shell = shell_create(&program->host, &commands, &shell_options, &error);
    if (!program->shell)
        return refuse(program, &error, shell_options.kernel ? STATUS_USAGE : STATUS_FAILED);
    int status = run_all(program);
    if (options->is_safe)
        safe_host_end();
    shell_free(program->shell);
    return status;
}

// Grades a pile; returns the exit status.
static int run_grading(struct program *program)
{
    struct error error = ERROR_NONE;
    bool is_all_ok = false;
    signals_init(false);
    if (!grade(&program->options, &program->output, &is_all_ok, &error))
        return refuse(program, &error, STATUS_USAGE);
    return is_all_ok ? STATUS_WELL : STATUS_FAILED;
}

// Checks lessons; returns the exit status.
static int run_check(struct program *program)
{
    struct error error = ERROR_NONE;
    bool are_good = false;
    signals_init(false);
    if (!check_lessons(&program->options, &program->output, &are_good, &error))
        return refuse(program, &error, STATUS_USAGE);
    return are_good ? STATUS_WELL : STATUS_FAILED;
}

static int act(struct program *program, int argc, char **argv)
{
    struct error error = ERROR_NONE;
    struct options *options = &program->options;
    bool well = options_parse(options, argc, argv, &error);
    program->is_interactive = options->action == OPTIONS_RUN && has_person() &&
                              (options->source_count == 0 || options->is_interactive);
    output_init(&program->output, options->ascii, options->color, program->is_interactive);
    if (!well)
        return refuse(program, &error, STATUS_USAGE);
    if (options->action == OPTIONS_HELP)
        return print_and_end(program, options_help);
    if (options->action == OPTIONS_VERSION)
        return print_and_end(program, version_text);
    if (options->action == OPTIONS_CHECK)
        return run_check(program);
    return options->action == OPTIONS_GRADE ? run_grading(program) : run(program);
}

int main(int argc, char **argv)
{
    static struct program program;
    host_posix_hold_descriptors();
    signals_let_writes_fail();
    setlocale(LC_CTYPE, "");
    int status = act(&program, argc, argv);
    options_clear(&program.options);
    if (!output_finish(&program.output))
        status = OUTPUT_EXIT;
    if (signals_ending())
        signals_die(signals_ending());
    return status;
}
