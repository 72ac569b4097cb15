// A question only where something cannot be undone.
//
// form[data-confirm="#dialog-id"] or button[data-confirm="#dialog-id"]   the native <dialog> names the consequence; its
// button [value="yes"] sends the form, anything else keeps everything. [data-open-dialog="#id"] opens a dialog,
// [data-close-dialog] closes it. Without script the form is sent at once and the server asks on a page of its own.

export function start() {
  document.addEventListener("submit", (event) => {
    const form = event.target;
    const asked = event.submitter?.dataset.confirm ?? form.dataset.confirm;
    const dialog = asked && document.querySelector(asked);
    if (!dialog || form.dataset.confirmed) {
      delete form.dataset.confirmed;
      return;
    }
    event.preventDefault();
    event.stopImmediatePropagation();
    const submitter = event.submitter;
    dialog.returnValue = "";
    dialog.addEventListener("close", () => {
      if (dialog.returnValue !== "yes") return submitter?.focus();
      form.dataset.confirmed = "yes";
      form.requestSubmit(submitter);
    }, { once: true });
    dialog.showModal();
  }, true);
  document.addEventListener("click", (event) => {
    const opener = event.target.closest?.("[data-open-dialog]");
    if (opener) {
      event.preventDefault();
      document.querySelector(opener.dataset.openDialog)?.showModal();
    }
    const closer = event.target.closest?.("[data-close-dialog]");
    if (closer) closer.closest("dialog")?.close();
  });
}
