// Filling in: when a question card sends itself, what excludes what, how it says what became of it, and what
// survives a lost connection. The words come from data attributes of the form.
"use strict";

(() => {
  const WAIT_MS = 800;
  const RETRY_SECONDS = [2, 5, 15, 30];
  const KEPT_MS = 30 * 24 * 3600 * 1000;
  const PAGE = [...crypto.getRandomValues(new Uint32Array(3))].map((part) => part.toString(36)).join("");
  const form = document.querySelector("form[data-person]"); // none in a preview, which saves nothing
  const words = form?.dataset ?? {};
  const timers = new WeakMap();
  const sent = new WeakMap();
  let serial = 0;

  const isCard = (node) => Boolean(node.matches?.("[data-autosave]"));
  const cards = () => [...document.querySelectorAll("[data-autosave]")];
  const cardOf = (node) => node.closest?.("[data-autosave]");
  // A figure in a table belongs to every question that needs it; the first one is its own.
  const cardsOf = (node) => node?.dataset?.cards
    ? node.dataset.cards.split(" ").map((id) => document.getElementById(id)).filter((card) => card && isCard(card))
    : [node && cardOf(node)].filter(Boolean);
  const TYPED = ".input--num, textarea";
  const isAnswer = (input) => input.matches?.("input:not([type=file]):not([type=hidden]), textarea");
  const inputsOf = (card) =>
    [...card.querySelectorAll("input, textarea"), ...document.querySelectorAll(`[data-cards~="${card.id}"]`)].filter(isAnswer);
  const revisionOf = (card) => card.querySelector(`input[name="${card.id}.rev"]`);

  // When to send: choices at once, numbers and reasons when the person rests or leaves the question.
  function send(card) {
    clearTimeout(timers.get(card));
    timers.delete(card);
    keep(card);
    card.dispatchEvent(new Event("answer"));
  }

  document.addEventListener("change", (event) => {
    exclude(event.target);
    for (const card of isAnswer(event.target) ? cardsOf(event.target) : []) {
      if (event.target.matches(TYPED) && !timers.has(card)) continue; // sent while the person typed
      if (stepping && event.target.type === "radio") wait(card);
      else send(card);
    }
  });

  // Enter in a choice would press the first button of the form and leave the question.
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.matches?.("form[data-person] :is([type=radio], [type=checkbox])")) event.preventDefault();
  });

  document.addEventListener("input", (event) => {
    for (const card of isAnswer(event.target) ? cardsOf(event.target) : []) {
      card.dataset.unsaved = "1";
      if (event.target.matches(TYPED)) wait(card);
    }
  });

  // Arrow keys pass by other options on the way: only where they come to rest is an answer.
  let stepping = false;
  for (const turn of ["keydown", "pointerdown"]) {
    document.addEventListener(turn, (event) => (stepping = Boolean(event.key?.startsWith("Arrow"))), true);
  }

  function wait(card) {
    keep(card);
    clearTimeout(timers.get(card));
    timers.set(card, setTimeout(() => send(card), WAIT_MS));
    show(card, "saving", words.saving);
  }

  // Whoever leaves the question, or the window, waits no longer.
  document.addEventListener("focusout", (event) => {
    const still = cardsOf(event.relatedTarget);
    for (const card of cardsOf(event.target)) if (timers.has(card) && !still.includes(card)) send(card);
  });
  document.addEventListener("visibilitychange", () => {
    if (document.hidden) cards().filter((card) => timers.has(card)).forEach(send);
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
    const card = event.target;
    if (!isCard(card)) return;
    serial += 1;
    sent.set(card, JSON.stringify(values(card)));
    event.detail.parameters.sender = `${PAGE}.${serial}`;
    event.detail.parameters.shown = cards().map((shown) => shown.id).join(",");
  });

  // A figure of a table belongs to several cards, which are sent at once: whichever comes back last, each part of
  // the page keeps what the latest state of the sheet says.
  const states = new Map();
  let state = 0;
  document.addEventListener("htmx:beforeSwap", (event) => (state = Number(event.detail.xhr?.getResponseHeader("Sheet-State") ?? 0)));
  document.addEventListener("htmx:oobBeforeSwap", (event) => {
    const { id } = event.detail.target;
    if (state && state < (states.get(id) ?? 0)) event.detail.shouldSwap = false;
    else if (state) states.set(id, state);
  });

  // What became of it. The state stands in data-state and, in words, in .state. Only what went wrong
  // interrupts whoever listens; what went well is said once, by the line of the whole page.
  function show(card, state, text) {
    card.dataset.state = state;
    const line = card.querySelector(".state");
    if (!line) return;
    line.dataset.state = state;
    line.setAttribute("aria-live", state === "failed" ? "assertive" : "off");
    if (text) line.textContent = text;
  }

  document.addEventListener("htmx:beforeRequest", (event) => {
    if (isCard(event.target)) show(event.target, "saving", words.saving);
  });

  document.addEventListener("htmx:afterRequest", (event) => {
    const card = event.target;
    if (!isCard(card)) return;
    const status = event.detail.xhr?.status ?? 0;
    if (status >= 200 && status < 300) saved(card); // htmx calls all that it swaps successful
    else if (status === 409 || status === 422) refused(card, status);
    else failed(card, status);
    mark(card);
    tell(event.detail.xhr);
  });

  function saved(card) {
    delete card.dataset.tries;
    adoptState(card);
    if (sent.get(card) !== JSON.stringify(values(card))) { // changed on the way: that is sent next
      keep(card);
      return;
    }
    delete card.dataset.unsaved;
    forget(card);
  }

  function refused(card, status) {
    delete card.dataset.tries;
    adoptState(card);
    if (card.dataset.state === "conflict") return; // kept until the person has chosen
    const lock = card.querySelector("[data-locked]");
    if (lock) return close(lock.dataset.locked); // kept in this browser; the page shows it as not sent
    forget(card); // the card says what is wrong; another page would only say so again
    announce(card.querySelector("[data-wrong] .error")?.textContent ?? "");
  }

  function failed(card, status) {
    const signedOut = status === 401 || status === 403;
    keep(card);
    show(card, "failed", signedOut ? words.signedOut : status ? words.broken : words.offline);
    if (status === 403) renewTokens();
    tryAgain(card);
  }

  // A colleague has submitted: locked.js says so and takes no more input. A page fetches it when that happens.
  function close(text) {
    const note = document.getElementById("locked");
    if (!note) return;
    bring("locked-script", note.dataset.script)
      .then(() => document.dispatchEvent(new CustomEvent("answers:locked", { detail: text })));
  }

  // Fetches a script once; whoever asks again waits for the same one.
  const brought = {};
  const bring = (id, src) => (brought[id] ??= new Promise((resolve) => {
    const script = Object.assign(document.createElement("script"), { id, src, onload: resolve });
    document.head.append(script);
  }));

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

  window.addEventListener("online", () => {
    for (const card of cards()) if (card.dataset.state === "failed") send(card);
  });

  // Somebody who signed out and in again in another window has new tokens; the answers here stay as they are.
  async function renewTokens() {
    const address = document.querySelector("[data-stay]")?.dataset.stay;
    const answer = address && (await fetch(address, { credentials: "same-origin", redirect: "manual" }));
    if (!answer || !answer.ok) return;
    const fresh = new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("[name=csrfmiddlewaretoken]");
    for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = fresh.value;
  }

  // The input that is wrong says so itself.
  function mark(card) {
    const wrong = card.querySelector("[data-wrong]")?.dataset.wrong;
    for (const input of inputsOf(card).filter((each) => each.matches(TYPED) && cardsOf(each)[0] === card)) {
      if (input.id === wrong) input.setAttribute("aria-invalid", "true");
      else input.removeAttribute("aria-invalid");
    }
    card.querySelector("[data-body]")?.classList.toggle("has-error", Boolean(card.querySelector("[data-wrong] .error")));
  }

  // What an answer offers to the empty inputs of other cards stands in them once it is there, unless
  // somebody is at work in that card.
  document.addEventListener("htmx:afterSettle", () => {
    for (const mark of document.querySelectorAll("form .offer")) {
      const input = document.getElementById(mark.id.replace(/-offer$/, ""));
      if (!input || cardsOf(input).some((card) => "unsaved" in card.dataset || timers.has(card))) continue;
      const untouched = input.value === "" || input.value === input.dataset.offered;
      if (mark.dataset.offer && untouched) input.value = input.dataset.offered = mark.dataset.offer;
      else if (mark.dataset.offer) mark.textContent = "";
      else delete input.dataset.offered;
    }
  });

  // One line for the whole page: everything is saved, since when; or how much is not.
  function tell(xhr) {
    const waiting = cards().filter((card) => "tries" in card.dataset).length;
    if (waiting) say(counted(waiting, words.oneWaits, words.manyWait));
    else if (cards().some((card) => "unsaved" in card.dataset || card.dataset.state === "saving")) say("\u00a0");
    else {
      const at = new Date(xhr?.getResponseHeader("Date") ?? Date.now());
      const clock = { timeZone: words.zone, hour: "2-digit", minute: "2-digit", hourCycle: "h23" };
      say(words.allSaved.replace("{time}", at.toLocaleTimeString("en-GB", clock)));
    }
  }

  const counted = (count, one, many) => (count === 1 ? one : many.replace("{count}", count));

  function say(text) {
    const line = document.getElementById("saving");
    if (line && line.textContent !== text) line.textContent = text;
  }

  function announce(text) {
    const line = document.getElementById("branching");
    if (line) line.textContent = text;
  }

  // What is not on the server yet is kept in this browser until it is: through a new sign-in, a closed
  // window, a power cut. Each person has a shelf of their own; signing out clears it (gongfu.js).
  const shelf = (card) => `gongfu:${words.person}:${card.getAttribute("hx-post")}`;

  function values(card) {
    return inputsOf(card).map((input) =>
      [input.name, input.value, input.type === "radio" || input.type === "checkbox" ? input.checked : null]);
  }

  function keep(card) {
    try {
      const kept = { revision: revisionOf(card)?.value, values: values(card), at: Date.now() };
      localStorage.setItem(shelf(card), JSON.stringify(kept));
    } catch { /* private windows may refuse; the page itself still holds the answer */ }
  }

  function forget(card) {
    try {
      localStorage.removeItem(shelf(card));
    } catch { /* nothing was kept */ }
  }

  function recall(card) {
    let kept = null;
    try {
      kept = JSON.parse(localStorage.getItem(shelf(card)));
    } catch { /* unreadable is the same as absent */ }
    const old = !Array.isArray(kept?.values) || Date.now() - kept.at > KEPT_MS;
    if (old || JSON.stringify(kept.values) === JSON.stringify(values(card))) {
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
    if (line) line.textContent = words.kept;
    send(card);
  }

  // A conflict: take the other's answer by drawing the card afresh, or send one's own again.
  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-take]");
    if (!button || !window.htmx) return;
    event.preventDefault();
    const card = cardOf(button);
    if (button.dataset.take === "theirs") {
      forget(card);
      drawAgain(card).then((drawn) => drawn?.querySelector("input:checked, .input, input")?.focus());
    } else {
      revisionOf(card).value = button.value;
      send(card);
    }
  });

  function drawAgain(card) {
    return window.htmx.ajax("GET", card.getAttribute("hx-post"), { target: card, swap: "outerHTML" })
      .then(() => document.getElementById(card.id));
  }

  // Whoever comes back to the page sees what others changed meanwhile; what one was typing stays, and a
  // conflict is told when it is sent.
  document.addEventListener("visibilitychange", async () => {
    if (document.hidden || !words.revisions) return;
    const answer = await fetch(words.revisions, { credentials: "same-origin", redirect: "manual" }).catch(() => null);
    if (!answer?.ok) return;
    const { revisions: newest, locked } = await answer.json();
    if (locked) return close(locked);
    const behind = cards().filter((card) => newest[card.id] > Number(revisionOf(card)?.value) && isAtRest(card));
    for (const card of behind) {
      const name = card.contains(document.activeElement) && document.activeElement.id;
      await drawAgain(card);
      if (name) document.getElementById(name)?.focus();
    }
    if (behind.length) say(counted(behind.length, words.oneChanged, words.manyChanged));
  });

  const isAtRest = (card) => !("unsaved" in card.dataset) && ["idle", "saved"].includes(card.dataset.state);

  // Files have a script of their own, which a page fetches when somebody turns to them.
  function turnToFiles(event) {
    const template = document.getElementById("upload-row");
    const turned = !event || carriesFiles(event) || event.target.matches?.("[data-evidence]");
    if (template && turned) bring("files-script", template.dataset.script);
  }

  const carriesFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");

  document.addEventListener("toggle", turnToFiles, { capture: true });
  document.addEventListener("dragenter", turnToFiles);

  document.addEventListener("submit", (event) => {
    if (event.target !== form) return;
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
