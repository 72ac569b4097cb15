// KERN's stylesheet without what we do not use: 340 kB shipped, about a quarter kept.
//
// Kept are tokens, themes, levels, typography and the components named in KEEP. Dropped are the utility classes, the
// grid, and the icon masks (our icons come from one sprite, see icons.mjs). A class used in a template but dropped here
// is found by tests/web/test_classes.py.
import { readFile } from "node:fs/promises";

const KEEP = new Set(
  (
    "light dark level layer btn badge alert card form fieldset input table description dialog progress link heading " +
    "body label title hint error sr list subline preline hgroup divider loader number checkbox radio select"
  ).split(" "),
);

/** Returns the CSS text of the file at `path`, reduced to the kept classes. */
export async function reducedKern(path) {
  const text = (await readFile(path, "utf8")).replace('@charset "UTF-8";', "").replace(/\/\*[^]*?\*\//g, "");
  return reduce(text);
}

function reduce(text) {
  let result = "";
  for (const { head, body, statement } of blocks(text)) {
    if (statement) result += statement;
    else if (/^@(media|supports|layer)/.test(head)) {
      const inner = reduce(body);
      if (inner) result += `${head}{${inner}}`;
    } else if (head.startsWith("@")) result += `${head}{${body}}`;
    else {
      const kept = selectors(head).filter(wanted);
      if (kept.length) result += `${kept.join(",")}{${body}}`;
    }
  }
  return result;
}

function wanted(selector) {
  if (/^\.kern-icon--/.test(selector)) return false;
  const classes = [...selector.matchAll(/\.kern-([a-z]+)/g)].map((match) => match[1]);
  if (classes.includes("icon") && classes.length === 1) return false;
  return classes.every((name) => KEEP.has(name) || name === "icon");
}

function selectors(head) {
  const parts = [];
  let depth = 0;
  let start = 0;
  for (let i = 0; i < head.length; i++) {
    if (head[i] === "(" || head[i] === "[") depth++;
    else if (head[i] === ")" || head[i] === "]") depth--;
    else if (head[i] === "," && !depth) {
      parts.push(head.slice(start, i));
      start = i + 1;
    }
  }
  parts.push(head.slice(start));
  return parts.map((part) => part.trim());
}

function* blocks(text) {
  let i = 0;
  while (i < text.length) {
    const open = indexOutsideStrings(text, i, "{;");
    if (open < 0) return;
    if (text[open] === ";") {
      yield { statement: text.slice(i, open + 1) };
      i = open + 1;
      continue;
    }
    let depth = 1;
    let end = open + 1;
    while (depth) {
      end = indexOutsideStrings(text, end, "{}");
      depth += text[end] === "{" ? 1 : -1;
      end++;
    }
    yield { head: text.slice(i, open).trim(), body: text.slice(open + 1, end - 1) };
    i = end;
  }
}

function indexOutsideStrings(text, from, characters) {
  let quote = "";
  for (let i = from; i < text.length; i++) {
    const c = text[i];
    if (quote) {
      if (c === "\\") i++;
      else if (c === quote) quote = "";
    } else if (c === '"' || c === "'") quote = c;
    else if (characters.includes(c)) return i;
  }
  return -1;
}
