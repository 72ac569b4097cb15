// Builds ../src/zweiklang/web/static/build: main.css, main.js, icons.svg and the fonts.
//
// The output is the same for the same input (no dates, no random names); Django's manifest storage adds the content
// hash to the names. KERN's CSS is taken as shipped and reduced to the parts that are used (see kern.mjs), its fonts are
// cut to the letters of European names (see fonts.mjs).
import { build, context } from "esbuild";
import { mkdir, readdir, rm, writeFile } from "node:fs/promises";
import { dirname, join } from "node:path";
import { fileURLToPath } from "node:url";
import { fontFaces } from "./fonts.mjs";
import { iconSprite } from "./icons.mjs";
import { reducedKern } from "./kern.mjs";

const here = dirname(fileURLToPath(import.meta.url));
const out = join(here, "..", "src", "zweiklang", "web", "static", "build");

const kern = {
  name: "kern",
  setup(builder) {
    builder.onResolve({ filter: /^kern$/ }, () => ({ path: "kern", namespace: "kern" }));
    builder.onLoad({ filter: /.*/, namespace: "kern" }, async () => ({
      contents: await reducedKern(join(here, "node_modules/@kern-ux/native/dist/kern.min.css")),
      loader: "css",
    }));
  },
};

const options = {
  absWorkingDir: here,
  entryPoints: { main: "src/main.js", style: "src/styles/main.css" },
  outdir: out,
  bundle: true,
  minify: true,
  format: "esm",
  target: ["chrome109", "firefox115", "safari16.4"],
  charset: "utf8",
  legalComments: "none",
  external: ["./fonts/*"],
  plugins: [kern],
  logLevel: "warning",
  write: true,
};

await mkdir(out, { recursive: true });
for (const name of await readdir(out)) await rm(join(out, name), { recursive: true });
await Promise.all([
  fontFaces(join(here, "node_modules/@kern-ux/native/dist/fonts/fira-sans"), join(out, "fonts"), join(here, ".cache")),
  iconSprite(join(here, "node_modules/@kern-ux/native"), join(here, "src/icons")).then((svg) =>
    writeFile(join(out, "icons.svg"), svg),
  ),
]);
if (process.argv.includes("--watch")) {
  await (await context(options)).watch();
} else {
  await build(options);
}
