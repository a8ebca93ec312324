// A component whose world has `storage` alone: it imports no more than that, and a collection that needs no more works
// in it.
import { fileURLToPath } from "node:url";
import { componentize } from "@airssys/componentize";
import { createHarness } from "@airssys/testing";
import { expect, test } from "vitest";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

interface Exports {
  note(name: string, text: string): string | undefined;
  names(): string[];
}

test("a map works in a component that imports storage alone", { timeout: 300_000 }, async () => {
  const { component, imports } = await componentize({
    entry: at("./fixtures/smallest.ts"),
    wit: at("./fixtures/smallest.wit"),
    conditions: ["@airssys/source"],
    cacheFolder: at("../../../.cache/components"),
  });
  expect(imports.filter((name) => name.startsWith("airssys:"))).toEqual(["airssys:wasm/storage@0.1.0"]);

  await using harness = await createHarness<Exports>({
    component,
    manifest: { component: { id: "smallest", version: "1.0.0" }, grants: { access: "read-write", quotaBytes: 1_000 } },
    cacheFolder: at("../../../.cache"),
  });
  const smallest = await harness.start();
  expect(await smallest.call("note", "ada", "first")).toBeUndefined();
  expect(await smallest.call("note", "ada", "second")).toBe("first");
  expect(await smallest.call("names")).toEqual(["notes!mada"]);
});
