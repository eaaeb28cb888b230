// SPDX-License-Identifier: GPL-3.0-or-later
// Knows GNU Readline, with readline_complete.c for TAB and readline_fence.c for its faults.
//
// Interrupts. Left to itself Readline frees the line at Ctrl-C and then continues with the old text.
// So it catches no signals, and reads its keys through a function of ours: it sleeps where no signal can slip by
// (signals_wait), and reports the end of input when the stop flag is up. Readline then returns from
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
#define _XOPEN_SOURCE 700
#include "front/input_readline.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <termios.h>
#include <unistd.h>

#include <readline/history.h>
#include <readline/readline.h>

#include "base/utf8.h"
#include "base/words.h"
#include "front/autosave.h"
#include "front/characters.h"
#include "front/history.h"
#include "front/paste.h"
#include "front/plain_line.h"
#include "front/prompt.h"
#include "front/readline_commands.h"
#include "front/readline_complete.h"
#include "front/readline_fence.h"
#include "front/signals.h"
#include "front/typed_ahead.h"

struct typed {
    struct input input; // first, so that one pointer is both
    struct output *output;
    void (*each)(void); // is called before each prompt, or NULL
    struct history history;
    char *text;    // what Readline returned last, cut into lines; or NULL
    char *next;    // the lines of it not yet handed out
    size_t left;   // how many those are
    bool pasted;   // [text] was several lines
    bool is_plain; // the terminal is none on which a line can be edited
};

static struct typed *typed; // Readline's functions have no context
static bool terminal_gone;  // the terminal hung up: nobody is left to ask

static int interrupt_key = -1; // what Ctrl-C is on this terminal; -1: nothing
static bool accepted;          // the line was ended by Enter
static bool given_up;          // the line was ended otherwise
static bool interrupts_next;   // a Ctrl-C was typed after that line

// The bytes read that Readline has not got yet: first whole characters, then one that is only begun.
static struct {
    struct characters characters;
    char whole[CHARACTERS_MOST];
    size_t next, count;
} keys;

static struct paste paste; // where the keys handed to Readline stand in one

// Whether the terminal hung up, so that reading would return nothing for ever.
static bool is_gone(int fd)
{
    struct pollfd state = {.fd = fd, .events = POLLIN};
    return poll(&state, 1, 0) == 1 && (state.revents & (POLLHUP | POLLERR | POLLNVAL));
}

// Reads a byte as read(2) does, first what was typed ahead.
static ssize_t take_byte(int fd, unsigned char *byte)
{
    return typed_ahead_take(byte) ? 1 : read(fd, byte, 1);
}

// Takes a byte to what Readline gets. What is no character would be sent to the terminal as it is, and half a one
// would make Readline read beyond the end of its line.
static void take_key(unsigned char byte)
{
    keys.next = keys.count = 0;
    if (utf8_is_locale())
        keys.count = characters_add(&keys.characters, byte, keys.whole);
    else
        keys.whole[keys.count++] = (char)byte;
}

// Leaves the line and its terminal as a signal finds them, and takes the terminal again after [then].
static void step_aside(int signal, void (*then)(void))
{
    rl_echo_signal_char(signal);
    rl_cleanup_after_signal();
    then();
    rl_reset_after_signal();
}

// Ends the line for a signal, or since the terminal is gone.
static void give_up(void)
{
    if (!given_up && signals_stop)
        step_aside(signals_stop, rl_free_line_state);
    given_up = true;
}

// What Readline gets where reading ends. Inside a paste Readline 8.2 would then use a text without its end, so the
// paste is closed first.
static int last_key(void)
{
    if (RL_ISSTATE(RL_STATE_MOREINPUT) && readline_commands_paste())
        paste.is_open = true;
    int end = paste_close(&paste);
    return end >= 0 ? end : EOF;
}

// Sees to what happened to the window and the program while they slept.
static void see_to_signals(void)
{
    if (signals_suspended())
        step_aside(SIGTSTP, signals_suspend);
    if (signals_resized())
        readline_fence_resize();
    if (signals_continued())
        rl_forced_update_display();
}

// Keeps the session, which may take long: Readline is not to be blamed for that.
static void keep(void)
{
    signals_lend(false);
    autosave_keep();
    signals_lend(true);
}

// Waits until there is a key to hand out. False when reading should end.
static bool await_key(int fd)
{
    while (keys.next == keys.count && !terminal_gone) {
        bool ready = typed_ahead_waits() || signals_wait(fd, NULL, autosave_is_due() ? 0 : -1);
        if (signals_stop)
            return false;
        see_to_signals();
        if (!ready)
            keep();
        unsigned char key;
        ssize_t count = ready ? take_byte(fd, &key) : -1;
        if (count == 1 && key == interrupt_key) {
            raise(SIGINT); // for the next round
        } else if (count == 1) {
            take_key(key);
        } else if (ready) {
            terminal_gone = is_gone(fd);
        }
    }
    return !terminal_gone;
}

// The next byte typed, or EOF when reading should end.
static int read_key(FILE *stream)
{
    if (RL_ISSTATE(RL_STATE_READCMD))
        readline_commands_next();
    readline_fence_count();
    if (!signals_stop && await_key(fileno(stream))) {
        unsigned char key = (unsigned char)keys.whole[keys.next++];
        paste_follow(&paste, key);
        return key;
    }
    give_up();
    return last_key();
}

// Changes what the terminal makes of Ctrl-C: a key or a signal. Reads return at once meanwhile, so
// that looking whether more was typed does not wait. Ctrl-S is a key too: where it stopped the output no
// key would be heard any more, Ctrl-C neither.
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
    settings.c_iflag &= ~(tcflag_t)IXON;
    tcsetattr(fileno(rl_instream), TCSANOW, &settings);
}

// Takes the terminal for editing.
static void enter_terminal(int meta)
{
    rl_prep_terminal(meta);
    take_interrupt(true);
}

// Whether a key comes within that many milliseconds.
static bool comes_within(int milliseconds)
{
    struct pollfd more = {.fd = fileno(rl_instream), .events = POLLIN};
    return keys.next < keys.count || typed_ahead_waits() || poll(&more, 1, milliseconds) == 1;
}

// Whether more was typed already.
static bool has_more(void)
{
    return comes_within(0);
}

// Readline asks whether more was typed, to tell an Escape from the beginning of an arrow key; it
// waits for that as long as its time-out says, in microseconds.
static int has_input(void)
{
    int patience = rl_set_keyboard_input_timeout(0);
    rl_set_keyboard_input_timeout(patience);
    return comes_within(patience / 1000);
}

// Leaves the terminal as it was. Once Ctrl-C is a signal again none is missed: one that came before
// is among the keys waiting.
//
// Readline 8.2 also begins a new line where it saw the end of input, but only on terminals with
// bracketed paste; we do it everywhere, so its mark is taken away.
static void leave_terminal(void)
{
    rl_eof_found = 0;
    if (rl_done && !accepted && !signals_stop) { // a signal brings us here more than once
        take_interrupt(false);
        interrupts_next |= typed_ahead_read(fileno(rl_instream), interrupt_key);
        accepted = true;
    }
    rl_deprep_terminal();
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
    if (typed->is_plain) {
        char *line = plain_line(typed->output, prompt);
        accepted = line != NULL;
        return line;
    }
    struct buf shown = BUF_EMPTY;
    prompt_add(&shown, typed->output, prompt, true);
    rl_initialize();
    readline_fence_begin();
    paste = PASTE_NONE;
    keys.characters = CHARACTERS_NONE;
    keys.next = keys.count = 0;
    accepted = given_up = false;
    signals_edit(true);
    char *text = readline(buf_text(&shown));
    signals_edit(false);
    readline_fence_end();
    buf_free(&shown);
    return text;
}

// Asks at the terminal.
static enum input_result ask(const char *prompt)
{
    drop_text();
    output_flush(typed->output); // Readline writes past our block
    if (typed->each)
        typed->each();
    if (signals_stop && !interrupts_next)
        typed_ahead_drop(); // Ctrl-C came after it
    signals_clear();
    signals_continued();
    if (signals_ending() || terminal_gone)
        return INPUT_END;
    interrupts_next = false;
    autosave_note();
    char *text = edit(prompt);
    autosave_keep(); // where keys came so fast that it was not done before
    if (text && accepted && !signals_ending() && !terminal_gone) {
        split(text);
        if (interrupts_next)
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
    readline_complete_end();
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
    rl_catch_signals = 0; // signals.c does
    rl_catch_sigwinch = 0;
    rl_input_available_hook = has_input;
    rl_prep_term_function = enter_terminal;
    rl_deprep_term_function = leave_terminal;
    using_history();
    stifle_history(HISTORY_LINES);
}

struct input *input_readline_create(const struct shell *shell, struct output *output,
                                    bool has_history, void (*each)(void), struct error *error)
{
    typed = calloc(1, sizeof *typed);
    if (!typed) {
        error_memory(error);
        return NULL;
    }
    typed->input = (struct input){.read = read_line, .close = close_typed, .is_interactive = true};
    typed->output = output;
    typed->each = each;
    terminal_gone = false;
    set_up();
    readline_complete_start(shell, output, has_more);
    if (!readline_fence_start(&typed->is_plain, error)) {
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
