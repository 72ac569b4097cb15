// A conversation that is open: what others say appears by itself, and what one says is sent without leaving the page and never lost.
//
// [data-thread="…"]            the thread; its value names it (the id of the conversation: news about it have the same `about`).
//     [data-thread-news]       where what is new is to be had: "?seit=<id of the newest message known>" → rows <li data-message>.
// [data-thread-list]           the list of rows: li[data-message="id"]; li[data-day="…"] separate days.
// form[data-thread-form]       the composer: hidden message_id (UUIDv7), one textarea, perhaps more fields. Posted with HX-Request: true; a 2xx
//                              answer holds rows like those of the news. [data-error-message] of another answer is shown.
//
// What is sent waits in this browser until the server has acknowledged it (outbox.js): on a slow or lost line it is tried again with
// the same id, which the server takes once. Rows that have the focus or an open form are left alone.
import { say } from "./flash.js";
import { askBeforeLeaving } from "./leave.js";
import { csrfToken, messageOf } from "./requests.js";
import { Outbox, newId } from "./outbox.js";
import { PendingList } from "./pending.js";

const PATIENCE = 30_000;
const NEAR = 160;
const threads = new Map();

/** Each thread in `root` is live from now on. */
export function enhance(root) {
  if (new URLSearchParams(location.search).has("vor")) return; // an earlier page of it stays as it is
  for (const element of root.querySelectorAll("[data-thread]:not([data-thread-ready])")) {
    element.dataset.threadReady = "";
    threads.set(element, new Thread(element));
  }
  for (const element of threads.keys()) if (!element.isConnected) threads.delete(element);
}

class Thread {
  constructor(element) {
    this.element = element;
    this.list = element.querySelector("[data-thread-list]");
    this.form = document.querySelector("form[data-thread-form]");
    // The newest one that the server has told us of. What we have sent ourselves does not count: others may have spoken before it.
    this.since = this.rows().at(-1)?.dataset.message ?? "";
    this.asking = false;
    this.askAgain = false;
    this.sending = false;
    this.tries = 0;
    this.timer = 0;
    this.outbox = new Outbox(element.dataset.thread);
    this.pending = new PendingList(this.list, { retry: () => this.flush(), take: (item) => this.takeBack(item) });
    if (!this.form) return;
    this.field = this.form.querySelector("textarea");
    this.field.value ||= this.outbox.draft;
    this.field.addEventListener("input", () => (this.outbox.draft = this.field.value));
    this.field.addEventListener("keydown", (event) => {
      if (event.key === "Enter" && (event.ctrlKey || event.metaKey)) this.form.requestSubmit();
    });
    this.form.addEventListener("submit", (event) => this.submitted(event));
    this.show();
    this.flush();
  }

  // --- What is said by others ---

  async look() {
    if (this.asking) return void (this.askAgain = true);
    this.asking = true;
    do {
      this.askAgain = false;
      await this.ask();
    } while (this.askAgain);
    this.asking = false;
  }

  async ask() {
    const address = new URL(this.element.dataset.threadNews, location.href);
    address.searchParams.set("seit", this.since);
    try {
      const answer = await fetch(address, { headers: { "HX-Request": "true" }, redirect: "manual", signal: AbortSignal.timeout(PATIENCE) });
      if (answer.status === 404) return this.closed();
      if (answer.ok) this.since = this.merge(await answer.text()) ?? this.since;
    } catch {
      // The line tells us when it is back.
    }
  }

  closed() {
    threads.delete(this.element);
    say("info", "Sie nehmen an diesem Gespräch nicht mehr teil. Was Sie selbst geschrieben haben, bleibt in „Meine Daten“.");
  }

  /** Rows we know are replaced if they differ, others come in at their place; returns the id of the last row. Whoever reads at the end stays there. */
  merge(html) {
    const atEnd = window.innerHeight + window.scrollY > document.documentElement.scrollHeight - NEAR;
    const part = document.createRange().createContextualFragment(html);
    const many = this.rows().length;
    let neighbour = null; // the row of the answer before this one, where it lies in our list
    let day = null;
    for (const row of this.shown([...part.querySelectorAll("[data-message], [data-day]")])) {
      if (row.matches("[data-message]")) {
        neighbour = this.place(row, neighbour, day);
        day = null;
      } else if (!this.list.querySelector(`[data-day="${CSS.escape(row.dataset.day)}"]`)) {
        day = row;
      }
    }
    if (this.rows().length > many) {
      document.dispatchEvent(new CustomEvent("htmx:after:swap"));
      if (atEnd) this.rows().at(-1).scrollIntoView({ block: "nearest" });
    }
    return neighbour?.dataset.message;
  }

  rows() {
    return [...this.list.querySelectorAll("[data-message]")];
  }

  known(row) {
    return this.list.querySelector(`[data-message="${CSS.escape(row.dataset.message ?? "")}"]`);
  }

  /** What is older than our first row belongs to an earlier page, also when it was changed just now. */
  shown(rows) {
    const first = this.rows()[0];
    const at = first ? rows.findIndex((row) => row.dataset.message === first.dataset.message) : 0;
    return rows.slice(Math.max(at, 0));
  }

  /** Puts the row where the server has it: behind the row before it; alone, at the end. Returns it as it lies in the list. */
  place(row, behind, day) {
    const old = this.known(row);
    this.pending.drop(row.dataset.message);
    if (!old) {
      if (behind) behind.after(row);
      else this.list.append(row);
      if (day) row.before(day);
      return row;
    }
    const busy = old.contains(document.activeElement) || old.querySelector("details[open]");
    if (busy || old.outerHTML === row.outerHTML) return old;
    old.replaceWith(row);
    return row;
  }

  // --- What one says oneself ---

  submitted(event) {
    const fields = [...new FormData(this.form)];
    if (event.defaultPrevented) return;
    // A file that has not gone up yet can only go with the page itself.
    if (fields.some(([, value]) => value instanceof File && value.size)) return void (this.outbox.draft = "");
    const words = fields.filter(([name, value]) => typeof value === "string" && name !== "csrfmiddlewaretoken");
    if (!this.field.value.trim() && !words.some(([name]) => name === "file")) return;
    event.preventDefault();
    this.outbox.add({ id: this.form.elements.message.value, action: this.form.action, text: this.field.value, fields: words });
    this.form.elements.message.value = newId();
    this.field.value = "";
    this.outbox.draft = "";
    this.form.querySelector("[data-upload-list]")?.replaceChildren(); // they went with the message
    this.form.querySelector("details[open]")?.removeAttribute("open"); // and the thread needs its place
    this.field.focus();
    this.show();
    this.flush();
  }

  show() {
    for (const item of this.outbox.items()) {
      if (this.list.querySelector(`[data-message="${CSS.escape(item.id)}"]`)) this.outbox.drop(item.id);
      else this.pending.show(item);
    }
  }

  /** Sends what waits, one after the other in the order in which it was said. */
  async flush() {
    clearTimeout(this.timer);
    if (this.sending) return;
    this.sending = true;
    try {
      for (let item = this.next(); item; item = this.next()) {
        this.pending.say(item, "sending");
        if (!(await this.send(item))) return this.later(item);
      }
    } finally {
      this.sending = false;
    }
  }

  next() {
    return this.outbox.items().find((item) => !item.refused);
  }

  /** Returns false if nobody knows whether it arrived; it is sent again then. */
  async send(item) {
    const body = new FormData();
    body.set("fragment", "1");
    for (const [name, value] of item.fields) body.append(name, value);
    const headers = { "X-CSRFToken": csrfToken(), "HX-Request": "true" };
    let answer, text;
    try {
      answer = await fetch(item.action, { method: "POST", body, headers, redirect: "manual", signal: AbortSignal.timeout(PATIENCE) });
      text = await answer.text();
    } catch {
      return false;
    }
    if (answer.status >= 500 || answer.status === 429) return false;
    if (answer.ok) this.arrived(item, text);
    else this.refused(item, sentenceOf(text, answer.status || 401));
    return true;
  }

  arrived(item, html) {
    this.tries = 0;
    this.outbox.drop(item.id);
    this.pending.drop(item.id);
    this.merge(html);
  }

  refused(item, sentence) {
    this.outbox.refuse(item.id, sentence);
    this.pending.say({ ...item, refused: sentence }, "refused");
  }

  later(item) {
    for (const waiting of this.outbox.items()) if (!waiting.refused) this.pending.say(waiting, navigator.onLine ? "retry" : "offline");
    const seconds = Math.min(2 ** ++this.tries, 60);
    this.timer = setTimeout(() => this.flush(), seconds * 1000);
    return item;
  }

  /** What was refused goes back into the composer, behind what is being written. */
  takeBack(item) {
    this.outbox.drop(item.id);
    this.pending.drop(item.id);
    this.field.value = [this.field.value, item.text].filter((text) => text.trim()).join("\n");
    this.outbox.draft = this.field.value;
    this.field.focus();
  }
}

/** Returns what the server says about the form, else what its page of errors says. */
function sentenceOf(html, status) {
  const said = new DOMParser().parseFromString(html, "text/html").querySelectorAll("[data-error-message] li");
  return [...said].map((line) => line.textContent.trim()).join(" ") || messageOf(html, status);
}

document.addEventListener("zk:live", (event) => {
  const { what, about } = event.detail;
  for (const [element, thread] of threads) {
    if (what !== "missed" && about !== element.dataset.thread) continue;
    thread.look();
    if (what === "missed" && thread.form) thread.flush();
  }
});
window.addEventListener("online", () => {
  for (const thread of threads.values()) if (thread.form) thread.flush();
});
askBeforeLeaving(() => Outbox.failed && [...threads.values()].some((thread) => thread.outbox.items().length));
document.addEventListener("submit", (event) => {
  if (!event.target.matches("form[data-sign-out]") || event.defaultPrevented) return;
  if (Outbox.anything() && !window.confirm("Eine Nachricht ist noch nicht gesendet. Trotzdem abmelden? Der Text geht dann verloren.")) {
    event.preventDefault();
    return;
  }
  Outbox.clear();
});
