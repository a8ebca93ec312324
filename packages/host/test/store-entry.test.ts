import * as host from "@airssys/host";
import * as store from "@airssys/host/store";
import { expect, test } from "vitest";

test("the entry ./store exports the store alone, the same as the package itself", () => {
  expect(Object.keys(store).sort()).toEqual([
    "ImportError",
    "MigrationError",
    "NamespaceError",
    "StoreFormatError",
    "exportNamespace",
    "importNamespace",
    "migrateStore",
    "openStore",
  ]);
  for (const [name, value] of Object.entries(store)) expect(Reflect.get(host, name)).toBe(value);
});
