// A year of weeks that is painted. The weeks are checkboxes; without script they stay checkboxes.
//
// table[data-year-picker]   inside form[data-year-form]; becomes a grid with one tab stop.
// [data-week]               a cell; data-days: its school days. With [data-blocked] it cannot be chosen (holidays).
// [data-year-status]        says how much is chosen.
//
// Pointer: pressing and drawing paints all weeks on the way like the first one. A finger draws sideways; up and down it scrolls.
// Keys: arrows move, with Shift they choose; Home and End (with Ctrl: of the year), Space, Enter saves, Escape goes back to what was saved.

import { askBeforeLeaving } from "./leave.js";

export function enhance(root) {
  for (const table of root.querySelectorAll("table[data-year-picker]:not([role])")) new YearPicker(table);
}

class YearPicker {
  constructor(table) {
    this.table = table;
    this.form = table.closest("form");
    this.status = this.form.querySelector("[data-year-status]");
    this.cells = [...table.querySelectorAll("[data-week]")];
    this.rows = [...table.querySelectorAll("tr")].map((row) => this.cells.filter((cell) => cell.parentElement === row));
    this.describe();
    this.current = Math.max(this.cells.findIndex((cell) => this.isOn(cell)), 0);
    this.cells[this.current].tabIndex = 0;
    table.addEventListener("keydown", (event) => this.onKey(event));
    table.addEventListener("focusin", (event) => this.moveStop(this.cells.indexOf(event.target.closest("[data-week]"))));
    table.addEventListener("pointerdown", (event) => this.begin(event));
    table.addEventListener("click", (event) => event.preventDefault());
    table.addEventListener("dragstart", (event) => event.preventDefault());
    document.addEventListener("pointermove", (event) => this.draw(event));
    document.addEventListener("pointerup", (event) => this.end(event));
    document.addEventListener("pointercancel", () => this.giveUp());
    // The browser may put back what was chosen before somebody went on and came back.
    window.addEventListener("pageshow", () => this.show());
    this.show();
    askBeforeLeaving(() => this.table.isConnected && this.isChanged() && !this.form.dataset.sent);
  }

  describe() {
    this.table.setAttribute("role", "grid");
    this.table.setAttribute("aria-multiselectable", "true");
    for (const row of this.table.querySelectorAll("tr")) row.setAttribute("role", "row");
    for (const head of this.table.querySelectorAll("th")) head.setAttribute("role", "rowheader");
    for (const cell of this.cells) {
      cell.setAttribute("role", "gridcell");
      cell.tabIndex = -1;
      if ("blocked" in cell.dataset) cell.setAttribute("aria-disabled", "true");
    }
  }

  isOn(cell) {
    return cell.querySelector("input")?.checked ?? false;
  }

  isChanged() {
    return this.cells.some((cell) => this.isOn(cell) !== (cell.querySelector("input")?.defaultChecked ?? false));
  }

  snapshot() {
    return this.cells.map((cell) => this.isOn(cell));
  }

  set(cell, on) {
    const box = cell.querySelector("input");
    if (box) box.checked = on;
  }

  // From one week to the other all are `on`; all others are what they were `before`.
  paint(from, to, on, before) {
    const [first, last] = [Math.min(from, to), Math.max(from, to)];
    this.cells.forEach((cell, n) => this.set(cell, n >= first && n <= last ? on : before[n]));
    this.show();
  }

  show() {
    const chosen = this.cells.filter((cell) => this.isOn(cell));
    for (const cell of this.cells) {
      if (!("blocked" in cell.dataset)) cell.setAttribute("aria-selected", this.isOn(cell));
    }
    const days = chosen.reduce((sum, cell) => sum + Number(cell.dataset.days), 0);
    const weeks = chosen.length === 1 ? "1 Woche" : `${chosen.length} Wochen`;
    const text = `${weeks} gewählt, ${days === 1 ? "1 Schultag" : `${days} Schultage`}${this.isChanged() ? ". Noch nicht gespeichert." : ""}`;
    if (this.status && this.status.textContent !== text) this.status.textContent = text;
  }

  moveStop(to) {
    if (to < 0 || to === this.current) return;
    this.cells[this.current].tabIndex = -1;
    this.cells[to].tabIndex = 0;
    this.current = to;
  }

  go(to) {
    this.moveStop(to);
    this.cells[to].focus();
    this.cells[to].scrollIntoView({ block: "nearest" });
  }

  onKey(event) {
    if (event.altKey || event.metaKey) return;
    const to = this.target(event);
    if (to !== undefined) {
      event.preventDefault();
      if (event.shiftKey) this.extend(to);
      else this.anchor = undefined;
      return this.go(to);
    }
    if (event.key === " ") this.toggle();
    else if (event.key === "Enter") this.form.requestSubmit();
    else if (event.key === "Escape") this.restore();
    else return;
    event.preventDefault();
  }

  target(event) {
    const at = this.current;
    const last = this.cells.length - 1;
    const row = this.rows.find((cells) => cells.includes(this.cells[at]));
    const ends = event.ctrlKey ? [0, last] : [this.cells.indexOf(row[0]), this.cells.indexOf(row.at(-1))];
    const steps = { ArrowLeft: at - 1, ArrowRight: at + 1, ArrowUp: this.beside(row, -1), ArrowDown: this.beside(row, 1), Home: ends[0], End: ends[1] };
    return event.key in steps ? Math.min(Math.max(steps[event.key], 0), last) : undefined;
  }

  beside(row, step) {
    const other = this.rows[this.rows.indexOf(row) + step];
    if (!other) return this.current;
    return this.cells.indexOf(other[Math.min(row.indexOf(this.cells[this.current]), other.length - 1)]);
  }

  extend(to) {
    this.anchor ??= { at: this.current, before: this.snapshot() };
    this.paint(this.anchor.at, to, true, this.anchor.before);
  }

  toggle() {
    this.anchor = undefined;
    this.set(this.cells[this.current], !this.isOn(this.cells[this.current]));
    this.show();
  }

  restore() {
    this.anchor = undefined;
    for (const cell of this.cells) this.set(cell, cell.querySelector("input")?.defaultChecked);
    this.show();
  }

  begin(event) {
    const at = this.cells.indexOf(event.target.closest("[data-week]"));
    if (at < 0 || !event.isPrimary || event.button !== 0) return;
    this.anchor = undefined;
    this.drawing = { at, to: at, on: !this.isOn(this.cells[at]), before: this.snapshot(), finger: event.pointerType === "touch" };
    if (this.drawing.finger) return;
    event.preventDefault();
    this.go(at);
    this.paint(at, at, this.drawing.on, this.drawing.before);
  }

  draw(event) {
    if (!this.drawing || !event.isPrimary) return;
    const under = document.elementFromPoint(event.clientX, event.clientY)?.closest("[data-week]");
    const to = this.cells.indexOf(under);
    if (to < 0 || to === this.drawing.to) return;
    this.drawing.to = to;
    this.paint(this.drawing.at, to, this.drawing.on, this.drawing.before);
  }

  end(event) {
    if (!this.drawing || !event.isPrimary) return;
    const { at, to, on, before } = this.drawing;
    this.drawing = undefined;
    this.paint(at, to, on, before);
    this.moveStop(to);
  }

  // The finger scrolls: nothing was meant to be painted.
  giveUp() {
    if (!this.drawing) return;
    const { at, before } = this.drawing;
    this.drawing = undefined;
    this.paint(at, at, before[at], before);
  }
}
