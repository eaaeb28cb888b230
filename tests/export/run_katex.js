// SPDX-License-Identifier: GPL-3.0-or-later
// Sets each formula of a JSON list from stdin with KaTeX in strict mode; says which it does not take.
import { readFileSync } from 'node:fs';
import katex from 'katex';

let wrong = 0;
for (const formula of JSON.parse(readFileSync(0, 'utf8'))) {
    try {
        katex.renderToString(formula, { strict: 'error', displayMode: true });
    } catch (error) {
        wrong++;
        console.log(`${error.message}\n  in ${formula.slice(0, 400)}`);
    }
}
process.exit(wrong > 0 ? 1 : 0);
