// The draft of a class's Lernfelder: bars in weeks, moved and stretched. What the server says of each state of the form is shown at once.
//
// form[data-lane-form]         data-check: answers the form as it stands with picture (#lane-bild) and checks (#lane-pruefung), saving nothing.
// table[data-lane-picture]     data-weeks: [["2026-11-02", 5], …], Monday and school days of each column; data-now: where today is, in per cent.
// svg[data-row] svg[data-bar]  a bar: the number of its line, data-first and data-last its columns.
// [data-lines] tr[data-line]   the exact form: fields feld, von, bis, stunden; [data-blank] is free for any Lernfeld.
// [data-add]                   a further bar for that Lernfeld; data-hours: its lessons.
// [data-lane-back]             takes the last step on this page back; [data-lane-status] says what came of a change.
//
// Pointer: a bar is drawn to other weeks, at its ends it becomes longer or shorter; it keeps its number of weeks with school. A finger does
// the same on a bar and scrolls beside it. Keys: arrows move, with Shift the end, with Ctrl the beginning; up and down change the bar; Enter
// goes to the exact form, Delete removes, Escape gives up drawing, Ctrl+Z takes a step back.

import { askBeforeLeaving } from "./leave.js";

const PARTS = ["feld", "von", "bis", "stunden"];
const PAUSE = 150;

export function enhance(root) {
  for (const form of root.querySelectorAll("form[data-lane-form]:not([data-ready])")) new LaneEditor(form);
}

class LaneEditor {
  constructor(form) {
    form.dataset.ready = "";
    this.form = form;
    this.status = form.querySelector("[data-lane-status]");
    this.back = form.querySelector("[data-lane-back]");
    this.lines = form.querySelector("[data-lines]");
    this.steps = [];
    this.asked = 0;
    this.due = false; // what the form says now has no answer yet
    this.read();
    this.saved = this.present = this.state();
    this.comeToNow();
    form.addEventListener("pointerdown", (event) => this.begin(event));
    form.addEventListener("keydown", (event) => this.onKey(event));
    form.addEventListener("click", (event) => this.onClick(event));
    form.addEventListener("change", () => this.changed());
    form.addEventListener("input", () => this.typed());
    form.addEventListener("dragstart", (event) => event.preventDefault());
    document.addEventListener("pointermove", (event) => this.draw(event));
    document.addEventListener("pointerup", (event) => this.end(event));
    document.addEventListener("pointercancel", () => this.giveUp());
    document.addEventListener("pointerdown", (event) => this.press(event), true);
    for (const name of ["pointerup", "pointercancel", "keydown"]) document.addEventListener(name, () => this.release(), true);
    askBeforeLeaving(() => form.isConnected && this.present !== this.saved && !form.dataset.sent);
  }

  // The columns, and those of them that can begin or end a bar.
  read() {
    this.weeks = JSON.parse(this.form.querySelector("[data-lane-picture]").dataset.weeks);
    this.school = this.weeks.flatMap(([, days], n) => (days ? [n] : []));
    if (!this.school.length) this.school = this.weeks.map((_, n) => n);
  }

  // Where the year is wider than the window, it is shown from the weeks around today.
  comeToNow() {
    const now = parseFloat(this.form.querySelector("[data-now]")?.dataset.now);
    const row = this.form.querySelector("[data-row]");
    const box = row?.closest("[role=group]");
    if (!box || Number.isNaN(now) || box.scrollWidth <= box.clientWidth) return;
    const seen = box.clientWidth - (box.scrollWidth - row.clientWidth);
    box.scrollLeft = (row.clientWidth * now) / 100 - seen / 2;
  }

  line(number) {
    return this.lines.querySelector(`[data-line="${number}"]`);
  }

  part(line, name) {
    return line.querySelector(`[name="${name}"]`);
  }

  state() {
    const lines = [...this.lines.querySelectorAll("[data-line]")].map((line) => PARTS.map((name) => this.part(line, name).value));
    return JSON.stringify([this.form.elements.je_tag.value, ...lines]);
  }

  restore(state) {
    const [perDay, ...lines] = JSON.parse(state);
    this.form.elements.je_tag.value = perDay;
    for (const line of this.lines.querySelectorAll("[data-line]")) {
      const values = lines[line.dataset.line] ?? ["", "", "", ""];
      PARTS.forEach((name, n) => (this.part(line, name).value = values[n]));
    }
  }

  // Something is different from what it was: it can be taken back, and the server says what it means.
  changed(focus) {
    const now = this.state();
    if (now === this.present) return this.busy(this.due);
    this.steps.push(this.present);
    this.show(now, focus);
  }

  show(now, focus) {
    this.present = now;
    this.back.hidden = !this.steps.length;
    this.busy((this.due = true));
    // An answer that is still on its way is about what stood there before.
    this.asked += 1;
    this.missed = false;
    clearTimeout(this.waiting);
    this.waiting = setTimeout(() => this.ask(focus), PAUSE);
  }

  // Not after each letter.
  typed() {
    this.busy(true);
    clearTimeout(this.typing);
    this.typing = setTimeout(() => this.changed(), 3 * PAUSE);
  }

  stepBack() {
    const before = this.steps.pop();
    if (before === undefined) return;
    this.restore(before);
    this.show(before);
  }

  async ask(focus) {
    const asked = this.asked;
    try {
      const answer = await fetch(this.form.dataset.check, { method: "POST", body: new FormData(this.form) });
      if (!answer.ok) throw new Error(answer.statusText);
      const text = await answer.text();
      if (asked !== this.asked) return;
      this.missed = Boolean(this.drawing || this.pressed);
      if (!this.missed) this.take(new DOMParser().parseFromString(text, "text/html"), focus);
    } catch {
      if (asked !== this.asked) return;
      this.busy((this.due = false));
      this.say("Die Prüfung ist gerade nicht erreichbar. Speichern geht trotzdem.");
    }
  }

  take(answer, focus) {
    const held = focus ?? document.activeElement?.closest?.("[data-bar]")?.dataset.bar;
    this.standStill(() => {
      for (const id of ["lane-bild", "lane-pruefung"]) {
        document.getElementById(id).replaceChildren(...answer.getElementById(id).childNodes);
      }
    });
    this.read();
    this.busy((this.due = false));
    const bar = held === undefined ? null : this.form.querySelector(`[data-bar="${held}"]`);
    if (bar && (focus !== undefined || document.activeElement === document.body)) bar.focus({ preventScroll: true });
    const odd = document.querySelectorAll("#lane-pruefung .zk-tone--warning, #lane-pruefung .zk-tone--danger").length;
    const found = odd ? `${odd} ${odd === 1 ? "Punkt" : "Punkte"} bitte prüfen.` : "";
    this.say([bar ? `${bar.getAttribute("aria-label")}.` : "", found, this.present === this.saved ? "" : "Noch nicht gespeichert."].filter(Boolean).join(" "));
  }

  // Who types in the exact form keeps the field under the eyes, however long the checks above it become.
  standStill(change) {
    const field = this.lines.contains(document.activeElement) ? document.activeElement : null;
    const before = field?.getBoundingClientRect().top;
    change();
    if (field) scrollBy({ top: field.getBoundingClientRect().top - before, behavior: "instant" });
  }

  busy(waits) {
    document.getElementById("lane-bild").setAttribute("aria-busy", String(waits));
  }

  say(text) {
    if (this.status.textContent !== text) this.status.textContent = text;
  }

  // Weeks of a bar.

  nearest(column) {
    return this.school.reduce((best, one) => (Math.abs(one - column) < Math.abs(best - column) ? one : best));
  }

  slid(first, last, start) {
    const count = Math.max(1, this.school.filter((one) => one >= first && one <= last).length);
    const begin = Math.min(Math.max(start, 0), Math.max(0, this.school.length - count));
    return [this.school[begin], this.school[Math.min(begin + count, this.school.length) - 1]];
  }

  place(bar, [first, last]) {
    const share = 100 / this.weeks.length;
    bar.setAttribute("x", `${first * share}%`);
    bar.setAttribute("width", `${(last - first + 1) * share}%`);
    bar.dataset.first = first;
    bar.dataset.last = last;
  }

  keep(bar) {
    const line = this.line(bar.dataset.bar);
    this.part(line, "von").value = this.weeks[bar.dataset.first][0];
    this.part(line, "bis").value = this.weeks[bar.dataset.last][0];
    this.changed(bar.dataset.bar);
  }

  columns(bar) {
    return [Number(bar.dataset.first), Number(bar.dataset.last)];
  }

  // Pointer and finger.

  begin(event) {
    const bar = event.target.closest?.("[data-bar]");
    if (!bar || !event.isPrimary || event.button !== 0) return;
    event.preventDefault();
    bar.focus({ preventScroll: true });
    const box = bar.getBoundingClientRect();
    const edge = Math.min(event.pointerType === "touch" ? 16 : 8, box.width / 4);
    const end = event.clientX > box.right - edge ? "last" : event.clientX < box.left + edge ? "first" : "both";
    this.drawing = { bar, end, from: this.columns(bar), grabbed: this.column(bar, event.clientX) };
  }

  column(bar, x) {
    const box = bar.closest("[data-row]").getBoundingClientRect();
    return Math.min(Math.max(Math.floor(((x - box.left) / box.width) * this.weeks.length), 0), this.weeks.length - 1);
  }

  draw(event) {
    if (!this.drawing || !event.isPrimary) return;
    const { bar, end, from, grabbed } = this.drawing;
    const to = this.column(bar, event.clientX);
    const [first, last] = from;
    if (to === grabbed) this.place(bar, from);
    else if (end === "last") this.place(bar, [first, this.nearest(Math.max(last + to - grabbed, first))]);
    else if (end === "first") this.place(bar, [this.nearest(Math.min(first + to - grabbed, last)), last]);
    else this.place(bar, this.slid(first, last, this.school.indexOf(this.nearest(first + to - grabbed))));
    if (Number(bar.dataset.first) > Number(bar.dataset.last)) this.place(bar, from);
  }

  end(event) {
    if (!this.drawing || !event.isPrimary) return;
    const { bar, from } = this.drawing;
    this.drawing = undefined;
    if (String(this.columns(bar)) !== String(from)) this.keep(bar);
    else this.catchUp();
  }

  // The finger scrolls, or Escape was pressed: nothing was meant.
  giveUp() {
    if (!this.drawing) return;
    this.place(this.drawing.bar, this.drawing.from);
    this.drawing = undefined;
    this.catchUp();
  }

  // Nothing moves under a button between press and click, or the click is lost. (The list of a select swallows the end of its press.)
  press(event) {
    clearTimeout(this.releasing);
    this.pressed = event.button === 0 && !event.target.matches("select");
  }

  // The click of a finger comes a moment after the finger has left.
  release() {
    clearTimeout(this.releasing);
    this.releasing = setTimeout(() => {
      this.pressed = false;
      if (!this.drawing) this.catchUp();
    }, PAUSE);
  }

  // An answer that came while something was held was not shown; a form that is on its way needs none.
  catchUp() {
    if (!this.missed || this.form.dataset.sent) return;
    this.missed = false;
    this.ask();
  }

  // Keys and buttons.

  onKey(event) {
    if ((event.ctrlKey || event.metaKey) && event.key === "z" && this.steps.length && !event.target.matches("input")) {
      event.preventDefault();
      return this.stepBack();
    }
    const bar = event.target.closest?.("[data-bar]");
    if (!bar || event.altKey || event.metaKey) return;
    if (event.key === "Escape") return this.giveUp();
    const act = this.acts(bar, event)[event.key];
    if (!act) return;
    event.preventDefault();
    act();
  }

  acts(bar, event) {
    const across = (step) => () => this.push(bar, step, event);
    return {
      ArrowLeft: across(-1),
      ArrowRight: across(1),
      ArrowUp: () => this.other(bar, -1)?.focus(),
      ArrowDown: () => this.other(bar, 1)?.focus(),
      Enter: () => this.part(this.line(bar.dataset.bar), "von").focus(),
      Delete: () => this.remove(bar),
      Backspace: () => this.remove(bar),
    };
  }

  push(bar, step, event) {
    const [first, last] = this.columns(bar);
    const next = (column) => this.school[Math.min(Math.max(this.school.indexOf(this.nearest(column)) + step, 0), this.school.length - 1)];
    if (event.shiftKey) this.place(bar, [first, Math.max(next(last), first)]);
    else if (event.ctrlKey) this.place(bar, [Math.min(next(first), last), last]);
    else this.place(bar, this.slid(first, last, this.school.indexOf(this.nearest(first)) + step));
    this.keep(bar);
  }

  other(bar, step) {
    const bars = [...this.form.querySelectorAll("[data-bar]")];
    return bars[bars.indexOf(bar) + step];
  }

  remove(bar) {
    const line = this.line(bar.dataset.bar);
    const next = this.other(bar, 1) ?? this.other(bar, -1);
    for (const name of ["von", "bis"]) this.part(line, name).value = "";
    this.changed(next?.dataset.bar);
  }

  onClick(event) {
    if (event.target.closest?.("[data-lane-back]")) return this.stepBack();
    const button = event.target.closest?.("[data-add]");
    if (button) this.add(button);
  }

  add(button) {
    const field = button.dataset.add;
    const line = this.free(field);
    const bars = [...button.closest("tr").querySelectorAll("[data-bar]")];
    const after = Math.max(-1, ...bars.map((bar) => Number(bar.dataset.last)));
    const week = this.weeks[this.school.find((one) => one > after) ?? this.school.at(-1)][0];
    this.part(line, "feld").value = field;
    for (const name of ["von", "bis"]) this.part(line, name).value = week;
    this.part(line, "stunden").value ||= button.dataset.hours || "20";
    this.changed(line.dataset.line);
  }

  // A line for that Lernfeld that is not used: its own without weeks, a blank one, or a new blank one.
  free(field) {
    const lines = [...this.lines.querySelectorAll("[data-line]")];
    const unused = (line) => !this.part(line, "von").value && !this.part(line, "bis").value;
    const found = lines.find((line) => unused(line) && this.part(line, "feld").value === field) ?? lines.find((line) => unused(line) && !this.part(line, "feld").value);
    return found ?? this.furtherLine(lines);
  }

  furtherLine(lines) {
    const line = lines.findLast((one) => "blank" in one.dataset).cloneNode(true);
    line.dataset.line = lines.length;
    for (const name of PARTS) this.part(line, name).value = "";
    for (const name of ["von", "bis"]) this.part(line, name).id = `${name}-${lines.length}`;
    this.lines.append(line);
    return line;
  }
}
