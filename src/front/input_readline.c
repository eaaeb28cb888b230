// SPDX-License-Identifier: GPL-3.0-or-later
// The only file that knows GNU Readline, but for its faults (readline_fence.c).
//
// Interrupts. Left to itself Readline frees the line at Ctrl-C and then continues with the old text.
// So it reads its keys through a function of ours: it sleeps where no signal can slip by
// (signals_wait), lets Readline see to the terminal (rl_check_signals, which calls our own handler
// synchronously), and reports the end of input when the stop flag is up. Readline then returns from
// whatever it was in, a search or an argument too, with the terminal restored; what it returns is
// thrown away, since it was not ended by Enter. Nothing polls.
//
// While a line is edited the terminal passes Ctrl-C on as a key. As a signal it would overtake the
// keys: one typed right after it could be read before the signal is seen, and would be dropped
// with the line. As a key it stands where it was typed, so nothing after it is ever lost.
//
// Pastes. A bracketed paste comes back as one string with newlines in it. Its lines are handed out
// one a read, each shown after its own prompt before it runs, so that the screen reads like a
// session; empty ones are dropped, since an empty line typed would repeat the last step.
//
// Completion. The shell says what fits at the cursor and where the word begins; Readline finds word
// beginnings by a set of separators instead. The two are brought together by asking the shell when
// Readline asks for the separators, and naming the one character that stands before the word.
#define _XOPEN_SOURCE 700
#include "front/input_readline.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <termios.h>
#include <unistd.h>

#include <readline/history.h>
#include <readline/readline.h>

#include "base/words.h"
#include "front/autosave.h"
#include "front/history.h"
#include "front/memory.h"
#include "front/paste.h"
#include "front/prompt.h"
#include "front/quote.h"
#include "front/readline_fence.h"
#include "front/signals.h"
#include "shell/complete.h"

struct typed {
    struct input input; // first, so that one pointer is both
    const struct shell *shell;
    struct output *output;
    struct history history;
    char *text;  // what Readline returned last, cut into lines; or NULL
    char *next;  // the lines of it not yet handed out
    size_t left; // how many those are
    bool pasted; // [text] was several lines
};

static struct typed *typed; // Readline's functions have no context
static bool terminal_gone;  // the terminal hung up: nobody is left to ask

static int interrupt_key = -1; // what Ctrl-C is on this terminal; -1: nothing
static bool accepted;          // the line was ended by Enter

// What was typed after the last line accepted, before the next one was asked for.
static struct {
    unsigned char bytes[256];
    size_t start, end;
    bool interrupts; // a Ctrl-C was among it
} ahead;

static struct paste paste; // where the keys handed to Readline stand in one

// Completion: what the shell said of the word at the cursor.
static struct completion found;
static char separators[2];
static size_t next_word;

// Whether Readline caught a signal that it has not seen to yet.
static bool has_pending(void)
{
    return rl_pending_signal() != 0;
}

// Whether the terminal hung up, so that reading would return nothing for ever.
static bool is_gone(int fd)
{
    struct pollfd state = {.fd = fd, .events = POLLIN};
    return poll(&state, 1, 0) == 1 && (state.revents & (POLLHUP | POLLERR | POLLNVAL));
}

// Reads a byte as read(2) does, first what was typed ahead.
static ssize_t take_byte(int fd, unsigned char *byte)
{
    if (ahead.start == ahead.end)
        return read(fd, byte, 1);
    *byte = ahead.bytes[ahead.start++];
    return 1;
}

// The next byte typed, or EOF when reading should end.
static int read_key(FILE *stream)
{
    int fd = fileno(stream);
    while (!terminal_gone) {
        bool ready =
            ahead.start < ahead.end || signals_wait(fd, has_pending, autosave_is_due() ? 0 : -1);
        rl_check_signals();
        if (signals_stop)
            break;
        if (signals_resized())
            readline_fence_resize();
        if (!ready)
            autosave_keep();
        if (signals_continued())
            rl_forced_update_display();
        unsigned char key;
        ssize_t count = ready ? take_byte(fd, &key) : -1;
        if (count == 1 && key == interrupt_key) {
            signals_interrupt(rl_pending_signal); // for the next round
        } else if (count == 1) {
            paste_follow(&paste, key);
            return key;
        } else if (ready) {
            terminal_gone = is_gone(fd);
        }
    }
    // Inside a paste Readline 8.2 would then use a text without its end, so the paste is closed first.
    int end = paste_close(&paste);
    return end >= 0 ? end : EOF;
}

// Changes what the terminal makes of Ctrl-C: a key or a signal. Reads return at once meanwhile, so
// that looking whether more was typed does not wait.
static void take_interrupt(bool as_key)
{
    struct termios settings;
    if (tcgetattr(fileno(rl_instream), &settings) != 0)
        return;
    if (settings.c_cc[VINTR] != _POSIX_VDISABLE)
        interrupt_key = settings.c_cc[VINTR];
    settings.c_cc[VINTR] = _POSIX_VDISABLE;
    if (!as_key && interrupt_key >= 0)
        settings.c_cc[VINTR] = (cc_t)interrupt_key;
    settings.c_cc[VMIN] = 0;
    settings.c_cc[VTIME] = 0;
    tcsetattr(fileno(rl_instream), TCSANOW, &settings);
}

// Takes the terminal for editing.
static void enter_terminal(int meta)
{
    rl_prep_terminal(meta);
    take_interrupt(true);
}

// Takes in what was typed after the line just accepted, as far as there is room. A Ctrl-C in it
// is meant for the command about to run, and like the terminal's own it takes away what was typed
// before it.
static void look_ahead(void)
{
    struct pollfd more = {.fd = fileno(rl_instream), .events = POLLIN};
    if (poll(&more, 1, 0) != 1)
        return;
    memmove(ahead.bytes, ahead.bytes + ahead.start, ahead.end - ahead.start);
    ahead.end -= ahead.start;
    ahead.start = 0;
    ssize_t count =
        read(fileno(rl_instream), ahead.bytes + ahead.end, sizeof ahead.bytes - ahead.end);
    for (size_t left = count > 0 ? (size_t)count : 0; left > 0; left--)
        if (ahead.bytes[ahead.end++] == interrupt_key) {
            ahead.start = ahead.end;
            ahead.interrupts = true;
        }
}

// Readline asks whether more was typed, to tell an Escape from the beginning of an arrow key; it
// waits for that as long as its time-out says, in microseconds.
static int has_input(void)
{
    struct pollfd more = {.fd = fileno(rl_instream), .events = POLLIN};
    int patience = rl_set_keyboard_input_timeout(0);
    rl_set_keyboard_input_timeout(patience);
    return ahead.start < ahead.end || poll(&more, 1, patience / 1000) == 1;
}

// Leaves the terminal as it was. Once Ctrl-C is a signal again none is missed: one that came before
// is among the keys waiting.
//
// Readline 8.2 also begins a new line where it saw the end of input, but only on terminals with
// bracketed paste; we do it everywhere, so its mark is taken away.
static void leave_terminal(void)
{
    rl_eof_found = 0;
    if (rl_done && !accepted && !signals_stop) { // a signal may bring us here a second time
        take_interrupt(false);
        look_ahead();
        accepted = true;
    }
    rl_deprep_terminal();
}

// Shows the command's usage line above the line being typed, which is drawn again below it.
static void show_usage(void)
{
    if (found.usage.length == 0)
        return;
    rl_clear_visible_line();
    fflush(rl_outstream);
    output_write(typed->output, found.usage.data, found.usage.length);
    if (found.usage.data[found.usage.length - 1] != '\n')
        output_write(typed->output, "\n", 1);
    output_flush(typed->output);
    rl_on_new_line();
    rl_redisplay();
}

// Whether the TAB just read is not a key but the indentation of text that comes in unbracketed.
static bool is_indentation(void)
{
    struct pollfd more = {.fd = fileno(rl_instream), .events = POLLIN};
    return strspn(rl_line_buffer, " \t") >= (size_t)rl_point &&
           (ahead.start < ahead.end || poll(&more, 1, 0) == 1);
}

// Whether Readline is to take the byte at [index] for a plain one.
static int is_quoted(char *line, int index)
{
    return quote_open(line, index) >= 0;
}

// Readline asks what separates words, before it looks for the beginning of the one at the cursor.
static char *word_separators(void)
{
    completion_clear(&found);
    memset(&found, 0, sizeof found);
    if (is_indentation())
        return NULL;
    // Inside quotes Readline finds the beginning by itself; the shell is asked what belongs there.
    int quote = quote_open(rl_line_buffer, rl_point);
    size_t cursor = (size_t)(quote >= 0 ? quote : rl_point);
    complete(typed->shell, rl_line_buffer, cursor, &found);
    separators[0] = found.start > 0 ? rl_line_buffer[found.start - 1] : '\0';
    separators[1] = '\0';
    return separators;
}

// The words found, then the files that fit; as Readline's generators go, one a call.
static char *next_match(const char *text, int state)
{
    static int file_state;
    if (state == 0) {
        next_word = 0;
        file_state = 0;
    }
    if (next_word < found.count)
        return strdup(found.words[next_word++]);
    while (found.files && *text != '~') { // the shell takes no ~ for a home
        char *name = rl_filename_completion_function(text, file_state++);
        if (!name || quote_for(name))
            return name;
        free(name);
    }
    return NULL;
}

// What the word at the cursor, which Readline takes to begin at [start], can become; or NULL.
static char **matches(const char *text, int start, int end)
{
    (void)end;
    rl_attempted_completion_over = 1; // no file names merely because nothing else fits
    char **list = NULL;
    // Inside quotes only a file name can be completed; the beginnings then differ.
    if (found.files || (found.count > 0 && (size_t)start == found.start))
        list = rl_completion_matches(text, next_match);
    if (!list) {
        show_usage();
        return NULL;
    }
    if (found.files) {
        rl_filename_completion_desired = 1;
        rl_filename_quoting_desired = 1;
    }
    const char *last = list[0] + strlen(list[0]);
    if (!list[1] && last > list[0] && strchr("=(", last[-1]))
        rl_completion_append_character = '\0';
    return list;
}

// Puts [name] in quotes that suit it, in the ones typed already if they do. They are left open
// where more is to come: several files fit, or it is a folder.
static char *quote_name(char *name, int match, char *quote)
{
    struct stat status;
    char mark = quote_for(name);
    if (quote && *quote == '\'' && !strchr(name, '\''))
        mark = '\'';
    if (quote)
        *quote = mark;
    bool closed = match == SINGLE_MATCH && !(stat(name, &status) == 0 && S_ISDIR(status.st_mode));
    size_t length = strlen(name);
    char *quoted = xmalloc(length + 3);
    quoted[0] = mark;
    memcpy(quoted + 1, name, length);
    quoted[length + 1] = closed ? mark : '\0';
    quoted[length + 2] = '\0';
    return quoted;
}

// Keeps a line for this session and the next ones.
static void remember(const char *line)
{
    struct error error = ERROR_NONE;
    if (!history_wants(&typed->history, line))
        return;
    add_history(line);
    if (!history_add(&typed->history, line, &error))
        output_say(typed->output, "nnsh: warning: ", error.what);
}

// Counts the lines of [text] that are to be handed out, and ends each with a NUL instead of '\n'.
static void split(char *text)
{
    size_t length = strlen(text);
    typed->text = typed->next = text;
    typed->left = 0;
    for (char *line = text, *end = text + length; line <= end;) {
        size_t bytes = strcspn(line, "\n");
        bool has_end = line[bytes] == '\n';
        line[bytes] = '\0';
        if (bytes > 0 && line[bytes - 1] == '\r')
            line[bytes - 1] = '\0';
        if (line[strspn(line, " \t")] == '\0')
            memset(line, '\0', bytes);
        typed->left += *line != '\0';
        line += bytes + 1;
        if (!has_end)
            break;
    }
    typed->pasted = typed->left > 1;
}

// The next line of what was typed or pasted. An empty line typed alone is handed out as well.
static const char *take_line(void)
{
    while (typed->left > 0 && !*typed->next)
        typed->next++;
    const char *line = typed->next;
    if (typed->left > 0) {
        typed->next += strlen(line) + 1;
        typed->left--;
    }
    typed->input.rest = typed->left;
    return line;
}

static void drop_text(void)
{
    free(typed->text);
    typed->text = typed->next = NULL;
    typed->left = 0;
}

// Shows [prompt] and lets a line be edited; the caller frees it. NULL when there is none.
static char *edit(const char *prompt)
{
    struct buf shown = BUF_EMPTY;
    prompt_add(&shown, typed->output, prompt, true);
    rl_initialize();
    readline_fence_begin();
    paste = PASTE_NONE;
    accepted = false;
    signals_watch_loops(rl_pending_signal);
    char *text = readline(buf_text(&shown));
    signals_watch_loops(NULL);
    readline_fence_end();
    buf_free(&shown);
    if (rl_pending_signal()) // it came after Readline's last look
        rl_check_signals();
    // Readline 8.2 sees to a signal at the end of giving the terminal back, too, and takes it again then.
    if (RL_ISSTATE(RL_STATE_TERMPREPPED))
        leave_terminal();
    rl_clear_signals();
    return text;
}

// Asks at the terminal.
static enum input_result ask(const char *prompt)
{
    drop_text();
    output_flush(typed->output); // Readline writes past our block
    if (signals_stop && !ahead.interrupts)
        ahead.start = ahead.end; // Ctrl-C came after it
    signals_clear();
    signals_continued();
    if (signals_ending() || terminal_gone)
        return INPUT_END;
    ahead.interrupts = false;
    autosave_note();
    char *text = edit(prompt);
    autosave_keep(); // where keys came so fast that it was not done before
    if (text && accepted && !signals_ending() && !terminal_gone) {
        split(text);
        if (ahead.interrupts)
            raise(SIGINT); // after Enter: it stops the command
        return INPUT_LINE;
    }
    free(text);
    // The line begun is left as it stands. After a signal to end, the next call ends the input.
    output_write(typed->output, "\n", 1);
    return signals_stop ? INPUT_INTERRUPTED : INPUT_END;
}

// The next line: of the paste being run, or one asked for. Lines that are no longer wanted, after an
// error or Ctrl-C, are counted and dropped.
static enum input_result read_line(struct input *input, const char *prompt, const char **line,
                                   size_t *length, struct error *error)
{
    (void)error;
    if (typed->left > 0 && (input->rest == 0 || signals_stop)) {
        char text[80];
        snprintf(text, sizeof text, "%zu line%s of the paste %s not run", typed->left,
                 plural(typed->left), typed->left == 1 ? "was" : "were");
        output_say(typed->output, "", text);
        typed->left = 0;
    }
    input->rest = 0;
    if (typed->left > 0) { // a paste continues
        autosave_keep_in_paste();
    } else {
        enum input_result result = ask(prompt);
        if (result != INPUT_LINE)
            return result;
    }
    const char *next = take_line();
    if (typed->pasted)
        prompt_show_line(typed->output, prompt, next);
    remember(next);
    input->line++;
    *line = next;
    *length = strlen(next);
    return INPUT_LINE;
}

static void close_typed(struct input *input)
{
    (void)input;
    drop_text();
    completion_clear(&found);
    memset(&found, 0, sizeof found);
    history_clear(&typed->history);
    clear_history();
    free(typed);
    typed = NULL;
}

static void take_remembered(const char *line)
{
    add_history(line);
}

// Readline's knobs. The user's own bindings and variables (~/.inputrc) are left alone.
static void set_up(void)
{
    rl_readline_name = "nnsh"; // for `$if nnsh` there
    rl_change_environment = 0; // LINES and COLUMNS are the user's
    rl_getc_function = read_key;
    rl_catch_sigwinch = 0; // signals.c does
    rl_input_available_hook = has_input;
    rl_prep_term_function = enter_terminal;
    rl_deprep_term_function = leave_terminal;
    rl_completion_word_break_hook = word_separators;
    rl_attempted_completion_function = matches;
    rl_completer_quote_characters = "\"'";
    rl_filename_quote_characters = " \t\n\"'\\#;[]()="; // what means something to the reader
    rl_filename_quoting_function = quote_name;
    rl_char_is_quoted_p = is_quoted;
    using_history();
    stifle_history(HISTORY_LINES);
}

struct input *input_readline_create(const struct shell *shell, struct output *output,
                                    bool has_history, struct error *error)
{
    typed = calloc(1, sizeof *typed);
    if (!typed) {
        error_memory(error);
        return NULL;
    }
    typed->input = (struct input){.read = read_line, .close = close_typed, .is_interactive = true};
    typed->shell = shell;
    typed->output = output;
    terminal_gone = false;
    set_up();
    if (!readline_fence_start(error)) {
        free(typed);
        typed = NULL;
        return NULL;
    }
    struct error trouble = ERROR_NONE;
    if (has_history)
        history_open(&typed->history);
    if (has_history && !history_load(&typed->history, take_remembered, &trouble))
        output_say(output, "nnsh: warning: ", trouble.what);
    return &typed->input;
}
