// What helps while typing: rows that open as they are needed, and notes that are not lost.

const FEW = 5;
const DRAFT_PAUSE = 600;

/** Show a row more for candidates whenever the last one is begun. */
export const unfoldRows = (root) => {
  const rows = [...root.querySelectorAll(".candidates > li")];
  if (!rows.length) return;
  const unfold = () => {
    const filled = rows.reduce((most, row, index) => (row.querySelector("input").value ? index + 1 : most), 0);
    rows.forEach((row, index) => { row.hidden = index >= Math.max(FEW, filled + 1); });
  };
  root.querySelector(".candidates").addEventListener("input", unfold);
  rows[0].closest("form").addEventListener("reset", () => setTimeout(unfold));
  unfold();
};

/**
 * Keep notes that are typed and not yet saved, and put back those of last time.
 * @param {HTMLFormElement} notes
 * @param {object} store   of the outbox
 * @param {string} name    of the draft
 * @param {string} said    what to say when notes were put back
 */
export const keepNotes = async (notes, store, name, said) => {
  let timer = 0;
  const areas = [...notes.querySelectorAll("textarea")];
  const keep = () => {
    const changed = areas.some((area) => area.value !== area.defaultValue);
    store.keepDraft(name, changed ? JSON.stringify(areas.map((area) => area.value)) : "");
  };
  notes.addEventListener("input", () => { clearTimeout(timer); timer = setTimeout(keep, DRAFT_PAUSE); });
  addEventListener("pagehide", keep);
  const draft = JSON.parse((await store.draft(name)) || "[]");
  if (!draft.some((text, index) => areas[index] && text !== areas[index].value)) return;
  areas.forEach((area, index) => { if (draft[index] !== undefined) area.value = draft[index]; });
  const line = document.createElement("p");
  line.className = "notice";
  line.textContent = said;
  notes.prepend(line);
};
