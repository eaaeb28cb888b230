// SPDX-License-Identifier: GPL-3.0-or-later
// What the browser keeps for the page: a session for each tab, the files, how far each lesson is, the lines typed,
// and what was chosen at the top of the page. It is IndexedDB where that is allowed, and otherwise memory that ends
// with the tab; a write that fails is said once and stops nothing.
const tables = ['sessions', 'files', 'lessons', 'choices'];

const done = request => new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
});

function openDatabase() {
    const request = indexedDB.open('nnsh', 1);
    request.onupgradeneeded = () => tables.forEach(table => request.result.createObjectStore(table));
    return done(request);
}

export class Store {
    constructor(database, onFull) {
        Object.assign(this, { database, onFull, memory: new Map(tables.map(table => [table, new Map()])) });
    }

    get isLasting() {
        return this.database !== null;
    }

    // All of a table, as a Map.
    async all(table) {
        if (!this.database)
            return this.memory.get(table);
        const at = this.database.transaction(table).objectStore(table);
        const [keys, values] = await Promise.all([done(at.getAllKeys()), done(at.getAll())]);
        return new Map(keys.map((key, i) => [key, values[i]]));
    }

    // Keeps a value, or with null removes it. Tells nobody but onFull when that fails.
    async put(table, key, value) {
        if (!this.database) {
            if (value === null)
                this.memory.get(table).delete(key);
            else
                this.memory.get(table).set(key, value);
            return;
        }
        try {
            const at = this.database.transaction(table, 'readwrite').objectStore(table);
            await done(value === null ? at.delete(key) : at.put(value, key));
        } catch (error) {
            if (!this.hasSaid)
                this.onFull(error);
            this.hasSaid = true;
        }
    }
}

// Opens what is kept; where the browser forbids it, a store that keeps nothing.
export async function openStore(onFull) {
    try {
        const store = new Store(await openDatabase(), onFull);
        await store.all('choices');
        return store;
    } catch {
        return new Store(null, onFull);
    }
}

// ---- which session is this tab's ------------------------------------------------------------------

const asked = 120; // milliseconds in which other tabs answer

function remembered() {
    try {
        return sessionStorage.getItem('nnsh');
    } catch {
        return null;
    }
}

function remember(name) {
    try {
        sessionStorage.setItem('nnsh', name);
    } catch {
        // Then a reload takes the session that was kept last.
    }
}

// The sessions that other tabs have open now. From here on this tab answers them too, with what name() gives.
async function taken(name) {
    const others = new Set(), channel = new BroadcastChannel('nnsh');
    channel.onmessage = ({ data }) => {
        if (data === 'which' && name())
            channel.postMessage({ has: name() });
        else if (data.has)
            others.add(data.has);
    };
    channel.postMessage('which');
    await new Promise(resolve => setTimeout(resolve, asked));
    return others;
}

// The name of this tab's session: the one that it had before a reload, or the one that was kept last and that no
// other tab has, or with [isNew] another. Also whether other tabs are open.
export async function chooseSession(sessions, isNew) {
    let name = null;
    const others = await taken(() => name);
    const free = [...sessions].filter(([key]) => !others.has(key)).sort(([, a], [, b]) => b.when - a.when);
    const own = remembered();
    if (!isNew && own && !others.has(own))
        name = own;
    else if (!isNew && free.length > 0)
        name = free[0][0];
    else
        name = `${Date.now()}-${Math.random().toString(36).slice(2, 8)}`;
    remember(name);
    return { name, hasOthers: others.size > 0, old: free.slice(8).map(([key]) => key).filter(key => key !== name) };
}
