import { BackendError } from "@airssys/backend";
import { openMemory } from "@airssys/backend/memory";
import { expect, test, vi } from "vitest";
import {
  CommitError,
  ImportError,
  ManifestError,
  MigrationError,
  NamespaceError,
  openHost,
  StoreFormatError,
} from "../src/index.ts";
import { bytes } from "./guest.ts";

/** Every module once more, as another copy of the packages has them. */
async function otherCopy() {
  vi.resetModules();
  return { backend: await import("@airssys/backend"), host: await import("../src/index.ts") };
}

test("errors of another copy of the package are recognised", async () => {
  const { host } = await otherCopy();
  const manifest: unknown = new host.ManifestError("component.toml", [{ path: "id", message: "is missing" }]);
  const format: unknown = new host.StoreFormatError("not a store");
  const commit: unknown = new host.CommitError({ tag: "conflict" }, "not-committed");
  const imported: unknown = new host.ImportError(3, new Error("the source failed"));
  const namespace: unknown = new host.NamespaceError("absent", "app:a");
  const migration: unknown = new host.MigrationError("occupied", "the target holds data");
  expect(migration instanceof MigrationError && migration.code).toBe("occupied");
  expect(imported instanceof ImportError && imported.linesStored).toBe(3);
  expect(namespace instanceof NamespaceError && namespace.code).toBe("absent");
  expect([host.ManifestError, host.StoreFormatError]).not.toContain(ManifestError);
  expect(manifest instanceof ManifestError && manifest.faults.length).toBe(1);
  expect(format instanceof StoreFormatError).toBe(true);
  expect(commit instanceof CommitError && commit.outcome).toBe("not-committed");
  expect(manifest instanceof StoreFormatError || format instanceof ManifestError).toBe(false);
});

test("an engine that has another copy of the contract is believed that nothing was written", async () => {
  const { backend } = await otherCopy();
  expect(backend.BackendError).not.toBe(BackendError);
  const engine = openMemory();
  const commit = engine.commit.bind(engine);
  let isFull = false;
  engine.commit = (batch) => {
    if (isFull) throw new backend.BackendError("full", "no space is left");
    return commit(batch);
  };
  const host = openHost({ backend: engine, log: () => {} });
  const binding = host.bind("notes", { access: "read-write", quotaBytes: 1_000 });
  isFull = true;
  binding.begin();
  binding.imports["airssys:wasm/storage"].storageSet("a", bytes("1"));
  expect(() => binding.commit()).toThrow(expect.objectContaining({ name: "CommitError", outcome: "not-committed" }));
});
