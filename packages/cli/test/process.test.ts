import { execFile } from "node:child_process";
import { fileURLToPath } from "node:url";
import { promisify } from "node:util";
import { Child } from "@airssys/test-kit/child";
import { expect, it } from "vitest";
import { airssys, bytes, makeStore, withNamespaces } from "./command-line.ts";

const CLI = new URL("../src/cli.ts", import.meta.url);

it("reads a store that another process has open, and ends with the code that stands for what happened", async () => {
  const store = makeStore();
  const get = (key: string) => new Child(CLI, ["get", "component:notes", key, "--store", store]).ended;
  const [found, absent] = await withOpenStore(store, () => Promise.all([get("plain"), get("nope")]));
  expect(found).toMatchObject({ code: 0, lines: ["some text"], noise: "" });
  expect(absent).toMatchObject({ code: 3, lines: [], noise: 'airssys: component:notes has no key "nope"\n' });
});

async function withOpenStore<T>(store: string, work: () => Promise<T>): Promise<T> {
  const { openLmdb } = await import("@airssys/backend-lmdb");
  const backend = openLmdb({ path: store.slice("lmdb:".length) });
  try {
    return await work();
  } finally {
    backend.close();
  }
}

it("says nothing when its reader has gone", async () => {
  const store = makeStore((namespaces) =>
    namespaces.open("app:many").transaction((transaction) => {
      for (let index = 0; index < 9_000; index++) transaction.set(`key/${index}`, bytes("x".repeat(50)));
    }),
  );
  const command = `"${process.execPath}" --conditions=@airssys/source "${fileURLToPath(CLI)}" scan app:many --json --store "${store}" | head -n 1`;
  const { stdout, stderr } = await promisify(execFile)("bash", ["-o", "pipefail", "-c", command]);
  expect(JSON.parse(stdout)).toMatchObject({ key: "key/0" });
  expect(stderr).toBe("");
});

it("watches until it is interrupted, and sees commits of other processes", async () => {
  const store = makeStore();
  const child = new Child(CLI, ["watch", "component:notes", "--every", "20", "--json", "--store", store]);
  const writes = setInterval(() => {
    withNamespaces(store, (namespaces) => {
      const notes = namespaces.open("component:notes");
      notes.set("plain", bytes(`at ${Date.now()}`));
      notes.delete("bin");
    });
  }, 50);
  await child.spoken();
  clearInterval(writes);
  child.process.kill("SIGINT");
  const { code, lines, noise } = await child.ended;
  expect({ code, noise }).toEqual({ code: 0, noise: "" });
  const changes = lines.map((line) => JSON.parse(line) as { type: string; key: string });
  expect(changes.some(({ type, key }) => type === "set" && key === "plain")).toBe(true);
});

it("ends a watch well that is interrupted in the middle of a look", async () => {
  const store = makeStore();
  const ended = await airssys(["watch", "component:notes", "--store", store], { signal: AbortSignal.abort() });
  expect(ended).toMatchObject({ code: 0, err: "" });
});
