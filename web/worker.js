// SPDX-License-Identifier: GPL-3.0-or-later
// The worker in which the shell runs. The page sends {do: ...}, and gets {say: ...}. A line is worked off whole before the
// next message is looked at; answers are gathered meanwhile and sent some sixty times a second.
import { ANSWER, ENDED, MORE, NOTE, isFused, open, textOf, unitsOf } from './module.js';

const SEND_MS = 16, REPORT_MS = 40;

let shell, prompt = 'nnsh> ', gathered = '', gatheredFor = 'write', sent = 0;
let status = '', wantsReport = false, reportTimer = null, reported = null;
let completing = null, isLoading = false;
const files = new Map(), lessons = new Map(), encoder = new TextEncoder();

function flush() {
    if (gathered)
        postMessage({ say: gatheredFor, text: gathered });
    gathered = '';
    sent = performance.now();
}

function gather(say, text) {
    if (say !== gatheredFor)
        flush();
    gatheredFor = say;
    gathered += text;
    if (performance.now() - sent > SEND_MS)
        flush();
}

function say(message, transfer = []) {
    flush();
    postMessage(message, transfer);
}

function showStatus(text) {
    if (text !== status)
        say({ say: 'status', text });
    status = text;
}

const page = {
    write(place, text) {
        if (place === ANSWER || place === NOTE)
            gather(place === ANSWER ? 'write' : 'note', text);
        else
            showStatus(text);
    },
    clear: () => say({ say: 'clear' }),
    file: name => files.get(name) ?? null,
    wanted: name => say({ say: 'wanted', name }),
    writeFile(name, bytes, isFinished) {
        files.set(name, bytes);
        if (isLoading)
            return;
        say({ say: 'file', name, bytes });
        if (isFinished)
            say({ say: 'download', name, bytes });
    },
    lesson: name => lessons.has(name) ? encoder.encode(lessons.get(name)) : null,
    keepLesson(name, bytes) {
        if (bytes)
            lessons.set(name, textOf(bytes));
        else
            lessons.delete(name);
        say({ say: 'lesson', name, text: lessons.get(name) ?? null });
    },
    keep: session => say({ say: 'kept', session }),
    share: session => say({ say: 'share', session }),
    picture: svg => say({ say: 'picture', svg }),
    report(json) {
        if (json !== reported)
            say({ say: 'report', json: json.startsWith('{') ? json : null, isHidden: json === 'hidden' });
        reported = json;
    },
    words(start, isFile, words, usage) {
        const { id, text } = completing;
        say({
            say: 'words', id, start: unitsOf(text, start), files: isFile, usage,
            words: isFile ? [...files.keys()].sort() : words,
        });
    },
    prompt(text) {
        prompt = text;
    },
};

// The pane is brought up to date when no other line waits.
function planReport() {
    clearTimeout(reportTimer);
    if (wantsReport)
        reportTimer = setTimeout(() => guarded(() => shell.report()), REPORT_MS);
}

// Runs a piece of work. A module that has trapped is of no use any more.
function guarded(work) {
    try {
        work();
    } catch (error) {
        say({ say: 'broken', text: String(error.message ?? error) });
        close();
    }
}

// The first module that this browser runs, and runs exactly.
async function openFirst([relaxed, exact]) {
    if (await isFused()) {
        try {
            return [await open(relaxed, page), 'relaxed'];
        } catch {
            // It knows the instruction by another number, or not at all.
        }
    }
    return [await open(exact, page), 'exact'];
}

// Continues a session. The shell loads it from a file, which is there no longer than that.
function load(session) {
    const before = new Map(files);
    isLoading = true;
    const isLoaded = shell.load(session);
    isLoading = false;
    files.clear();
    before.forEach((bytes, name) => files.set(name, bytes));
    return isLoaded;
}

async function start(message) {
    let kernel;
    try {
        [shell, kernel] = await openFirst(message.modules);
    } catch (error) {
        say({ say: 'broken', text: String(error.message ?? error) });
        return;
    }
    for (const [name, bytes] of Object.entries(message.files ?? {}))
        files.set(name, bytes);
    for (const [name, text] of Object.entries(message.lessons ?? {}))
        lessons.set(name, text);
    guarded(() => {
        shell.start(message.columns, message.rows, message.color);
        let loaded = false;
        if (message.session)
            loaded = load(message.session);
        else if (!message.isQuiet)
            shell.banner();
        showStatus('');
        say({ say: 'ready', prompt, kernel, loaded });
        planReport();
    });
}

const tasks = {
    start,
    line({ text }) {
        guarded(() => {
            const result = shell.line(text);
            showStatus('');
            if (result === ENDED) {
                say({ say: 'ended' });
                return;
            }
            say({ say: 'prompt', text: prompt, more: result === MORE });
            if (result !== MORE)
                planReport();
        });
    },
    abandon: () => guarded(() => {
        shell.abandon();
        say({ say: 'prompt', text: prompt, more: false });
    }),
    complete(message) {
        completing = message;
        guarded(() => shell.complete(message.text, message.cursor));
    },
    size: ({ columns, rows }) => shell.resize(columns, rows),
    file({ name, bytes }) {
        if (bytes)
            files.set(name, bytes);
        else
            files.delete(name);
    },
    wants({ report }) {
        wantsReport = report;
        reported = null;
        planReport();
    },
};

onmessage = ({ data }) => tasks[data.do](data);
