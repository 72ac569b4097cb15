// a[data-quick-exit]   leaves the page at once, also by the Escape key: what is shown is gone before the next page has arrived, and
//                      takes its place in the history. The server leads the way back elsewhere (exchange/help/views/leaving.py).
//
// Without script it is a link. A page that the browser kept for "back" is asked for again before anything of it is seen.

export function start() {
  const exit = document.querySelector("a[data-quick-exit]");
  if (!exit) return;
  const leave = () => {
    blank();
    location.replace(exit.href);
  };
  exit.addEventListener("click", (event) => {
    event.preventDefault();
    leave();
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape" || document.querySelector("dialog[open], details[data-menu][open]")) return;
    event.preventDefault();
    leave();
  }, true);
  window.addEventListener("pagehide", blank);
  window.addEventListener("pageshow", (event) => {
    if (!event.persisted) return;
    blank();
    location.reload();
  });
}

function blank() {
  document.title = "Zweiklang";
  document.body.hidden = true;
}
