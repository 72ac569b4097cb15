// A part of a page that changes by itself, while its address follows.
//
// [data-in-place]   has an id. Its links "?…" and its GET form fetch the page and swap the part with that id; a select sends the form at
//                   once. The address of the page becomes that of the answer, so that it can be sent to somebody; what its "#…" names
//                   gets the focus. Without script they are links and a form of their own.
import htmx from "./csp.js";

export function start() {
  document.addEventListener("click", (event) => {
    const link = event.target.closest?.("[data-in-place] a[href^='?']");
    if (!link || event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey || event.altKey) return;
    event.preventDefault();
    show(link.closest("[data-in-place]"), new URL(link.getAttribute("href"), location.href));
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const part = form.closest("[data-in-place]");
    if (!part || form.method !== "get") return;
    event.preventDefault();
    const address = new URL(location.pathname, location.href);
    for (const [name, value] of new FormData(form)) if (value) address.searchParams.set(name, value);
    show(part, address);
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-in-place] form select")) event.target.form.requestSubmit();
  });
}

async function show(part, address) {
  const id = `#${part.id}`;
  await htmx.ajax("GET", address.pathname + address.search, { target: id, select: id, swap: "outerHTML" });
  history.replaceState(history.state, "", address);
  if (address.hash) document.getElementById(address.hash.slice(1))?.focus();
}
