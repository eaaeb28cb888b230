// SPDX-License-Identifier: GPL-3.0-or-later
// The line that is typed at the bottom of the terminal, also while a command runs and prints. Below the answers
// there is a block that is drawn anew after each change:
//
//     an answer's last line, if it is not finished
//     the live line of a training
//     lines that wait for the command that runs
//     the prompt and the line that is typed
//
// It is wiped before an answer is written and drawn again after it. Nothing here knows of the shell: what is typed
// goes to the functions that the constructor is given.
import { after, cut, plain, visible } from './cells.js';

const waitingShown = 3;
const word = /[\p{L}\p{N}_]/u;
// One character as it is seen: with its accents, and joined to the next where a joiner stands between them.
const whole = /\P{M}\p{M}*(?:\u200d\P{M}\p{M}*)*/gu;

export class Editor {
    // [term] is the terminal. [on] has enter(line), interrupt(), complete(text, cursor), clear(), page(count) and
    // history, an array of lines that the owner fills.
    constructor(term, on) {
        Object.assign(this, { term, on, prompt: null, line: '', cursor: 0, killed: '', status: '', waiting: [],
            partial: '', row: 0, isShown: false, isDue: false, at: null, draft: '', search: null });
        term.onData(data => this.take(data));
    }

    // ---- the block ------------------------------------------------------------------------------

    // What wipes the block; the cursor is then where it began.
    wiped() {
        const up = this.row > 0 ? `\x1b[${this.row}A` : '';
        this.row = 0;
        return this.isShown ? `\r${up}\x1b[J` : '';
    }

    // The prompt as it is shown: none while a command runs.
    head() {
        if (this.search)
            return `search ‘${visible(this.search.text)}’: `;
        return this.prompt === null ? '' : this.prompt;
    }

    // The part of the line that is shown, and where the cursor is in it: a line that would fill more than the
    // terminal is cut on both sides of the cursor.
    shown(columns, rows) {
        const most = Math.max(columns, (rows - waitingShown - 4) * columns - this.head().length);
        const before = visible(this.line.slice(0, this.cursor)), behind = visible(this.line.slice(this.cursor));
        if (before.length + behind.length < most / 2)
            return [before, behind];
        const half = Math.floor(most / 4);
        return [before.length > half ? `…${before.slice(-half)}` : before,
            behind.length > half ? `${behind.slice(0, half)}…` : behind];
    }

    lines(columns) {
        const above = [];
        if (this.status)
            above.push(`\x1b[90m${cut(plain(this.status), columns - 1)}\x1b[0m`);
        for (const line of this.waiting.slice(0, waitingShown))
            above.push(`\x1b[90mnext: ${cut(visible(line), columns - 7)}\x1b[0m`);
        if (this.waiting.length > waitingShown)
            above.push(`\x1b[90m… and ${this.waiting.length - waitingShown} more lines wait\x1b[0m`);
        return above;
    }

    // What draws the block where the cursor is.
    drawn() {
        const { cols, rows } = this.term;
        const [before, behind] = this.shown(cols, rows), head = this.head();
        const needsLine = head || before || behind;
        let above = this.lines(cols).join('\n');
        if (above && needsLine)
            above += '\n';
        if (this.partial)
            above = this.partial + (above || needsLine ? `\n${above}` : '');
        const colored = head && !this.search ? `\x1b[1;32m${head.trimEnd()}\x1b[0m${' '.repeat(head.length - head.trimEnd().length)}` : head;
        const start = after(plain(above) + head, { row: 0, column: 0 }, cols);
        let place = after(before, start, cols);
        const end = after(behind, place, cols);
        let text = above + colored + before + behind;
        if (end.column === cols) {
            // The cursor would hang at the margin.
            text += '\n';
            end.row++;
            end.column = 0;
        }
        if (place.column === cols)
            place = { row: place.row + 1, column: 0 };
        this.row = place.row;
        this.isShown = true;
        const up = end.row > place.row ? `\x1b[${end.row - place.row}A` : '';
        return `${text}${up}\r${place.column > 0 ? `\x1b[${place.column}C` : ''}`;
    }

    // Draws the block anew, once, however often it is asked before the page comes to it.
    draw() {
        if (this.isDue)
            return;
        this.isDue = true;
        queueMicrotask(() => {
            this.isDue = false;
            const wiped = this.wiped();
            this.term.write(wiped + this.drawn());
        });
    }

    // Calls [change], which gives the terminal another size, while the block is not there.
    around(change) {
        const wiped = this.wiped();
        this.isShown = false;
        this.term.write(wiped, () => {
            change();
            this.draw();
        });
    }

    // ---- what the shell says ----------------------------------------------------------------------

    write(text) {
        const wiped = this.wiped(), all = this.partial + text, end = all.lastIndexOf('\n') + 1;
        this.partial = all.slice(end);
        this.term.write(wiped + all.slice(0, end) + this.drawn());
    }

    show(status) {
        this.status = status;
        this.draw();
    }

    wait(lines) {
        this.waiting = lines;
        this.draw();
    }

    // A line may be typed now.
    ask(prompt) {
        this.endLine();
        this.prompt = prompt;
        this.draw();
    }

    // A command runs now.
    busy() {
        this.prompt = null;
        this.draw();
    }

    // Ends an answer's line that is not finished.
    endLine() {
        if (this.partial)
            this.write('\n');
    }

    // Shows the prompt with a line as typed, above the block.
    echo(line) {
        const head = this.prompt === null ? '' : this.prompt;
        this.prompt = null;
        this.write(`${head ? `\x1b[1;32m${head.trimEnd()}\x1b[0m ` : ''}${visible(line)}\n`);
    }

    // Ctrl-C at the prompt: the line stays to be seen, and is not run.
    giveUp() {
        const head = this.prompt, { line } = this;
        this.line = '';
        this.cursor = 0;
        this.at = null;
        this.echo(`${line}^C`);
        this.ask(head);
    }

    // No line is asked for any more.
    close() {
        this.status = '';
        this.prompt = null;
        this.endLine();
    }

    // Puts a text into the line where nothing is typed.
    suggest(text) {
        if (this.line === '')
            this.set(text);
    }

    clear() {
        this.term.write(`${this.wiped()}\x1b[H\x1b[2J`);
        this.partial = '';
        this.draw();
    }

    // ---- the line ---------------------------------------------------------------------------------

    set(line, cursor = line.length) {
        this.line = line;
        this.cursor = cursor;
        this.draw();
    }

    insert(text) {
        this.set(this.line.slice(0, this.cursor) + text + this.line.slice(this.cursor), this.cursor + text.length);
    }

    // Replaces line[start, cursor) by a word.
    replace(start, text) {
        this.set(this.line.slice(0, start) + text + this.line.slice(this.cursor), start + text.length);
    }

    // Where the character before or after the cursor begins or ends.
    step(direction) {
        if (direction < 0)
            return [...this.line.slice(0, this.cursor).matchAll(whole)].at(-1)?.index ?? 0;
        const next = this.line.slice(this.cursor).match(whole);
        return this.cursor + (next ? next[0].length : 0);
    }

    stepWord(direction) {
        let at = this.cursor;
        const next = () => direction < 0 ? this.line[at - 1] : this.line[at];
        while (next() !== undefined && !word.test(next()))
            at += direction;
        while (next() !== undefined && word.test(next()))
            at += direction;
        return at;
    }

    // Removes what is between the cursor and another place.
    remove(to, isKept) {
        const [from, end] = [Math.min(to, this.cursor), Math.max(to, this.cursor)];
        if (isKept && end > from)
            this.killed = this.line.slice(from, end);
        this.set(this.line.slice(0, from) + this.line.slice(end), from);
    }

    move(to) {
        this.cursor = to;
        this.draw();
    }

    // ---- earlier lines ------------------------------------------------------------------------------

    recall(direction) {
        const { history } = this.on;
        const at = (this.at ?? history.length) + direction;
        if (at < 0 || at > history.length)
            return;
        if (this.at === null)
            this.draft = this.line;
        this.at = at === history.length ? null : at;
        this.set(this.at === null ? this.draft : history[at]);
    }

    // Ctrl-R: the last earlier line before [from] that holds what is looked for.
    look(from) {
        const { history } = this.on, { text } = this.search;
        for (let at = Math.min(from, history.length - 1); at >= 0 && text; at--)
            if (history[at].includes(text)) {
                this.search.at = at;
                this.set(history[at], history[at].indexOf(text));
                return;
            }
        this.draw();
    }

    // A key while Ctrl-R looks; whether it was used up.
    searchKey(key) {
        if (key === '\x12') {
            this.look(this.search.at - 1);
        } else if (key === '\x7f' || !/^[\x00-\x1f]/.test(key)) {
            this.search.text = key === '\x7f' ? this.search.text.slice(0, -1) : this.search.text + key;
            this.look(this.on.history.length - 1);
        } else {
            const isGivenUp = key === '\x07' || key === '\x1b' || key === '\x03', { before } = this.search;
            this.search = null;
            this.set(isGivenUp ? before : this.line);
            return isGivenUp;
        }
        return true;
    }

    // ---- keys ---------------------------------------------------------------------------------------

    enter() {
        const { line } = this;
        this.at = null;
        this.line = '';
        this.cursor = 0;
        this.on.enter(line);
    }

    // Text from the clipboard: each whole line is entered, the rest is inserted.
    paste(text) {
        const lines = text.replace(/\r\n?/g, '\n').split('\n');
        const last = lines.pop();
        for (const [n, line] of lines.entries())
            if (n === 0) {
                this.line = this.line.slice(0, this.cursor) + line + this.line.slice(this.cursor);
                this.enter();
            } else {
                this.on.enter(line);
            }
        if (last)
            this.insert(last);
    }

    take(data) {
        if (this.search && this.searchKey(data))
            return;
        const action = keys[data];
        if (action)
            action(this);
        else if (/[\r\n]/.test(data) && data.length > 1)
            this.paste(data);
        else if (!/^[\x00-\x1f\x7f]/.test(data))
            this.insert(data);
    }
}

const keys = {
    '\r': e => e.enter(),
    '\t': e => e.on.complete(e.line, e.cursor),
    '\x03': e => e.on.interrupt(),
    '\x04': e => e.line === '' ? e.on.enter('quit') : e.remove(e.step(1)),
    '\x0c': e => e.on.clear(),
    '\x12': e => { e.search = { text: '', at: e.on.history.length, before: e.line }; e.draw(); },
    '\x01': e => e.move(0),
    '\x05': e => e.move(e.line.length),
    '\x02': e => e.move(e.step(-1)),
    '\x06': e => e.move(e.step(1)),
    '\x08': e => e.remove(e.step(-1)),
    '\x7f': e => e.remove(e.step(-1)),
    '\x0b': e => e.remove(e.line.length, true),
    '\x15': e => e.remove(0, true),
    '\x17': e => e.remove(e.stepWord(-1), true),
    '\x19': e => e.insert(e.killed),
    '\x10': e => e.recall(-1),
    '\x0e': e => e.recall(1),
    '\x1b[A': e => e.recall(-1),
    '\x1b[B': e => e.recall(1),
    '\x1b[C': e => e.move(e.step(1)),
    '\x1b[D': e => e.move(e.step(-1)),
    '\x1b[H': e => e.move(0),
    '\x1b[F': e => e.move(e.line.length),
    '\x1b[3~': e => e.remove(e.step(1)),
    '\x1b[5~': e => e.on.page(-1),
    '\x1b[6~': e => e.on.page(1),
    '\x1b[1;5C': e => e.move(e.stepWord(1)),
    '\x1b[1;5D': e => e.move(e.stepWord(-1)),
    '\x1b[1;3C': e => e.move(e.stepWord(1)),
    '\x1b[1;3D': e => e.move(e.stepWord(-1)),
    '\x1bf': e => e.move(e.stepWord(1)),
    '\x1bb': e => e.move(e.stepWord(-1)),
    '\x1bd': e => e.remove(e.stepWord(1), true),
    '\x1b\x7f': e => e.remove(e.stepWord(-1), true),
};
