// SPDX-License-Identifier: GPL-3.0-or-later
// The clock behind the stop flag counts the time the program computes (ITIMER_VIRTUAL): libFuzzer has
// SIGALRM for itself.
#include "sandbox.h"

#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/time.h>

#include "base/buf.h"
#include "data/source.h"
#include "shell/commands.h"
#include "shell/host.h"
#include "shell/input_text.h"
#include "shell/loop.h"
#include "shell/shell.h"

enum { PATIENCE_MICROSECONDS = 30000 };

static volatile sig_atomic_t stop;
static struct buf *kept; // where answers go to, or NULL
static double now;

static bool take_answer(void *context, const char *text, size_t length)
{
    (void)context;
    if (kept)
        buf_add(kept, text, length);
    return true;
}

static void take_note(void *context, const char *text, size_t length)
{
    (void)context, (void)text, (void)length;
}

static void take_status(void *context, const char *text)
{
    (void)context, (void)text;
}

static bool has_status(void *context)
{
    (void)context;
    return true;
}

// The one file there is: what was written last, or given by sandbox_put.
static struct input_text file;
static char *file_text;
static size_t file_length;

static struct input *open_script(void *context, const char *path, struct error *error)
{
    (void)context;
    if (!file_text || (strcmp(path, "file") != 0 && strcmp(path, "./file") != 0)) {
        error_set(error, "there is no such file here");
        return NULL;
    }
    file = input_text(file_text, file_length, "file");
    return &file.input;
}

static bool write_file(void *context, const char *path, const char *data, size_t length,
                       struct error *error)
{
    (void)context, (void)path, (void)error;
    sandbox_put((const uint8_t *)data, length);
    return true;
}

static const char *kept_session(void *context)
{
    (void)context;
    return NULL;
}

void sandbox_put(const uint8_t *data, size_t size)
{
    free(file_text);
    file_text = malloc(size + 1);
    if (!file_text)
        abort();
    memcpy(file_text, data, size);
    file_length = size;
}

// Any name is the same small table, with a hole and a class in it.
static bool read_table(struct source *source, const char **bytes, size_t *length,
                       struct error *error)
{
    static const char table[] = "a,b,kind\n1,2,x\n,3,y\n3,1.5,x\n4,4,z\n5,-5,x\n";
    (void)error;
    *bytes = table;
    *length = source->size ? sizeof table - 1 : 0;
    source->size = 0;
    return true;
}

static void close_table(struct source *source)
{
    (void)source;
}

static struct source *open_data(void *context, const char *path, struct error *error)
{
    static struct source table;
    (void)context, (void)path, (void)error;
    table = (struct source){.read = read_table, .close = close_table, .size = 1};
    return &table;
}

static void clear_screen(void *context)
{
    (void)context;
}

static double seconds(void *context)
{
    (void)context;
    return now += 0.2;
}

static bool wants_color(void *context, char choice)
{
    (void)context;
    return choice == 'y';
}

static void pull_stop(int number)
{
    (void)number;
    stop = 1;
}

static struct host host = {
    .write = take_answer,
    .note = take_note,
    .status = take_status,
    .has_status = has_status,
    .open_script = open_script,
    .open_data = open_data,
    .write_file = write_file,
    .kept_session = kept_session,
    .clear_screen = clear_screen,
    .seconds = seconds,
    .wants_color = wants_color,
    .stop = &stop,
    .memory = 1 << 22,
    .cores = 1,
};

struct shell *sandbox_open(void)
{
    struct shell_options options = {.color = 'a', .keep_going = true, .echo = true};
    struct error error = ERROR_NONE;
    struct shell *shell = shell_create(&host, &commands, &options, &error);
    if (!shell)
        abort();
    return shell;
}

void sandbox_close(struct shell *shell)
{
    shell_free(shell);
}

bool sandbox_run(struct shell *shell, const uint8_t *data, size_t size)
{
    struct itimerval patience = {.it_value = {.tv_usec = PATIENCE_MICROSECONDS}};
    struct input_text bytes = input_text((const char *)data, size, "fuzz");
    stop = 0;
    signal(SIGVTALRM, pull_stop);
    setitimer(ITIMER_VIRTUAL, &patience, NULL);
    bool well = shell_run(shell, &bytes.input);
    setitimer(ITIMER_VIRTUAL, &(struct itimerval){.it_value = {0}}, NULL);
    stop = 0;
    shell->quits = false;
    return well;
}

char *sandbox_state(struct shell *shell)
{
    static const char ask[] = "set digits 17; set limit none; show all";
    struct buf state = BUF_EMPTY;
    kept = &state;
    sandbox_run(shell, (const uint8_t *)ask, sizeof ask - 1);
    kept = NULL;
    char *text = strdup(buf_text(&state));
    buf_free(&state);
    return text;
}
