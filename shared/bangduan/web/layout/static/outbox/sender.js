// Sends what waits, in order, until the service has said that it has it. One tab sends at a time;
// should two ever do, the service knows by the Idempotency-Key that it was one and the same.

const FIRST_WAIT = 1000;
const LONGEST_WAIT = 60000;
const OTHER_TAB_WAIT = 2000;
const ANSWER_WAIT = 30000;
const LEASE = 45000;
const RENEWAL = "/accounts/renewal?next=/accounts/health";

/** @typedef {"idle"|"sending"|"waiting"|"refused"|"signin"|"other"} State */

/** A fetch that gives up: a dead line must not hold up the queue for ever. */
const ask = (url, options) => {
  const stop = new AbortController();
  const timer = setTimeout(() => stop.abort(), ANSWER_WAIT);
  return fetch(url, { ...options, credentials: "same-origin", cache: "no-store", signal: stop.signal })
    .finally(() => clearTimeout(timer));
};

/** What an answer says is wrong; also one that came from something between us and the service. */
const problemOf = async (answer) => {
  try {
    const { type, title, detail, errors } = await answer.json();
    return { type: type || "", title: title || "", detail: detail || "", errors: errors || {} };
  } catch {
    return { type: "", title: `HTTP ${answer.status}`, detail: "", errors: {} };
  }
};

/** Where there are no Web Locks (a page without TLS): a lease that ends when its tab is gone. */
const leased = async (name, work) => {
  const mine = `${Date.now()} ${Math.random()}`;
  const held = () => {
    const [until, who] = (localStorage.getItem(name) || "0|").split("|");
    return Number(until) > Date.now() && who !== mine;
  };
  try {
    if (held()) return false;
    localStorage.setItem(name, `${Date.now() + LEASE}|${mine}`);
    if (held()) return false;
  } catch {
    return work(() => {});
  }
  try {
    return await work(() => localStorage.setItem(name, `${Date.now() + LEASE}|${mine}`));
  } finally {
    if (!held()) localStorage.removeItem(name);
  }
};

/** Do `work` unless another tab is doing it; false when it is. */
const alone = (name, work) => {
  if (!navigator.locks) return leased(name, work);
  return navigator.locks.request(name, { ifAvailable: true }, (lock) => (lock ? work(() => {}) : false));
};

/**
 * @param {object} given
 * @param {object} given.store    of `openStore`
 * @param {string} given.account  whose page this is
 * @param {string} given.scope    the page
 * @param {string} given.language of answers
 * @param {(state: State, problem?: object) => void} given.onstate
 * @param {(entry: object) => void} given.onsent
 */
export const makeSender = ({ store, account, scope, language, onstate, onsent }) => {
  let timer = 0;
  let wait = FIRST_WAIT;
  let running = false;
  let again = false;

  const later = (milliseconds) => { clearTimeout(timer); timer = setTimeout(run, milliseconds); };

  const post = (entry) => ask(entry.url, {
    method: "POST",
    headers: {
      "Content-Type": "application/json",
      Accept: "application/json",
      "Accept-Language": language,
      "Idempotency-Key": entry.key,
      "Bangduan-Account": account,
    },
    body: JSON.stringify(entry.body),
  });

  const held = (answer) => {
    const told = Number(answer && answer.headers.get("Retry-After")) * 1000;
    onstate("waiting");
    later(Math.max(told || 0, wait));
    wait = Math.min(wait * 2, LONGEST_WAIT);
    return false;
  };

  /** The session's statement lives a quarter of an hour; accounts give another. */
  const renewed = async () => {
    const answer = await ask(RENEWAL, { headers: { Accept: "application/json" } });
    if (answer.status >= 500) throw new TypeError("accounts do not answer");
    return answer.ok;
  };

  const shut = async (answer, entry) => {
    const { type } = await problemOf(answer);
    if (type.endsWith("/other-account")) {
      onstate("other");
    } else {
      if (await renewed()) {
        const second = await post(entry);
        if (second.status !== 401) return second;
        if ((await problemOf(second)).type.endsWith("/other-account")) { onstate("other"); later(wait); return null; }
      }
      onstate("signin");
    }
    later(Math.max(wait, 5000));
    return null;
  };

  /** Send the first that waits; true when the next may go. */
  const one = async () => {
    const [entry] = await store.list(scope);
    if (!entry) { onstate("idle"); return false; }
    if (entry.refused) { onstate("refused"); return false; }
    if (!(await store.try(entry.place))) return true;
    onstate("sending");
    let answer;
    try {
      answer = await post(entry);
      if (answer.status === 401) answer = await shut(answer, entry);
    } catch {
      return held(null);
    }
    if (!answer) return false;
    if (answer.status >= 500 || [408, 425, 429].includes(answer.status)) return held(answer);
    if (answer.ok) {
      await store.remove(entry.place);
      wait = FIRST_WAIT;
      onsent(entry);
      return true;
    }
    await store.put({ ...entry, tried: true, refused: await problemOf(answer) });
    onstate("refused");
    return false;
  };

  const drain = async (renew) => {
    let more = true;
    while (more) {
      renew();
      more = await one();
    }
    return true;
  };

  const run = async () => {
    clearTimeout(timer);
    if (running) { again = true; return; }
    running = true;
    try {
      const sent = await alone(`bangduan-outbox ${account} ${scope}`, drain);
      if (sent === false) {
        // another tab is sending, or has just sent the last
        if ((await store.list(scope)).length) later(OTHER_TAB_WAIT); else onstate("idle");
      }
    } finally {
      running = false;
    }
    if (again) { again = false; run(); }
  };

  const now = () => { wait = FIRST_WAIT; run(); };
  addEventListener("online", now);
  addEventListener("focus", now);
  document.addEventListener("visibilitychange", () => { if (!document.hidden) now(); });
  return { run: now };
};
