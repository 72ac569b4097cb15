// Choosing by typing: plan items of a line (WAI-ARIA APG, editable combobox with list autocomplete, several values).
//
// [data-combobox]              wraps the fallback that works without script: a <select multiple> (its options are the
//                              chosen ones, or all) or an <input> with identifiers separated by commas.
//     [data-source="/url"]     answers ?q=… with JSON [{value, label, hint?}] (at most 20, best first).
//     [data-max="3"]           how many may be chosen.
//     [data-label]             what the field is called (default: the text of the fallback's label).
// The fallback stays in the form (hidden) and carries the values; it sends "change" after each choice.
// Keys: ↓ ↑ move, Enter takes, Esc closes (twice: empties), Backspace in the empty field removes the last chip.
import { icon } from "./flash.js";

let count = 0;

export function enhance(root) {
  for (const box of root.querySelectorAll("[data-combobox]:not([data-ready])")) {
    box.dataset.ready = "";
    new Combobox(box);
  }
}

class Combobox {
  constructor(box) {
    this.box = box;
    this.fallback = box.querySelector("select, input");
    this.max = Number(box.dataset.max ?? 3);
    this.id = `combo-${++count}`;
    this.options = [];
    this.active = -1;
    this.asked = 0;
    this.build();
    this.showChips();
  }

  build() {
    const label = this.box.querySelector("label") ?? this.fallback.labels?.[0];
    this.name = this.box.dataset.label ?? label?.textContent.trim() ?? "Auswahl";
    this.fallback.hidden = true;
    this.fallback.closest(".kern-form-input__select-wrapper")?.setAttribute("hidden", "");
    this.chips = make("ul", { class: "zk-combo__chips", "aria-label": `${this.name}: gewählt` });
    this.input = make("input", {
      class: "kern-form-input__input", type: "text", role: "combobox", id: this.id, autocomplete: "off",
      "aria-autocomplete": "list", "aria-expanded": "false", "aria-controls": `${this.id}-list`,
      placeholder: this.box.dataset.placeholder ?? "Tippen und wählen",
    });
    const described = this.fallback.getAttribute("aria-describedby");
    if (described) this.input.setAttribute("aria-describedby", described);
    if (label) label.htmlFor = this.id;
    else this.input.setAttribute("aria-label", this.name);
    this.list = make("ul", { class: "zk-combo__list", role: "listbox", id: `${this.id}-list`, "aria-label": this.name, hidden: "" });
    this.status = make("p", { class: "kern-sr-only", role: "status" });
    const wrap = make("div", { class: "zk-combo" });
    wrap.append(this.input, this.list, this.status);
    this.box.append(this.chips, wrap);
    this.input.addEventListener("input", () => this.ask());
    this.input.addEventListener("focus", () => this.chosen().length < this.max && this.ask());
    this.input.addEventListener("keydown", (event) => this.onKey(event));
    this.input.addEventListener("blur", () => setTimeout(() => this.close(), 150));
    this.list.addEventListener("mousedown", (event) => event.preventDefault());
    this.list.addEventListener("click", (event) => {
      const option = event.target.closest("[role=option]");
      if (option) this.take(Number(option.dataset.index));
    });
  }

  chosen() {
    if (this.fallback.tagName === "SELECT") {
      return [...this.fallback.selectedOptions].map((option) => ({ value: option.value, label: option.textContent.trim() }));
    }
    const labels = JSON.parse(this.fallback.dataset.labels ?? "{}");
    return this.fallback.value.split(",").map((value) => value.trim()).filter(Boolean).map((value) => ({ value, label: labels[value] ?? value }));
  }

  showChips() {
    const chosen = this.chosen();
    this.chips.replaceChildren(...chosen.map((one) => this.chip(one)));
    const full = chosen.length >= this.max;
    this.input.parentElement.hidden = full;
  }

  chip({ value, label }) {
    const li = make("li", { class: "zk-chip" });
    const text = make("span", {});
    text.textContent = label;
    const button = make("button", { type: "button", "aria-label": `${label} entfernen` });
    button.append(icon(null, "close"));
    button.addEventListener("click", () => this.remove(value, label));
    li.append(text, button);
    return li;
  }

  async ask() {
    const ticket = ++this.asked;
    const query = this.input.value.trim();
    await new Promise((resolve) => setTimeout(resolve, query ? 150 : 0));
    if (ticket !== this.asked) return;
    try {
      const url = new URL(this.box.dataset.source, location.href);
      url.searchParams.set("q", query);
      const response = await fetch(url, { headers: { Accept: "application/json" } });
      if (!response.ok) throw new Error(String(response.status));
      const found = await response.json();
      if (ticket !== this.asked || document.activeElement !== this.input) return;
      this.show(found);
    } catch {
      if (ticket === this.asked) this.showNone("Die Liste ist gerade nicht erreichbar. Bitte noch einmal tippen.");
    }
  }

  show(found) {
    const taken = new Set(this.chosen().map((one) => one.value));
    this.options = found.filter((one) => !taken.has(String(one.value)));
    if (!this.options.length) return this.showNone("Nichts gefunden. Bitte ein anderes Wort versuchen.");
    this.list.replaceChildren(...this.options.map((one, index) => this.option(one, index)));
    this.setActive(this.input.value.trim() ? 0 : -1);
    this.open();
    this.status.textContent = `${this.options.length} Vorschläge`;
  }

  option({ label, hint }, index) {
    const li = make("li", { role: "option", id: `${this.id}-${index}`, "aria-selected": "false" });
    li.dataset.index = index;
    li.textContent = label;
    if (hint) {
      const small = make("small", {});
      small.textContent = hint;
      li.append(small);
    }
    return li;
  }

  showNone(sentence) {
    this.options = [];
    this.active = -1;
    this.input.removeAttribute("aria-activedescendant");
    const li = make("li", { class: "zk-combo__none", role: "presentation" });
    li.textContent = sentence;
    this.list.replaceChildren(li);
    this.open();
    this.status.textContent = sentence;
  }

  open() {
    this.list.hidden = false;
    this.input.setAttribute("aria-expanded", "true");
  }

  close() {
    this.asked++;
    this.list.hidden = true;
    this.input.setAttribute("aria-expanded", "false");
    this.input.removeAttribute("aria-activedescendant");
    this.active = -1;
  }

  setActive(index) {
    this.active = index;
    for (const [at, li] of [...this.list.children].entries()) {
      li.classList.toggle("zk-active", at === index);
      li.setAttribute("aria-selected", String(at === index));
    }
    if (index < 0) return this.input.removeAttribute("aria-activedescendant");
    this.input.setAttribute("aria-activedescendant", `${this.id}-${index}`);
    this.list.children[index].scrollIntoView({ block: "nearest" });
  }

  onKey(event) {
    const open = !this.list.hidden;
    const last = this.options.length - 1;
    if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      event.preventDefault();
      if (!open) return this.ask();
      const step = event.key === "ArrowDown" ? 1 : -1;
      if (last >= 0) this.setActive((this.active + step + last + 1 + (this.active < 0 && step < 0 ? 1 : 0)) % (last + 1));
    } else if (event.key === "Enter" && open && this.active >= 0) {
      event.preventDefault();
      this.take(this.active);
    } else if (event.key === "Enter" && this.input.value) {
      event.preventDefault();
    } else if (event.key === "Escape") {
      if (open) this.close();
      else this.input.value = "";
    } else if (event.key === "Backspace" && !this.input.value) {
      const chosen = this.chosen();
      if (chosen.length) this.remove(chosen.at(-1).value, chosen.at(-1).label);
    }
  }

  take(index) {
    const one = this.options[index];
    if (!one || this.chosen().length >= this.max) return;
    this.write([...this.chosen(), { value: String(one.value), label: one.label }]);
    this.input.value = "";
    this.close();
    this.status.textContent = `${one.label} gewählt`;
    if (this.chosen().length >= this.max) this.chips.querySelector("li:last-child button")?.focus();
    else this.input.focus();
  }

  remove(value, label) {
    this.write(this.chosen().filter((one) => one.value !== value));
    this.status.textContent = `${label} entfernt`;
    this.input.focus();
  }

  write(chosen) {
    if (this.fallback.tagName === "SELECT") {
      for (const option of this.fallback.options) option.selected = false;
      for (const { value, label } of chosen) {
        let option = [...this.fallback.options].find((one) => one.value === value);
        if (!option) {
          option = new Option(label, value);
          this.fallback.add(option);
        }
        option.selected = true;
      }
    } else {
      this.fallback.dataset.labels = JSON.stringify(Object.fromEntries(chosen.map((one) => [one.value, one.label])));
      this.fallback.value = chosen.map((one) => one.value).join(",");
    }
    this.showChips();
    this.fallback.dispatchEvent(new Event("input", { bubbles: true }));
    this.fallback.dispatchEvent(new Event("change", { bubbles: true }));
  }
}

function make(tag, attributes) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
  return element;
}
