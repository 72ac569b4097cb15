// Small acts of buttons.
//
// [aria-disabled="true"]       a refused act: focusable and readable, but it does nothing (the server refuses it too).
// [data-print]                 prints the page.
// [data-copy="#id"]            copies the text of that element and says so in its own label for two seconds.
// form[data-once]              cannot be sent twice by a double click.
// form[data-brings-file="a=b"] with that choice brings a file and no page: shows its [data-sent-note], takes its buttons away
//                              until something is changed.
// [data-submit-on-change]      sends its form when the value changes (a select; a visible button stays for no script).

export function start() {
  document.addEventListener(
    "click",
    (event) => {
      const refused = event.target.closest?.('button[aria-disabled="true"], a[aria-disabled="true"]');
      if (!refused) return;
      event.preventDefault();
      event.stopImmediatePropagation();
    },
    true,
  );
  document.addEventListener("click", async (event) => {
    if (event.target.closest?.("[data-print]")) window.print();
    const copy = event.target.closest?.("[data-copy]");
    if (copy) await copyText(copy);
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (!form.matches("form[data-once]") || event.defaultPrevented) return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const [name, value] = form.dataset.bringsFile?.split("=") ?? [];
    if (name && new FormData(form).get(name) === value) fileComes(form, true);
  });
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (form?.dataset.bringsFile) fileComes(form, false);
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-submit-on-change]")) event.target.form.requestSubmit();
  });
}

function fileComes(form, comes) {
  const note = form.querySelector("[data-sent-note]");
  note.hidden = !comes;
  if (comes) note.focus({ preventScroll: true });
  form.querySelector(":scope > .zk-acts").hidden = comes;
}

async function copyText(button) {
  const source = document.querySelector(button.dataset.copy);
  const label = button.querySelector(".kern-label") ?? button;
  const before = label.textContent;
  try {
    await navigator.clipboard.writeText(source.value ?? source.innerText);
    label.textContent = "Kopiert";
  } catch {
    label.textContent = "Bitte von Hand markieren und kopieren";
  }
  setTimeout(() => (label.textContent = before), 2000);
}
