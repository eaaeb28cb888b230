// SPDX-License-Identifier: GPL-3.0-or-later
// The shell as the page sees it: a worker that takes one line at a time. Lines that come while a command runs wait
// here, not in the worker, so that none is lost when the worker is ended: a worker cannot be interrupted, so Ctrl-C
// ends it, and another one begins with the session that was kept last. The messages are explained in worker.js.
export class Shell {
    // [on] has a function for each thing that the worker says, and begins(line), waits(lines), restarts(why).
    constructor(code, modules, on) {
        this.address = URL.createObjectURL(new Blob([code], { type: 'text/javascript' }));
        Object.assign(this, { modules, on, waiting: [], running: '', isReady: false, hasBegun: false, hasEnded: false });
    }

    get isBusy() {
        return !this.isReady;
    }

    // Starts the worker; [start] gives what its first message holds besides the modules.
    start(start) {
        if (this.worker)
            this.stop();
        this.isReady = this.hasBegun = this.hasEnded = false;
        this.running = '';
        const worker = this.worker = new Worker(this.address);
        worker.onmessage = ({ data }) => worker === this.worker && this.hear(data);
        worker.onerror = event => worker === this.worker && this.hear({ say: 'broken', text: event.message });
        worker.postMessage({ do: 'start', modules: this.modules, color: true, ...start });
    }

    stop() {
        this.worker.terminate();
        this.worker = null;
        this.isReady = false;
    }

    // Tells the worker something; before it is ready that is not understood.
    tell(message) {
        if (this.worker && this.hasBegun)
            this.worker.postMessage(message);
    }

    hear(message) {
        if (message.say === 'ready')
            this.hasBegun = true;
        if (message.say === 'ended') {
            this.stop();
            this.hasEnded = true;
        }
        if (message.say === 'broken')
            this.stop();
        this.on[message.say](message);
        if (message.say === 'ready' || message.say === 'prompt')
            this.next();
    }

    // The worker waits for a line: the first that was typed meanwhile, if there is one.
    next() {
        this.isReady = true;
        this.running = '';
        if (this.waiting.length > 0) {
            this.run(this.waiting.shift());
            this.on.waits(this.waiting);
        }
    }

    run(line) {
        this.isReady = false;
        this.running = line;
        this.on.begins(line);
        this.tell({ do: 'line', text: line });
    }

    enter(line) {
        if (this.isReady) {
            this.run(line);
            return;
        }
        this.waiting.push(line);
        this.on.waits(this.waiting);
    }

    // Forgets the lines that wait; how many there were.
    forget() {
        const count = this.waiting.length;
        this.waiting = [];
        this.on.waits(this.waiting);
        return count;
    }
}
