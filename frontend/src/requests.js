// Requests carry the CSRF token, and a failed one says so in words.
//
// <meta name="csrf-token" content="…">  the token; in the page only where somebody is signed in (else that of any form).
// Answers 403/404/… are pages: the text of their [data-error-message] is shown as a message at the top.
import { say } from "./flash.js";

/** Returns the CSRF token of this page, or "". */
export function csrfToken() {
  const meta = document.querySelector('meta[name="csrf-token"]');
  return meta?.content ?? document.querySelector('input[name="csrfmiddlewaretoken"]')?.value ?? "";
}

/** Returns the sentence an error page of ours says, or a general one. */
export function messageOf(html, status) {
  const text = html ? new DOMParser().parseFromString(html, "text/html").querySelector("[data-error-message]")?.textContent : "";
  if (text?.trim()) return text.trim();
  if (status === 401 || status === 403) return "Das ist mit Ihrer Anmeldung nicht möglich. Vielleicht sind Sie abgemeldet: Bitte die Seite neu laden.";
  return "Das hat nicht geklappt. Bitte noch einmal versuchen.";
}

document.addEventListener("htmx:config:request", (event) => {
  const request = event.detail.ctx.request;
  if (!/^(GET|HEAD)$/i.test(request.method)) request.headers["X-CSRFToken"] = csrfToken();
});

document.addEventListener("htmx:response:error", (event) => {
  const { response, text } = event.detail.ctx;
  const status = response?.raw?.status ?? response?.status ?? 0;
  if (status !== 409 && status !== 422) say("danger", messageOf(text, status));
});

document.addEventListener("htmx:error", () => {
  if (!navigator.onLine) say("warning", "Keine Verbindung. Bitte noch einmal versuchen, sobald Sie online sind.");
});
