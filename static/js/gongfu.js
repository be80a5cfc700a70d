// What script adds to pages that are complete without it. No words are written here: they come from data attributes.
"use strict";

(() => {
  const RETRY_SECONDS = [2, 5, 15, 30];
  const TOAST_MS = 8000;

  const all = (selector, root = document) => [...root.querySelectorAll(selector)];

  // One submit per form: the button shows that it works, a second press does nothing.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.dataset.busy) {
      event.preventDefault();
      return;
    }
    form.dataset.busy = "1";
    const button = event.submitter;
    if (!button) return;
    button.setAttribute("aria-busy", "true");
    if (button.dataset.busyText) button.textContent = button.dataset.busyText;
  });
  window.addEventListener("pageshow", () => all("form[data-busy]").forEach(release));
  document.addEventListener("htmx:afterRequest", (event) => {
    const form = event.target.closest?.("form[data-busy]");
    if (form) release(form);
  });

  function release(form) {
    delete form.dataset.busy;
    all('[aria-busy="true"]', form).forEach((button) => button.removeAttribute("aria-busy"));
  }

  // Saving in place. An element with data-autosave (a question card) sends itself by htmx and carries the words
  // data-saving, data-failed. Its state stands in data-state and, in words, in .state within it.
  function show(card, state, words) {
    card.dataset.state = state;
    const line = card.querySelector(".state");
    if (!line) return;
    line.dataset.state = state;
    if (words) line.textContent = words;
  }

  const cardOf = (event) => event.target.closest?.("[data-autosave]");

  document.addEventListener("input", (event) => {
    const card = cardOf(event);
    if (card) card.dataset.unsaved = "1";
  });
  document.addEventListener("htmx:beforeRequest", (event) => {
    const card = cardOf(event);
    if (card) show(card, "saving", card.dataset.saving);
  });
  document.addEventListener("htmx:afterRequest", (event) => {
    const card = cardOf(event);
    if (!card) return;
    const status = event.detail.xhr?.status ?? 0;
    if (event.detail.successful) {
      delete card.dataset.unsaved;
      delete card.dataset.tries;
      adoptState(card);
    } else if (status === 409 || status === 422) {
      adoptState(card);
    } else {
      show(card, "failed", card.dataset.failed);
      if (status === 403) renewTokens();
      tryAgain(card);
    }
  });

  // The server's answer replaced the foot: the edge of the card repeats what it says.
  function adoptState(card) {
    const line = card.querySelector(".state");
    if (line) card.dataset.state = line.dataset.state;
  }

  function tryAgain(card) {
    const tries = Number(card.dataset.tries || 0);
    card.dataset.tries = tries + 1;
    const seconds = RETRY_SECONDS[Math.min(tries, RETRY_SECONDS.length - 1)];
    setTimeout(() => {
      if (card.isConnected && card.dataset.state === "failed") card.dispatchEvent(new Event("save-again"));
    }, seconds * 1000);
  }

  // Somebody who signed out and in again in another window has new tokens; the answers here stay as they are.
  async function renewTokens() {
    const address = document.querySelector("[data-stay]")?.dataset.stay;
    const answer = address && (await fetch(address, { credentials: "same-origin", redirect: "manual" }));
    if (!answer || !answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[name=csrfmiddlewaretoken]");
    all("[name=csrfmiddlewaretoken]").forEach((field) => (field.value = fresh.value));
  }

  window.addEventListener("beforeunload", (event) => {
    if (document.querySelector("[data-unsaved]")) event.preventDefault();
  });
  document.addEventListener("submit", (event) => {
    all("[data-unsaved]", event.target).forEach((card) => delete card.dataset.unsaved);
  });

  // Rows of running jobs ask again: every 2 seconds at first, then every 10.
  const firstSeen = new Map();
  function poll(row) {
    if (!firstSeen.has(row.id)) firstSeen.set(row.id, Date.now());
    const wait = Date.now() - firstSeen.get(row.id) < 30000 ? 2000 : 10000;
    setTimeout(() => row.isConnected && window.htmx?.trigger(row, "job-due"), wait);
  }
  document.addEventListener("htmx:afterSettle", (event) => {
    if (event.detail.elt.matches?.("[data-poll]")) poll(event.detail.elt);
    all("[data-poll]", event.detail.elt).forEach(poll);
  });

  // Two minutes before the session ends for want of visits, say so; what is typed stays in the page.
  const idle = Number(document.body.dataset.idle || 0) * 1000;
  let warning = 0;
  function watchIdle() {
    const note = document.getElementById("idle");
    if (!idle || !note) return;
    note.hidden = true;
    clearTimeout(warning);
    warning = setTimeout(() => (note.hidden = false), idle - 120000);
  }
  async function stay(button) {
    const answer = await fetch(button.dataset.stay, { credentials: "same-origin", redirect: "manual" });
    if (answer.ok) watchIdle();
    else location.assign(`/login/?next=${encodeURIComponent(location.pathname + location.search)}`);
  }
  document.addEventListener("click", (event) => {
    if (event.target.matches?.("[data-stay]")) stay(event.target);
  });
  document.addEventListener("htmx:afterRequest", (event) => event.detail.successful && watchIdle());

  // "Select all on this page" of a list, and showing how many are chosen.
  document.addEventListener("change", (event) => {
    const box = event.target;
    if (!box.matches("[data-select-page]")) return;
    all('tbody input[type="checkbox"]', box.closest("form")).forEach((other) => (other.checked = box.checked));
  });

  document.addEventListener("DOMContentLoaded", () => {
    all("[data-poll]").forEach(poll);
    watchIdle();
    document.querySelector(".error-summary")?.focus();
    const toasts = document.querySelector("main .toasts");
    if (toasts && !toasts.querySelector(".note")) {
      toasts.dataset.floating = "1";
      setTimeout(() => toasts.remove(), TOAST_MS);
    }
    all("[data-print]").forEach((button) => {
      button.hidden = false;
      button.addEventListener("click", () => window.print());
    });
  });
})();
