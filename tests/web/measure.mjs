// SPDX-License-Identifier: GPL-3.0-or-later
// Measures the page in Chromium: node measure.mjs prints its size, how long it takes to a prompt, how fast XOR is
// trained, and how long a key takes to be seen while a training runs. No test depends on it.
import { statSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { Page, address, newPerson, openBrowser } from './page.mjs';

const middle = list => list.sort((a, b) => a - b)[Math.floor(list.length / 2)];

await openBrowser();
console.log(`size            ${(statSync(fileURLToPath(address)).size / 1e6).toFixed(2)} MB`);
const starts = [];
for (let n = 0; n < 6; n++) {
    const context = await newPerson(), begun = Date.now(), page = await Page.open(context);
    starts.push(Date.now() - begun);
    await page.page.close();
    await context.close();
}
console.log(`to the prompt   ${middle(starts)} ms (${starts[0]} to ${starts.at(-1)})`);

const page = await Page.open(await newPerson());
await page.run('init', 'train 1000 every=1000');
const begun = Date.now();
await page.run('train 5000000 every=5000000');
console.log(`XOR             ${(5000 / (Date.now() - begun)).toFixed(2)} million epochs a second`);

// From the key's event to the frame after the one in which its letter is in the terminal.
await page.page.evaluate(() => {
    window.taken = [];
    document.querySelector('.xterm-helper-textarea').addEventListener('keydown', () => {
        const from = performance.now(), rows = document.querySelector('.xterm-rows'), before = rows.textContent;
        const look = () => rows.textContent === before ? requestAnimationFrame(look) : window.taken.push(performance.now() - from);
        requestAnimationFrame(look);
    }, true);
});
await page.type('train 2000000000 every=1000');
await page.press('Enter');
await page.page.waitForTimeout(1000);
await page.page.evaluate(() => { window.taken = []; });
for (const letter of 'abcdefghijklmnopqrst') {
    await page.type(letter);
    await page.page.waitForTimeout(70);
}
const taken = await page.page.evaluate(() => window.taken);
console.log(`a key           ${middle(taken).toFixed(0)} ms (${Math.min(...taken).toFixed(0)} to ${Math.max(...taken).toFixed(0)}), while training prints`);
process.exit();
