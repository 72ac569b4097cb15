// Messages at the top of the page.
//
// #messages                 the live region (role=status) of the layout.
// [data-flash]              a message; a button [data-flash-close] in it removes it.
// [data-flash-move]         a message in a swapped fragment that belongs to the top: it is moved there.

const ICONS = { info: "info", success: "success", warning: "warning", danger: "danger" };

/** Shows `text` at the top; `tone` is info, success, warning or danger. */
export function say(tone, text) {
  const place = document.getElementById("messages");
  const sprite = document.body.dataset.sprite;
  if (!place) return;
  for (const old of place.querySelectorAll("[data-flash-script]")) old.remove();
  const box = document.createElement("div");
  box.className = `zk-alert zk-tone--${tone}`;
  box.dataset.flash = "";
  box.dataset.flashScript = "";
  const svg = icon(sprite, ICONS[tone]);
  const title = document.createElement("p");
  title.className = "zk-alert__title";
  title.textContent = text;
  box.append(svg, title);
  place.append(box);
  place.scrollIntoView({ block: "nearest" });
}

/** Returns an <svg> showing one icon of the sprite. */
export function icon(sprite, name) {
  const svg = document.createElementNS("http://www.w3.org/2000/svg", "svg");
  svg.setAttribute("class", "zk-icon");
  svg.setAttribute("aria-hidden", "true");
  const use = document.createElementNS("http://www.w3.org/2000/svg", "use");
  use.setAttribute("href", `${sprite ?? document.body.dataset.sprite}#${name}`);
  svg.append(use);
  return svg;
}

export function enhance(root) {
  const place = document.getElementById("messages");
  for (const message of root.querySelectorAll("[data-flash-move]")) {
    message.removeAttribute("data-flash-move");
    place?.append(message);
  }
}

document.addEventListener("click", (event) => {
  const close = event.target.closest?.("[data-flash-close]");
  if (close) close.closest("[data-flash]")?.remove();
});
