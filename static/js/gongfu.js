// What script adds to pages that are complete without it. No words are written here: they come from data attributes.
"use strict";

(() => {
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

  // What is not saved yet carries data-unsaved: the browser asks before it is left. Whoever signs out leaves
  // nothing behind that answers.js kept in this browser.
  window.addEventListener("beforeunload", (event) => {
    if (document.querySelector("[data-unsaved]")) event.preventDefault();
  });
  document.addEventListener("submit", (event) => {
    all("[data-unsaved]", event.target).forEach((card) => delete card.dataset.unsaved);
    if (event.target.matches('[action*="/logout/"]')) clearShelves();
  });

  function clearShelves() {
    try {
      Object.keys(localStorage).filter((key) => key.startsWith("gongfu:")).forEach((key) => localStorage.removeItem(key));
    } catch { /* a browser that keeps nothing has nothing to clear */ }
  }

  // What was complained about and then mended no longer stands there in red; sending checks it again. While typing,
  // not on leaving the field: what moves then would slip away under the press that leaves it.
  document.addEventListener("input", ({ target }) => {
    const field = target.closest("form:not([hx-post]) .field.has-error");
    const filled = target.type === "checkbox" ? target.checked : target.value.trim();
    if (!field || !filled) return;
    field.classList.remove("has-error");
    target.removeAttribute("aria-invalid");
    all(".error", field).forEach((error) => error.remove());
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

  // At the top of the page a toast stands in its own line and covers nothing; where the page was opened further down
  // it floats for a while over what is there, and lets every click through.
  function raise(toasts) {
    if (toasts.getBoundingClientRect().bottom > 0) return;
    toasts.dataset.floating = "1";
    document.getElementById(location.hash.slice(1))?.scrollIntoView();   // it leaves its line, and all below moves up
    setTimeout(() => toasts.remove(), TOAST_MS);
  }

  // An address may lead to what is folded away.
  const unfold = () => {
    const place = document.getElementById(location.hash.slice(1))?.closest("details:not([open])");
    if (place) place.open = true;
  };
  window.addEventListener("hashchange", unfold);

  document.addEventListener("DOMContentLoaded", () => {
    unfold();
    all("[data-poll]").forEach(poll);
    watchIdle();
    const tab = document.querySelector(".nav [aria-current]");   // a narrow bar begins where the reader is
    if (tab) tab.parentElement.scrollLeft = tab.offsetLeft - tab.parentElement.offsetLeft - 48;
    const summary = document.querySelector(".error-summary");
    summary?.focus();
    if (summary && location.hash) window.addEventListener("load", () => summary.focus());   // before the place in the address
    const toasts = document.querySelector("main .toasts");
    if (toasts && !toasts.querySelector(".note")) window.addEventListener("load", () => raise(toasts));
    all("[data-print]").forEach((button) => {
      button.hidden = false;
      button.addEventListener("click", () => window.print());
    });
  });
})();
