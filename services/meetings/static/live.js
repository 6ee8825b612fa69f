// The page of a meeting that is being held. What is recorded goes into the outbox first and from
// there to the service, in order, as soon as there is a line; then what the service has is shown.

import { openStore, newId } from "/assets/outbox/store.js";
import { makeSender } from "/assets/outbox/sender.js";
import { readRoll, suggest } from "./roll.js";
import { fill, readForm, Unreadable } from "./forms.js";
import { keepNotes, unfoldRows } from "./typing.js";
import { drawList, drawMotions, drawPeople, drawPresent, drawState } from "./waiting.js";

const REFRESH_WAIT = 20000;
const root = document.getElementById("live");
const words = root.dataset;
const { scope, account, language } = words;
const people = readRoll();
const notes = document.getElementById("notes-form");
const checkIn = document.getElementById("check-in-form");
const sent = new Set();
const served = new Map();
let entries = [];
let state = "idle";
let last = null;
let pressed = null;
let storing = 0;
let refreshing = false;
let stale = false;

let store = null;
let sender = null;

const there = (id) => {
  const struck = entries.some((entry) => entry.kind === "strike" && entry.of === id);
  const row = document.querySelector(`[data-part="attendance"] [data-person="${id}"], [data-part="attendance"] [data-replaced="${id}"]`);
  const waits = entries.some((entry) => ["attend", "absent"].includes(entry.kind) && entry.body.person_id === id);
  return (row && !struck) || waits ? words.recorded : "";
};

const dress = () => root.querySelectorAll("[data-roll]:not([role])").forEach((input) => suggest(input, people, there));

// -- what is shown ----------------------------------------------------------------------------

/** Whether what was recorded is all there and shown. */
const settle = () => {
  if (storing || entries.length || refreshing) root.dataset.busy = "yes"; else delete root.dataset.busy;
};

const draw = async () => {
  entries = await store.list(scope);
  drawList(entries, words, { correct, again, drop });
  drawPeople(entries);
  drawMotions(entries, sent);
  drawPresent(entries, words);
  drawState(entries.length || state !== "waiting" ? state : "idle", entries.length, words, store.kept);
  settle();
};

/** Put what the service has in place of what the page showed; what is being typed stays. */
const swap = (fresh) => {
  const typed = [...root.querySelectorAll("[data-part] [id], #pending-motions [id]")]
    .filter((input) => "defaultValue" in input && input.value !== input.defaultValue)
    .map((input) => [input.id, input.value]);
  const focused = document.activeElement && document.activeElement.id;
  fresh.querySelectorAll("[data-part]").forEach((part) => {
    const name = part.dataset.part;
    const old = root.querySelector(`[data-part="${name}"]`);
    if (!old || served.get(name) === part.innerHTML) return;
    served.set(name, part.innerHTML);
    old.replaceChildren(...part.childNodes);
  });
  drawMotions(entries, sent);
  sent.clear();
  dress();
  for (const [id, value] of typed) {
    const input = document.getElementById(id);
    if (input) input.value = value;
  }
  if (focused && document.activeElement.id !== focused) {
    const input = document.getElementById(focused);
    if (input) input.focus();
  }
};

const refresh = async () => {
  if (refreshing) { stale = true; return; }
  refreshing = true;
  settle();
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), REFRESH_WAIT);
  try {
    const answer = await fetch(words.now, {
      credentials: "same-origin", cache: "no-store", signal: stop.signal, headers: { Accept: "text/html", "Bangduan-Account": account },
    });
    // a session renewed on the way leads back here; the form to sign in does not
    if (answer.ok && new URL(answer.url).pathname === words.now) {
      const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").body.firstElementChild;
      const status = fresh.dataset.status;
      if (status !== words.status && status !== "open" && !(await store.list(scope)).length) { location.reload(); return; }
      words.status = status;
      swap(fresh);
      await draw();
    }
  } catch (error) {
    // no line: what is shown stays, and it is asked for again after the next sending
    if (!(error instanceof TypeError) && error.name !== "AbortError") throw error;
  } finally {
    clearTimeout(timer);
    refreshing = false;
  }
  if (stale) { stale = false; refresh(); }
  settle();
};

// -- sending ----------------------------------------------------------------------------------

const listen = {
  onstate: (now) => {
    const drained = now === "idle" && state !== "idle";
    state = now;
    draw();
    if (drained) refresh();
  },
  onsent: (entry) => {
    if (entry.kind === "move") sent.add(entry.body.motion_id);
    if (entry.kind === "votes" || entry.kind === "move") refresh();
  },
};

const say = (text, undo) => {
  const line = document.getElementById("last") || document.getElementById("sending");
  line.hidden = false;
  line.replaceChildren(text);
  if (undo) {
    const button = document.createElement("button");
    button.type = "button";
    button.textContent = words.undo;
    button.addEventListener("click", takeBack);
    line.append(" ", button);
  }
};

/** Put an entry into the outbox and have it sent. */
const keep = async (entry) => {
  storing += 1;
  settle();
  try {
    await store.put(entry);
    await draw();
  } finally {
    storing -= 1;
    settle();
  }
  sender.run();
};

/** Take the last name back: out of the outbox, or, where it may have been sent, by striking it. */
const takeBack = async () => {
  const entry = last;
  if (!entry) return;
  last = null;
  const [kept] = (await store.list(scope)).filter((each) => each.key === entry.key);
  if (!kept || !(await store.takeBack(kept.place))) {
    const id = entry.body.person_id;
    const api = entry.url.replace(/\/[^/]+$/, "");
    await keep({
      key: `live:${newId()}`, scope, url: `${api}/attendance/${id}/strike`, body: {}, kind: "strike", of: id,
      said: `${words.undo}: ${entry.said}`, typed: { form: "", button: "", fields: [] },
    });
  }
  say(`${words.undo}: ${entry.said}`, false);
  checkIn.elements["person_id._typed"].focus();
};

const drop = async (entry) => {
  if (!confirm(words.dropping.replace("{}", entry.said))) return;
  // what was sent meanwhile may have arrived: it stays, and is struck where it should not be
  await store.takeBack(entry.place);
  sender.run();
};

const again = async (entry) => {
  const { refused, ...rest } = entry;
  await keep(rest);
};

const correct = (entry) => {
  const form = fill(entry.typed);
  if (!form) return;
  form.dataset.corrects = entry.place;
  form.scrollIntoView({ block: "center" });
};

const record = async (form, button) => {
  let entry;
  try {
    entry = readForm(form, button, { people, words, scope });
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    error.input.setCustomValidity(error.message);
    error.input.reportValidity();
    error.input.addEventListener("input", () => error.input.setCustomValidity(""), { once: true });
    return;
  }
  if (form.dataset.corrects) entry.place = form.dataset.corrects;
  delete form.dataset.corrects;
  if (form === notes) {
    [...form.elements].forEach((input) => { if ("defaultValue" in input) input.defaultValue = input.value; });
  } else {
    form.reset();
  }
  if (form === checkIn) {
    last = entry;
    say(entry.said, true);
    form.elements["person_id._typed"].focus();
  }
  try {
    await keep(entry);
  } catch (error) {
    // the browser has no room: what was typed stands in its form again
    fill(entry.typed);
    say(words.full, false);
    throw error;
  }
  if (form === notes) await store.keepDraft(scope, "");
};

root.addEventListener("click", (event) => { pressed = event.target.closest("button"); });
root.addEventListener("submit", (event) => {
  const form = event.target;
  if (!form.matches(".live-form")) return;
  event.preventDefault();
  delete form.dataset.sent;
  const button = event.submitter || (pressed && pressed.form === form ? pressed : form.querySelector("button[type=submit]"));
  pressed = null;
  record(form, button);
});

// -- keys of the check-in ---------------------------------------------------------------------

if (checkIn) {
  const by = (does) => checkIn.querySelector(`button[value="${does}"]`);
  checkIn.addEventListener("keydown", (event) => {
    const name = checkIn.elements["person_id._typed"];
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z" && event.target === name && !name.value) {
      event.preventDefault();
      takeBack();
    }
    if (event.key !== "Enter" || event.isComposing || event.target.tagName !== "INPUT") return;
    if (event.altKey) {
      event.preventDefault();
      document.getElementById("more").open = true;
      checkIn.elements["in_place_of._typed"].focus();
    } else if (event.shiftKey || event.ctrlKey || event.metaKey) {
      event.preventDefault();
      record(checkIn, by(event.shiftKey ? "observer" : "absent"));
    }
  });
}

const start = async () => {
  store = await openStore(account);
  sender = makeSender({ store, account, scope, language, ...listen });
  store.onchange(async () => {
    const before = entries.length;
    await draw();
    if (entries.length < before && state === "idle") refresh();
    // another tab has sent all that this one was waiting to send
    if (!entries.length && state === "waiting") sender.run();
  });
  dress();
  unfoldRows(root);
  if (notes) await keepNotes(notes, store, scope, words.draft);
  await draw();
  root.dataset.ready = "yes";
  sender.run();
};

start();
