// A form of the page, read into what the API takes. Names with dots are nested, numbers in them are
// places of a list; what was left empty is left out; a name of the roll is sent as its id.

import { newId } from "/assets/outbox/store.js";
import { meant } from "./roll.js";

const BUDDHIST = 543;
const DIGITS = "๐๑๒๓๔๕๖๗๘๙";
const SILENT = new Set(["form_token", "_key", "do", "motion_id"]);

/** Something typed that cannot be read; `input` is where. */
export class Unreadable extends Error {
  constructor(input, said) {
    super(said);
    this.input = input;
  }
}

const latin = (text) => text.replace(/[๐-๙]/g, (digit) => String(DIGITS.indexOf(digit)));

const number = (input, words) => {
  const text = latin(input.value).replace(/[,\s]/g, "");
  if (!/^\d{1,9}$/.test(text)) throw new Unreadable(input, words.number);
  return Number(text);
};

/** 30/6/2551 or 30/6/2008 or 2008-06-30, as 2008-06-30. A year from 2400 is of the Buddhist era. */
const day = (input, words) => {
  const text = latin(input.value).trim();
  const said = /^(\d{1,2})[/.-](\d{1,2})[/.-](\d{4})$/.exec(text);
  const iso = /^(\d{4})-(\d{2})-(\d{2})$/.exec(text);
  if (!said && !iso) throw new Unreadable(input, words.day);
  const [year, month, of] = (said ? [said[3], said[2], said[1]] : iso.slice(1)).map(Number);
  const common = year >= 2400 ? year - BUDDHIST : year;
  const date = new Date(Date.UTC(common, month - 1, of));
  if (date.getUTCMonth() !== month - 1 || date.getUTCDate() !== of) throw new Unreadable(input, words.day);
  return date.toISOString().slice(0, 10);
};

const person = (input, people, words) => {
  const found = meant(people, input.value);
  if (!found.id) throw new Unreadable(input, found.many ? words.several : words.nobody);
  input.value = found.label;
  return found.id;
};

/** Put a value where its dotted name says. */
const place = (body, path, value) => {
  const parts = path.split(".");
  let here = body;
  parts.forEach((part, index) => {
    if (index === parts.length - 1) { here[part] = value; return; }
    if (here[part] === undefined) here[part] = /^\d+$/.test(parts[index + 1]) ? [] : {};
    here = here[part];
  });
};

/** Lists without their empty places; who was ticked among the candidates is who was elected. */
const finished = (body) => {
  const { chosen, ...rest } = body;
  if (chosen && rest.candidates) {
    rest.elected = chosen.map((ticked, index) => ticked && rest.candidates[index] && rest.candidates[index].person_id).filter(Boolean);
  }
  for (const name of Object.keys(rest)) {
    if (Array.isArray(rest[name])) rest[name] = rest[name].filter((each) => each !== undefined && each.person_id !== "");
  }
  if (rest.candidates) rest.candidates = rest.candidates.filter((each) => each.person_id);
  return rest;
};

/** What was typed, to fill the form with again. */
const typedIn = (form) => [...form.elements]
  .filter((input) => input.id && input.name && input.type !== "hidden" && input.type !== "submit")
  .map((input) => [input.id, input.type === "checkbox" ? input.checked : input.value]);

/**
 * What a form says, as an entry for the outbox; `place` and `account` come later.
 * @param {HTMLFormElement} form
 * @param {HTMLButtonElement} button  the one that was pressed
 * @param {object} given
 * @param {{id: string, label: string}[]} given.people
 * @param {DOMStringMap} given.words
 * @param {string} given.scope
 * @throws {Unreadable}
 */
export const readForm = (form, button, { people, words, scope }) => {
  const says = { ...form.dataset, ...button.dataset };
  const only = says.only === undefined ? null : new Set(says.only.split(" "));
  for (const needed of (says.needs || "").split(" ").filter(Boolean)) {
    const input = form.elements[needed];
    if (!input.value.trim()) throw new Unreadable(input, words.missing);
  }
  const body = {};
  for (const input of form.elements) {
    const name = input.name && input.name.replace("._typed", "");
    const hidden = !name || SILENT.has(name) || name.endsWith("._n") || input.type === "submit";
    const unwanted = only && !only.has(name.split(".")[0]);
    const pointless = input.dataset.with && !form.elements[input.dataset.with].value.trim();
    const empty = input.type === "checkbox" ? !input.checked : !input.value.trim();
    if (!hidden && !unwanted && !pointless && !empty) {
      let value = input.value.trim().replace(/\r\n/g, "\n");
      if (input.dataset.roll !== undefined) value = person(input, people, words);
      else if (input.dataset.as === "number") value = number(input, words);
      else if (input.dataset.as === "day") value = day(input, words);
      place(body, name, value);
    }
  }
  const first = form.querySelector("[data-roll]");
  const made = (says.makes || "").split(" ").filter(Boolean);
  made.forEach((id) => { body[id] = newId(); });
  const main = form.elements[says.main];
  const said = says.kind === "attend" || says.kind === "absent" ? first.value : main ? main.value.trim() : "";
  return {
    key: `live:${newId()}`,
    scope,
    url: says.post.replace("{person_id}", encodeURIComponent(button.value)),
    body: { ...finished(body), ...JSON.parse(says.body || "{}") },
    said: says.said.replace("{}", said).trim(),
    kind: says.kind,
    of: button.name === "person_id" ? button.value : "",
    typed: { form: form.id, button: button.value, fields: typedIn(form) },
  };
};

/** Fill a form with what was typed into it before. */
export const fill = (typed) => {
  const form = document.getElementById(typed.form);
  if (!form) return null;
  for (const [id, value] of typed.fields) {
    const input = document.getElementById(id);
    if (input && input.type === "checkbox") input.checked = value;
    else if (input) input.value = value;
  }
  form.querySelectorAll("details").forEach((more) => { more.open = true; });
  form.querySelectorAll(".candidates").forEach((rows) => rows.dispatchEvent(new Event("input")));
  const first = form.querySelector("input:not([type=hidden]), textarea");
  if (first) first.focus();
  return form;
};
