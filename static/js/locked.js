// A colleague submitted while this page was open: it says so, takes no more input, and shows what was not sent.
"use strict";

(() => {
  const form = document.querySelector("form[data-person]");
  const note = document.getElementById("locked");
  if (!form || !note) return;

  document.addEventListener("answers:locked", (event) => {
    note.querySelector("[data-text]").textContent = event.detail;
    note.hidden = false;
    document.getElementById("not-submitted")?.replaceChildren(); // it is, by now
    for (const input of form.querySelectorAll("input:not([type=hidden]), textarea, button")) close(input);
    for (const card of form.querySelectorAll("[data-autosave][data-unsaved]")) notSent(card);
  });

  function close(input) {
    if (input.matches("textarea, [type=text], [type=number], input:not([type])")) input.readOnly = true; // can still be copied
    else input.disabled = true;
  }

  function notSent(card) {
    card.dataset.state = "failed";
    const line = card.querySelector(".state");
    if (!line) return;
    line.dataset.state = "failed";
    line.textContent = form.dataset.notSent;
  }
})();
