// A component whose world has `storage` alone: it imports no more than that, and a collection that needs no more works in it.
import { fileURLToPath } from "node:url";
import { openMemory } from "@airssys/backend/memory";
import { componentize } from "@airssys/componentize";
import { openHost } from "@airssys/host";
import { load } from "@airssys/runtime";
import { fileCache } from "@airssys/runtime/node";
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

  const loaded = await load<Exports>(component, {
    host: openHost({ backend: openMemory() }),
    manifest: { component: { id: "smallest", version: "1.0.0" }, grants: { access: "read-write", quotaBytes: 1_000 } },
    cache: fileCache(at("../../../.cache/transpiled")),
  });
  const instance = await loaded.start();
  expect(await instance.call("note", "ada", "first")).toBeUndefined();
  expect(await instance.call("note", "ada", "second")).toBe("first");
  expect(await instance.call("names")).toEqual(["notes!ada"]);
  await instance.stop();
});
