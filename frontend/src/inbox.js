// The inbox keeps up while it is open.
//
// [data-inbox]   has an id: when something is new ("zk:live", see live.js) the page is asked again and the part is swapped. While somebody works
//                in the list with the keyboard nothing moves under their fingers: a message says that there is more.
import htmx from "./csp.js";
import { say } from "./flash.js";

const PAUSE = 300;
let waiting = 0;

export function start() {
  document.addEventListener("zk:live", () => {
    if (!document.querySelector("[data-inbox]")) return;
    clearTimeout(waiting);
    waiting = setTimeout(look, PAUSE);
  });
}

async function look() {
  const part = document.querySelector("[data-inbox]");
  if (!part) return;
  if (part.contains(document.activeElement)) {
    say("info", "In der Liste hat sich etwas geändert. Bitte die Seite neu laden.");
    return;
  }
  const id = `#${part.id}`;
  await htmx.ajax("GET", location.pathname, { target: id, select: id, swap: "outerHTML" });
}
