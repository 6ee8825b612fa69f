// Shows what waits to be sent: as a list, and where it belongs on the page.

const make = (name, attributes, ...children) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
};

const button = (text, act) => {
  const made = make("button", { class: "button quiet", type: "button" }, text);
  made.addEventListener("click", act);
  return made;
};

/** Why an entry was refused, in words. */
const why = ({ title, detail, errors }) => {
  const told = Object.values(errors || {}).flat(3).filter((each) => typeof each === "string" && each !== detail);
  return [title, detail, ...told].filter(Boolean).join(" · ");
};

/**
 * The list of what waits.
 * @param {object[]} entries
 * @param {DOMStringMap} words
 * @param {{correct: Function, again: Function, drop: Function}} acts
 */
export const drawList = (entries, words, acts) => {
  const section = document.getElementById("waiting");
  section.hidden = entries.length === 0;
  document.getElementById("waiting-title").textContent = words.waiting.replace("{}", String(entries.length));
  document.getElementById("waiting-list").replaceChildren(...entries.map((entry) => {
    const item = make("li", { "data-key": entry.key }, make("span", { lang: "th" }, entry.said));
    if (entry.refused) {
      item.append(make("p", { class: "why", role: "alert" }, why(entry.refused)));
      const offered = [button(words.again, () => acts.again(entry)), button(words.drop, () => acts.drop(entry))];
      if (document.getElementById(entry.typed.form)) offered.unshift(button(words.correct, () => acts.correct(entry)));
      item.append(make("p", { class: "actions" }, ...offered));
    } else if (!entry.tried) {
      item.append(" ", button(words.drop, () => acts.drop(entry)));
    }
    return item;
  }));
};

/** Those who are recorded here and not yet there, above the roll. */
export const drawPeople = (entries) => {
  const list = document.getElementById("pending-roll");
  const people = entries.filter((entry) => entry.kind === "attend" || entry.kind === "absent");
  list.hidden = people.length === 0;
  list.replaceChildren(...people.map((entry) => make("li", { "data-pending": entry.body.person_id, lang: "th" }, entry.said)));
};

/** A motion as the page has it, from the pattern that came with the page. */
const drawn = (id, text) => {
  const article = document.getElementById("motion-pattern").content.firstElementChild.cloneNode(true);
  for (const element of [article, ...article.querySelectorAll("*")]) {
    for (const attribute of [...element.attributes]) {
      if (/MOTION-(ID|TEXT)/.test(attribute.value)) {
        element.setAttribute(attribute.name, attribute.value.replace(/MOTION-ID/g, id).replace(/MOTION-TEXT/g, () => text));
      }
    }
  }
  article.querySelector(".motion-text").textContent = text;
  article.classList.add("pending");
  return article;
};

/**
 * Motions that were moved here and are not yet there, ready to be voted on.
 * @param {object[]} entries
 * @param {Set<string>} sent  motions that have arrived and are about to be shown by the service
 */
export const drawMotions = (entries, sent) => {
  const around = document.getElementById("pending-motions");
  const moved = new Map(entries.filter((entry) => entry.kind === "move").map((entry) => [entry.body.motion_id, entry.body.text]));
  const known = (id) => document.querySelector(`[data-part="motions"] [data-motion="${id}"]`);
  for (const article of [...around.children]) {
    const id = article.dataset.motion;
    if (known(id) || (!moved.has(id) && !sent.has(id))) article.remove();
  }
  for (const [id, text] of moved) {
    if (!known(id) && !around.querySelector(`[data-motion="${id}"]`)) around.append(drawn(id, text));
  }
  const decided = entries.filter((entry) => entry.kind === "votes" && !entry.refused);
  document.querySelectorAll("#motions [data-motion]").forEach((article) => {
    const waits = decided.some((entry) => entry.url.includes(`/motions/${article.dataset.motion}/`));
    const form = article.querySelector("form");
    if (form) form.hidden = waits;
    article.classList.toggle("pending", waits || around.contains(article));
  });
};

/** How many are present with those who wait; a head count stands for all names. */
export const drawPresent = (entries, words) => {
  const bar = document.getElementById("quorum-bar");
  const said = document.getElementById("with-waiting");
  if (!bar) return;
  const { named, counted, present, full, required } = bar.dataset;
  const struck = new Set(entries.filter((entry) => entry.kind === "strike").map((entry) => entry.of));
  const less = [...document.querySelectorAll('[data-part="attendance"] [data-person]')].filter((row) => struck.has(row.dataset.person)).length;
  const more = entries.filter((entry) => entry.kind === "attend" && entry.body.standing === "member" && !entry.refused).length;
  const heads = entries.filter((entry) => entry.kind === "count" && !entry.refused).map((entry) => entry.body.present.value).pop();
  const changes = heads !== undefined || (!counted && (more || less));
  const now = heads !== undefined ? heads : counted ? Number(present) : Number(named) + more - less;
  said.hidden = !changes;
  said.textContent = words.withWaiting.replace("{}", String(now));
  const whole = Math.max(Number(full), now, Number(required) || 0);
  document.getElementById("quorum-fill").setAttribute("width", `${((100 * now) / whole).toFixed(1)}%`);
};

/** The line that says how the sending goes. */
export const drawState = (state, count, words, kept) => {
  const line = document.getElementById("sending");
  const waits = words.waiting.replace("{}", String(count));
  const told = {
    idle: words.sent,
    sending: `${words.sending} ${waits}`,
    waiting: `${waits} ${words.offline}`,
    refused: `${waits} ${words.refused}`,
    signin: `${waits} ${words.signin}`,
    other: `${waits} ${words.other}`,
  }[state];
  line.hidden = false;
  line.className = `sending sending-${state}`;
  line.dataset.state = state;
  const parts = [told];
  if (kept === "memory" && count) parts.push(` ${words.memory}`);
  if (state === "signin" || state === "other") {
    parts.push(" ", make("a", { href: "/accounts/sign-in", target: "_blank", rel: "noopener" }, words.signinLink));
  }
  // said again only when it changed: a screen reader reads every change
  if (line.textContent !== parts.map((part) => part.textContent || part).join("")) line.replaceChildren(...parts);
};
