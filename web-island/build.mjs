// Bundles the island into the Python package: `node build.mjs [folder]`. The same input gives the same bytes.
import { build } from "esbuild";
import { readFile, writeFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";
import { join, relative } from "node:path";

const here = fileURLToPath(new URL(".", import.meta.url));
const target = process.argv[2] ?? join(here, "..", "src", "whoholds", "web", "static");

const result = await build({
  absWorkingDir: here,
  entryPoints: ["src/map.ts", "src/app.ts", "src/app.css"],
  outdir: target,
  bundle: true,
  format: "iife",
  target: ["es2021", "chrome100", "firefox100", "safari15"],
  minifySyntax: true,
  minifyWhitespace: true,
  minifyIdentifiers: true,
  charset: "utf8",
  legalComments: "none",
  metafile: true,
  logLevel: "warning",
});

// The bundle holds other people's code, so their terms go beside it.
const packages = new Set();
for (const input of Object.keys(result.metafile.inputs)) {
  const found = /node_modules\/((?:@[^/]+\/)?[^/]+)\//.exec(input);
  if (found) packages.add(found[1]);
}
const terms = [];
for (const name of [...packages].sort()) {
  const folder = join(here, "node_modules", name);
  const { version } = JSON.parse(await readFile(join(folder, "package.json"), "utf8"));
  terms.push(`${name} ${version}\n\n${(await readFile(join(folder, "LICENSE"), "utf8")).trim()}\n`);
}
await writeFile(join(target, "LICENSES.txt"), `map.js contains the following packages.\n\n${terms.join("\n\n")}`);
console.log(`built into ${relative(process.cwd(), target) || "."}`);
