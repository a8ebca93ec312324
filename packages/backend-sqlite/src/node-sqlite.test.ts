import { DatabaseSync } from "node:sqlite";
import { expect, test } from "vitest";
import { requireEmptyValues, requireVersion } from "./node-sqlite.ts";

const UNSUPPORTED = (message: string) =>
  expect.objectContaining({ name: "BackendError", code: "unsupported", message: expect.stringContaining(message) });

test.each(["3.51.2", "3.50.9", "2.99.99", "undefined"])("SQLite %s is refused, with what to install", (version) => {
  expect(() => requireVersion(version)).toThrow(UNSUPPORTED("install Node 22.23.3, Node 24.21"));
  expect(() => requireVersion(version)).toThrow(UNSUPPORTED(`has SQLite ${version}`));
});

test.each(["3.51.3", "3.52.0", "4.0.0"])("SQLite %s is taken", (version) => requireVersion(version));

test("a binding that makes NULL of empty values is refused", () => {
  const database = new DatabaseSync(":memory:");
  requireEmptyValues(database);
  const losing: Pick<DatabaseSync, "prepare"> = {
    prepare: () => database.prepare("SELECT 'null' AS type, ? AS ignored, NULL AS value"),
  };
  expect(() => requireEmptyValues(losing)).toThrow(UNSUPPORTED("stores empty values as NULL"));
  database.close();
});
