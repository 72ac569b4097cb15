// Passkeys and security keys with allauth's addresses (replaces allauth's own scripts, which need inline data).
//
// button[data-passkey="login"]    its form's action answers GET with JSON {request_options}; posts `credential`.
// button[data-passkey="use"]      options in [data-passkey-options] (JSON script) of the form; posts `credential`.
// button[data-passkey="add"]      creation options likewise; a checkbox name=passwordless asks for a passkey proper.
// The button is shown only with script (.zk-only-script); errors are said at the top.
import { say } from "./flash.js";

export function enhance(root) {
  for (const button of root.querySelectorAll("[data-passkey]:not([data-ready])")) {
    button.dataset.ready = "";
    if (!window.PublicKeyCredential) {
      button.hidden = true;
      continue;
    }
    button.addEventListener("click", (event) => {
      event.preventDefault();
      run(button).catch((error) => say("warning", sentence(error)));
    });
  }
}

async function run(button) {
  const form = button.form;
  const options = await readOptions(button, form);
  const credential = button.dataset.passkey === "add" ? await create(options, form) : await request(options);
  form.elements.namedItem("credential").value = JSON.stringify(credential);
  form.submit();
}

async function readOptions(button, form) {
  if (button.dataset.passkey !== "login") return JSON.parse(form.querySelector("[data-passkey-options]").textContent);
  const response = await fetch(form.action, { headers: { Accept: "application/json" } });
  if (!response.ok) throw new Error("options");
  return response.json();
}

async function request({ request_options: { publicKey } }) {
  const options = { ...publicKey, challenge: bytes(publicKey.challenge), allowCredentials: descriptors(publicKey.allowCredentials) };
  return plain(await navigator.credentials.get({ publicKey: options }));
}

async function create({ creation_options: { publicKey } }, form) {
  const wish = form.elements.namedItem("passwordless");
  const selection = { ...publicKey.authenticatorSelection };
  if (wish) {
    selection.residentKey = wish.checked ? "required" : "discouraged";
    selection.requireResidentKey = wish.checked;
    if (wish.checked) selection.userVerification = "required";
  }
  const options = {
    ...publicKey,
    authenticatorSelection: selection,
    challenge: bytes(publicKey.challenge),
    user: { ...publicKey.user, id: bytes(publicKey.user.id) },
    excludeCredentials: descriptors(publicKey.excludeCredentials),
  };
  return plain(await navigator.credentials.create({ publicKey: options }));
}

function descriptors(list) {
  return (list ?? []).map((item) => ({ ...item, id: bytes(item.id) }));
}

function plain(credential) {
  const { response } = credential;
  const result = { clientDataJSON: text(response.clientDataJSON) };
  if (response.attestationObject) {
    result.attestationObject = text(response.attestationObject);
    result.transports = response.getTransports?.() ?? [];
  } else {
    result.authenticatorData = text(response.authenticatorData);
    result.signature = text(response.signature);
    result.userHandle = response.userHandle ? text(response.userHandle) : null;
  }
  return {
    type: credential.type,
    id: credential.id,
    rawId: text(credential.rawId),
    authenticatorAttachment: credential.authenticatorAttachment,
    response: result,
    clientExtensionResults: credential.getClientExtensionResults(),
  };
}

function bytes(base64url) {
  const raw = atob(base64url.replace(/-/g, "+").replace(/_/g, "/"));
  return Uint8Array.from(raw, (letter) => letter.charCodeAt(0));
}

function text(buffer) {
  return btoa(String.fromCharCode(...new Uint8Array(buffer))).replace(/\+/g, "-").replace(/\//g, "_").replace(/=/g, "");
}

function sentence(error) {
  if (error?.name === "NotAllowedError") return "Abgebrochen. Sie können es noch einmal versuchen oder sich mit Passwort anmelden.";
  if (error?.name === "InvalidStateError") return "Dieser Schlüssel ist schon hinterlegt.";
  return "Der Schlüssel konnte nicht gelesen werden. Bitte noch einmal versuchen.";
}
