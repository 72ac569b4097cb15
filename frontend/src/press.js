// Small acts of buttons.
//
// [aria-disabled="true"]       a refused act: focusable and readable, but it does nothing (the server refuses it too).
// [data-print]                 prints the page.
// [data-copy="#id"]            copies the text of that element and says so in its own label for two seconds.
// form[data-once]              cannot be sent twice by a double click.
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
  window.addEventListener("pageshow", () => {
    for (const form of document.querySelectorAll("form[data-sent]")) delete form.dataset.sent;
  });
  document.addEventListener("change", (event) => {
    if (event.target.matches("[data-submit-on-change]")) event.target.form.requestSubmit();
  });
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
