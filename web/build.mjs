// SPDX-License-Identifier: GPL-3.0-or-later
// Builds the page: node build.mjs BUILD makes BUILD/web/nnsh.html, in which everything is, from the files of this
// folder, the report's pane (report/), the wasm modules in BUILD/web and the activations that BUILD/generate prints.
// WORKER=FILE takes another worker.
import { createHash } from 'node:crypto';
import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { build, transform } from 'esbuild';

const here = path.dirname(fileURLToPath(import.meta.url)), made = path.resolve(process.argv[2] || path.join(here, '../build'));
const file = (...parts) => readFileSync(path.join(here, ...parts), 'utf8');
const targets = ['chrome109', 'firefox115', 'safari16.4'];
const usual = { bundle: true, minify: true, write: false, format: 'iife', target: targets, charset: 'ascii', legalComments: 'none', logLevel: 'warning' };

// What stands between two marks of a text.
function between(text, begin, end) {
    const from = text.indexOf(begin), to = text.indexOf(end, from);
    if (from < 0 || to < 0)
        throw new Error(`there is no '${begin}' ... '${end}' in report/page.html`);
    return text.slice(from + begin.length, to);
}

// The report's pane: its parts without the list of commands, and its style inside #pane.
const report = file('../report/page.html');
const pane = between(report, '<main id="pane">', '</main>').replace(/<section><h2>The commands.*\n/, '');
const paneStyle = between(report, '/* the pane */', '/* end of the pane */');

// The licenses of all that is in the page, one after the other.
const licenses = ['licenses/about.txt', 'node_modules/@xterm/xterm/LICENSE', 'node_modules/@xterm/addon-fit/LICENSE',
    '../report/LICENSES.txt', 'licenses/wasi-libc.txt', 'licenses/compiler-rt.txt', 'licenses/Apache-2.0.txt',
    'licenses/LGPL-2.1.txt', 'licenses/GPL-3.txt'].map(name => file(name).trim()).join(`\n\n${'='.repeat(72)}\n\n`);

const generated = {
    name: 'generated',
    setup(bundle) {
        bundle.onResolve({ filter: /^#activations$/ }, () => ({ path: 'activations', namespace: 'generated' }));
        bundle.onResolve({ filter: /^#erf$/ }, () => ({ path: path.join(here, '../report/erf.js') }));
        bundle.onLoad({ filter: /./, namespace: 'generated' }, () => ({
            contents: execFileSync(path.join(made, 'generate'), ['activations'], { encoding: 'utf8' }), resolveDir: here }));
    },
};

async function script(entry) {
    const { outputFiles } = await build({ ...usual, entryPoints: [entry], plugins: [generated], nodePaths: [path.join(here, '../report/node_modules')] });
    return outputFiles[0].text.trimEnd();
}

async function style() {
    const text = file('node_modules/@xterm/xterm/css/xterm.css') + `#pane {${paneStyle}}` + file('style.css');
    return (await transform(text, { loader: 'css', minify: true, target: targets, legalComments: 'none' })).code.trimEnd();
}

const packed = bytes => gzipSync(bytes, { level: 9 }).toString('base64');
const module = name => packed(readFileSync(path.join(made, 'web', name)));
const hash = text => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

const program = await script(path.join(here, 'page.js'));
const begin = `\n${(await transform(file('begin.js'), { minify: true, target: 'es5' })).code.trim()}\n`;
const policy = ["default-src 'none'", `script-src 'wasm-unsafe-eval' ${hash(begin)} ${hash(program)}`, 'worker-src blob:',
    "style-src 'unsafe-inline'", 'img-src data: blob:', "base-uri 'none'", "form-action 'none'"].join('; ');
const parts = {
    POLICY: policy,
    STYLE: await style(),
    PANE: pane.trim(),
    BEGIN: begin.trim(),
    PROGRAM: packed(program),
    WORKER: packed(await script(process.env.WORKER ? path.resolve(process.env.WORKER) : path.join(here, 'worker.js'))),
    RELAXED: module('nnsh-relaxed.wasm'),
    EXACT: module('nnsh.wasm'),
    LICENSES: packed(licenses),
};
const page = file('page.html').replace(/@([A-Z]+)@/g, (all, name) => parts[name] ?? all);
writeFileSync(path.join(made, 'web/nnsh.html'), page);
console.log(`${path.join(made, 'web/nnsh.html')}: ${page.length} bytes`);
