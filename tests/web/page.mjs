// SPDX-License-Identifier: GPL-3.0-or-later
// The page in Chromium, as a test sees and uses it. Whatever the page may never do (ask for anything, break the rules
// that it sets itself, throw) is kept in wrong.
import { fileURLToPath, pathToFileURL } from 'node:url';
import path from 'node:path';
import { chromium } from 'playwright-core';

const here = path.dirname(fileURLToPath(import.meta.url)), root = path.join(here, '../..');
export const address = process.env.PAGE || pathToFileURL(path.join(root, 'build/web/nnsh.html')).href;

let browser;

export async function openBrowser() {
    browser = await chromium.launch({ executablePath: process.env.CHROMIUM || '/usr/bin/chromium', args: ['--no-sandbox'] });
    return browser;
}

// A browser that knows nothing of nnsh yet; [before] is run in each page before anything else.
export async function newPerson({ width = 1400, height = 900, scheme = 'light', before = null } = {}) {
    const context = await browser.newContext({ viewport: { width, height }, colorScheme: scheme, acceptDownloads: true });
    if (before)
        await context.addInitScript(before);
    context.wrong = [];
    return context;
}

export class Page {
    constructor(page, context) {
        Object.assign(this, { page, context });
        page.on('console', message => /error|warning/.test(message.type()) && context.wrong.push(`console: ${message.text()}`));
        page.on('pageerror', error => context.wrong.push(`error: ${error.message}`));
        page.on('request', request => {
            if (!/^(file|data|blob):/.test(request.url()) && !request.isNavigationRequest())
                context.wrong.push(`request: ${request.url()}`);
        });
    }

    static async open(context, where = address) {
        const page = new Page(await context.newPage(), context);
        await page.page.goto(where);
        await page.ready();
        return page;
    }

    async ready() {
        await this.page.waitForSelector('html[data-ready]', { timeout: 30000 });
        await this.idle();
    }

    // Waits until a line can be typed and what was written is drawn.
    async idle() {
        await this.page.waitForSelector('#terminal[aria-busy=false]', { timeout: 60000 });
        await this.frames(3);
    }

    frames(count) {
        return this.page.evaluate(async left => {
            for (; left > 0; left--)
                await new Promise(requestAnimationFrame);
        }, count);
    }

    type(text) {
        return this.page.keyboard.type(text);
    }

    press(...keys) {
        return keys.reduce((before, key) => before.then(() => this.page.keyboard.press(key)), Promise.resolve());
    }

    // Types lines and waits for the answer to each.
    async run(...lines) {
        for (const line of lines) {
            await this.type(line);
            await this.press('Enter');
            await this.idle();
        }
    }

    // What the terminal shows, row by row.
    rows() {
        return this.page.evaluate(() => [...document.querySelectorAll('.xterm-rows > div')].map(row =>
            row.textContent.replace(/\u00a0/g, ' ').trimEnd()).join('\n').trimEnd().split('\n'));
    }

    async text() {
        return (await this.rows()).join('\n');
    }

    async last() {
        return (await this.rows()).at(-1);
    }

    // Waits until the terminal shows something, in its rows or with the rows joined by blanks.
    async see(pattern, milliseconds = 20000) {
        for (const end = Date.now() + milliseconds; Date.now() < end; await this.page.waitForTimeout(30)) {
            const text = await this.text();
            if (pattern.test(text) || pattern.test(text.replace(/\n/g, ' ')))
                return true;
        }
        return false;
    }

    async drop(name, content) {
        const data = await this.page.evaluateHandle(([title, text]) => {
            const transfer = new DataTransfer();
            transfer.items.add(new File([text], title));
            return transfer;
        }, [name, content]);
        await this.page.dispatchEvent('#screen', 'drop', { dataTransfer: data });
        await this.page.waitForTimeout(100);
        await this.frames(2);
    }

    paste(text) {
        return this.page.evaluate(words => {
            const transfer = new DataTransfer();
            transfer.setData('text/plain', words);
            document.querySelector('.xterm-helper-textarea').dispatchEvent(
                new ClipboardEvent('paste', { clipboardData: transfer, bubbles: true, cancelable: true }));
        }, text);
    }

    // Waits until the pane says something below its slider; what it says.
    async status(pattern, milliseconds = 10000) {
        const says = () => this.page.textContent('#status');
        for (const end = Date.now() + milliseconds; !pattern.test(await says()) && Date.now() < end;)
            await this.page.waitForTimeout(30);
        return says();
    }
}
