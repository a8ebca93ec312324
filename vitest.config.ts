import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: {
    conditions: ["@airssys/source"],
    // What a component imports from its host; outside of a component a small store in memory takes its place.
    alias: {
      "airssys:wasm/storage@0.1.0": new URL("packages/storage/test/memory-binding.ts", import.meta.url).pathname,
    },
  },
  ssr: { resolve: { conditions: ["@airssys/source"] } },
  test: {
    include: ["packages/*/{src,test}/**/*.test.ts", "test/**/*.test.ts", "examples/*/test/**/*.test.ts"],
  },
});
