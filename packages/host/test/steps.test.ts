import { openMemory } from "@airssys/backend/memory";
import { expect, it } from "vitest";
import { CallTransaction } from "../src/calls/call-transaction.ts";
import { Space } from "../src/calls/space.ts";
import { storedKey } from "../src/store/format/stored-key.ts";
import { drive } from "../src/store/steps/drive.ts";
import type { Steps } from "../src/store/steps/steps.ts";
import { openCore } from "../src/store/store-core.ts";

const QUOTA = { bytes: 1_000, keys: 10 };
const VALUE = Uint8Array.of(1);

function open() {
  const core = drive("sync", openCore({ backend: openMemory() }));
  const version = (name: string) => drive("sync", core.transactor(name).transaction("read").version());
  return { core, version };
}

/** Runs steps, and looks at each answer that they are paused at. */
function runPaused<T>(steps: Steps<T>, look: () => void): T {
  let state = steps.next();
  while (!state.done) {
    look();
    state = steps.next(state.value);
  }
  return state.value;
}

it("steps over an embedded engine never yield between a commit and its notification", () => {
  const { core, version } = open();
  const transactor = core.transactor("app:test");
  const watch = transactor.feed.watch("", {});
  const versions: number[] = [];
  const work = transactor.transact("write", (transaction) => transaction.set(storedKey("a"), VALUE));
  runPaused(work, () => versions.push(version("app:test")));
  expect(versions.length).toBeGreaterThan(0);
  expect(versions.every((each) => each === 0)).toBe(true);
  expect(version("app:test")).toBe(1);
  watch.close();
});

it("nor between a commit of several namespaces and its end", () => {
  const { core, version } = open();
  const call = new CallTransaction({ now: 1 }, 10);
  for (const name of ["app:one", "app:two"]) {
    drive("sync", call.inSpace(new Space(name, core, QUOTA)).set(storedKey("a"), VALUE));
  }
  const versions: number[] = [];
  const isCommitted = runPaused(call.commit(core.backend, false), () => versions.push(version("app:one")));
  expect(isCommitted).toBe(true);
  expect(versions.every((each) => each === 0)).toBe(true);
  expect([version("app:one"), version("app:two")]).toEqual([1, 1]);
});
