// Filling in: when a question card sends itself, what excludes what, and what survives a lost connection.
// gongfu.js shows the states and tries again; the words come from the cards' data attributes.
"use strict";

(() => {
  const WAIT_MS = 800;
  const PAGE = [...crypto.getRandomValues(new Uint32Array(3))].map((part) => part.toString(36)).join("");
  const timers = new WeakMap();
  let serial = 0;

  const cards = () => [...document.querySelectorAll("[data-autosave]")];
  const cardOf = (node) => node.closest?.("[data-autosave]");
  const TYPED = ".input--num, textarea";
  const isAnswer = (input) => input.matches?.("input:not([type=file]):not([type=hidden]), textarea");
  const inputsOf = (card) => [...card.querySelectorAll("input, textarea")].filter(isAnswer);
  const shelf = (card) => `gongfu:${card.getAttribute("hx-post")}`;

  // When to send: choices at once, numbers and reasons when the person rests or leaves the field.
  function send(card) {
    clearTimeout(timers.get(card));
    timers.delete(card);
    keep(card);
    card.dispatchEvent(new Event("answer"));
  }

  document.addEventListener("change", (event) => {
    exclude(event.target);
    const card = cardOf(event.target);
    if (!card || !isAnswer(event.target)) return;
    if (event.target.matches(TYPED) && !timers.has(card)) return; // sent while the person typed
    send(card);
  });

  document.addEventListener("input", (event) => {
    const card = cardOf(event.target);
    if (!card || !event.target.matches(TYPED)) return;
    clearTimeout(timers.get(card));
    timers.set(card, setTimeout(() => send(card), WAIT_MS));
  });

  // "None of these" and the other options exclude each other, also in a card that does not send
  // itself (a preview); the server says so too.
  function exclude(changed) {
    const question = changed.closest?.(".question");
    if (!question || changed.type !== "checkbox" || !changed.checked) return;
    for (const other of question.querySelectorAll(`input[type=checkbox][name="${changed.name}"]`)) {
      const apart = "exclusive" in other.dataset !== "exclusive" in changed.dataset;
      if (other !== changed && (apart || "exclusive" in changed.dataset)) other.checked = false;
    }
  }

  // Every request says which page it comes from and in which order, so a lost receipt is no conflict;
  // and which questions the page shows, so that the answer can bring those that appear.
  document.addEventListener("htmx:configRequest", (event) => {
    const card = cardOf(event.target);
    if (card !== event.target) return;
    serial += 1;
    event.detail.parameters.sender = `${PAGE}.${serial}`;
    event.detail.parameters.shown = cards().map((shown) => shown.id).join(",");
  });

  // What is not on the server yet is kept in this browser until it is, also across a new sign-in.
  function values(card) {
    return inputsOf(card).map((input) =>
      [input.name, input.value, input.type === "radio" || input.type === "checkbox" ? input.checked : null]);
  }

  const revisionOf = (card) => card.querySelector(`input[name="${card.id}.rev"]`);

  function keep(card) {
    try {
      const kept = { revision: revisionOf(card)?.value, values: values(card) };
      sessionStorage.setItem(shelf(card), JSON.stringify(kept));
    } catch { /* private windows may refuse; the page itself still holds the answer */ }
  }

  function forget(card) {
    try {
      sessionStorage.removeItem(shelf(card));
    } catch { /* nothing was kept */ }
  }

  function recall(card) {
    let kept = null;
    try {
      kept = JSON.parse(sessionStorage.getItem(shelf(card)));
    } catch { /* unreadable is the same as absent */ }
    if (!Array.isArray(kept?.values) || JSON.stringify(kept.values) === JSON.stringify(values(card))) {
      forget(card);
      return;
    }
    const inputs = inputsOf(card);
    revisionOf(card).value = kept.revision; // so that a change made meanwhile by somebody else is told
    for (const [name, value, checked] of kept.values) {
      for (const input of inputs.filter((each) => each.name === name)) {
        if (checked === null) input.value = value;
        else if (input.value === value) input.checked = checked;
      }
    }
    card.dataset.unsaved = "1";
    const line = card.querySelector(".state");
    if (line) line.textContent = card.dataset.kept;
    send(card);
  }

  document.addEventListener("htmx:afterRequest", (event) => {
    const card = event.target;
    if (!card.matches?.("[data-autosave]")) return;
    const status = event.detail.xhr?.status ?? 0;
    if (event.detail.successful) {
      if (timers.has(card)) card.dataset.unsaved = "1";
      else forget(card);
    }
    if (status === 422) forget(card);
    if (status === 401 || status === 403) card.querySelector(".state").textContent = card.dataset.signedOut;
    mark(card);
  });

  // The input that is wrong says so itself.
  function mark(card) {
    const wrong = card.querySelector("[data-wrong]")?.dataset.wrong;
    for (const input of card.querySelectorAll(TYPED)) {
      if (input.id === wrong) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
    }
    card.querySelector("[data-body]")?.classList.toggle("has-error", Boolean(card.querySelector("[data-wrong] .error")));
  }

  // A conflict: take the other's answer by drawing the card afresh, or send one's own again.
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-take]");
    if (!button || !window.htmx) return;
    event.preventDefault();
    const card = cardOf(button);
    if (button.dataset.take === "theirs") {
      forget(card);
      const id = card.id;
      window.htmx.ajax("GET", button.dataset.url, { target: card, swap: "outerHTML" })
        .then(() => document.getElementById(id)?.querySelector("input:checked, .input, input")?.focus());
    } else {
      revisionOf(card).value = button.value;
      send(card);
    }
  });

  // Files have a script of their own, which a page fetches when somebody turns to them.
  function turnToFiles(event) {
    const template = document.getElementById("upload-row");
    const turned = !event || carriesFiles(event) || event.target.matches?.("[data-evidence]");
    if (!template || !turned || document.getElementById("files-script")) return;
    const script = Object.assign(document.createElement("script"), { id: "files-script", src: template.dataset.script });
    document.head.append(script);
  }

  const carriesFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");

  document.addEventListener("toggle", turnToFiles, { capture: true });
  document.addEventListener("dragenter", turnToFiles);
  window.addEventListener("online", () => {
    for (const card of cards()) if (card.dataset.state === "failed") send(card);
  });
  document.addEventListener("submit", () => {
    for (const card of cards()) {
      if (timers.has(card) || ["failed", "saving"].includes(card.dataset.state)) keep(card);
      else forget(card);
      clearTimeout(timers.get(card));
    }
  });
  document.addEventListener("DOMContentLoaded", () => {
    if (document.querySelector("[data-evidence][open]")) turnToFiles();
    cards().forEach(recall);
  });
})();
