// Messages of this device while no page is open (Web Push), switched on and off by hand.
//
// [data-push]            data-key (the server's public key), data-worker, data-add, data-forget (addresses). In it the buttons
//                        [data-push-on], [data-push-off] (hidden until it is known which fits) and [data-push-status].
// form[data-sign-out]    ends the messages of this device with the session: it may belong to others too.
import { csrfToken } from "./requests.js";

const NOT_HERE = "Dieser Browser kann keine Meldungen zeigen, solange Zweiklang nicht geöffnet ist. Auf dem iPhone: Zweiklang zuerst zum Home-Bildschirm hinzufügen.";
const DENIED = "Der Browser erlaubt keine Meldungen von Zweiklang. Sie können das in seinen Einstellungen ändern.";
const FAILED = "Das hat nicht geklappt. Bitte noch einmal versuchen.";

export function enhance(root) {
  for (const part of root.querySelectorAll("[data-push]:not([data-watched])")) {
    part.dataset.watched = "";
    watch(part);
  }
}

export function start() {
  document.addEventListener("submit", (event) => {
    if (event.target.matches("form[data-sign-out]") && !event.defaultPrevented) forgetDevice();
  });
}

async function watch(part) {
  const status = part.querySelector("[data-push-status]");
  if (!("serviceWorker" in navigator) || !("PushManager" in window) || !("Notification" in window)) {
    status.textContent = NOT_HERE;
    return;
  }
  part.querySelector("[data-push-on]").addEventListener("click", () => act(part, () => switchOn(part)));
  part.querySelector("[data-push-off]").addEventListener("click", () => act(part, () => switchOff(part)));
  show(part, await subscription());
}

function show(part, current) {
  const on = current !== null && usesKey(current, part.dataset.key);
  part.querySelector("[data-push-on]").hidden = on;
  part.querySelector("[data-push-off]").hidden = !on;
  part.querySelector("[data-push-status]").textContent = on ? "Dieses Gerät ist eingeschaltet." : "";
}

async function act(part, change) {
  const status = part.querySelector("[data-push-status]");
  try {
    const problem = await change();
    if (problem) status.textContent = problem;
    else location.reload();
  } catch {
    status.textContent = FAILED;
  }
}

async function switchOn(part) {
  if ((await Notification.requestPermission()) !== "granted") return DENIED;
  const registration = await navigator.serviceWorker.register(part.dataset.worker);
  const old = await registration.pushManager.getSubscription();
  if (old && !usesKey(old, part.dataset.key)) await old.unsubscribe();
  await navigator.serviceWorker.ready;
  const made = await registration.pushManager.subscribe({ userVisibleOnly: true, applicationServerKey: bytes(part.dataset.key) });
  const { keys } = made.toJSON();
  const answer = await send(part.dataset.add, { endpoint: made.endpoint, p256dh: keys.p256dh, auth: keys.auth });
  if (answer.ok) return "";
  await made.unsubscribe();
  return (await answer.json().catch(() => ({}))).message ?? FAILED;
}

async function switchOff(part) {
  const current = await subscription();
  if (!current) return "";
  await send(part.dataset.forget, { endpoint: current.endpoint });
  await current.unsubscribe();
  return "";
}

async function forgetDevice() {
  await (await subscription())?.unsubscribe();
}

async function subscription() {
  const registration = await navigator.serviceWorker?.getRegistration();
  return (await registration?.pushManager?.getSubscription()) ?? null;
}

function send(address, values) {
  return fetch(address, { method: "POST", headers: { "X-CSRFToken": csrfToken() }, body: new URLSearchParams(values) });
}

function usesKey(current, key) {
  const used = current.options?.applicationServerKey;
  if (!used) return true;
  const wanted = bytes(key);
  return new Uint8Array(used).every((byte, at) => byte === wanted[at]);
}

function bytes(text) {
  const padded = text.replaceAll("-", "+").replaceAll("_", "/");
  return Uint8Array.from(atob(padded), (letter) => letter.charCodeAt(0));
}
