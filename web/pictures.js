// SPDX-License-Identifier: GPL-3.0-or-later
// The pictures beside the terminal: those that `plot` draws, the newest first, and the report's pane with its slider.
import { mount } from '../report/pane.js';
import { activations } from '#activations';
import { download } from './files.js';

const $ = id => document.getElementById(id);
const most = 50; // plots that are kept to go back to

export class Pictures {
    constructor() {
        this.plots = [];
        this.at = -1;
        this.pane = mount($('pane'), activations, true);
        $('plot-back').addEventListener('click', () => this.go(this.at - 1));
        $('plot-on').addEventListener('click', () => this.go(this.at + 1));
        $('plot-close').addEventListener('click', () => { $('plots').hidden = true; });
        $('plot-large').addEventListener('click', () => this.enlarge());
        $('plot-save').addEventListener('click', () => this.save());
    }

    // Shows a plot that was drawn now.
    add(svg, title) {
        this.plots = [...this.plots.slice(1 - most), { svg, title }];
        $('plots').hidden = false;
        this.go(this.plots.length - 1);
        $('side').scrollTop = 0;
    }

    go(at) {
        const { svg, title } = this.plots[this.at = at];
        const picture = new DOMParser().parseFromString(svg, 'image/svg+xml').documentElement;
        picture.setAttribute('role', 'img');
        picture.setAttribute('aria-label', title);
        if (!picture.hasAttribute('viewBox'))
            picture.setAttribute('viewBox', `0 0 ${parseFloat(picture.getAttribute('width'))} ${parseFloat(picture.getAttribute('height'))}`);
        $('plot').replaceChildren(document.adoptNode(picture));
        $('plot-title').textContent = title;
        $('plot-back').disabled = at === 0;
        $('plot-on').disabled = at === this.plots.length - 1;
    }

    enlarge() {
        $('plot-alone').replaceChildren($('plot').firstChild.cloneNode(true));
        $('plot-dialog').showModal();
    }

    save() {
        const { svg, title } = this.plots[this.at];
        download(`${title.replace(/\W+/g, '-')}.svg`, svg);
    }

    // Shows the network, the plane and the loss as a report tells them, or that there is no network with null. Of
    // reports that come faster than the page is drawn, only the last is.
    report(json, isHidden = false) {
        $('empty-why').hidden = isHidden;
        $('hidden-why').hidden = !isHidden;
        if (this.next === undefined)
            requestAnimationFrame(() => {
                const report = this.next ? JSON.parse(this.next) : null;
                this.next = undefined;
                $('empty').hidden = report !== null;
                $('pane').hidden = report === null;
                if (report)
                    this.pane.update(report);
            });
        this.next = json;
    }
}
