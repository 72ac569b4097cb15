// Pages hear at once that something is new. The line says only what kind of thing and which id; the page fetches it with its own rights.
//
// <body data-live="…">            where a ticket for one stream of events is to be had (JSON {address}).
// <body data-live-count="…">      where the number of what is new is (JSON {count}).
// [data-inbox-count]              shows that number; hidden while it is 0. Its [data-inbox-words] takes the words for it, if there is one.
// document hears "zk:live" with detail {what, about}: a kind of news and an id or null; what "missed" means: look at everything again.
//
// Lost, it comes back after a while that grows, with chance in it; a page nobody looks at for five minutes lets go; without a stream
// (no such process, no way through) the page asks once a minute. Without script nothing of this is needed.

const LONGEST_PAUSE = 60_000;
const POLL = 60_000;
const HIDDEN_FOR = 5 * 60_000;
const body = document.body;

let source = null;
let tries = 0;
let timer = 0;
let hiding = 0;
let counting = 0;
let over = false;

/** The page listens from now on, if somebody is signed in. */
export function start() {
  if (!body.dataset.live) return;
  document.addEventListener("visibilitychange", seen);
  window.addEventListener("online", () => again(0));
  window.addEventListener("pagehide", hangUp);
  window.addEventListener("pageshow", (event) => event.persisted && again(0));
  document.addEventListener("submit", (event) => event.target.matches("form[data-sign-out]") && stop());
  setInterval(poll, POLL);
  listen();
}

async function listen() {
  clearTimeout(timer);
  if (over || source || document.visibilityState === "hidden") return;
  let address;
  try {
    const answer = await fetch(body.dataset.live, { headers: { Accept: "application/json" }, redirect: "manual", cache: "no-store" });
    if (answer.type === "opaqueredirect" || answer.status === 401 || answer.status === 403) return stop();
    if (!answer.ok) return again();
    address = (await answer.json()).address;
  } catch {
    return again();
  }
  if (over || source) return;
  source = new EventSource(address);
  source.addEventListener("hello", hello);
  source.addEventListener("news", (event) => heard(JSON.parse(event.data)));
  source.addEventListener("missed", () => heard({ what: "missed", about: null }));
  source.addEventListener("bye", (event) => bye(event.data));
  // Each attempt needs a ticket of its own, so the browser's own way of coming back is of no use.
  source.onerror = () => {
    const lived = body.dataset.liveState === "on";
    hangUp();
    // A stream that was open breaks off for everybody at once when its process is killed: they do not return at once.
    lived ? again(10_000) : again();
  };
}

function hello() {
  tries = 0;
  body.dataset.liveState = "on";
  heard({ what: "missed", about: null }); // between the making of the page and this moment something may have come
}

function bye(data) {
  hangUp();
  const [why, seconds] = data.split(" ");
  if (why === "crowded") return; // newer windows of this person listen; this one asks once a minute until it is looked at again
  if (seconds > 0) return at(seconds * 1000); // the process says when, a different moment to each page
  again(why === "time" ? 3000 : 1000);
}

function hangUp() {
  source?.close();
  source = null;
  delete body.dataset.liveState;
}

function stop() {
  over = true;
  clearTimeout(timer);
  hangUp();
}

/** Comes back after `pause` milliseconds, or after one that doubles with each attempt; half of it is chance. */
function again(pause = Math.min(1000 * 2 ** tries++, LONGEST_PAUSE)) {
  at(pause * (0.5 + Math.random()));
}

function at(pause) {
  clearTimeout(timer);
  if (!over) timer = setTimeout(listen, pause);
}

function seen() {
  clearTimeout(hiding);
  if (document.visibilityState === "hidden") {
    hiding = setTimeout(hangUp, HIDDEN_FOR);
  } else if (!source) {
    tries = 0;
    again(0);
  }
}

function poll() {
  if (!over && !source && document.visibilityState === "visible" && navigator.onLine) heard({ what: "missed", about: null });
}

function heard(news) {
  document.dispatchEvent(new CustomEvent("zk:live", { detail: news }));
  if (!body.dataset.liveCount || !document.querySelector("[data-inbox-count]")) return;
  clearTimeout(counting);
  counting = setTimeout(count, 200 + Math.random() * 1000); // an announcement reaches ten thousand pages in the same second
}

async function count() {
  try {
    const answer = await fetch(body.dataset.liveCount, { headers: { Accept: "application/json" }, redirect: "manual", cache: "no-store" });
    if (answer.ok) show((await answer.json()).count);
  } catch {
    // The next news, or the next minute, asks again.
  }
}

function show(number) {
  for (const place of document.querySelectorAll("[data-inbox-count]")) {
    const words = place.querySelector("[data-inbox-words]");
    const shown = number > 99 ? "99+" : String(number);
    if (place.dataset.inboxCount === shown) continue;
    place.dataset.inboxCount = shown;
    if (words) words.textContent = shown;
    else place.textContent = shown;
    place.hidden = number === 0;
  }
}
