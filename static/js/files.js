// Files beside answers: chosen or dropped, each sent by itself with its progress in words; a refused one stays
// listed until it is closed. The words and the row come from the template #upload-row.
"use strict";

(() => {
  const WORDS_EVERY_MS = 400;
  const waiting = []; // rows whose turn has not come
  let current = null; // the row that is being sent
  let held = null; // a form that goes on once everything is sent

  const template = () => document.getElementById("upload-row");
  const words = (name) => template().dataset[name];
  const evidenceOf = (node) => node.closest?.("[data-evidence]");
  const carriesFiles = (event) => [...(event.dataTransfer?.types ?? [])].includes("Files");

  // A row lives outside the part that the server draws anew, so that nothing it says is lost.
  function take(evidence, files) {
    const list = evidence.querySelector("[data-uploads]");
    evidence.open = true;
    list.hidden = false;
    for (const file of files) {
      const row = template().content.firstElementChild.cloneNode(true);
      for (const name of row.querySelectorAll("[data-name]")) name.textContent = file.name;
      list.append(row);
      const upload = { row, file, address: evidence.dataset.evidence, ref: evidence.closest("[id]").id };
      row.querySelector("[data-again]").addEventListener("click", () => queue(upload));
      if (file.size > Number(words("megabytes")) * 1024 * 1024) refuse(upload, words("tooLarge"));
      else queue(upload);
    }
  }

  function queue(upload) {
    say(upload, words("waiting"));
    delete upload.row.dataset.state;
    upload.row.dataset.unsaved = "1"; // the browser asks before the page is left
    show(upload.row, "[data-again]", false);
    show(upload.row, "[data-close]", false);
    show(upload.row, ".error", false);
    waiting.push(upload);
    next();
  }

  function next() {
    if (current) return;
    current = waiting.shift() ?? null;
    if (current) send(current);
    else goOn();
  }

  function send(upload) {
    const request = new XMLHttpRequest();
    const body = new FormData();
    body.append("csrfmiddlewaretoken", document.querySelector("[name=csrfmiddlewaretoken]").value);
    body.append(`${upload.ref}.file`, upload.file, upload.file.name);
    let told = 0;
    say(upload, words("sending").replace("{done}", "0%"));
    request.upload.addEventListener("progress", (event) => {
      if (!event.lengthComputable || Date.now() - told < WORDS_EVERY_MS) return;
      told = Date.now();
      say(upload, words("sending").replace("{done}", `${Math.floor((100 * event.loaded) / event.total)}%`));
    });
    request.upload.addEventListener("load", () => say(upload, words("checking")));
    request.addEventListener("loadend", () => {
      delete upload.row.dataset.unsaved;
      if (request.status === 200) draw(upload, request.responseText);
      else if (request.status === 401 || request.status === 403) refuse(upload, words("signedOut"), true);
      else if (request.status === 413) refuse(upload, words("tooLarge"));
      else if (request.status === 0 || request.status >= 500) refuse(upload, words("broken"), true);
      else refuse(upload, words("refused"));
      current = null;
      next();
    });
    request.open("POST", upload.address);
    request.setRequestHeader("HX-Request", "true");
    request.send(body);
  }

  // The server's list takes the place of the old one; what it refused stays in the row of the upload.
  function draw(upload, html) {
    const target = document.getElementById(`${upload.ref}-files`);
    if (!target) return;
    window.htmx.swap(target, html, { swapStyle: "outerHTML" });
    const refused = document.querySelector(`#${upload.ref}-files li[data-state=refused]:not([id])`);
    if (refused) {
      refuse(upload, refused.querySelector(".error").textContent);
      refused.remove();
    } else {
      announce(upload);
      close(upload.row);
    }
    settle(document);
  }

  function announce(upload) {
    const line = evidenceOf(upload.row)?.querySelector("[data-said]");
    if (line) line.textContent = words("done").replace("{name}", upload.file.name);
  }

  function refuse(upload, why, again = false) {
    delete upload.row.dataset.unsaved;
    upload.row.dataset.state = "refused";
    say(upload, "");
    upload.row.querySelector(".error").textContent = why;
    show(upload.row, ".error", true);
    show(upload.row, "[data-again]", again);
    show(upload.row, "[data-close]", true);
  }

  function close(row) {
    const list = row.parentElement;
    row.remove();
    if (list && !list.children.length) list.hidden = true;
  }

  const say = (upload, text) => (upload.row.querySelector("[data-progress]").textContent = text);
  const show = (row, selector, wanted) => (row.querySelector(selector).hidden = !wanted);

  // A form that is sent while files are on their way waits for them; where one was refused it stays.
  document.addEventListener("submit", (event) => {
    if (!current) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    held = { form: event.target, button: event.submitter };
    say(current, words("later"));
  }, { capture: true });

  function goOn() {
    const { form, button } = held ?? {};
    held = null;
    if (form?.isConnected && !form.querySelector("[data-uploads] [data-state=refused]")) form.requestSubmit(button);
  }

  function chosen(input) {
    if (!input?.files.length) return;
    take(evidenceOf(input), [...input.files]);
    input.value = ""; // so that the form does not send them once more
  }

  document.addEventListener("change", (event) => {
    if (event.target.type === "file" && evidenceOf(event.target)) chosen(event.target);
  }, { capture: true });

  document.addEventListener("click", (event) => {
    const button = event.target.closest?.("[data-close]");
    if (!button || !evidenceOf(button)) return;
    event.preventDefault();
    const input = evidenceOf(button).querySelector("input[type=file]");
    close(button.closest("li"));
    input?.focus();
  });

  // A file that misses the place must not replace the page.
  document.addEventListener("dragover", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    const over = template() && evidenceOf(event.target);
    event.dataTransfer.dropEffect = over ? "copy" : "none";
    mark(over);
  });
  document.addEventListener("dragleave", (event) => event.relatedTarget || mark(null));
  document.addEventListener("drop", (event) => {
    if (!carriesFiles(event)) return;
    event.preventDefault();
    mark(null);
    const evidence = evidenceOf(event.target);
    if (evidence) take(evidence, [...event.dataTransfer.files]);
  });

  function mark(over) {
    for (const other of document.querySelectorAll("[data-over]")) if (other !== over) delete other.dataset.over;
    if (over) over.dataset.over = "1";
  }

  // Files send themselves; their events are none of the card's business.
  function settle(root) {
    for (const button of root.querySelectorAll("[data-upload]")) button.hidden = true;
    for (const hint of root.querySelectorAll("[data-drop]")) hint.hidden = false;
    for (const evidence of root.querySelectorAll("[data-evidence]")) {
      if (evidence.dataset.settled) continue;
      evidence.dataset.settled = "1";
      for (const name of ["input", "change", "htmx:beforeRequest", "htmx:afterRequest"]) {
        evidence.addEventListener(name, (event) => event.stopPropagation());
      }
      chosen(evidence.querySelector("input[type=file]")); // while this script was on its way
    }
  }

  // After a file was removed or brought back, the keyboard stays at its row.
  let wanted = "";
  document.addEventListener("htmx:beforeSwap", (event) => {
    const button = event.detail.requestConfig?.elt;
    if (!button?.matches?.("[name=remove], [name=restore]")) return;
    wanted = `[name=${button.name === "remove" ? "restore" : "remove"}][value="${button.value}"]`;
  });
  document.addEventListener("htmx:afterSettle", (event) => {
    settle(event.detail.elt.closest?.("form") ?? document);
    const button = wanted && document.querySelector(wanted);
    if (!button) return;
    wanted = "";
    button.focus();
  });

  settle(document);
})();
