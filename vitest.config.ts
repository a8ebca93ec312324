import { configDefaults, defineConfig } from "vitest/config";

/** Where `.ci/run` wants a report for machines, beside what people read. */
const reportFile = process.env.AIRSSYS_TEST_REPORT;

export default defineConfig({
  resolve: {
    conditions: ["@airssys/source"],
    // What a component imports from its host; outside of a component a host over an engine in memory takes its place.
    alias: [
      {
        find: /^airssys:wasm\/.*$/,
        replacement: new URL("packages/storage/test/host-binding.ts", import.meta.url).pathname,
      },
    ],
  },
  ssr: { resolve: { conditions: ["@airssys/source"] } },
  test: {
    // CommonJS dependencies look as they do in Node, not as bundlers guess.
    deps: { interopDefault: false },
    ...(reportFile && { reporters: [...configDefaults.reporters, ["json", { outputFile: reportFile }]] }),
    include: ["packages/*/{src,test}/**/*.test.ts", "test/**/*.test.ts", "examples/*/test/**/*.test.ts"],
    // Real components and real disks on a busy machine take their time; a test that hangs is still found.
    testTimeout: 60_000,
    // All processors, and one process for many files: what a component costs to load and compile is paid once.
    maxWorkers: "100%",
    isolate: false,
    globalSetup: ["packages/runtime/test/build-fixtures.ts"],
    coverage: {
      include: ["packages/*/src/**/*.ts"],
      exclude: ["**/*.test.ts"],
      reporter: ["text", "html"],
    },
  },
});
