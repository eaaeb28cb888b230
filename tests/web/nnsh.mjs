// SPDX-License-Identifier: GPL-3.0-or-later
// A module of the page as a program that runs one script, as `nnsh [--echo] [-k] FILE` does, with the files of this
// machine: node nnsh.mjs MODULE [OPTION...] FILE. So the same tests run both.
import { existsSync, readFileSync, statSync, writeFileSync, writeSync } from 'node:fs';
import { ANSWER, open } from '../../web/module.js';

const [module, ...rest] = process.argv.slice(2);
const flags = { '--echo': 1, '-k': 2, '--color=always': 4 };
const name = rest[rest.length - 1];
const wanted = rest.slice(0, -1).reduce((sum, option) => sum | (flags[option] ?? 0), 0);

// Writes everything, also where the reader is slow.
function put(descriptor, text) {
    for (let bytes = Buffer.from(text); bytes.length > 0;) {
        try {
            bytes = bytes.subarray(writeSync(descriptor, bytes));
        } catch (error) {
            if (error.code !== 'EAGAIN')
                throw error;
        }
    }
}

const file = path => existsSync(path) && statSync(path).isFile() ? readFileSync(path) : null;
const page = {
    write: (place, text) => put(place === ANSWER ? 1 : 2, text),
    clear() {},
    file,
    wanted() {},
    writeFile: (path, bytes) => writeFileSync(path, bytes),
    lesson: () => null,
    keepLesson() {},
    keep() {},
    share: text => put(1, text),
    picture() {},
    report() {},
    words() {},
    prompt() {},
};
const shell = await open(readFileSync(module), page);
process.exitCode = shell.run(name, file(name).toString(), wanted);
