// SPDX-License-Identifier: GPL-3.0-or-later
// The program of the page that `export FILE.html` writes. nnsh puts the report into the page as JSON, and the
// activations as functions.
import { erf } from './erf.js';
import { mount } from './pane.js';

window.erf = erf; // some activations call it
const report = JSON.parse(document.getElementById('report').textContent);
mount(document.getElementById('pane'), window.nnshActivations).update(report);
document.documentElement.dataset.ready = 'yes';
