// [data-keep-open]   an unticked checkbox that must be ticked before leaving without a question (recovery codes saved).
// Also: a page that autosave has unsent text on asks before it is closed (see autosave.js, which registers itself here).

const reasons = new Set();
let listening = false;

/** While `hasReason()` is true, closing the page asks first. */
export function askBeforeLeaving(hasReason) {
  reasons.add(hasReason);
  if (listening) return;
  listening = true;
  window.addEventListener("beforeunload", (event) => {
    if ([...reasons].some((reason) => reason())) event.preventDefault();
  });
}

export function enhance(root) {
  for (const box of root.querySelectorAll("[data-keep-open]:not([data-watched])")) {
    box.dataset.watched = "";
    askBeforeLeaving(() => box.isConnected && !box.checked);
  }
}
