// Choosing a record by typing its name: suggestions in place of a long list. Without this script
// the list itself is shown, and everything works as well.
"use strict";
(() => {
  const PAUSE = 180;

  const make = (name, attributes, ...children) => {
    const element = document.createElement(name);
    for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
    element.append(...children);
    return element;
  };

  const enhance = (select) => {
    const list = make("ul", { class: "picker-list", role: "listbox", id: `${select.id}-list`, hidden: "" });
    const input = make("input", {
      type: "text", role: "combobox", autocomplete: "off", id: `${select.id}-search`,
      "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": list.id,
    });
    const label = document.querySelector(`label[for="${CSS.escape(select.id)}"]`);
    if (label) label.htmlFor = input.id;
    for (const name of ["aria-describedby", "aria-invalid"]) {
      if (select.hasAttribute(name)) input.setAttribute(name, select.getAttribute(name));
    }
    if (select.required) input.required = true;
    select.required = false;
    const known = select.selectedOptions[0];
    if (known && known.value) input.value = known.textContent;
    select.hidden = true;
    select.after(make("div", { class: "picker" }, input, list));

    let shown = [];
    let at = -1;
    let waiting = 0;
    let asked = 0;

    const close = () => {
      list.hidden = true;
      at = -1;
      input.setAttribute("aria-expanded", "false");
      input.removeAttribute("aria-activedescendant");
    };
    const choose = ({ id, text }) => {
      select.replaceChildren(make("option", { value: id, selected: "" }, text));
      input.value = text;
      input.setCustomValidity("");
      close();
      select.dispatchEvent(new Event("change", { bubbles: true }));
    };
    const mark = (to) => {
      at = (to + shown.length) % shown.length;
      [...list.children].forEach((item, place) => item.setAttribute("aria-selected", String(place === at)));
      list.children[at].scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", list.children[at].id);
    };
    const show = (items) => {
      shown = items;
      list.replaceChildren(...items.map((item, place) => {
        const row = make("li", { role: "option", id: `${list.id}-${place}`, "aria-selected": "false" }, item.text);
        row.addEventListener("mousedown", (event) => { event.preventDefault(); choose(item); });
        return row;
      }));
      at = -1;
      list.hidden = items.length === 0;
      input.setAttribute("aria-expanded", String(items.length > 0));
    };
    const ask = async () => {
      const mine = ++asked;
      const url = new URL(select.dataset.optionsUrl, location.href);
      url.searchParams.set("q", input.value);
      try {
        const answer = await fetch(url, { headers: { Accept: "application/json" } });
        if (answer.ok && mine === asked) show((await answer.json()).items);
      } catch {
        close();
      }
    };
    const later = () => { clearTimeout(waiting); waiting = setTimeout(ask, PAUSE); };

    input.addEventListener("input", () => {
      select.replaceChildren(make("option", { value: "", selected: "" }));
      later();
    });
    input.addEventListener("focus", later);
    input.addEventListener("blur", () => { clearTimeout(waiting); asked += 1; close(); });
    input.addEventListener("keydown", (event) => {
      if (event.key === "Escape") { close(); return; }
      if (event.key === "Enter" && at >= 0) { event.preventDefault(); choose(shown[at]); return; }
      if (shown.length === 0 || (event.key !== "ArrowDown" && event.key !== "ArrowUp")) return;
      event.preventDefault();
      mark(at + (event.key === "ArrowDown" ? 1 : (at < 0 ? 0 : -1)));
    });
  };

  document.querySelectorAll("select[data-picker][data-options-url]").forEach(enhance);
})();
