import { expect, it } from "vitest";
import { airssysTesting } from "./plugin.ts";

it("the plugin gives tests and hooks the time to build a component, unless the author says otherwise", () => {
  const { config } = airssysTesting();
  expect(config({})).toMatchObject({ test: { testTimeout: 120_000, hookTimeout: 120_000 } });
  expect(config({ test: { testTimeout: 5 } })).toMatchObject({ test: { testTimeout: 5, hookTimeout: 120_000 } });
  expect(config({ test: { hookTimeout: 0 } })).toMatchObject({ test: { testTimeout: 120_000, hookTimeout: 0 } });
});
