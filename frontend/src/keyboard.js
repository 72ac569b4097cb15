// Working through a list by keyboard. Never while typing in a field, never with Ctrl, Alt or Meta.
//
// [data-list]            a list; its items are [data-item]. j / ↓ and k / ↑ move, Enter follows the item's [data-open] (or
//                        first link), Home and End go to the ends. The item that counts has class zk-current and focus.
// [data-key="s"]         pressing s activates this button or link: first inside the current item, then on the page. Not while a
//                        form[data-once] is on its way: "undo" would mean what came before it.
// [data-key-label="…"]   its line in the legend (default: its own text).
// dialog[data-legend]    the legend; ? opens it, its <dl> is filled from what the page offers.

export function start() {
  document.addEventListener("keydown", onKey);
  document.addEventListener("focusin", (event) => {
    const item = event.target.closest?.("[data-list] [data-item]");
    if (item) mark(item);
  });
  document.addEventListener("click", (event) => {
    if (event.target.closest?.("[data-open-legend]")) showLegend();
  });
}

function onKey(event) {
  if (event.defaultPrevented || event.ctrlKey || event.altKey || event.metaKey || isTyping(event.target)) return;
  if (document.querySelector("dialog[open]")) return;
  if (event.key === "?") {
    if (showLegend()) event.preventDefault();
    return;
  }
  if (moveInList(event)) return event.preventDefault();
  if (document.querySelector("form[data-sent]")) return;
  const target = event.key.length === 1 && findKey(event.key.toLowerCase());
  if (!target) return;
  event.preventDefault();
  target.focus();
  target.click();
}

function isTyping(element) {
  return element.isContentEditable || /^(TEXTAREA|SELECT)$/.test(element.tagName) ||
    (element.tagName === "INPUT" && !/^(button|checkbox|radio|submit|reset|image)$/.test(element.type)) ||
    element.getAttribute?.("role") === "combobox";
}

function findKey(key) {
  const inside = document.querySelector(`.zk-current [data-key="${CSS.escape(key)}"]`);
  return inside ?? [...document.querySelectorAll(`[data-key="${CSS.escape(key)}"]`)].find((one) => !one.closest("[data-item]"));
}

function moveInList(event) {
  const list = event.target.closest?.("[data-list]") ?? document.querySelector("[data-list]");
  if (!list) return false;
  const items = [...list.querySelectorAll("[data-item]")].filter((one) => !one.closest("details:not([open])"));
  const at = items.findIndex((item) => item.classList.contains("zk-current"));
  const inList = list.contains(document.activeElement);
  const next = { j: at + 1, k: Math.max(at - 1, 0), ...(inList && { ArrowDown: at + 1, ArrowUp: Math.max(at - 1, 0), Home: 0, End: items.length - 1 }) }[event.key];
  if (next !== undefined && items.length) {
    go(items[Math.min(next, items.length - 1)]);
    return true;
  }
  if (event.key === "Enter" && at >= 0 && document.activeElement === items[at]) {
    (items[at].querySelector("[data-open]") ?? items[at].querySelector("a[href]"))?.click();
    return true;
  }
  return false;
}

function go(item) {
  if (!item.hasAttribute("tabindex")) item.tabIndex = -1;
  item.focus();
  item.scrollIntoView({ block: "nearest" });
}

function mark(item) {
  for (const other of item.closest("[data-list]").querySelectorAll(".zk-current")) other.classList.remove("zk-current");
  item.classList.add("zk-current");
}

function showLegend() {
  const dialog = document.querySelector("dialog[data-legend]");
  if (!dialog) return false;
  const lines = new Map();
  if (document.querySelector("[data-list]")) {
    lines.set("j oder ↓", "nächste Zeile").set("k oder ↑", "vorige Zeile").set("Enter", "öffnen");
  }
  for (const element of document.querySelectorAll("[data-key]")) {
    lines.set(element.dataset.key, element.dataset.keyLabel ?? element.textContent.trim());
  }
  lines.set("?", "diese Übersicht").set("Esc", "schließen");
  dialog.querySelector("dl").replaceChildren(...[...lines].flatMap(([key, label]) => [term(key), detail(label)]));
  dialog.showModal();
  return true;
}

function term(key) {
  const dt = document.createElement("dt");
  const box = document.createElement("kbd");
  box.className = "zk-kbd";
  box.textContent = key;
  dt.append(box);
  return dt;
}

function detail(label) {
  const dd = document.createElement("dd");
  dd.textContent = label;
  return dd;
}
