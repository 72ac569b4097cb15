// Everything the pages do in the browser. Each module is one behaviour, reads its data attributes (described at its top
// and in docs/frontend.md), and leaves a page that works without it.
import "./csp.js";
import "./requests.js";
import * as autosave from "./autosave.js";
import * as caseNews from "./case-news.js";
import * as combobox from "./combobox.js";
import * as confirm from "./confirm.js";
import * as display from "./display.js";
import * as flash from "./flash.js";
import * as inPlace from "./in-place.js";
import * as inbox from "./inbox.js";
import * as keyboard from "./keyboard.js";
import * as lane from "./lane.js";
import * as leave from "./leave.js";
import * as live from "./live.js";
import * as menu from "./menu.js";
import * as passkey from "./passkey.js";
import * as press from "./press.js";
import * as push from "./push.js";
import * as quickExit from "./quick-exit.js";
import * as shifting from "./shifting.js";
import * as thread from "./thread.js";
import * as upload from "./upload.js";
import * as yearPicker from "./year-picker.js";

document.documentElement.classList.add("zk-script");

const onPage = [quickExit, caseNews, display, inPlace, inbox, keyboard, menu, press, confirm, push, live];
const onFragment = [autosave, combobox, flash, lane, leave, passkey, push, shifting, thread, upload, yearPicker];
for (const behaviour of onPage) behaviour.start();

function enhance(root) {
  for (const behaviour of onFragment) behaviour.enhance(root);
}
enhance(document);
document.addEventListener("htmx:after:swap", () => enhance(document));
