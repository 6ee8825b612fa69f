// What was typed and is not yet known to have arrived, kept in this browser: in IndexedDB, else in
// localStorage, else only as long as the page is open. Whatever has arrived is removed at once.

/**
 * @typedef {object} Entry
 * @property {string} place   where it stands in the order of sending
 * @property {string} key     Idempotency-Key, made once: however often it is sent, it is done once
 * @property {string} account whose it is; nobody else's page shows or sends it
 * @property {string} scope   path of the page it was typed on; entries of one page go in order
 * @property {string} url     where it is sent, by POST, as JSON
 * @property {object} body    what is sent
 * @property {string} said    what it is, in the words of the page
 * @property {object} typed   the form and what was typed into it, to correct it
 * @property {boolean} [tried] it was sent at least once: the service may have it
 * @property {object} [refused] why the service would not have it: {title, detail, errors}
 */

const NAME = "bangduan-outbox";
const DIGITS = 12;

const asked = (request) => new Promise((done, failed) => {
  request.onsuccess = () => done(request.result);
  request.onerror = () => failed(request.error);
});

const written = (transaction) => new Promise((done, failed) => {
  transaction.oncomplete = () => done();
  transaction.onerror = transaction.onabort = () => failed(transaction.error);
});

/** IndexedDB, written through to the disk before a write is believed. */
const database = async () => {
  const request = indexedDB.open(NAME, 1);
  request.onupgradeneeded = () => {
    request.result.createObjectStore("entries", { keyPath: "place" });
    request.result.createObjectStore("drafts");
  };
  const opened = await asked(request);
  opened.onversionchange = () => opened.close();
  const change = (store, how) => {
    const transaction = opened.transaction(store, "readwrite", { durability: "strict" });
    how(transaction.objectStore(store));
    return written(transaction);
  };
  const read = (store, how) => asked(how(opened.transaction(store).objectStore(store)));
  return {
    kept: "indexeddb",
    all: () => read("entries", (store) => store.getAll()),
    put: (entry) => change("entries", (store) => store.put(entry)),
    remove: (place) => change("entries", (store) => store.delete(place)),
    edit: async (place, how) => {
      const transaction = opened.transaction("entries", "readwrite", { durability: "strict" });
      const store = transaction.objectStore("entries");
      const found = await asked(store.get(place));
      const changed = found && how(found);
      if (changed) store.put(changed); else if (changed === null) store.delete(place);
      await written(transaction);
      return changed !== undefined;
    },
    draft: (name) => read("drafts", (store) => store.get(name)),
    keepDraft: (name, text) => change("drafts", (store) => (text ? store.put(text, name) : store.delete(name))),
    drafts: () => read("drafts", (store) => store.getAllKeys()),
  };
};

/** The same on localStorage: every entry is an item of its own, so that two tabs do not collide. */
const items = (storage, kept) => {
  const entries = `${NAME}:entry:`;
  const drafts = `${NAME}:draft:`;
  const names = (start) => Object.keys(storage).filter((name) => name.startsWith(start)).sort();
  return {
    kept,
    all: async () => names(entries).map((name) => JSON.parse(storage.getItem(name))),
    put: async (entry) => storage.setItem(entries + entry.place, JSON.stringify(entry)),
    remove: async (place) => storage.removeItem(entries + place),
    edit: async (place, how) => {
      const found = storage.getItem(entries + place);
      const changed = found ? how(JSON.parse(found)) : undefined;
      if (changed) storage.setItem(entries + place, JSON.stringify(changed));
      else if (changed === null) storage.removeItem(entries + place);
      return changed !== undefined;
    },
    draft: async (name) => storage.getItem(drafts + name) || undefined,
    keepDraft: async (name, text) => (text ? storage.setItem(drafts + name, text) : storage.removeItem(drafts + name)),
    drafts: async () => names(drafts).map((name) => name.slice(drafts.length)),
  };
};

/** What stands in for localStorage where a browser keeps nothing. */
const memory = () => {
  const held = {};
  Object.defineProperties(held, {
    getItem: { value: (name) => held[name] || null },
    setItem: { value: (name, text) => { held[name] = text; } },
    removeItem: { value: (name) => { delete held[name]; } },
  });
  return held;
};

/** localStorage, where a browser lets us write into it. */
const local = () => {
  try {
    localStorage.setItem(`${NAME}:try`, "1");
    localStorage.removeItem(`${NAME}:try`);
    return items(localStorage, "localstorage");
  } catch {
    return null;
  }
};

const choose = async () => {
  const second = local();
  let first;
  try {
    first = await database();
  } catch {
    return second || items(memory(), "memory");
  }
  // what was kept there on a day when IndexedDB did not open
  for (const entry of second ? await second.all() : []) {
    await first.put(entry);
    await second.remove(entry.place);
  }
  return first;
};

/** A random id that is made here: UUID version 7, also where the page came without TLS. */
export const newId = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  const now = Date.now();
  for (let place = 0; place < 6; place += 1) bytes[place] = Math.floor(now / 2 ** (8 * (5 - place))) % 256;
  bytes[6] = 0x70 | (bytes[6] & 0x0f);
  bytes[8] = 0x80 | (bytes[8] & 0x3f);
  const text = Array.from(bytes, (byte) => byte.toString(16).padStart(2, "0")).join("");
  return text.replace(/^(.{8})(.{4})(.{4})(.{4})/, "$1-$2-$3-$4-");
};

/**
 * The entries and drafts of one account.
 * @param {string} account
 */
export const openStore = async (account) => {
  const kept = await choose();
  const channel = typeof BroadcastChannel === "function" ? new BroadcastChannel(NAME) : null;
  const listeners = [];
  const told = () => listeners.forEach((listen) => listen());
  if (channel) channel.onmessage = told;
  addEventListener("storage", (event) => { if (!channel && (event.key || "").startsWith(NAME)) told(); });
  const changed = () => { if (channel) channel.postMessage("changed"); told(); };
  const mine = (name) => `${account} ${name}`;
  let last = 0;

  const list = async (scope) => {
    const all = await kept.all();
    return all
      .filter((entry) => entry.account === account && (!scope || entry.scope === scope))
      .sort((one, other) => (one.place < other.place ? -1 : 1));
  };

  return {
    kept: kept.kept,
    list,
    /** Call `listen` whenever entries change, in this tab or another. */
    onchange: (listen) => { listeners.push(listen); },
    /** Put an entry at the end, or anew where it stood. */
    put: async (entry) => {
      if (!entry.place) {
        const all = await kept.all();
        last = all.reduce((most, each) => Math.max(most, Number(each.place.slice(0, DIGITS))), last) + 1;
        entry.place = `${String(last).padStart(DIGITS, "0")}-${newId()}`;
      }
      await kept.put({ ...entry, account });
      changed();
      return entry;
    },
    remove: async (place) => { await kept.remove(place); changed(); },
    /** Note that an entry is about to be sent; false when it is no longer there. */
    try: (place) => kept.edit(place, (entry) => ({ ...entry, tried: true })),
    /** Remove an entry that has not been sent, or was refused; false for any other. */
    takeBack: async (place) => {
      const back = await kept.edit(place, (entry) => (!entry.tried || entry.refused ? null : undefined));
      if (back) changed();
      return back;
    },
    draft: (name) => kept.draft(mine(name)),
    keepDraft: (name, text) => kept.keepDraft(mine(name), text),
    /** Forget every draft of this account: it signs out. */
    forget: async () => {
      const names = await kept.drafts();
      await Promise.all(names.filter((name) => name.startsWith(`${account} `)).map((name) => kept.keepDraft(name, "")));
    },
  };
};
