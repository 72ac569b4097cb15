// Bars of a training plan are moved by keyboard.
//
// [data-shifting="/…/00000000-…/…/"]  a picture; the address takes the id of an entry.
// a[data-shift="id"]                  a bar: ← and → send form#verschieben with weeks = -1 or 1; the page comes back to the bar.
// After that the bar named in the address has the focus again.

const NOBODY = "00000000-0000-0000-0000-000000000000";

export function enhance(root) {
  for (const picture of root.querySelectorAll("[data-shifting]")) picture.addEventListener("keydown", onKey);
  const back = location.hash.startsWith("#balken-") && document.getElementById(location.hash.slice(1));
  if (back) back.focus();
}

function onKey(event) {
  const weeks = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
  const bar = event.target.closest?.("[data-shift]");
  const form = document.getElementById("verschieben");
  if (!weeks || !bar || !form || event.ctrlKey || event.altKey || event.metaKey) return;
  event.preventDefault();
  if (form.dataset.sent) return;
  form.dataset.sent = "yes";
  form.elements.weeks.value = weeks;
  form.action = event.currentTarget.dataset.shifting.replace(NOBODY, bar.dataset.shift);
  form.submit();
}
