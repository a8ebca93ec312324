import { createRequire } from "node:module";
import { Child } from "@airssys/test-kit/child";
import { expect, inject, it } from "vitest";
import runtime from "../package.json" with { type: "json" };

const CURRENT = "@opentelemetry/api";
const OLDEST = "opentelemetry-api-oldest";

it.each([
  { case: "the current version", ours: CURRENT, registered: CURRENT },
  { case: "the oldest version that the packages accept", ours: OLDEST, registered: OLDEST },
  { case: "the current version beside a copy of the oldest", ours: OLDEST, registered: CURRENT },
])("metrics and spans arrive in a program with $case of the OpenTelemetry API", async ({ ours, registered }) => {
  const args = [inject("probeComponent"), inject("transpiledFolder"), ours, registered];
  const { lines, noise } = await new Child(new URL("children/telemetry-versions.ts", import.meta.url), args).ended;
  expect(noise).toBe("");
  const { metrics, spans } = JSON.parse(lines.at(-1) ?? "{}");
  expect(metrics).toContain("airssys.component.calls");
  expect(metrics).toContain("airssys.storage.operations");
  expect(metrics).toContain("airssys.storage.usage");
  expect(spans).toContain("airssys.storage.commit");
});

it("host and runtime take the copy of the program, whose version may be as old as the oldest that is tested", () => {
  const { version } = createRequire(import.meta.url)(`${OLDEST}/package.json`) as { version: string };
  expect(runtime.peerDependencies).toEqual({ [CURRENT]: `^${version}` });
  expect(runtime.dependencies).not.toHaveProperty([CURRENT]);
});
