// SPDX-License-Identifier: GPL-3.0-or-later
// The page: it joins the terminal, the shell in its worker, the pictures, the files and what the browser keeps.
import { Editor } from './editor.js';
import { acceptDrops, download, pick, sizeText } from './files.js';
import { addressOf, bytesOf, dropLink, hasLink, sessionOf, unpack } from './link.js';
import { Pictures } from './pictures.js';
import { Screen, readable } from './terminal.js';
import { Shell } from './shell.js';
import { chooseSession, openStore } from './store.js';
import { columnsOf, commonStart, wrapped } from './words.js';

const $ = id => document.getElementById(id);
const pasteMost = 1e6, historyMost = 500;
const linkShown = 1000, linkLong = 8000; // characters of an address
const busyShown = 300; // milliseconds after which a command can be stopped by the button
const again = 1500;    // milliseconds in which a second Ctrl-C means the lines that wait

let store, shell, editor, screen, pictures;
let files, lessons, choices, history = [];
let kept = { text: null, running: '' }, name; // the session of this tab and its name in the store
let isMore = false, interrupted = 0, stopTimer = null, asked = null, wanted = null;
let origin = null;                            // what is said of the session at the start, when it was loaded or was not
let sayings = [];                             // sentences for the moment when the shell is ready

function answer(text) {
    editor.write(readable(text));
    screen.speak(text);
}

// Says a sentence of the page's own.
const say = text => answer(`\x1b[90m${wrapped(text, screen.term.cols - 1)}\x1b[0m\n`);

// ---- the line below the top of the page -------------------------------------------------------------

// Shows a sentence with buttons, each [words, function]; an address goes into a field that can be copied.
function notice(text, buttons = [], address = null) {
    const [words, tools] = $('notice').children;
    words.textContent = text;
    tools.replaceChildren(...[...buttons, ['Close', () => {}]].map(([label, act]) => {
        const button = document.createElement('button');
        button.type = 'button';
        button.textContent = label;
        button.addEventListener('click', () => {
            $('notice').hidden = true;
            screen.term.focus();
            act();
        });
        return button;
    }));
    if (address !== null) {
        const field = document.createElement('input');
        Object.assign(field, { value: address, readOnly: true, ariaLabel: 'address of the session' });
        field.addEventListener('focus', () => field.select());
        tools.prepend(field);
    }
    $('notice').hidden = false;
}

// ---- the session ------------------------------------------------------------------------------------

function keep(text, running) {
    kept = { text, running };
    return store.put('sessions', name, text === null ? null : { text, running, when: Date.now() });
}

function start(isQuiet) {
    isMore = false;
    shell.start({ session: kept.text, columns: screen.term.cols, rows: screen.term.rows, isQuiet,
        files: Object.fromEntries(files), lessons: Object.fromEntries(lessons) });
}

// Shows whether a command runs: by the button that stops it, when it takes a while.
function showBusy(isBusy) {
    clearTimeout(stopTimer);
    $('terminal').setAttribute('aria-busy', isBusy);
    if (isBusy)
        stopTimer = setTimeout(() => { $('stop').hidden = false; }, busyShown);
    else
        $('stop').hidden = true;
}

function interrupt() {
    if (shell.hasEnded)
        return;
    if (Date.now() - interrupted < again && shell.waiting.length > 0) {
        const count = shell.forget();
        say(`The ${count} line${count === 1 ? '' : 's'} that waited will not be run.`);
    } else if (!shell.isBusy) {
        editor.giveUp();
        if (isMore)
            shell.tell({ do: 'abandon' });
    } else if (shell.running) {
        interrupted = Date.now();
        editor.endLine();
        editor.write('^C\n');
        editor.show('');
        sayings.push('Stopped. The session is as it was kept last, which is at most a second ago.');
        shell.stop();
        start(true);
    }
}

function enter(line) {
    if (line.trim() && line !== history[history.length - 1]) {
        history.push(line);
        if (history.length > historyMost)
            history.shift();
        store.put('choices', 'history', history);
    }
    if (shell.hasEnded)
        start(true);
    else
        shell.enter(line);
}

function paste(text) {
    if (text.length > pasteMost)
        say(`The text has ${sizeText(text.length)}, and ${sizeText(pasteMost)} can be pasted at most. Drop it on the page as a file instead.`);
    else
        editor.paste(text);
}

// Says where the session at the start comes from, or why there is none. That of an address is kept only now.
function tellOrigin(loaded) {
    const { good, bad, isLink } = origin ?? { good: '', bad: 'The session that was kept cannot be read, so this is a new one.' };
    origin = null;
    if (kept.text === null)
        return;
    if (isLink)
        kept.running = '';
    if (isLink && loaded)
        keep(kept.text, '');
    else if (isLink)
        kept = { text: null, running: '' };
    if (!loaded || good)
        sayings.unshift(loaded ? good : bad);
}

// ---- what the shell says -----------------------------------------------------------------------------

const heard = {
    ready({ prompt, kernel, loaded }) {
        document.documentElement.dataset.kernel = kernel;
        tellOrigin(loaded);
        sayings.forEach(say);
        sayings = [];
        showBusy(false);
        shell.tell({ do: 'size', columns: screen.term.cols, rows: screen.term.rows });
        shell.tell({ do: 'wants', report: !$('side').hidden });
        editor.ask(prompt);
        if (kept.running)
            keep(kept.text, '');
        document.documentElement.dataset.ready = 'yes';
    },
    write: ({ text }) => answer(text),
    note: ({ text }) => answer(text),
    status: ({ text }) => editor.show(text),
    prompt({ text, more }) {
        isMore = more;
        showBusy(false);
        editor.show('');
        editor.ask(text);
        if (kept.running)
            keep(kept.text, '');
    },
    begins(line) {
        wanted = null;
        showBusy(true);
        editor.echo(line);
    },
    waits: lines => editor.wait(lines),
    words: message => complete(message),
    download: ({ name: file, bytes }) => download(file, bytes),
    file: ({ name: file, bytes }) => putFile(file, bytes),
    kept: ({ session }) => { keep(session, shell.isBusy ? shell.running : ''); },
    lesson({ name: lesson, text }) {
        if (text === null)
            lessons.delete(lesson);
        else
            lessons.set(lesson, text);
        store.put('lessons', lesson, text);
    },
    wanted: ({ name: file }) => want(file),
    picture({ svg }) {
        showSide(true);
        pictures.add(svg, shell.running);
    },
    report: ({ json, isHidden }) => pictures.report(json, isHidden),
    share: ({ session }) => share(session),
    clear: () => editor.clear(),
    ended() {
        showBusy(false);
        editor.close();
        say('nnsh has ended, and the session is kept. Enter goes on with it.');
    },
    broken({ text }) {
        showBusy(false);
        editor.close();
        if (!shell.hasBegun && kept.text === null) {
            notice(`nnsh cannot start in this browser: ${text}.`);
            return;
        }
        // A session that it cannot even begin with would break it again.
        if (!shell.hasBegun)
            kept = { text: null, running: '' };
        say(`nnsh broke off: ${text}. It ${shell.hasBegun ? 'goes on with the session as it was kept last' : 'begins without the session'}.`);
        start(true);
    },
};

// ---- completion --------------------------------------------------------------------------------------

function askWords(text, cursor) {
    if (shell.isBusy)
        return;
    asked = { id: (asked ? asked.id : 0) + 1, text, cursor };
    shell.tell({ do: 'complete', ...asked });
}

function complete({ id, start: from, words, files: isFile, usage }) {
    if (!asked || id !== asked.id || editor.line !== asked.text || editor.cursor !== asked.cursor)
        return;
    const part = asked.text.slice(from, asked.cursor);
    const all = isFile ? [...words, ...[...files.keys()].filter(file => file.startsWith(part)).sort()] : words;
    const shared = commonStart(all);
    if (all.length === 1)
        editor.replace(from, /[=(]$/.test(all[0]) ? all[0] : `${all[0]} `);
    else if (shared.length > part.length)
        editor.replace(from, shared);
    else if (all.length > 0)
        editor.write(columnsOf(all, screen.term.cols));
    else if (usage)
        say(usage);
}

// ---- files -------------------------------------------------------------------------------------------

function putFile(file, bytes) {
    if (bytes === null)
        files.delete(file);
    else
        files.set(file, bytes);
    store.put('files', file, bytes);
    if ($('files-dialog').open)
        listFiles();
}

// A file that came from outside.
function giveFile(file, bytes) {
    putFile(file, bytes);
    shell.tell({ do: 'file', name: file, bytes });
}

function takeFile(file, bytes) {
    giveFile(file, bytes);
    const command = /\.(csv|tsv|txt|data)$/i.test(file) ? 'data' : /\.nn$/i.test(file) ? 'source' : '';
    say(`${file} is here now, with ${sizeText(bytes.length)}.${command ? ` '${command} ${file}' reads it.` : ''}`);
    if (command && !shell.isBusy)
        editor.suggest(`${command} ${file}`);
    screen.term.focus();
}

// A file that a command, or the session at the start, looks for and that is not there: the person may choose it, and
// then the command or the start is done again.
function want(file) {
    if (wanted === file)
        return;
    wanted = file;
    const command = shell.running;
    const ask = () => pick((_, bytes) => {
        $('notice').hidden = true;
        giveFile(file, bytes);
        if (command)
            enter(command);
        else
            start(true);
    }, say);
    notice(`nnsh looks for ${file}, which is not in this page.`, [['Choose the file', ask]]);
    if (command)
        ask();
}

function listFiles() {
    const table = document.createElement('table');
    for (const [file, bytes] of [...files].sort()) {
        const row = table.insertRow();
        row.insertCell().textContent = file;
        row.insertCell().textContent = sizeText(bytes.length);
        const cell = row.insertCell();
        for (const [label, act] of [['Download', () => download(file, bytes)], ['Remove', () => giveFile(file, null)]]) {
            const button = document.createElement('button');
            Object.assign(button, { type: 'button', textContent: label, ariaLabel: `${label} ${file}` });
            button.addEventListener('click', act);
            cell.append(button, ' ');
        }
    }
    $('files-list').replaceChildren(files.size ? table : 'There are none yet.');
}

// ---- links -------------------------------------------------------------------------------------------

async function share(session) {
    const address = await addressOf(session), { length } = address;
    if (length <= linkShown)
        answer(`${address}\n`);
    else
        say(`The address has ${length} characters and stands at the top of the page, where 'Copy' takes it.` +
            (length > linkLong ? " Some programs do not let that many through: 'save FILE' makes a file to hand out instead." : ''));
    if (location.protocol === 'file:')
        say('The page was opened from a disk, so the address works only where the page lies in the same folder.');
    const copy = () => navigator.clipboard.writeText(address).catch(() => notice('Please copy the address by hand.', [], address));
    notice('Whoever opens this address gets a copy of the session.', [['Copy', copy]], address);
}

// The session of the address that was opened, or null.
async function linked() {
    if (!hasLink())
        return null;
    try {
        return await sessionOf();
    } catch {
        sayings.push('The address is damaged: it was cut off or changed on its way, so nothing of it was run.');
        return null;
    } finally {
        dropLink();
    }
}

// ---- how the page looks --------------------------------------------------------------------------------

const dark = matchMedia('(prefers-color-scheme: dark)');
const themes = { system: 'system', light: 'light', dark: 'dark' };

function showTheme() {
    const choice = choices.get('theme') || 'system';
    const theme = choice === 'system' ? (dark.matches ? 'dark' : 'light') : choice;
    document.documentElement.dataset.theme = theme;
    screen.setTheme(theme);
    $('theme').textContent = `Colours: ${themes[choice]}`;
    pictures.pane.redraw();
}

const around = change => editor.around(change);

function showSize() {
    const isLarge = choices.get('large') === true;
    document.documentElement.classList.toggle('large', isLarge);
    $('large').setAttribute('aria-pressed', isLarge);
    screen.setFontSize((isLarge ? 20 : 14) - (innerWidth >= 900 && innerWidth < 1200 ? 1 : 0), around);
    screen.fit(around);
}

function showSide(isShown) {
    if ($('side').hidden === !isShown)
        return;
    $('side').hidden = !isShown;
    document.querySelector('main').classList.toggle('alone', !isShown);
    $('pictures').setAttribute('aria-pressed', isShown);
    shell.tell({ do: 'wants', report: isShown });
    screen.fit(around);
    pictures.pane.redraw();
}

function choose(what, value) {
    choices.set(what, value);
    store.put('choices', what, value);
}

// Calls act when a button is pressed; after a click the terminal has the keys again.
function press(id, act) {
    $(id).addEventListener('click', event => {
        act();
        if (event.detail > 0 && !document.querySelector('dialog[open]'))
            screen.term.focus();
    });
}

function joinButtons() {
    press('stop', interrupt);
    press('files', () => { listFiles(); $('files-dialog').showModal(); });
    press('files-add', () => pick(takeFile, say, true));
    press('share', () => enter('share'));
    press('pictures', () => { choose('side', $('side').hidden); showSide($('side').hidden); });
    press('large', () => { choose('large', choices.get('large') !== true); showSize(); });
    press('theme', () => {
        const names = Object.keys(themes);
        choose('theme', names[(names.indexOf(choices.get('theme') || 'system') + 1) % names.length]);
        showTheme();
    });
    press('help', async () => {
        $('help-dialog').showModal();
        $('licenses').textContent = await textOf('licenses-packed');
    });
    for (const button of document.querySelectorAll('dialog .close'))
        button.addEventListener('click', () => button.closest('dialog').close());
    for (const dialog of document.querySelectorAll('dialog'))
        dialog.addEventListener('close', () => screen.term.focus());
}

function joinWindow() {
    dark.addEventListener('change', showTheme);
    new ResizeObserver(() => showSize()).observe($('screen'));
    screen.term.onResize(({ cols, rows }) => shell.tell({ do: 'size', columns: cols, rows }));
    acceptDrops(document.body, takeFile, say);
    window.addEventListener('hashchange', () => hasLink() && location.reload());
    $('screen').addEventListener('paste', event => {
        event.preventDefault();
        event.stopPropagation();
        paste(event.clipboardData.getData('text/plain'));
    }, true);
}

// What is packed in an element of the page, as bytes or as text.
const unpacked = id => unpack(bytesOf($(id).textContent), 'gzip');
const textOf = async id => new TextDecoder().decode(await unpacked(id));

// ---- the beginning -------------------------------------------------------------------------------------

async function restore() {
    store = await openStore(() => notice('The browser has no room for what the page wants to keep. Everything goes on, but it is lost when this tab is closed: \'save FILE\' downloads the session.'));
    [files, lessons, choices] = await Promise.all(['files', 'lessons', 'choices'].map(table => store.all(table)));
    history = choices.get('history') || [];
    const session = await linked(), sessions = await store.all('sessions');
    const chosen = await chooseSession(sessions, session !== null);
    name = chosen.name;
    chosen.old.forEach(old => store.put('sessions', old, null));
    const mine = sessions.get(name);
    if (session !== null)
        kept = { text: session, running: '' };
    else if (mine)
        kept = mine;
    const bad = 'The session that was kept cannot be read, so this is a new one.';
    if (session !== null)
        origin = { isLink: true, good: 'This is the session of the address that you opened.',
            bad: 'An address may hold a saved session and nothing else, so nothing of this one was run. This is a new session.' };
    else if (mine && mine.running)
        origin = { bad, good: `The page was closed while '${mine.running}' was running: the session is as it was kept last.` };
    else if (mine)
        origin = { bad, good: "This is your session as you left it; 'reset' and 'init' start again." };
    if (chosen.hasOthers)
        sayings.push('nnsh is open in another tab too: each tab has its own session, and both have the same files.');
    if (!store.isLasting)
        sayings.push("This window keeps nothing after it is closed (is it a private one?): 'save FILE' downloads the session.");
}

async function begin() {
    screen = new Screen($('screen'), $('said'));
    pictures = new Pictures();
    choices = new Map();
    editor = new Editor(screen.term, { enter, interrupt, complete: askWords, clear: () => editor.clear(),
        page: count => screen.term.scrollPages(count), get history() { return history; } });
    const modules = Promise.all(['relaxed', 'exact'].map(async id => (await unpacked(id)).buffer));
    await restore();
    shell = new Shell(await textOf('worker'), await modules, heard);
    showTheme();
    showSide(choices.get('side') !== false);
    showSize();
    joinButtons();
    joinWindow();
    screen.term.focus();
    start(false);
}

begin();
