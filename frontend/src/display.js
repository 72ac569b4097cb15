// Light/dark and text size, at once and without a page change.
//
// form[data-display] with buttons name=theme|text_size value=…  Without script the form is posted and the server sets the
// same cookies and renders the next page with them, so there is no flash of the wrong theme. With script the page changes
// first and the form is posted in the background.

const ATTRIBUTE = { theme: "kernTheme", text_size: "textSize" };

export function start() {
  document.addEventListener("submit", (event) => {
    const form = event.target.closest("form[data-display]");
    const button = event.submitter;
    if (!form || !(button?.name in ATTRIBUTE)) return;
    event.preventDefault();
    apply(button.name, button.value);
    for (const other of form.querySelectorAll(`button[name="${button.name}"]`)) {
      other.setAttribute("aria-pressed", String(other === button));
    }
    const data = new FormData(form);
    data.set(button.name, button.value);
    fetch(form.action, { method: "POST", body: data, redirect: "manual", keepalive: true }).catch(() => undefined);
  });
}

function apply(name, value) {
  const data = document.documentElement.dataset;
  if (value === "system" || value === "normal") delete data[ATTRIBUTE[name]];
  else data[ATTRIBUTE[name]] = value;
}
