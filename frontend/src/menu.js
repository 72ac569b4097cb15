// The person menu: a <details data-menu> that closes with Escape, by a click elsewhere, or when focus leaves it.

export function start() {
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.querySelector("details[data-menu][open]");
    if (!open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });
  for (const name of ["click", "focusin"]) {
    document.addEventListener(name, (event) => {
      for (const open of document.querySelectorAll("details[data-menu][open]")) {
        if (!open.contains(event.target)) open.open = false;
      }
    });
  }
}
