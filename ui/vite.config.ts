// How the pages are built: everything in files of its own, so that a strict Content-Security-Policy lets it through.
import { defineConfig } from "vite";

export default defineConfig({
  base: "./",
  build: {
    target: "es2022",
    // No `data:` addresses: the policy names none.
    assetsInlineLimit: 0,
    modulePreload: { polyfill: false },
    reportCompressedSize: false,
  },
  // In development the API is that of a running `leastwise serve`.
  server: { proxy: { "/api": process.env.LEASTWISE_API ?? "http://127.0.0.1:8080" } },
  oxc: { jsx: { runtime: "automatic", importSource: "preact" } },
});
