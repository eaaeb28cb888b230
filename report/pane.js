// SPDX-License-Identifier: GPL-3.0-or-later
// The pictures of a training with a slider: in the page that `export FILE.html` writes, and beside the terminal of
// the page that holds the whole shell. A report is what nnsh knows, as JSON (the data, the weights at the kept
// epochs, the curve); everything shown is computed here from it and from the activations, which are functions.
// Pictures are drawn by Observable Plot, the network as plain SVG. A page has one pane, so this module holds its state.
import { plot, line, dot, ruleX, raster, cell, text, link } from '@observablehq/plot';

let root, forwardOf, isSmall;               // where the pane is, the activations, how it is drawn: set by mount()
let report, data, kept, curve, layers;      // what is shown: set by update(), like the names below them
let inputs, outputs, middle, points, drawPicture;
const $ = id => root.querySelector(`#${id}`);
const state = { at: 0, sample: 0, timer: null, waiting: false };
const colors = ['#0072b2', '#d55e00', '#009e73', '#cc79a7', '#e69f00', '#56b4e9', '#8c564b', '#7f7f7f'];
const rowsShown = 60, unitsShown = 12, termsShown = 8;

// ---- numbers ------------------------------------------------------------------------------------

// At most six digits, as nnsh shows them.
function show(value) {
    if (value === null)
        return 'not a number';
    if (!Number.isFinite(value))
        return Number.isNaN(value) ? 'nan' : value > 0 ? 'inf' : '-inf';
    if (value === 0 || Number.isInteger(value) && Math.abs(value) < 1e6)
        return String(value === 0 ? 0 : value);
    const size = Math.abs(value);
    return size < 1e-4 || size >= 1e6 ? value.toExponential(3) : String(Number(value.toPrecision(6)));
}

// A value in its own unit, rounded to the digits that the page holds of it.
function unit(column, value) {
    const own = value * column.scale + column.shift;
    const last = 10 ** Math.floor(Math.log10(Math.abs(column.shift)) - 7);
    return last > 0 ? Math.round(own / last) * last : own;
}

// ---- the network --------------------------------------------------------------------------------

// z and a of every layer for a row x, as the network sees it.
function pass(moment, x) {
    let a = x;
    return layers.map((layer, k) => {
        const { w, b } = moment.layers[k];
        const z = b.map((bias, j) => a.reduce((sum, value, i) => sum + value * w[i][j], bias));
        const f = forwardOf[layer.activation];
        a = f.byRow ? f.forward(z) : z.map(f.forward);
        return { z, a };
    });
}

const predict = (moment, x) => pass(moment, x)[layers.length - 1].a;
const largest = row => row.indexOf(Math.max(...row));

// Which class a row of outputs or targets means; null where targets are numbers.
function classOf(row) {
    if (data.targets === 'numbers')
        return null;
    if (data.targets === 'labels')
        return row.map(value => value > middle ? 1 : 0).join('');
    return row.length > 1 ? largest(row) : row[0] >= middle ? 1 : 0;
}

function className(index) {
    if (!data.classes && data.targets === 'two')
        return show([data.low, data.high][index]);
    return data.classes && data.classes[index] !== undefined ? data.classes[index] : String(index);
}

// ---- pictures -----------------------------------------------------------------------------------

// How wide a picture may be in its panel.
function width(panel) {
    return Math.max(240, Math.min(640, $(panel).clientWidth));
}

// How high a picture is that has so many pixels where there is room.
const high = pixels => isSmall ? Math.round(0.72 * pixels) : pixels;

const style = { background: 'none', fontSize: '13px' };

function put(panel, picture, label) {
    picture.setAttribute('role', 'img');
    picture.setAttribute('aria-label', label);
    // A picture is read aloud as a whole.
    picture.querySelectorAll('g[aria-label]').forEach(part => part.removeAttribute('aria-label'));
    $(panel).replaceChildren(picture);
}

function drawLoss(moment) {
    const values = curve.map(point => point.loss).filter(value => value > 0);
    const spread = Math.max(...values) / Math.min(...values);
    const isLog = values.length > 1 && spread > 20 && values.length === curve.length;
    const marks = [line(curve, { x: 'epoch', y: 'loss', stroke: colors[0], strokeWidth: 2 })];
    if (curve.some(point => point.test !== null))
        marks.push(line(curve.filter(point => point.test !== null),
            { x: 'epoch', y: 'test', stroke: colors[1], strokeWidth: 2, strokeDasharray: '5 4' }));
    marks.push(ruleX([moment.epoch], { stroke: 'currentColor', strokeOpacity: 0.6 }));
    const point = curve.find(one => one.epoch === moment.epoch) || moment;
    marks.push(dot([point], { x: 'epoch', y: 'loss', fill: colors[0], r: 5 }));
    $('tested').hidden = !curve.some(one => one.test !== null);
    put('loss', plot({
        width: width('loss'), height: high(270), marginLeft: 75, marginRight: 30, marginBottom: 45, style, marks,
        x: { label: 'epoch', ticks: 5, tickFormat: String },
        y: { label: report.loss, type: isLog ? 'log' : 'linear', ticks: 4, tickFormat: show, grid: true },
    }), `The loss over the epochs; at epoch ${moment.epoch} it is ${show(moment.loss)}.`);
}

// The samples as points of the picture, in their own units.
const pointsOf = () => data.x.map((x, n) => ({
    n, x: unit(inputs[0], x[0]), y: inputs.length > 1 ? unit(inputs[1], x[1]) : null,
    target: data.y[n], kind: classOf(data.y[n]),
}));

function range(values) {
    const low = Math.min(...values), high = Math.max(...values), margin = (high - low || 1) * 0.15;
    return [low - margin, high + margin];
}

// The lines z = 0 of the first layer's units inside the plane.
function folds(moment, xs, ys) {
    const { w, b } = moment.layers[0], lines = [];
    const f = forwardOf[layers[0].activation];
    if (layers.length < 2 || !f.folds)
        return lines;
    const seen = (column, value) => (value - column.shift) / column.scale;
    for (let j = 0; j < b.length && j < unitsShown; j++) {
        const z = (x, y) => seen(inputs[0], x) * w[0][j] + seen(inputs[1], y) * w[1][j] + b[j];
        const ends = [];
        const cross = (x1, y1, x2, y2) => {
            const from = z(x1, y1), to = z(x2, y2);
            if (from === to || from > 0 === to > 0)
                return;
            const t = from / (from - to);
            ends.push([x1 + t * (x2 - x1), y1 + t * (y2 - y1)]);
        };
        cross(xs[0], ys[0], xs[1], ys[0]);
        cross(xs[1], ys[0], xs[1], ys[1]);
        cross(xs[1], ys[1], xs[0], ys[1]);
        cross(xs[0], ys[1], xs[0], ys[0]);
        if (ends.length > 1)
            lines.push({ x1: ends[0][0], y1: ends[0][1], x2: ends[1][0], y2: ends[1][1] });
    }
    return lines;
}

function drawPlane(moment) {
    const xs = range(points.map(p => p.x)), ys = range(points.map(p => p.y));
    const seen = (x, y) => [(x - inputs[0].shift) / inputs[0].scale, (y - inputs[1].shift) / inputs[1].scale];
    const many = outputs.length > 1;
    const value = (x, y) => {
        const row = predict(moment, seen(x, y));
        return many ? largest(row) : data.targets === 'numbers' ? unit(outputs[0], row[0]) : row[0];
    };
    const targets = points.map(p => many ? largest(p.target) : unit(outputs[0], p.target[0]));
    const domain = many ? outputs.map((_, i) => i)
        : data.targets === 'numbers' ? [Math.min(...targets), Math.max(...targets)] : [data.low, data.high];
    const color = many
        ? { type: 'categorical', domain, range: colors }
        : { type: 'linear', domain: [domain[0], (domain[0] + domain[1]) / 2, domain[1]],
            range: [colors[0], '#f4f4f4', colors[1]], clamp: true, interpolate: 'rgb' };
    put('picture', plot({
        width: width('picture'), height: high(330), marginLeft: 50, marginBottom: 45, style, color,
        x: { domain: xs, label: inputs[0].name, ticks: 5, tickFormat: show },
        y: { domain: ys, label: inputs[1].name, ticks: 5, tickFormat: show },
        marks: [
            raster({ x1: xs[0], x2: xs[1], y1: ys[0], y2: ys[1], fill: value, width: 60, height: 50,
                fillOpacity: 0.55, imageRendering: 'pixelated' }),
            link(folds(moment, xs, ys), { x1: 'x1', y1: 'y1', x2: 'x2', y2: 'y2', stroke: 'currentColor',
                strokeDasharray: '2 4' }),
            dot(points, { x: 'x', y: 'y', fill: (p, n) => targets[n], stroke: 'currentColor', r: 5,
                symbol: p => p.kind, title: p => `sample ${p.n}` }),
            dot([points[state.sample]], { x: 'x', y: 'y', stroke: 'currentColor', strokeWidth: 2, r: 9 }),
        ],
    }), `What the network predicts over ${inputs[0].name} and ${inputs[1].name} at epoch ${moment.epoch}.`);
}

function drawCurve(moment) {
    const xs = range(points.map(p => p.x)), count = 160;
    const steps = Array.from({ length: count + 1 }, (_, i) => xs[0] + (xs[1] - xs[0]) * i / count);
    const dots = points.flatMap(p => p.target.map((value, j) => ({ ...p, j, value: unit(outputs[j], value) })));
    const lines = outputs.flatMap((column, j) => steps.map(x => ({
        j, x, value: unit(column, predict(moment, [(x - inputs[0].shift) / inputs[0].scale])[j]),
    })));
    put('picture', plot({
        width: width('picture'), height: high(330), marginLeft: 60, marginBottom: 45, style,
        x: { label: inputs[0].name, ticks: 5, tickFormat: show },
        y: { label: outputs.map(o => o.name).join(', '), ticks: 5, tickFormat: show, grid: true },
        marks: [
            dot(dots, { x: 'x', y: 'value', fill: d => colors[d.j % colors.length], fillOpacity: 0.5, r: 4 }),
            line(lines, { x: 'x', y: 'value', z: 'j', stroke: d => colors[(d.j + 1) % colors.length],
                strokeWidth: 2.5 }),
        ],
    }), `The curve that the network predicts at epoch ${moment.epoch}, and the samples.`);
}

function drawConfusion(moment) {
    const count = data.y[0].length > 1 ? data.y[0].length : 2, cells = [];
    const counts = Array.from({ length: count }, () => new Array(count).fill(0));
    data.x.forEach((x, n) => counts[classOf(data.y[n])][classOf(predict(moment, x))]++);
    counts.forEach((row, i) => row.forEach((value, j) =>
        cells.push({ target: className(i), predicted: className(j), value, share: value / (row.reduce((s, v) => s + v) || 1) })));
    const letters = Math.max(...counts.map((_, i) => className(i).length));
    const marginLeft = Math.min(200, 50 + 7 * letters);
    // Names that would run into each other stand aslant.
    const isAslant = 8 * letters * count > width('picture') - marginLeft;
    put('picture', plot({
        width: width('picture'), height: high(320), padding: 0.04, style, marginLeft,
        marginBottom: isAslant ? Math.min(120, 50 + 5 * letters) : 50,
        color: { type: 'linear', domain: [0, 1], range: ['#dfe8f1', colors[0]] },
        x: { label: 'predicted', domain: counts.map((_, i) => className(i)), tickRotate: isAslant ? -40 : 0,
            labelOffset: isAslant ? Math.min(115, 45 + 5 * letters) : 40 },
        y: { label: 'target', domain: counts.map((_, i) => className(i)) },
        marks: [
            cell(cells, { x: 'predicted', y: 'target', fill: 'share' }),
            text(cells, { x: 'predicted', y: 'target', text: d => String(d.value),
                fill: d => d.share > 0.55 ? 'white' : 'black', fontSize: 14 }),
        ],
    }), `Which classes are taken for which at epoch ${moment.epoch}.`);
}

function drawScatter(moment) {
    const dots = data.x.flatMap((x, n) => predict(moment, x).map((value, j) => ({
        target: unit(outputs[j], data.y[n][j]), value: unit(outputs[j], value), j,
    })));
    const ends = range(dots.map(d => d.target));
    put('picture', plot({
        width: width('picture'), height: high(330), marginLeft: 60, marginBottom: 45, style,
        x: { label: 'target', ticks: 5, tickFormat: show },
        y: { label: 'prediction', ticks: 5, tickFormat: show, grid: true },
        marks: [
            line([[ends[0], ends[0]], [ends[1], ends[1]]], { stroke: 'currentColor', strokeDasharray: '2 4' }),
            dot(dots, { x: 'target', y: 'value', fill: d => colors[d.j % colors.length], r: 4 }),
        ],
    }), `Predictions over targets at epoch ${moment.epoch}.`);
}

// The picture that suits the data, and its title.
function choosePicture() {
    const isClasses = data.targets === 'two' || data.targets === 'classes';
    if (inputs.length === 2 && (outputs.length === 1 || isClasses))
        return [drawPlane, 'What it predicts, everywhere'];
    if (inputs.length === 1)
        return [drawCurve, 'What it predicts'];
    return isClasses ? [drawConfusion, 'Which classes it takes for which'] : [drawScatter, 'Predictions and targets'];
}

// ---- the network as lines and numbers ------------------------------------------------------------

const svgSpace = 'http://www.w3.org/2000/svg';

function svg(name, attributes, content) {
    const node = document.createElementNS(svgSpace, name);
    for (const [key, value] of Object.entries(attributes))
        node.setAttribute(key, value);
    if (content !== undefined)
        node.textContent = content;
    return node;
}

function drawNetwork(moment) {
    const sizes = [inputs.length, ...layers.map(layer => layer.units)].map(n => Math.min(n, unitsShown));
    const tall = Math.max(150, Math.max(...sizes) * 46), wide = Math.max(320, sizes.length * 150);
    const longest = Math.min(16, Math.max(...[...inputs, ...outputs].map(column => column.name.length)));
    const edge = longest > 3 ? 30 + 6.5 * longest : 50;
    const place = (k, i) => [edge + k * (wide - 2 * edge) / (sizes.length - 1), tall * (i + 0.5) / sizes[k]];
    const picture = svg('svg', { viewBox: `0 0 ${wide} ${tall}`, class: 'network' });
    const weights = moment.layers.flatMap(layer => layer.w.flat());
    const most = Math.max(...weights.map(Math.abs), 1e-9), labels = weights.length <= 24;
    moment.layers.forEach(({ w }, k) => {
        for (let i = 0; i < sizes[k]; i++)
            for (let j = 0; j < sizes[k + 1]; j++) {
                const [x1, y1] = place(k, i), [x2, y2] = place(k + 1, j), value = w[i][j];
                const stroke = svg('line', { x1, y1, x2, y2, stroke: value < 0 ? colors[1] : colors[0],
                    'stroke-width': (0.5 + 5 * Math.abs(value) / most).toFixed(2), 'stroke-opacity': 0.75 });
                if (value < 0)
                    stroke.setAttribute('stroke-dasharray', '6 3');
                stroke.append(svg('title', {}, `w${k + 1}[${i},${j}] = ${show(value)}`));
                picture.append(stroke);
                const t = 0.28 + 0.44 * (j + 0.5) / sizes[k + 1];
                if (labels)
                    picture.append(svg('text', { x: x1 + t * (x2 - x1), y: y1 + t * (y2 - y1) - 3, class: 'weight' },
                        show(Number(value.toPrecision(3)))));
            }
    });
    sizes.forEach((size, k) => {
        for (let i = 0; i < size; i++) {
            const [cx, cy] = place(k, i);
            const name = k === 0 ? inputs[i].name : k === layers.length ? outputs[i].name : `${i}`;
            // Long names stand beside their circles.
            const side = longest <= 3 || k > 0 && k < layers.length ? 0 : k === 0 ? -1 : 1;
            picture.append(svg('circle', { cx, cy, r: 14, class: 'unit' }),
                svg('text', { x: cx + side * 19, y: cy + 4, class: ['name before', 'name', 'name after'][side + 1] },
                    name.length > 16 ? `${name.slice(0, 15)}…` : name));
        }
        const all = k === 0 ? inputs.length : layers[k - 1].units;
        if (all > size)
            picture.append(svg('text', { x: place(k, 0)[0], y: tall - 2, class: 'name' }, `${all - size} more`));
    });
    put('network', picture, `The network at epoch ${moment.epoch}; the table below has its numbers.`);
}

function table(head, rows, caption) {
    const node = document.createElement('table');
    if (caption)
        node.createCaption().textContent = caption;
    const titles = node.createTHead().insertRow();
    for (const title of head) {
        const th = document.createElement('th');
        th.scope = 'col';
        th.textContent = title;
        titles.append(th);
    }
    const body = node.createTBody();
    for (const row of rows) {
        const tr = body.insertRow();
        for (const value of row)
            tr.insertCell().textContent = value;
    }
    return node;
}

function drawWeights(moment) {
    $('weights').replaceChildren(...moment.layers.flatMap(({ w, b }, k) => {
        const head = ['', ...b.slice(0, unitsShown).map((_, j) => `to ${j}`), ...(b.length > unitsShown ? ['…'] : [])];
        const cut = row => [...row.slice(0, unitsShown).map(show), ...(row.length > unitsShown ? ['…'] : [])];
        const rows = w.slice(0, unitsShown).map((row, i) => [`w${k + 1}[${i}]`, ...cut(row)]);
        if (w.length > unitsShown)
            rows.push([`${w.length - unitsShown} more rows`]);
        return [table(head, [...rows, [`b${k + 1}`, ...cut(b)]], `layer ${k + 1}, ${layers[k].activation}`)];
    }));
}

// ---- predictions, and the arithmetic of one sample -------------------------------------------------

function drawPredictions(moment) {
    const rows = data.x.slice(0, rowsShown).map((x, n) => {
        const a = predict(moment, x), kind = classOf(a), target = classOf(data.y[n]);
        const verdict = kind === null ? a.map((value, j) => show(unit(outputs[j], value) - unit(outputs[j], data.y[n][j]))).join(' ') : kind === target ? 'right' : 'wrong';
        return [n,
            data.targets === 'classes' ? className(target) : data.y[n].map((value, j) => show(unit(outputs[j], value))).join(' '),
            data.targets === 'classes' ? className(kind) : a.map((value, j) => show(unit(outputs[j], value))).join(' '), verdict,
            ...x.slice(0, 6).map((value, i) => show(unit(inputs[i], value))), ...(x.length > 6 ? ['…'] : [])];
    });
    const head = ['sample', 'target', 'prediction', data.targets === 'numbers' ? 'error' : '',
        ...inputs.slice(0, 6).map(column => column.name), ...(inputs.length > 6 ? ['…'] : [])];
    const node = table(head, rows);
    [...node.tBodies[0].rows].forEach((tr, n) => {
        const button = document.createElement('button');
        button.textContent = n;
        button.setAttribute('aria-label', `show the arithmetic of sample ${n}`);
        button.addEventListener('click', () => { state.sample = n; draw(); });
        tr.cells[0].replaceChildren(button);
        tr.classList.toggle('chosen', n === state.sample);
        if (tr.cells[3].textContent === 'wrong')
            tr.classList.add('wrong');
    });
    $('predictions').replaceChildren(node);
    if (data.x.length > rowsShown)
        $('predictions').append(`${data.x.length - rowsShown} more samples are counted but not listed.`);
}

// A sum as nnsh writes it.
function sumText(from, weights, bias) {
    const terms = from.map((value, i) => `${show(value)}·${show(weights[i])}`);
    const shown = terms.length > termsShown ? [...terms.slice(0, 3), `… ${terms.length - 6} more …`, ...terms.slice(-3)] : terms;
    return `${shown.join(' + ')} + ${show(bias)}`;
}

function drawArithmetic(moment) {
    const n = state.sample, lines = [];
    let from = data.x[n];
    pass(moment, from).forEach(({ z, a }, k) => {
        const { w, b } = moment.layers[k], { activation } = layers[k];
        lines.push('', `layer ${k + 1}   z${k + 1} = ${k ? `a${k}` : 'x'} @ w${k + 1} + b${k + 1},  a${k + 1} = ${activation}(z${k + 1})`);
        for (let j = 0; j < z.length && j < unitsShown; j++) {
            lines.push(`  z${k + 1}[${n},${j}] = ${sumText(from, w.map(row => row[j]), b[j])} = ${show(z[j])}`);
            lines.push(`  a${k + 1}[${n},${j}] = ${activation}(${show(z[j])}) = ${show(a[j])}`);
        }
        if (z.length > unitsShown)
            lines.push(`  … ${z.length - unitsShown} more units …`);
        from = a;
    });
    const list = row => `[${row.slice(0, 12).map(show).join(' ')}${row.length > 12 ? ' …' : ''}]`;
    lines.unshift(`sample ${n}   x = ${list(data.x[n])}   y = ${list(data.y[n])}`);
    $('arithmetic').replaceChildren(...lines.map(words => {
        const node = document.createElement('span');
        node.textContent = `${words}\n`;
        return node;
    }));
}

// ---- all of it ------------------------------------------------------------------------------------

function status(moment) {
    const test = moment.test === null ? '' : `, test loss ${show(moment.test)}`;
    const right = data.targets === 'numbers' ? '' : (() => {
        const count = data.x.filter((x, n) => classOf(predict(moment, x)) === classOf(data.y[n])).length;
        return `, ${count} of ${data.x.length} right`;
    })();
    return `epoch ${moment.epoch}, loss ${show(moment.loss)}${test}${right}`;
}

function draw() {
    if (root.hidden)
        return;
    const moment = kept[state.at], words = status(moment);
    $('slider').value = state.at;
    $('slider').setAttribute('aria-valuetext', words);
    $('status').textContent = words;
    drawLoss(moment);
    drawPicture(moment);
    drawNetwork(moment);
    if ($('weights').parentElement.open)
        drawWeights(moment);
    drawPredictions(moment);
    drawArithmetic(moment);
}

// Draws at the next frame, once, however often it is asked.
function drawSoon() {
    if (state.waiting || !report)
        return;
    state.waiting = true;
    requestAnimationFrame(() => {
        state.waiting = false;
        draw();
    });
}

function play() {
    if (state.timer) {
        clearInterval(state.timer);
        state.timer = null;
    } else {
        if (state.at === kept.length - 1)
            state.at = 0;
        state.timer = setInterval(() => {
            if (state.at + 1 >= kept.length)
                play();
            else {
                state.at++;
                drawSoon();
            }
        }, 250);
    }
    $('play').textContent = state.timer ? 'Pause' : 'Play';
}

// Shows another report, from its last moment on.
function update(next) {
    report = next;
    ({ data, kept, curve, layers } = report);
    inputs = data.columns.slice(0, data.inputs);
    outputs = data.columns.slice(data.inputs);
    middle = (data.low + data.high) / 2;
    points = pointsOf();
    let title;
    [drawPicture, title] = choosePicture();
    if (state.timer)
        play();
    state.at = kept.length - 1;
    state.sample = Math.min(state.sample, data.x.length - 1);
    $('picture-title').textContent = title;
    $('slider').max = kept.length - 1;
    $('time').hidden = kept.length < 2;
    draw();
}

// Makes the parts in [element], which page.html names by their ids, show the reports that update() is given; small
// where the pane is beside something else.
export function mount(element, activations, beside = false) {
    root = element;
    forwardOf = activations;
    isSmall = beside;
    $('slider').addEventListener('input', event => { state.at = Number(event.target.value); drawSoon(); });
    $('play').addEventListener('click', play);
    $('weights').parentElement.addEventListener('toggle', drawSoon);
    window.addEventListener('resize', drawSoon);
    window.addEventListener('beforeprint', () => {
        $('weights').parentElement.open = true;
        if (report)
            drawWeights(kept[state.at]);
    });
    return { update, redraw: drawSoon };
}
