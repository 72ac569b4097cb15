// Below a thread: what one has said that the server has not acknowledged yet, and how it stands.
import { icon } from "./flash.js";

const WORDS = {
  sending: ["autorenew", "Wird gesendet …"],
  retry: ["warning", "Nicht gesendet – wird wiederholt"],
  offline: ["warning", "Offline – wird gesendet, sobald Sie Verbindung haben"],
  refused: ["warning", "Nicht gesendet"],
};

export class PendingList {
  /** `acts`: retry() sends again now, take(item) puts the text back into the composer. */
  constructor(list, acts) {
    this.acts = acts;
    this.rows = new Map();
    this.element = document.createElement("ol");
    this.element.className = "zk-thread__pending";
    this.element.setAttribute("aria-label", "Noch nicht gesendet");
    this.element.hidden = true;
    list.after(this.element);
    this.status = document.createElement("p");
    this.status.className = "kern-sr-only";
    this.status.setAttribute("role", "status");
    this.element.after(this.status);
  }

  show(item) {
    if (!this.rows.has(item.id)) {
      const row = document.createElement("li");
      const text = document.createElement("p");
      text.className = "zk-thread__text";
      text.textContent = item.text;
      row.append(text);
      this.rows.set(item.id, row);
      this.element.append(row);
      this.element.hidden = false;
      row.scrollIntoView({ block: "nearest" });
    }
    this.say(item, item.refused ? "refused" : "sending");
  }

  /** How it stands, in words; what needs a decision has buttons. Only trouble is read aloud. */
  say(item, state) {
    const row = this.rows.get(item.id);
    if (!row || (row.dataset.state === state && state !== "refused")) return;
    row.dataset.state = state;
    const [name, words] = WORDS[state];
    const line = document.createElement("p");
    line.className = "zk-thread__state zk-small";
    const text = document.createElement("span");
    text.textContent = item.refused ? `${words}: ${item.refused}` : words;
    line.append(icon(null, name), text);
    if (state === "retry") line.append(button("Jetzt erneut versuchen", () => this.acts.retry()));
    if (state === "refused") line.append(button("Text bearbeiten", () => this.acts.take(item)));
    row.querySelector(".zk-thread__state")?.remove();
    row.append(line);
    if (state !== "sending") this.status.textContent = text.textContent;
  }

  drop(id) {
    this.rows.get(id)?.remove();
    this.rows.delete(id);
    this.element.hidden = this.rows.size === 0;
    if (!this.rows.size) this.status.textContent = "";
  }
}

function button(label, act) {
  const element = document.createElement("button");
  element.type = "button";
  element.className = "kern-btn kern-btn--tertiary zk-btn--s";
  const text = document.createElement("span");
  text.className = "kern-label";
  text.textContent = label;
  element.append(text);
  element.addEventListener("click", act);
  return element;
}
