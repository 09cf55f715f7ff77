// How the pages are built: everything in files of its own, so that a strict Content-Security-Policy lets it through.
import { readFileSync, readdirSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { gzipSync } from "node:zlib";
import { defineConfig, type Plugin } from "vite";

export default defineConfig({
  base: "./",
  build: {
    target: "es2022",
    // No `data:` addresses.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
  // In development the API is that of a running `leastwise serve`.
  server: { proxy: { "/api": process.env.LEASTWISE_API ?? "http://127.0.0.1:8080" } },
  plugins: [compressed()],
});

/** Lays each file compressed beside itself, as the binary embeds it. */
function compressed(): Plugin {
  return {
    name: "compressed",
    apply: "build",
    closeBundle() {
      for (const name of readdirSync("dist", { recursive: true, encoding: "utf8" })) {
        if (!/\.(html|js|css|svg)$/.test(name)) continue;
        const file = join("dist", name);
        writeFileSync(`${file}.gz`, gzipSync(readFileSync(file), { level: 9 }));
      }
    },
  };
}
