// Choosing a person of the roll by a few letters, without asking anybody: the roll came with the
// page. Works on every field that has `data-roll`.

const MOST_SHOWN = 12;
const TITLES = /^(นางสาว|นาย|นาง|ด\.ช\.|ด\.ญ\.|น\.ส\.)\s*/;

const plain = (text) => text.normalize("NFC").replace(/\s+/g, " ").trim().toLowerCase();

/**
 * The people of the page.
 * @returns {{id: string, label: string, words: string, bare: string}[]}
 */
export const readRoll = () => [...document.querySelectorAll("#people > option")].map((option) => {
  const words = plain(option.value);
  return { id: option.dataset.id, label: option.value, words, bare: words.replace(TITLES, "") };
});

/** Those whose name begins with what was typed, then those that have it within. */
const fitting = (people, typed) => {
  const words = plain(typed);
  if (!words) return [];
  const begins = people.filter((each) => each.bare.startsWith(words) || each.words.startsWith(words));
  const within = people.filter((each) => !begins.includes(each) && each.words.includes(words));
  return [...begins, ...within].slice(0, MOST_SHOWN);
};

/**
 * Who is meant by what stands in a field: an id, or null; `many` when several are.
 * @param {ReturnType<typeof readRoll>} people
 */
export const meant = (people, typed) => {
  const words = plain(typed);
  const exact = people.filter((each) => each.words === words);
  if (exact.length === 1) return { id: exact[0].id, label: exact[0].label };
  const found = fitting(people, typed);
  return found.length === 1 ? { id: found[0].id, label: found[0].label } : { id: null, many: found.length > 1 };
};

const make = (name, attributes, ...children) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.append(...children);
  return element;
};

/**
 * Give a field suggestions from the roll.
 * @param {HTMLInputElement} input
 * @param {ReturnType<typeof readRoll>} people
 * @param {(id: string) => string} there  what to say of somebody, as "on the roll already"
 */
export const suggest = (input, people, there) => {
  const list = make("ul", { role: "listbox", id: `${input.id}-list`, hidden: "", "aria-label": input.labels[0].textContent });
  input.removeAttribute("list");
  for (const [key, value] of Object.entries({
    role: "combobox", "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
  })) input.setAttribute(key, value);
  const around = make("div", { class: "person" });
  input.replaceWith(around);
  around.append(input, list);
  let shown = [];
  let at = -1;

  const close = () => {
    list.hidden = true;
    at = -1;
    input.setAttribute("aria-expanded", "false");
    input.removeAttribute("aria-activedescendant");
  };
  const choose = (person) => {
    input.value = person.label;
    input.setCustomValidity("");
    close();
  };
  const mark = (to) => {
    at = (to + shown.length) % shown.length;
    [...list.children].forEach((item, place) => item.setAttribute("aria-selected", String(place === at)));
    list.children[at].scrollIntoView({ block: "nearest" });
    input.setAttribute("aria-activedescendant", list.children[at].id);
  };
  const show = () => {
    const found = fitting(people, input.value).map((person) => ({ person, said: there(person.id) }));
    // who is there already stands last, so that Enter takes somebody who is not
    shown = [...found.filter((each) => !each.said), ...found.filter((each) => each.said)].map(({ person, said }) => ({ person, said }));
    list.replaceChildren(...shown.map(({ person, said }, place) => {
      const row = make("li", { role: "option", id: `${list.id}-${place}`, "aria-selected": "false", lang: "th" }, person.label);
      if (said) row.append(" ", make("span", { class: "there" }, said));
      row.addEventListener("mousedown", (event) => { event.preventDefault(); choose(person); });
      return row;
    }));
    list.hidden = shown.length === 0;
    input.setAttribute("aria-expanded", String(shown.length > 0));
    if (shown.length) mark(0); else at = -1;
  };

  input.addEventListener("input", () => { input.setCustomValidity(""); show(); });
  input.addEventListener("blur", close);
  input.addEventListener("keydown", (event) => {
    if (event.key === "Escape") { close(); return; }
    // what is marked is taken; the form itself hears the same key and sends
    if (event.key === "Enter" && !list.hidden && at >= 0) { choose(shown[at].person); return; }
    if (event.key === "Tab" && !list.hidden && at >= 0 && input.value) { choose(shown[at].person); return; }
    if (list.hidden || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
    event.preventDefault();
    mark(at + (event.key === "ArrowDown" ? 1 : -1));
  });
};
