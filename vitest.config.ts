import { registerHooks } from "node:module";
import { configDefaults, defineConfig } from "vitest/config";

// The plugin runs from its source, as whatever is tested does: nothing here has to be built first. Vite would look for
// what was built, hence no `import` statement.
registerHooks({
  resolve: (name, context, next) => next(name, { ...context, conditions: ["@airssys/source", ...context.conditions] }),
});
const { airssysTesting }: typeof import("./packages/testing/src/vite/index.ts") = await import(
  new URL("packages/testing/src/vite/index.ts", import.meta.url).href
);

/** What the packages are run from: their source, or, where thousands of processes are started, what was built of it. */
const conditionsOf = (mode: string) => (mode === "hostile" ? [] : ["@airssys/source"]);

// Hundreds of processes are started from TypeScript. What Node has compiled once they all use: a third of the time.
process.env.NODE_COMPILE_CACHE ??= new URL(".cache/node", import.meta.url).pathname;

/** Where `.ci/run` wants a report for machines, beside what people read. */
const reportFile = process.env.AIRSSYS_TEST_REPORT;

export default defineConfig(({ mode }) => ({
  // Coverage and stack traces of components that run in mock mode.
  plugins: [airssysTesting()],
  resolve: {
    conditions: conditionsOf(mode),
    // What a component imports from its host; outside of a component a host over an engine in memory takes its place.
    alias: [
      {
        find: /^airssys:wasm\/.*$/,
        replacement: new URL("packages/storage/test/host-binding.ts", import.meta.url).pathname,
      },
    ],
  },
  ssr: { resolve: { conditions: conditionsOf(mode) } },
  test: {
    // CommonJS dependencies look as they do in Node, not as bundlers guess.
    deps: { interopDefault: false },
    ...(reportFile && { reporters: [...configDefaults.reporters, ["json", { outputFile: reportFile }]] }),
    include: ["packages/*/{src,test}/**/*.test.ts", "test/**/*.test.ts", "examples/*/test/**/*.test.ts"],
    // Real components and real disks on a busy machine take their time: a build that takes 5 s alone was seen to take
    // 30 s beside others, and some tests build twice. A test that hangs is still found.
    testTimeout: 180_000,
    // Where the first test of a file opens a harness, its component is built.
    hookTimeout: 300_000,
    // All processors, and one process for many files: what a component costs to load and compile is paid once.
    maxWorkers: "100%",
    isolate: false,
    globalSetup: [
      "packages/runtime/test/build-fixtures.ts",
      "packages/conformance/scripts/build-components.ts",
      "packages/inspector/scripts/build-page.ts",
    ],
    coverage: {
      include: ["{packages,examples}/*/src/**/*.ts"],
      // The laws run in components alone, where nobody counts.
      exclude: ["**/*.test.ts", "packages/conformance/src/guest/**"],
      reporter: ["text", "html"],
    },
  },
}));
