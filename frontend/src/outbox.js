// What was said and is not acknowledged yet, and what is being written: kept in this browser, under person and conversation.
//
// Deleted once the server has it, at sign-out, and after 30 days. Copies of other persons are never read. The text lies in localStorage
// of this device only so long as it has not arrived.

const PREFIX = "zk-outbox:";
const KEEP_FOR = 30 * 24 * 3600 * 1000;

/** Returns a fresh UUIDv7. */
export function newId() {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  let moment = Date.now();
  for (let at = 5; at >= 0; at--) {
    bytes[at] = moment % 256;
    moment = Math.floor(moment / 256);
  }
  bytes[6] = (bytes[6] & 0x0f) | 0x70;
  bytes[8] = (bytes[8] & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, "0")).join("");
  return [hex.slice(0, 8), hex.slice(8, 12), hex.slice(12, 16), hex.slice(16, 20), hex.slice(20)].join("-");
}

/** The waiting messages of one conversation: {id, action, text, fields, refused?}. */
export class Outbox {
  // True once the browser refused to keep something: then closing the page asks first.
  static failed = false;

  constructor(about) {
    this.key = `${mine()}${about}`;
    this.memory = null; // where there is no storage
  }

  items() {
    return this.read().items ?? [];
  }

  get draft() {
    return this.read().draft ?? "";
  }

  set draft(text) {
    this.change((all) => (all.draft = text));
  }

  add(item) {
    this.change((all) => (all.items = [...(all.items ?? []).filter((one) => one.id !== item.id), item]));
  }

  drop(id) {
    this.change((all) => (all.items = (all.items ?? []).filter((one) => one.id !== id)));
  }

  refuse(id, sentence) {
    this.change((all) => (all.items = (all.items ?? []).map((one) => (one.id === id ? { ...one, refused: sentence } : one))));
  }

  read() {
    if (this.memory) return this.memory;
    try {
      const found = JSON.parse(localStorage.getItem(this.key) ?? "{}");
      return Date.now() - (found.at ?? 0) > KEEP_FOR ? {} : found;
    } catch {
      return {};
    }
  }

  change(how) {
    const all = { ...this.read() };
    how(all);
    all.at = Date.now();
    try {
      if (all.items?.length || all.draft) localStorage.setItem(this.key, JSON.stringify(all));
      else localStorage.removeItem(this.key);
      this.memory = null;
    } catch {
      this.memory = all;
      Outbox.failed = true;
    }
  }

  /** True while something of this person waits, in any conversation. */
  static anything() {
    return keys().some((key) => (JSON.parse(localStorage.getItem(key) ?? "{}").items ?? []).length > 0);
  }

  static clear() {
    for (const key of keys()) localStorage.removeItem(key);
  }
}

function mine() {
  return `${PREFIX}${document.body.dataset.person ?? ""}:`;
}

function keys() {
  try {
    return Object.keys(localStorage).filter((key) => key.startsWith(mine()));
  } catch {
    return [];
  }
}
