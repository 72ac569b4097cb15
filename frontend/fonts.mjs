// Fira Sans as KERN ships it (about 130 kB a weight), cut in two: `latin` for German and the names of Europe's Latin
// alphabets, `ext` for the rest (Cyrillic, Greek, Vietnamese), which a browser fetches only when such a letter is shown.
// styles/fonts.css names the same ranges. The cut takes a second, so it is kept in .cache under the hash of its input.
import { createHash } from "node:crypto";
import { copyFile, mkdir, readFile, writeFile } from "node:fs/promises";
import { join } from "node:path";

export const LATIN = [
  [0x20, 0x7e], [0xa0, 0x17f], [0x192, 0x192], [0x218, 0x21b], [0x2c6, 0x2dd], [0x1e9e, 0x1e9e],
  [0x2010, 0x2027], [0x202f, 0x203a], [0x20ac, 0x20ac], [0x2116, 0x2122], [0x2190, 0x2193], [0x2212, 0x2212], [0x2260, 0x2265],
];
export const EXTENDED = [[0x180, 0x191], [0x1cd, 0x217], [0x370, 0x52f], [0x1e00, 0x1e9d], [0x1e9f, 0x1fff]];
const WEIGHTS = ["Regular", "SemiBold"];

/** Writes `<weight>-<latin|ext>.woff2` into `target`. */
export async function fontFaces(source, target, cache) {
  await mkdir(target, { recursive: true });
  await mkdir(cache, { recursive: true });
  for (const weight of WEIGHTS) {
    const font = await readFile(join(source, `FiraSans-${weight}.woff2`));
    for (const [name, ranges] of [["latin", LATIN], ["ext", EXTENDED]]) {
      const key = createHash("sha256").update(font).update(JSON.stringify(ranges)).digest("hex").slice(0, 16);
      const kept = join(cache, `${key}.woff2`);
      const file = join(target, `fira-sans-${weight.toLowerCase()}-${name}.woff2`);
      try {
        await copyFile(kept, file);
      } catch {
        const { default: subset } = await import("subset-font");
        await writeFile(kept, await subset(font, letters(ranges), { targetFormat: "woff2" }));
        await copyFile(kept, file);
      }
    }
  }
}

function letters(ranges) {
  let text = "";
  for (const [first, last] of ranges) for (let code = first; code <= last; code++) text += String.fromCodePoint(code);
  return text;
}
