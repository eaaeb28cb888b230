// SPDX-License-Identifier: GPL-3.0-or-later
// One module of the shell, in a worker or in Node: finds out which of the modules this browser can run exactly,
// gives it what it asks of WASI, and passes texts to and from its memory.

const encoder = new TextEncoder(), decoder = new TextDecoder();

// The place of a text: see src/web/page.h.
export const ANSWER = 0, NOTE = 1, STATUS = 2;
// What became of a line: see src/web/web.c.
export const DONE = 0, MORE = 1, ENDED = 2;

// A module of one function, f64x2.relaxed_madd of three doubles: (a, b, c) => a·b + c.
const relaxedMadd = Uint8Array.of(
    0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, // magic, version
    1, 8, 1, 0x60, 3, 0x7c, 0x7c, 0x7c, 1, 0x7c, // (f64, f64, f64) -> f64
    3, 2, 1, 0, // one function of that type
    7, 5, 1, 1, 0x66, 0, 0, // exported as f
    10, 22, 1, 20, 0, // its code
    0x20, 0, 0xfd, 0x14, // splat a
    0x20, 1, 0xfd, 0x14, 0x20, 2, 0xfd, 0x14,
    0xfd, 0x87, 0x02, // relaxed_madd
    0xfd, 0x21, 0, // lane 0
    0x0b);

// Whether this machine's relaxed multiply-add rounds once. (1 + 2^-52)² - (1 + 2^-51) is 2^-104; rounded twice it is 0.
export async function isFused() {
    try {
        const { instance } = await WebAssembly.instantiate(relaxedMadd);
        const e = 2 ** -52;
        return instance.exports.f(1 + e, 1 + e, -(1 + 2 * e)) === e * e;
    } catch {
        return false; // no relaxed SIMD here
    }
}

// What the C library asks of the system: a clock and an end.
function wasi(memory, now) {
    const view = () => new DataView(memory().buffer);
    return {
        clock_time_get(clock, precision, at) {
            view().setBigUint64(at, BigInt(Math.round(now() * 1e6)), true);
            return 0;
        },
        fd_write(fd, parts, count, written) {
            view().setUint32(written, 0, true);
            return 8; // nothing is open
        },
        fd_close: () => 8,
        fd_seek: () => 8,
        fd_read: () => 8,
        fd_fdstat_get: () => 8,
        fd_prestat_get: () => 8,
        fd_prestat_dir_name: () => 8,
        environ_sizes_get(count, bytes) {
            view().setUint32(count, 0, true);
            view().setUint32(bytes, 0, true);
            return 0;
        },
        environ_get: () => 0,
        sched_yield: () => 0,
        proc_exit(status) {
            throw new Error(`the shell ended with ${status}`);
        },
    };
}

// Starts a module. [page] has a function for each import of src/web/page.h, which gets texts as strings and bytes as
// arrays of its own.
export async function open(bytes, page, now = () => performance.now()) {
    let instance;
    const memory = () => instance.exports.memory;
    const take = (at, length) => new Uint8Array(memory().buffer, at, length).slice();
    const text = (at, length) => decoder.decode(new Uint8Array(memory().buffer, at, length));
    const put = (to, bytes) => new Uint8Array(memory().buffer).set(bytes, to);
    const size = bytes => bytes ? bytes.length : -1;
    const imports = {
        page: {
            write: (place, at, length) => page.write(place, text(at, length)),
            clear: () => page.clear(),
            file_size: (at, length) => size(page.file(text(at, length))),
            file_read: (at, length, to) => put(to, page.file(text(at, length))),
            file_wanted: (at, length) => page.wanted(text(at, length)),
            file_write: (at, length, from, count, finished) =>
                page.writeFile(text(at, length), take(from, count), finished !== 0),
            lesson_size: (at, length) => size(page.lesson(text(at, length))),
            lesson_read: (at, length, to) => put(to, page.lesson(text(at, length))),
            lesson_keep: (at, length, from, count) =>
                page.keepLesson(text(at, length), from ? take(from, count) : null),
            keep: (at, length) => page.keep(text(at, length)),
            share: (at, length) => page.share(text(at, length)),
            picture: (at, length) => page.picture(text(at, length)),
            report: (at, length) => page.report(text(at, length)),
            words: (start, files, at, length, usage, usageLength) =>
                page.words(start, files !== 0, text(at, length).split('\n').slice(0, -1),
                    text(usage, usageLength)),
            prompt: (at, length) => page.prompt(text(at, length)),
        },
        wasi_snapshot_preview1: wasi(memory, now),
    };
    ({ instance } = await WebAssembly.instantiate(bytes, imports));
    const { exports } = instance;
    exports._initialize();

    // Puts a text into the module's memory, ended by a NUL; the caller frees it.
    function give(string) {
        const bytes = encoder.encode(string), at = exports.nnsh_allocate(bytes.length + 1);
        if (!at)
            throw new Error('there is not enough memory');
        put(at, bytes);
        put(at + bytes.length, [0]);
        return at;
    }

    // Calls a function with a text and with what else it takes.
    function call(name, string, ...rest) {
        const at = give(string);
        try {
            return exports[name](at, ...rest);
        } finally {
            exports.nnsh_free(at);
        }
    }
    const bytesOf = string => encoder.encode(string).length;
    return {
        start: (columns, rows, color) => exports.nnsh_start(columns, rows, color ? 1 : 0) !== 0,
        banner: () => exports.nnsh_banner(),
        resize: (columns, rows) => exports.nnsh_resize(columns, rows),
        line: string => call('nnsh_line', string, bytesOf(string)),
        abandon: () => exports.nnsh_abandon(),
        load: string => call('nnsh_load', string, bytesOf(string)) !== 0,
        // The cursor counts in UTF-16 units here and in bytes there.
        complete: (string, cursor) => call('nnsh_complete', string, bytesOf(string.slice(0, cursor))),
        report: () => exports.nnsh_report(),
        run: (name, string, flags) => exports.nnsh_run(give(name), give(string), bytesOf(string), flags),
    };
}

// The text of bytes, and how many UTF-16 units the first [count] bytes of a text are.
export const textOf = bytes => decoder.decode(bytes);
export const unitsOf = (string, count) => decoder.decode(encoder.encode(string).subarray(0, count)).length;
