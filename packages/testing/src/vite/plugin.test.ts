import { expect, it } from "vitest";
import { watchModule } from "./guest-modules.ts";
import { airssysTesting } from "./plugin.ts";

it("the plugin gives tests and hooks the time to build a component, unless the author says otherwise", () => {
  const { config } = airssysTesting();
  expect(config({})).toMatchObject({ test: { testTimeout: 120_000, hookTimeout: 120_000 } });
  expect(config({ test: { testTimeout: 5 } })).toMatchObject({ test: { testTimeout: 5, hookTimeout: 120_000 } });
  expect(config({ test: { hookTimeout: 0 } })).toMatchObject({ test: { testTimeout: 120_000, hookTimeout: 0 } });
});

it("the plugin has tests run again when a file of a component changes, its WIT or its manifest", async () => {
  const { configureVitest, load, resolveId } = airssysTesting();
  const forceRerunTriggers: string[] = [];
  configureVitest({ vitest: { config: { forceRerunTriggers } }, defineCacheKeyGenerator() {} });
  const watchedByVite: string[] = [];
  const context = { addWatchFile: (file: string) => void watchedByVite.push(file), environment: {} };
  const id = watchModule(["/a/src/one.ts", "/a/src/[two].ts"]);
  expect(resolveId(id)).toBe(id);
  for (const _ of ["once", "again"]) expect(await load.call(context, id)).toEqual({ code: "", map: null });
  expect(new Set(watchedByVite)).toEqual(new Set(["/a/src/one.ts", "/a/src/[two].ts"]));
  expect(forceRerunTriggers).toEqual(["**/*.wit", "**/Component.toml", "/a/src/one.ts", "/a/src/\\[two\\].ts"]);
});
