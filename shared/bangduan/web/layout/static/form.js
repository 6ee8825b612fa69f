// Forms: nothing typed is lost by leaving, nothing is sent twice, a day is said as Thais say it.
"use strict";
(() => {
  let changed = false;

  document.querySelectorAll('form[method="post"]').forEach((form) => {
    form.addEventListener("input", () => { changed = true; });
    form.addEventListener("submit", (event) => {
      if (form.dataset.sent) { event.preventDefault(); return; }
      form.dataset.sent = "yes";
      changed = false;
    });
  });
  addEventListener("beforeunload", (event) => { if (changed) event.preventDefault(); });
  // a page that comes back by the back button may be sent again
  addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => { delete form.dataset.sent; });
  });

  const thai = document.documentElement.lang === "th";
  const long = new Intl.DateTimeFormat(thai ? "th-TH-u-ca-buddhist" : "en-GB", { dateStyle: "full", timeZone: "UTC" });
  document.querySelectorAll('input[type="date"]').forEach((input) => {
    const said = document.createElement("p");
    said.className = "date-said";
    said.setAttribute("aria-live", "polite");
    input.after(said);
    const say = () => { said.textContent = input.valueAsDate ? long.format(input.valueAsDate) : ""; };
    input.addEventListener("input", say);
    say();
  });
})();
