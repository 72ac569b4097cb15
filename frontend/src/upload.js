// Files travel as soon as they are chosen, in parts, and go on by themselves after the line was lost (tus 1.0, tus.io).
//
// [data-upload]             a box in a form; its value is the address at which an upload begins. Files are chosen in its
//                           <input type=file>, taken with the camera, or dropped anywhere on the box.
//   [data-upload-list]      the <ul> in it: one <li> for each file. What the server draws of a file (data-file, data-file-state,
//                           hidden field "file") takes the place of our line once the file has arrived.
//   [data-upload-status]    says to screen readers how it stands.
//   [data-upload-reload]    the page is loaded anew once everything has arrived and is checked.
// li[data-file-parts]       a file that is not ready: data-file-name, -size and -begun say which; choosing the same file again
//                           goes on where it stopped. While it is checked the line is asked for again.
// [data-file-remove]        gives the file up, without a new page.
// While something travels, the form waits with sending, and leaving the page asks first.
import { icon } from "./flash.js";
import { askBeforeLeaving } from "./leave.js";
import { csrfToken, messageOf } from "./requests.js";

const VERSION = { "Tus-Resumable": "1.0.0" };
const LEAST = 64 * 1024;
const MOST = 1024 * 1024;
const PAUSES = [1, 2, 4, 8, 15, 30];
const ASKING = [0.5, 1, 1, 2, 3, 5, 8, 13, 20, 30];
const boxes = new Map();

/** Every [data-upload] in `root` sends files by itself from now on. */
export function enhance(root) {
  for (const element of root.querySelectorAll("[data-upload]:not([data-upload-ready])")) {
    element.dataset.uploadReady = "";
    boxes.set(element, new Box(element));
  }
  for (const element of boxes.keys()) if (!element.isConnected) boxes.delete(element);
}

askBeforeLeaving(() => [...boxes.values()].some((box) => box.element.isConnected && box.travelling.size > 0));

class Box {
  constructor(element) {
    this.element = element;
    this.form = element.closest("form");
    this.list = element.querySelector("[data-upload-list]");
    this.input = element.querySelector("input[type=file]");
    this.status = element.querySelector("[data-upload-status]");
    this.travelling = new Set();
    this.arrived = 0;
    this.input.addEventListener("change", () => this.take([...this.input.files]));
    this.listenForDrops();
    element.addEventListener("click", (event) => this.clicked(event));
    this.form?.addEventListener("submit", (event) => this.submitting(event), { capture: true });
    for (const line of this.list.querySelectorAll('[data-file-state="checking"]')) this.watch(line);
  }

  listenForDrops() {
    this.element.addEventListener("dragover", (event) => {
      if (![...event.dataTransfer.types].includes("Files")) return;
      event.preventDefault();
      this.element.classList.add("zk-upload--over");
    });
    for (const name of ["dragleave", "drop"]) {
      this.element.addEventListener(name, () => this.element.classList.remove("zk-upload--over"));
    }
    this.element.addEventListener("drop", (event) => {
      event.preventDefault();
      this.take([...event.dataTransfer.files]);
    });
  }

  /** These files travel, one after the other's beginning; the field is empty again, so that the form does not carry them too. */
  take(files) {
    this.input.value = "";
    for (const file of files) {
      const travel = new Travel(this, file, this.unfinished(file));
      this.travelling.add(travel);
      travel.run();
    }
  }

  /** The line of the same file that stopped half-way: name and size are the same, and it has not been changed since. */
  unfinished(file) {
    return [...document.querySelectorAll('[data-file-state="uploading"][data-file-parts]')].find(
      ({ dataset }) =>
        dataset.fileName === file.name && Number(dataset.fileSize) === file.size && file.lastModified < Number(dataset.fileBegun),
    );
  }

  ended(travel, line) {
    this.travelling.delete(travel);
    if (line) {
      this.arrived += 1;
      this.watch(line);
    } else this.reloadIfDone();
  }

  say(text) {
    if (this.status.textContent !== text) this.status.textContent = text;
  }

  /** The line is asked for again until the file is ready or refused. */
  async watch(line) {
    for (const pause of ASKING) {
      if (line.dataset.fileState !== "checking" || !line.isConnected) break;
      await wait(pause);
      const fresh = await lineAt(line.dataset.fileParts);
      if (fresh && line.isConnected) line = replace(line, fresh);
    }
    if (line.dataset.fileState === "ready") this.say(`${nameIn(line)} ist angekommen.`);
    if (line.dataset.fileState === "refused") this.say(`${nameIn(line)}: ${line.querySelector(".zk-file__note")?.textContent}`);
    this.reloadIfDone();
  }

  reloadIfDone() {
    const refused = this.list.querySelector('[data-file-state="refused"], .zk-file--refused');
    const waiting = this.list.querySelector('[data-file-state="checking"]');
    const all = this.travelling.size === 0 && this.arrived > 0;
    if (all && "uploadReload" in this.element.dataset && !refused && !waiting) location.reload();
  }

  async clicked(event) {
    const button = event.target.closest?.("[data-file-remove]");
    if (!button) return;
    event.preventDefault();
    const line = button.closest("li");
    const answer = await send(button.dataset.fileRemove, { method: "DELETE" }).catch(() => null);
    if (answer?.ok || answer?.status === 404) {
      line.remove();
      this.say("Entfernt.");
      this.reloadIfDone(); // what was refused no longer keeps the rest from its place
      this.input.focus();
    } else this.say("Das hat nicht geklappt. Bitte noch einmal versuchen.");
  }

  submitting(event) {
    if (this.travelling.size === 0 || event.submitter?.dataset.fileRemove) return;
    event.preventDefault();
    event.stopImmediatePropagation();
    this.say("Bitte warten Sie, bis alle Dateien angekommen sind.");
    this.list.scrollIntoView({ block: "nearest" });
  }
}

/** One file on its way: begun, part by part, interrupted and gone on with, given up. */
class Travel {
  constructor(box, file, unfinished) {
    this.box = box;
    this.file = file;
    this.address = unfinished?.dataset.fileParts ?? "";
    this.offset = 0;
    this.part = 4 * LEAST;
    this.failures = 0;
    this.stopped = false;
    this.line = drawn(file, () => this.giveUp());
    if (unfinished) unfinished.replaceWith(this.line.element);
    else box.list.append(this.line.element);
  }

  async run() {
    try {
      if (this.address) await this.ask();
      while (!this.stopped && (!this.address || this.offset < this.file.size)) await this.step();
      if (!this.stopped) await this.arrive();
    } catch (problem) {
      this.line.refuse(problem.message);
      this.box.say(`${this.file.name}: ${problem.message}`);
      this.box.ended(this, null);
    }
  }

  /** One request, or a pause after one that failed. Throws where trying again is of no use. */
  async step() {
    const answer = await (this.address ? this.append() : this.begin()).catch(() => null);
    if (this.stopped) return;
    if (!answer || answer.status >= 500 || answer.status === 429) return this.pause();
    if (answer.redirected || answer.status === 401 || answer.status === 403) throw new Error(messageOf(await answer.text(), 403));
    if (answer.status === 409) return this.ask();
    if (answer.status === 404 && this.address) return this.anew();
    if (!answer.ok) throw new Error((await sentence(answer)) || "Die Datei konnte nicht gesendet werden.");
    this.failures = 0;
    if (!this.address) this.address = answer.headers.get("Location");
    this.offset = Number(answer.headers.get("Upload-Offset") ?? 0);
    this.line.show(this.offset);
  }

  begin() {
    const name = btoa(String.fromCharCode(...new TextEncoder().encode(this.file.name)));
    const headers = { "Upload-Length": String(this.file.size), "Upload-Metadata": `filename ${name}` };
    return send(this.box.element.dataset.upload, { method: "POST", headers });
  }

  async append() {
    const began = performance.now();
    const answer = await send(this.address, {
      method: "PATCH",
      headers: { "Content-Type": "application/offset+octet-stream", "Upload-Offset": String(this.offset) },
      body: this.file.slice(this.offset, this.offset + this.part),
    });
    // As much as travels in about a second: on a slow line little is lost, on a fast one few requests are made.
    const seconds = (performance.now() - began) / 1000;
    if (answer.ok) this.part = Math.min(MOST, Math.max(LEAST, seconds < 0.7 ? this.part * 2 : seconds > 3 ? this.part / 2 : this.part));
    return answer;
  }

  /** How much has come? What the server says counts. */
  async ask() {
    const answer = await send(this.address, { method: "HEAD" }).catch(() => null);
    if (answer?.status === 404) return this.anew();
    if (!answer?.headers.has("Upload-Offset")) return this.pause();
    this.offset = Number(answer.headers.get("Upload-Offset"));
    this.line.show(this.offset);
  }

  anew() {
    this.address = "";
    this.offset = 0;
  }

  /** Waits a little longer each time, or until the browser says that it has a line again; then asks how far it came. */
  async pause() {
    const seconds = PAUSES[Math.min(this.failures, PAUSES.length - 1)];
    this.failures += 1;
    this.part = Math.max(LEAST, this.part / 2);
    this.line.say("Keine Verbindung. Es geht von selbst weiter, sobald sie wieder da ist.");
    this.box.say(`${this.file.name} wartet auf die Verbindung.`);
    await Promise.race([wait(seconds), new Promise((done) => addEventListener("online", done, { once: true }))]);
    if (this.address && !this.stopped) await this.ask();
  }

  async arrive() {
    let fresh = null;
    while (!fresh && !this.stopped) {
      fresh = await lineAt(this.address);
      if (!fresh) await wait(2);
    }
    if (this.stopped) return;
    this.box.say(`${this.file.name} ist da und wird geprüft.`);
    this.box.ended(this, replace(this.line.element, fresh));
  }

  giveUp() {
    this.stopped = true;
    if (this.address) send(this.address, { method: "DELETE" }).catch(() => null);
    this.line.element.remove();
    this.box.say(`${this.file.name} ist entfernt.`);
    this.box.ended(this, null);
    this.box.input.focus();
  }
}

/** Our own line of a file that travels: name, how much has come in words and as a bar, and a button to stop. */
function drawn(file, giveUp) {
  const element = document.createElement("li");
  element.className = "zk-file";
  const sign = document.createElement("span");
  sign.className = "zk-file__sign";
  sign.append(icon(undefined, "draft"));
  const text = document.createElement("div");
  text.className = "zk-file__text";
  const name = paragraph("zk-file__name", file.name);
  const note = paragraph("zk-file__note", "");
  const bar = document.createElement("progress");
  bar.className = "zk-file__bar";
  bar.max = file.size || 1;
  bar.setAttribute("aria-label", `${file.name} wird hochgeladen`);
  text.append(name, note, bar);
  const stop = document.createElement("button");
  stop.type = "button";
  stop.className = "kern-btn kern-btn--tertiary zk-btn--s";
  const label = paragraph("kern-label", "Entfernen", "span");
  label.append(paragraph("kern-sr-only", ` ${file.name}`, "span"));
  stop.append(icon(undefined, "close"), label);
  stop.addEventListener("click", giveUp);
  element.append(sign, text, stop);
  const line = {
    element,
    say: (words) => { note.textContent = words; },
    show: (offset) => { bar.value = offset; note.textContent = `${size(offset)} von ${size(file.size)}`; },
    refuse: (words) => {
      bar.remove();
      element.classList.add("zk-file--refused");
      sign.replaceChildren(icon(undefined, "warning"));
      note.textContent = `Nicht angenommen. ${words}`;
    },
  };
  line.show(0);
  return line;
}

function paragraph(className, text, tag = "p") {
  const element = document.createElement(tag);
  element.className = className;
  element.textContent = text;
  return element;
}

function size(bytes) {
  if (bytes < 1e6) return `${Math.round(bytes / 1000)} KB`;
  return `${(bytes / 1e6).toFixed(1).replace(".", ",")} MB`;
}

function send(address, { headers = {}, ...options }) {
  return fetch(address, { ...options, credentials: "same-origin", headers: { ...VERSION, "X-CSRFToken": csrfToken(), ...headers } });
}

/** Returns the line the server draws of the file now; null where there is no answer. */
async function lineAt(address) {
  const answer = await send(address, { method: "GET" }).catch(() => null);
  if (!answer?.ok || answer.redirected) return null;
  return new DOMParser().parseFromString(await answer.text(), "text/html").querySelector("li[data-file]");
}

function replace(line, fresh) {
  const hadFocus = line.contains(document.activeElement);
  const taken = document.importNode(fresh, true);
  line.replaceWith(taken);
  if (hadFocus) taken.querySelector("button, a")?.focus();
  return taken;
}

function nameIn(line) {
  return line.querySelector(".zk-file__name")?.textContent ?? "Datei";
}

async function sentence(answer) {
  const text = await answer.text().catch(() => "");
  return /^text\/plain/.test(answer.headers.get("Content-Type") ?? "") ? text : "";
}

function wait(seconds) {
  return new Promise((done) => setTimeout(done, seconds * 1000));
}
