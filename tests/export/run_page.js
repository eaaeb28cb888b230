// SPDX-License-Identifier: GPL-3.0-or-later
// Opens pages in Chromium without a network: node run_page.js PAGE... Moves each slider by keys, chooses a sample,
// and writes to stdout as JSON what could be read, and what should not have happened. SHOTS=FOLDER takes pictures.
import { pathToFileURL } from 'node:url';
import path from 'node:path';
import { chromium } from 'playwright-core';

const browser = await chromium.launch({ executablePath: '/usr/bin/chromium', args: ['--no-sandbox'] });
const sizes = [[1400, 1000, 'light'], [700, 1000, 'dark']];

async function look(file, width, height, colorScheme) {
    const context = await browser.newContext({ offline: true, viewport: { width, height }, colorScheme });
    const page = await context.newPage(), wrong = [];
    page.on('console', message => wrong.push(`console: ${message.text()}`));
    page.on('pageerror', error => wrong.push(`error: ${error.message}`));
    page.on('request', request => /^(file|data|blob):/.test(request.url()) || wrong.push(`request: ${request.url()}`));
    await page.goto(pathToFileURL(file).href);
    await page.waitForSelector('html[data-ready]', { timeout: 30000 });
    const read = () => page.evaluate(() => ({
        status: document.getElementById('status').textContent,
        said: document.getElementById('slider').getAttribute('aria-valuetext'),
        weights: document.getElementById('weights').textContent,
        rows: [...document.querySelectorAll('#predictions tbody tr')].map(row =>
            [...row.cells].map(cell => cell.textContent)),
        arithmetic: document.getElementById('arithmetic').textContent,
        pictures: ['loss', 'picture', 'network'].map(id => document.querySelectorAll(`#${id} svg`).length),
    }));
    const last = await read();
    const hasSlider = await page.locator('#time').isVisible();
    let first = null;
    if (hasSlider) {
        await page.focus('#slider');
        await page.keyboard.press('Home');
        await page.locator('#status', { hasText: /^epoch 0,/ }).waitFor();
        first = await read();
        await page.keyboard.press('ArrowRight');
    }
    await page.locator('#predictions button').nth(1).click();
    const chosen = await read();
    const overflow = await page.evaluate(() => document.documentElement.scrollWidth > window.innerWidth);
    if (overflow)
        wrong.push('the page is wider than its window');
    if (process.env.SHOTS) {
        if (hasSlider) {
            await page.focus('#slider');
            await page.keyboard.press('End');
            await page.waitForTimeout(300);
        }
        const name = `${path.basename(file, '.html')}-${width}-${colorScheme}.png`;
        await page.screenshot({ path: path.join(process.env.SHOTS, name), fullPage: true });
    }
    await context.close();
    return { wrong, first, last, chosen };
}

const results = [];
for (const file of process.argv.slice(2))
    for (const [width, height, scheme] of sizes)
        results.push({ file, width, ...await look(path.resolve(file), width, height, scheme) });
await browser.close();
console.log(JSON.stringify(results));
