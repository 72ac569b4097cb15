// Texts save themselves, and nothing typed is ever lost.
//
// form[data-autosave-url]      each field is posted on its own to this address, as form data:
//                              field, base (the value as last known to the server), value, version (if known).
//     [data-autosave-key]      names the thing being written (e.g. "week:0199…"); with the person's id from
//                              <body data-person> and the field's name it is the key of the copy in localStorage.
// [data-autosave]              a field that saves 800 ms after typing, when it loses focus, and when the page goes away.
//     [data-base]              its value as the server rendered it (default: its value when the page was made).
// input[hidden][name="seen_x"] follows what the server has of field x, so that the form as a whole says what it knew.
// [data-autosave-status]       an element in the form (or, with ="field name", of one field) that says how it stands.
// [data-autosave-total]        takes the words of `total` in an answer (a sum that the saved field changed).
// [data-autosave-merge="name"] where a merge for that field is shown (default: after the field).
//
// Answers:  2xx  JSON {value?, saved_at: "14:03", total?} or nothing: saved. `value` differs from ours if the server merged.
//           409  an HTML fragment showing the other version. Its [data-merge-theirs] carries the other text; its buttons
//                [data-merge="mine|theirs|both"] choose. After the choice the field saves with the other text as its base.
//           422  an HTML fragment or JSON {error} with what is expected; shown at the field, no retry until it changes.
//           401/403  a message; the copy stays in this browser.
//           else / no network: tried again after 2, 4, 8 … 60 seconds, and at once when the browser is online again.
// A form sent as a whole takes its fields along: nothing is saved beside it any more, until somebody types again or comes back.
// Signing out (form[data-sign-out]) asks if something is unsent and clears this person's copies; a copy older than 30 days
// is dropped. Copies of other persons are never read.
import { icon } from "./flash.js";
import { askBeforeLeaving } from "./leave.js";
import { csrfToken, messageOf } from "./requests.js";

const WAIT = 800;
const PREFIX = "zk-draft:";
const KEEP_FOR = 30 * 24 * 3600 * 1000;
const WORDS = {
  saving: ["autorenew", "Wird gespeichert …"],
  saved: ["check", "Gespeichert"],
  retry: ["warning", "Nicht gespeichert – wird wiederholt"],
  offline: ["warning", "Offline – wird gespeichert, sobald Sie Verbindung haben"],
  conflict: ["merge", "Zwei Fassungen – bitte wählen"],
  refused: ["warning", "Nicht gespeichert"],
};
const fields = new Map();

/** Every [data-autosave] field in `root` saves itself from now on; unsent copies of this person come back. */
export function enhance(root) {
  for (const element of root.querySelectorAll("[data-autosave]:not([data-autosave-ready])")) {
    element.dataset.autosaveReady = "";
    const field = new Field(element);
    fields.set(element, field);
    field.restore();
  }
  for (const element of fields.keys()) if (!element.isConnected) fields.delete(element);
}

class Field {
  constructor(element) {
    this.element = element;
    this.form = element.form ?? element.closest("[data-autosave-url]");
    this.base = element.dataset.base ?? element.defaultValue ?? "";
    this.timer = 0;
    this.tries = 0;
    this.state = "";
    this.sending = null;
    this.refusedValue = null;
    this.goesAlong = false;
    element.addEventListener("input", () => this.typed());
    element.addEventListener("change", () => this.send());
    element.addEventListener("blur", () => this.send());
  }

  get value() {
    return this.element.type === "checkbox" ? (this.element.checked ? "on" : "") : this.element.value;
  }

  get storageKey() {
    return `${PREFIX}${document.body.dataset.person ?? ""}:${this.form.dataset.autosaveKey ?? location.pathname}:${this.element.name}`;
  }

  get isUnsent() {
    return this.element.isConnected && this.value !== this.base;
  }

  typed() {
    this.goesAlong = false;
    this.keepCopy();
    clearTimeout(this.timer);
    if (this.state !== "conflict") this.timer = setTimeout(() => this.send(), WAIT);
  }

  keepCopy() {
    try {
      const copy = { base: this.base, value: this.value, at: Date.now() };
      localStorage.setItem(this.storageKey, JSON.stringify(copy));
    } catch {
      // Storage full or forbidden: saving to the server still works, only the safety copy is missing.
    }
  }

  dropCopy() {
    try {
      localStorage.removeItem(this.storageKey);
    } catch {
      // see keepCopy
    }
  }

  restore() {
    const copy = readCopy(this.storageKey);
    if (!copy || this.element.readOnly || this.element.disabled) return;
    if (copy.value === this.value) {
      // It arrived, only the answer did not: with a tab that closed, or from a line that broke.
      this.dropCopy();
      return this.say("saved");
    }
    this.base = copy.base;
    this.element.value = copy.value;
    this.send();
  }

  /** Sends the value if it differs from what the server has; one request at a time, the newest value wins. */
  async send({ leaving = false } = {}) {
    clearTimeout(this.timer);
    if (this.goesAlong || this.state === "conflict" || !this.isUnsent) return;
    if (this.refusedValue === this.value) return;
    if (this.sending && !leaving) return;
    const value = this.value;
    this.say("saving");
    this.sending = this.post(value, leaving);
    try {
      // The line may break in the middle of an answer too.
      await this.answered(await this.sending, value);
    } catch {
      this.sending = null;
      return this.goesAlong || this.later();
    }
    this.sending = null;
    if (this.state === "saved" && this.isUnsent) this.send();
  }

  post(value, keepalive) {
    const body = new FormData();
    body.set("field", this.element.name);
    body.set("base", this.base);
    body.set("value", value);
    if (this.element.dataset.version) body.set("version", this.element.dataset.version);
    const headers = { "X-CSRFToken": csrfToken(), Accept: "application/json, text/html", "HX-Request": "true" };
    this.aborting = new AbortController();
    const signal = this.aborting.signal;
    return fetch(this.form.dataset.autosaveUrl, { method: "POST", body, headers, keepalive, redirect: "manual", signal });
  }

  /** The whole form is on its way: beside it, this field could only come too late. */
  goAlong() {
    if (this.isUnsent) this.keepCopy();
    clearTimeout(this.timer);
    this.goesAlong = true;
    this.aborting?.abort();
  }

  async answered(response, value) {
    if (response.ok) return this.saved(response, value);
    const text = await response.text();
    if (response.status === 409) return this.conflict(text);
    if (response.status === 422 || response.status === 400) return this.refused(value, text, response);
    if ([401, 403, 404].includes(response.status) || response.type === "opaqueredirect") {
      return this.refused(value, "", response, messageOf(text, response.status || 401));
    }
    return this.later();
  }

  async saved(response, value) {
    const answer = response.headers.get("Content-Type")?.includes("json") ? await response.json() : {};
    this.tries = 0;
    this.refusedValue = null;
    this.clearProblem();
    this.base = answer.value ?? value;
    const seen = this.form.querySelector(`input[type="hidden"][name="seen_${CSS.escape(this.element.name)}"]`);
    if (seen) seen.value = this.base;
    if (answer.version !== undefined) this.element.dataset.version = answer.version;
    if (answer.value !== undefined && answer.value !== value && this.value === value) this.element.value = answer.value;
    if (this.value === this.base) this.dropCopy();
    else this.keepCopy();
    const total = this.form.querySelector("[data-autosave-total]");
    if (total && answer.total !== undefined) total.textContent = answer.total;
    this.say("saved", answer.saved_at ?? clock());
  }

  refused(value, text, response, sentence) {
    this.refusedValue = value;
    let message = sentence;
    if (!message) {
      message = response.headers.get("Content-Type")?.includes("json") ? JSON.parse(text).error : messageOf(text, 422);
    }
    this.element.setAttribute("aria-invalid", "true");
    this.say("refused", "", message);
  }

  clearProblem() {
    this.element.removeAttribute("aria-invalid");
  }

  later() {
    this.say(navigator.onLine ? "retry" : "offline");
    this.keepCopy();
    const seconds = Math.min(2 ** ++this.tries, 60);
    this.timer = setTimeout(() => this.send(), seconds * 1000);
  }

  conflict(html) {
    this.say("conflict");
    const place = this.mergePlace();
    place.replaceChildren(document.createRange().createContextualFragment(html));
    place.hidden = false;
    const theirs = place.querySelector("[data-merge-theirs]")?.textContent ?? "";
    place.addEventListener("click", (event) => {
      const choice = event.target.closest?.("[data-merge]")?.dataset.merge;
      if (!choice) return;
      event.preventDefault();
      this.choose(choice, theirs, place);
    });
    place.querySelector("[data-merge]")?.scrollIntoView({ block: "nearest" });
  }

  mergePlace() {
    const named = this.form.querySelector(`[data-autosave-merge="${CSS.escape(this.element.name)}"]`);
    const fresh = named ? named.cloneNode(false) : document.createElement("div");
    fresh.setAttribute("role", "alert");
    fresh.dataset.autosaveMerge = this.element.name;
    if (named) named.replaceWith(fresh);
    else this.element.after(fresh);
    return fresh;
  }

  choose(choice, theirs, place) {
    if (choice === "theirs") this.element.value = theirs;
    if (choice === "both") this.element.value = joined(theirs, this.value);
    this.base = theirs;
    this.state = "";
    place.replaceChildren();
    place.hidden = true;
    this.element.focus();
    if (this.isUnsent) {
      this.keepCopy();
      this.send();
    } else {
      this.dropCopy();
      this.say("saved", clock());
    }
  }

  say(state, detail = "", sentence = "") {
    this.state = state;
    const place = this.form.querySelector(`[data-autosave-status="${CSS.escape(this.element.name)}"]`) ??
      this.form.querySelector('[data-autosave-status=""]') ?? document.querySelector('[data-autosave-status=""]');
    if (!place) return;
    const [iconName, words] = WORDS[state];
    place.dataset.state = state;
    place.classList.add("zk-saved");
    const text = document.createElement("span");
    text.textContent = sentence ? `${words}: ${sentence}` : detail ? `${words} ${detail}` : words;
    place.replaceChildren(icon(null, iconName), text);
  }
}

function readCopy(key) {
  try {
    const copy = JSON.parse(localStorage.getItem(key) ?? "null");
    if (copy && Date.now() - copy.at > KEEP_FOR) {
      localStorage.removeItem(key);
      return null;
    }
    return copy;
  } catch {
    return null;
  }
}

function joined(theirs, mine) {
  if (mine.includes(theirs)) return mine;
  if (theirs.includes(mine)) return theirs;
  return `${theirs.trimEnd()}\n${mine}`;
}

function clock() {
  const now = new Date();
  return `${now.getHours()}:${String(now.getMinutes()).padStart(2, "0")}`;
}

/** Sends everything unsent now; used before an act such as submitting, and when the page goes away. */
export async function flush({ leaving = false } = {}) {
  await Promise.all([...fields.values()].map((field) => field.send({ leaving })));
}

function clearCopies() {
  const mine = `${PREFIX}${document.body.dataset.person ?? ""}:`;
  for (const key of Object.keys(localStorage)) if (key.startsWith(mine)) localStorage.removeItem(key);
}

askBeforeLeaving(() => [...fields.values()].some((field) => field.isUnsent && ["retry", "offline", "conflict"].includes(field.state)));
window.addEventListener("pagehide", () => flush({ leaving: true }));
document.addEventListener("visibilitychange", () => document.visibilityState === "hidden" && flush({ leaving: true }));
window.addEventListener("online", () => flush());
// After all who may still prevent it.
window.addEventListener("submit", (event) => {
  if (!event.defaultPrevented) for (const field of fields.values()) if (field.form === event.target) field.goAlong();
});
window.addEventListener("pageshow", () => {
  for (const field of fields.values()) field.goesAlong = false;
  flush();
});
document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-sign-out]")) return;
  const unsent = [...fields.values()].some((field) => field.isUnsent);
  if (unsent && !window.confirm("Ein Text ist noch nicht gespeichert. Trotzdem abmelden? Der Text geht dann verloren.")) {
    event.preventDefault();
    return;
  }
  for (const element of fields.keys()) fields.delete(element);
  clearCopies();
});
