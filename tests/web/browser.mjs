// SPDX-License-Identifier: GPL-3.0-or-later
// The page in a browser: types as a student does and compares with what the installed program says. Each test has a
// browser of its own that knows nothing; ONLY=WORD runs those with the word in their name; SHOTS=FOLDER keeps what
// the page looked like, in more colours. The last line counts.
import { deflateSync } from 'node:zlib';
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { Page, address, newPerson, openBrowser } from './page.mjs';

const here = path.dirname(fileURLToPath(import.meta.url)), root = path.join(here, '../..');
const nnsh = path.join(root, 'build/nnsh');
const axe = readFileSync(path.join(here, 'node_modules/axe-core/axe.min.js'), 'utf8');
const file = name => readFileSync(path.join(root, name), 'utf8');
const atOnce = Number(process.env.ATONCE || 3); // tests that run side by side
const bare = text => text.replace(/\s+/g, '');
const table = 'width,height,kind\n' + Array.from({ length: 30 }, (_, i) =>
    `${i % 7},${(i * 5) % 11},${i % 7 > 3 ? 'wide' : 'narrow'}\n`).join('');

function check(isTrue, what) {
    if (!isTrue)
        throw new Error(what);
}

// A window in which all answers of a test can be seen at once.
const tall = () => newPerson({ height: 2500 });

async function shows(page, pattern, what = String(pattern)) {
    check(await page.see(pattern), `the terminal does not show ${what}, but:\n${await page.text()}`);
}

async function pane(page, pattern) {
    const says = await page.status(pattern);
    check(pattern.test(says), `the pane says '${says}', not ${pattern}`);
}

// ---- what is tested ------------------------------------------------------------------------------------

const tests = {
    async 'the first session of the README has the same digits'() {
        const page = await Page.open(await tall());
        const lines = file('tests/scripts/first-session.nn').split('\n').filter(line => line && !line.startsWith('#'));
        await page.run('clear', ...lines);
        const ours = bare((await page.rows()).slice(0, -1).join('\n'));
        check(ours === bare(file('tests/scripts/first-session.out')), `the answers differ:\n${await page.text()}`);
        return page.context;
    },

    async 'the same lines give what the installed program answers'() {
        const page = await Page.open(await tall());
        const lines = ['data spiral', 'init 2 8:tanh 1 seed=7', 'lr = 0.5', 'train 300 every=100', 'print sum(w1), loss',
            'show w2', 'diagnose'];
        await page.run('clear', ...lines);
        const theirs = execFileSync(nnsh, ['--no-rc', '-k', '-c', lines.join('; ')],
            { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'], env: { ...process.env, LC_ALL: 'C.UTF-8' } });
        const ours = bare(await page.text());
        for (const line of theirs.split('\n').filter(row => /\d/.test(row) && row.length < 70))
            check(ours.includes(bare(line)), `'${line}' is missing in\n${await page.text()}`);
        return page.context;
    },

    async 'the fast module is taken where the processor rounds once'(context) {
        const page = await Page.open(context), kernel = await page.page.getAttribute('html', 'data-kernel');
        const isFused = process.arch !== 'x64' || /\bfma\b/.test(readFileSync('/proc/cpuinfo', 'utf8'));
        check(kernel === (isFused ? 'relaxed' : 'exact'), `it took the ${kernel} one`);
    },

    async 'a table is dropped, read and kept'(context) {
        const page = await Page.open(context);
        await page.drop('my table.csv', table);
        await shows(page, /> data my-table\.csv$/, 'the command that reads the file');
        await page.press('Enter');
        await page.idle();
        await page.run('init', 'train 20 every=20');
        await shows(page, /epoch 20\/20/);
        await page.page.reload();
        await page.ready();
        await page.run('show data');
        await shows(page, /wide|narrow/, 'the classes of the table after a reload');
        await page.page.click('#files');
        check(/my-table\.csv/.test(await page.page.textContent('#files-list')), 'the list of files lacks the table');
        await page.page.click('[aria-label="Remove my-table.csv"]');
        check(/none/.test(await page.page.textContent('#files-list')), 'the file is still there, or another');
    },

    async 'data asks for a file that is not there'(context) {
        const page = await Page.open(context);
        const chooser = page.page.waitForEvent('filechooser');
        await page.type('data flowers.csv');
        await page.press('Enter');
        await (await chooser).setFiles({ name: 'other.csv', mimeType: 'text/csv', buffer: Buffer.from(table) });
        await shows(page, /30 samples|kind/, 'the data that were chosen');
        await page.idle();
        check(!(await page.page.isVisible('#notice')), 'the question for the file is still there');
    },

    async 'a file that is no table is refused, and the session stays'(context) {
        const page = await Page.open(context);
        await page.run('init', 'train 10 every=10');
        await page.drop('rubbish.csv', '\u0000\u0001\u0002PK\u0003\u0004');
        await page.press('Enter');
        await page.idle();
        await shows(page, /error:/);
        check(/epoch 10\]> ?$/.test(await page.last()), `the prompt is ${await page.last()}`);
    },

    async 'Ctrl-C stops a training, and no line typed meanwhile is lost'(context) {
        const page = await Page.open(context);
        await page.run('init');
        await page.type('train 2000000000');
        await page.press('Enter');
        await page.page.waitForSelector('#stop', { state: 'visible' });
        await page.page.waitForTimeout(2500);
        await page.type('print 2 + 3');
        await page.press('Enter');
        await page.type('print 4');
        await shows(page, /next: print 2 \+ 3\nprint 4$/, 'the line that waits and the one that is typed');
        await page.press('Control+c');
        await shows(page, /\^C[^]*Stopped\.[^]*> print 2 \+ 3\n\s*5\n[^]*> print 4$/, 'the sentence, the answer and the line');
        const epoch = Number((await page.last()).match(/epoch (\d+)/)[1]);
        check(epoch > 0 && epoch < 2000000000, `it goes on at epoch ${epoch}`);
        await page.press('Enter');
        await page.idle();
        await page.run('train 10 every=10');
        check((await page.last()).includes(`epoch ${epoch + 10}`), `after ten more epochs the prompt is ${await page.last()}`);
    },

    async 'Ctrl-C in a lesson loses no training either'(context) {
        const page = await Page.open(context);
        await page.run('lesson forward');
        await page.type('train 2000000000');
        await page.press('Enter');
        await page.page.waitForTimeout(4000);
        await page.press('Control+c');
        await shows(page, /\^C[^]*Stopped\.[^]*forward 1\/7, epoch [1-9]\d+\]> ?$/);
    },

    async 'a reload and a closed tab keep the session'(context) {
        const first = await Page.open(context);
        await first.run('init 2 3 1 seed=5', 'train 30 every=30', 'print loss');
        const loss = (await first.rows()).at(-2);
        await first.page.reload();
        await first.ready();
        check(/epoch 30\]>/.test(await first.last()), `after the reload the prompt is ${await first.last()}`);
        await first.page.close();
        const second = await Page.open(context);
        await second.run('print loss');
        check((await second.rows()).at(-2) === loss, `the loss was ${loss}, and is ${(await second.rows()).at(-2)}`);
        await second.press('ArrowUp', 'ArrowUp');
        await shows(second, /(train 30 every=30|print loss)$/, 'the lines that were typed');
        await second.press('Control+c');
        await second.run('undo');
        check(/epoch 30\]>/.test(await second.last()), `undo after the reload leads to ${await second.last()}`);
    },

    async 'a tab that is closed in the middle of a training says so'(context) {
        const first = await Page.open(context);
        await first.run('init');
        await first.type('train 2000000000');
        await first.press('Enter');
        await first.page.waitForTimeout(3000);
        await first.page.close();
        const second = await Page.open(context);
        await shows(second, /closed while 'train 2000000000' was running/);
        check(/epoch [1-9]\d*\]>/.test(await second.last()), `the prompt is ${await second.last()}`);
        await second.page.reload();
        await second.ready();
        check(!/was running/.test(await second.text()), 'it is said again after a reload');
    },

    async 'two tabs have a session each'(context) {
        const one = await Page.open(context);
        await one.run('init', 'train 40 every=40');
        const two = await Page.open(context);
        await shows(two, /open in another tab too/);
        check(/^nnsh> ?$/.test(await two.last()), `the second tab begins with ${await two.last()}`);
        await two.run('init', 'train 5 every=5');
        for (const [page, epoch] of [[one, 40], [two, 5]]) {
            await page.page.reload();
            await page.ready();
            check((await page.last()).includes(`epoch ${epoch}]`), `after a reload a tab has ${await page.last()}, not ${epoch}`);
        }
    },

    async 'a session is shared by its address'(context) {
        const page = await Page.open(context);
        await page.run('init', 'train 1000 every=1000', 'share');
        await page.page.waitForSelector('#notice input');
        const link = await page.page.inputValue('#notice input');
        check(link.length < 1200, `the address of XOR has ${link.length} characters`);
        await page.run('print w1');
        const weights = (await page.rows()).slice(-3).join('\n');
        const friend = await newPerson();
        const theirs = await Page.open(friend, link);
        check(/epoch 1000\]>/.test(await theirs.last()), `the address leads to ${await theirs.last()}`);
        await theirs.run('print w1');
        check((await theirs.rows()).slice(-3).join('\n') === weights, 'the weights differ');
        check(!(theirs.page.url().includes('#')), 'the session is still in the address');
        context.wrong.push(...friend.wrong);
        await friend.close();
        const middle = Math.floor(link.length / 2) + 20, broken = await Page.open(await newPerson());
        for (const bad of [link.slice(0, middle), link.slice(0, middle) + (link[middle] === 'A' ? 'B' : 'A') + link.slice(middle + 1),
            `${address}#s=%%%`]) {
            await broken.page.goto('about:blank');
            await broken.page.goto(bad);
            await shows(broken, /address is damaged/);
            await broken.idle();
            check(/^nnsh> ?$/.test(await broken.last()), `after a bad address the prompt is ${await broken.last()}`);
            await broken.run('clear');
        }
        // Whole, but not what `save` writes: nothing of it is run, and nothing of it is kept.
        const commands = deflateSync('init\ntrain 3\n').toString('base64url');
        await broken.page.goto('about:blank');
        await broken.page.goto(`${address}#s=${commands}`);
        await shows(broken, /nothing of this one was run/);
        await broken.page.reload();
        await broken.ready();
        check(/^nnsh> ?$/.test(await broken.last()), `after a refused address and a reload the prompt is ${await broken.last()}`);
        context.wrong.push(...broken.context.wrong);
        await broken.context.close();
    },

    async 'an address holds the table too'(context) {
        const page = await Page.open(context);
        await page.drop('t.csv', table);
        await page.press('Enter');
        await page.idle();
        await page.run('init', 'train 15 every=15', 'print loss', 'share');
        await shows(page, /The address has \d+ characters/);
        const loss = (await page.text()).match(/print loss\n(\S+)/)[1];
        const friend = await newPerson(), theirs = await Page.open(friend, await page.page.inputValue('#notice input'));
        check(/epoch 15\]> ?$/.test(await theirs.last()), `the address leads to ${await theirs.last()}`);
        await theirs.run('print loss');
        check((await theirs.text()).includes(`print loss\n${loss}`), 'the loss is another');
        context.wrong.push(...friend.wrong);
        await friend.close();
    },

    async 'an address runs nothing but what load takes'(context) {
        const page = await Page.open(context);
        const code = await page.page.evaluate(async () => {
            const text = '# A session of nnsh, format 1: data xor\ndata xor n=2 noise=0\nsave stolen.nn\nplot data\n';
            const stream = new Blob([text]).stream().pipeThrough(new CompressionStream('deflate'));
            const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
            return btoa(String.fromCharCode(...bytes)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=+$/, '');
        });
        const other = await newPerson(), victim = new Page(await other.newPage(), other);
        let downloads = 0;
        victim.page.on('download', () => downloads++);
        await victim.page.goto(`${address}#s=${code}`);
        await victim.ready();
        await shows(victim, /error:/);
        check(downloads === 0, 'the address made the page write a file');
        await other.close();
    },

    async 'plots are drawn beside the terminal and can be downloaded'(context) {
        const page = await Page.open(context);
        await page.run('init', 'train 200 every=200', 'plot loss', 'plot boundary');
        check(await page.page.locator('#plot svg').count() === 1, 'there is no plot');
        await page.page.click('#plot-back');
        check(/loss/.test(await page.page.textContent('#plot-title')), `the plot before is ${await page.page.textContent('#plot-title')}`);
        for (const act of [() => page.page.click('#plot-save'), () => page.run('plot loss curve.svg')]) {
            const download = page.page.waitForEvent('download');
            await act();
            const picture = readFileSync(await (await download).path(), 'utf8');
            check(/<svg/.test(picture), 'what was downloaded is no SVG');
        }
        await page.page.click('#terminal');
        await page.run('plot loss curve.png');
        await shows(page, /error:/);
    },

    async 'save, record and export are downloads'(context) {
        const page = await Page.open(context);
        for (const [lines, begins] of [[['init', 'save mine.nn'], /^# A session of nnsh/], [['export net.py'], /import numpy/],
            [['record notes.nn', 'train 10 every=10', 'record off'], /train 10/]]) {
            const download = page.page.waitForEvent('download');
            await page.run(...lines);
            const content = readFileSync(await (await download).path(), 'utf8');
            check(begins.test(content), `${lines} downloads ${content.slice(0, 80)}`);
        }
    },

    async 'the slider goes through the training by keys'(context) {
        const page = await Page.open(context);
        check(await page.page.isHidden('#pane'), 'the pane is there before a network');
        await page.run('init', 'train 1000 every=1000');
        await pane(page, /^epoch 1000, loss 0\.0204/);
        await page.page.focus('#slider');
        await page.press('Home');
        await pane(page, /^epoch 0, loss 0\.25/);
        await page.press('ArrowRight');
        await pane(page, /^epoch (?!0,|1000,)/);
        for (const id of ['loss', 'picture', 'network'])
            check(await page.page.locator(`#${id} svg`).count() === 1, `there is no picture of the ${id}`);
        await page.page.click('#terminal');
        await page.run('undo');
        await pane(page, /^epoch 0,/);
        await page.page.click('#pictures');
        check(await page.page.isHidden('#side'), 'the pictures are still there');
        await page.run('train 50 every=50');
        await page.page.click('#pictures');
        await pane(page, /^epoch 50,/);
    },

    async 'a whole lesson, from beginning to end'(context) {
        const page = await Page.open(context);
        await page.run('lesson forward');
        const solutions = [...file('lessons/forward.nn').matchAll(/^solution "(.*)"$/gm)].map(([, line]) => line);
        for (const [n, line] of solutions.entries()) {
            await page.run(line);
            if (n === 2) {
                // How far one has come is kept.
                await page.page.reload();
                await page.ready();
                await page.run('lesson forward');
            }
        }
        await shows(page, /That was the lesson forward: \d+ steps/);
    },

    async 'TAB completes, Ctrl-R looks, the line can be edited'(context) {
        const page = await Page.open(context);
        await page.type('ini');
        await page.press('Tab');
        await shows(page, /> init$/);
        await page.press('Enter');
        await page.idle();
        await page.type('print 1 + 2');
        await page.press('Home', 'Control+ArrowRight', 'Control+k');
        await page.type(' 40 + 2');
        await page.press('Enter');
        await page.idle();
        await shows(page, /> print 40 \+ 2\n\s*42/);
        await page.press('Control+r');
        await page.type('ini');
        await page.frames(2);
        await page.press('Enter');
        await page.idle();
        await shows(page, /42[^]*> init\nnetwork/);
        await page.type('pr');
        await page.press('Tab');
        await page.page.waitForTimeout(200);
        await page.press('Tab');
        await shows(page, /predict +print|print +predict/, 'the choices');
    },

    async 'a long line with wide letters is drawn right in every width'(context) {
        const page = await Page.open(context);
        const line = `print "${'漢字 é😀 x'.repeat(30)}"`;
        const isThere = async what => {
            const rows = await page.rows(), shown = bare(rows.slice(rows.findLastIndex(row => row.startsWith('nnsh'))).join(''));
            check(shown === bare(`nnsh> ${what}`), `it shows ${shown}`);
        };
        await page.page.keyboard.insertText(line);
        await page.frames(3);
        await isThere(line);
        await page.press('Home', ...Array(7).fill('ArrowRight'), ...'abc', 'Delete', 'ArrowRight', 'Backspace');
        await page.frames(3);
        const expected = [...line];
        expected.splice(7, 0, 'a', 'b', 'c');
        expected.splice(10, 1);
        expected.splice(10, 1);
        await isThere(expected.join(''));
        for (const width of [1000, 800, 1300]) {
            await page.page.setViewportSize({ width, height: 900 });
            await page.page.waitForTimeout(300);
            await page.frames(3);
            await isThere(expected.join(''));
        }
        await page.press('Control+c');
    },

    async 'a line that is not finished goes on, and Ctrl-C leaves it'(context) {
        const page = await Page.open(context);
        await page.run('init', 'set w1 [');
        check(!/^nnsh/.test(await page.last()), `it goes on with ${await page.last()}`);
        await page.run('[1, 2],', '[3, 4]]', 'print w1[1,0]');
        await shows(page, /print w1\[1,0\]\n\s*3/);
        await page.run('set w1 [');
        await page.press('Control+c');
        await page.page.waitForTimeout(300);
        check(/^nnsh/.test(await page.last()), `after Ctrl-C the prompt is ${await page.last()}`);
        await page.run('print 6');
        await shows(page, /print 6\n\s*6/);
    },

    async 'pasted lines run one after the other, and too much is refused'(context) {
        const page = await Page.open(context);
        await page.paste('init\r\ntrain 20 every=20\r\nprint 7');
        await shows(page, /epoch 20\/20[^]*> print 7$/);
        await page.press('Control+c');
        await page.paste('x'.repeat(1e7));
        await shows(page, /10\.0 MB[^]*can be pasted/);
        await page.paste(Array.from({ length: 500 }, (_, n) => `print ${n}`).join('\n') + '\n');
        await shows(page, /print 499\n\s*499\nnnsh[^\n]*$/);
    },

    async 'it works where nothing may be kept'() {
        const context = await newPerson({ before: () => {
            IDBFactory.prototype.open = () => { throw new DOMException('no', 'SecurityError'); };
            Object.defineProperty(window, 'sessionStorage', { get() { throw new DOMException('no', 'SecurityError'); } });
        } });
        const page = await Page.open(context);
        await shows(page, /keeps nothing after it is closed/);
        await page.run('init', 'train 20 every=20', 'lesson forward');
        await shows(page, /epoch 20\/20/);
        return context;
    },

    async 'it works where there is no room, and says so once'() {
        const context = await newPerson({ before: () => {
            IDBObjectStore.prototype.put = () => { throw new DOMException('full', 'QuotaExceededError'); };
        } });
        const page = await Page.open(context);
        await page.run('init', 'train 20 every=20');
        check(/no room/.test(await page.page.textContent('#notice')), 'it does not say that there is no room');
        await shows(page, /epoch 20\/20/);
        return context;
    },

    async 'a browser without vector instructions gets a sentence'() {
        const context = await newPerson({ before: () => { WebAssembly.validate = () => false; } });
        const page = new Page(await context.newPage(), context);
        await page.page.goto(address);
        check(/lacks WebAssembly/.test(await page.page.innerText('body')), 'there is no sentence');
        return context;
    },

    async 'everything can be done by keys'(context) {
        const page = await Page.open(context);
        const where = () => page.page.evaluate(() => document.activeElement.id || document.activeElement.className);
        await page.run('init', 'train 100 every=100');
        await page.press('Shift+Tab');
        check(await where() === 'help', `Shift-Tab leads to ${await where()}`);
        await page.press('Enter');
        check(await page.page.isVisible('#help-dialog'), 'Enter does not open the help');
        await page.press('Escape');
        await page.page.waitForFunction(() => /xterm/.test(document.activeElement.className));
        check(/xterm/.test(await where()), `after the help the keys go to ${await where()}`);
        await page.page.focus('#theme');
        await page.press('Enter', 'Enter');
        check(await page.page.getAttribute('html', 'data-theme') === 'dark', 'the page is not dark');
        await page.press('Tab', 'Tab');
        check(/xterm/.test(await where()), `Tab leads from the buttons to ${await where()}`);
        await page.run('print 5');
        await shows(page, /print 5\n\s*5/);
        await page.press('Escape', 'Tab');
        check(await where() === 'side', `Escape and Tab lead to ${await where()}`);
        await pane(page, /^epoch 100,/);
        await page.press('Tab', 'Tab', 'Home');
        await pane(page, /^epoch 0,/);
    },

    async 'it fits each window, in light and in dark, and axe finds no serious fault'() {
        const all = await newPerson();
        for (const [width, height, usual] of [[1400, 900, 'dark'], [1000, 700, 'light'], [800, 900, 'dark']])
            for (const scheme of process.env.SHOTS ? ['light', 'dark'] : [usual]) {
                const context = await newPerson({ width, height, scheme, before: { content: axe } });
                const page = await Page.open(context);
                await look(page, `start-${width}-${scheme}`);
                await page.run('init', 'train 1000 every=200');
                await look(page, `train-${width}-${scheme}`);
                await page.run('plot boundary');
                await look(page, `plot-${width}-${scheme}`);
                await page.run('trian 5', 'show w7');
                await look(page, `error-${width}-${scheme}`);
                await page.run('clear', 'lesson forward');
                await look(page, `lesson-${width}-${scheme}`);
                check(await page.page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), `${width}: the page is too wide`);
                const prompt = await page.page.locator('.xterm-helper-textarea').boundingBox();
                check(prompt.y > 0 && prompt.y < height, `${width}: the prompt is out of sight`);
                await page.page.click('#plot-large');
                await look(page, `large-${width}-${scheme}`);
                await page.press('Escape');
                await page.page.click('#help');
                await judge(page, `${width} ${scheme} with the help`);
                await page.press('Escape');
                await judge(page, `${width} ${scheme}`);
                all.wrong.push(...context.wrong);
                await context.close();
            }
        return all;
    },

    async 'it works from a server, and asks it for nothing else'(context) {
        const asked = [];
        const server = createServer((request, answer) => {
            asked.push(request.url);
            answer.setHeader('Content-Type', 'text/html');
            answer.end(readFileSync(process.env.PAGE ? fileURLToPath(process.env.PAGE) : path.join(root, 'build/web/nnsh.html')));
        }).listen(0, '127.0.0.1');
        await new Promise(resolve => server.on('listening', resolve));
        const page = await Page.open(context, `http://127.0.0.1:${server.address().port}/course/nnsh.html`);
        await page.run('init', 'train 20 every=20', 'share');
        await shows(page, /http:\/\/127[^]*#s=/);
        await page.page.reload();
        await page.ready();
        check(/epoch 20\]/.test(await page.last()), 'the session is not kept');
        check(asked.join() === '/course/nnsh.html,/course/nnsh.html', `it asked for ${asked}`);
        server.close();
    },

    async 'quit ends it, and Enter goes on'(context) {
        const page = await Page.open(context);
        await page.run('init', 'train 20 every=20', 'quit');
        await shows(page, /nnsh has ended/);
        await page.press('Enter');
        await shows(page, /epoch 20\]> ?$/);
    },
};

// ---- how they are run ----------------------------------------------------------------------------------

async function look(page, name) {
    if (process.env.SHOTS)
        await page.page.screenshot({ path: path.join(process.env.SHOTS, `${name}.png`) });
}

// Complains of what axe finds that is serious.
async function judge(page, where) {
    const found = await page.page.evaluate(async () =>
        (await window.axe.run({ resultTypes: ['violations'] })).violations
            .filter(fault => ['serious', 'critical'].includes(fault.impact))
            .map(fault => `${fault.id}: ${fault.nodes.map(node => node.html).join(' ').slice(0, 300)}`));
    check(found.length === 0, `${where}: axe finds ${found.join('; ')}`);
}

// Runs one test and says how it went; whether it passed.
async function run(name, test) {
    let context = await newPerson();
    const begun = Date.now();
    try {
        context = await test(context) || context;
        check(context.wrong.length === 0, context.wrong.join('\n'));
        console.log(`ok ${name}${process.env.TIMES ? ` ${Date.now() - begun} ms` : ''}`);
        return true;
    } catch (error) {
        console.log(`FAIL ${name}: ${error.message}`);
        return false;
    } finally {
        await context.close();
    }
}

// Takes tests from the list until there are none.
async function work(list, results) {
    for (let next; (next = list.shift());)
        results.push(await run(...next));
}

async function main() {
    const browser = await openBrowser(), results = [];
    const list = Object.entries(tests).filter(([name]) => !process.env.ONLY || name.includes(process.env.ONLY));
    await Promise.all(Array.from({ length: atOnce }, () => work(list, results)));
    await browser.close();
    const passed = results.filter(isGood => isGood).length;
    console.log(`${passed} passed, ${results.length - passed} failed, 0 skipped`);
    process.exit(passed === results.length ? 0 : 1);
}

await main();
