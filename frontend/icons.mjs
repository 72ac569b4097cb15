// One sprite for all icons: KERN's (Material Symbols, taken from its sources) and ours from src/icons/*.svg
// (same grid: viewBox "0 -960 960 960"). Used as <use href="…/icons.svg#name">; colour is currentColor.
import { readdir, readFile } from "node:fs/promises";
import { basename, join } from "node:path";

/** Returns the sprite as SVG text, symbols sorted by name. */
export async function iconSprite(kern, own) {
  const symbols = new Map();
  const scss = await readFile(join(kern, "src/scss/core/utilities/_icons.scss"), "utf8");
  for (const [, name, svg] of scss.matchAll(/^\$([a-z-]+):\s*functions\.svg-url\('(<svg.*<\/svg>)'\)/gm)) {
    symbols.set(name, symbol(name, svg));
  }
  for (const file of (await readdir(own)).filter((name) => name.endsWith(".svg"))) {
    const name = basename(file, ".svg");
    symbols.set(name, symbol(name, await readFile(join(own, file), "utf8")));
  }
  const body = [...symbols.keys()].sort().map((name) => symbols.get(name)).join("");
  return `<svg xmlns="http://www.w3.org/2000/svg">${body}</svg>\n`;
}

function symbol(name, svg) {
  const box = svg.match(/viewBox="([^"]+)"/)?.[1];
  const inner = svg.replace(/^[^]*?<svg[^>]*>/, "").replace(/<\/svg>[^]*$/, "").replace(/ fill="(?!none)[^"]*"/g, "").trim();
  if (!box || !inner) throw new Error(`icon ${name} has no viewBox or is empty`);
  return `<symbol id="${name}" viewBox="${box}">${inner}</symbol>`;
}
