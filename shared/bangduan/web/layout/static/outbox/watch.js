// On every page of whoever is signed in: says when something waits to be sent, and asks before
// somebody signs out while it does. Once all is sent, signing out leaves nothing in the browser.

import { openStore } from "./store.js";

const here = document.getElementById("outbox");
const SIGN_OUT = 'form[action="/accounts/sign-out"]';

const make = (name, attributes, text) => {
  const element = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) element.setAttribute(key, value);
  element.textContent = text;
  return element;
};

const watch = async () => {
  const store = await openStore(here.dataset.account);

  const show = async () => {
    const elsewhere = (await store.list()).filter((entry) => entry.scope !== location.pathname);
    here.hidden = elsewhere.length === 0;
    here.className = "notice warning";
    const said = make("p", {}, here.dataset.said.replace("{}", String(elsewhere.length)));
    const scopes = [...new Set(elsewhere.map((entry) => entry.scope))];
    said.append(...scopes.flatMap((scope) => [" ", make("a", { href: scope }, here.dataset.where)]));
    here.replaceChildren(said);
  };

  document.querySelectorAll(SIGN_OUT).forEach((form) => {
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      const waiting = await store.list();
      if (waiting.length && !confirm(here.dataset.leaving.replace("{}", String(waiting.length)))) {
        delete form.dataset.sent;
        return;
      }
      if (!waiting.length) await store.forget();
      form.submit();
    });
  });
  store.onchange(show);
  await show();
};

if (here) watch();
