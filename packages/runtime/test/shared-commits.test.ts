import type { Backend } from "@airssys/backend";
import { openLmdb } from "@airssys/backend-lmdb";
import { openHost, openStore } from "@airssys/host";
import { temporaryFolder } from "@airssys/test-kit/temporary-folder";
import { expect, it } from "vitest";
import { loadProbe } from "./fixtures/probe-component.ts";

const INSTANCES = 64;

/** Wraps an engine and counts its commits. */
function counted(backend: Backend<"sync">) {
  let commits = 0;
  const counting = new Proxy(backend, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== "function") return value;
      if (name !== "commitAll") return value.bind(target);
      return (...args: Parameters<typeof target.commitAll>) => {
        commits++;
        return target.commitAll(...args);
      };
    },
  });
  return { counting, commits: () => commits };
}

it(`concurrent calls of ${INSTANCES} instances share commits of LMDB, and all of their writes are there`, async () => {
  const path = temporaryFolder();
  const backend = openLmdb({ path });
  const { counting, commits } = counted(backend);
  const component = await loadProbe(openHost({ backend: counting }));
  const ids = Array.from({ length: INSTANCES }, (_each, index) => `probe-${index}`);
  const instances = await Promise.all(ids.map((id) => component.start(id)));

  const before = commits();
  await Promise.all(instances.map((instance) => instance.call("probe.set", "key", instance.id)));
  expect(commits() - before).toBeGreaterThan(0);
  expect(commits() - before).toBeLessThan(INSTANCES);

  await component.stop();
  backend.close();
  const again = openLmdb({ path });
  for (const id of ids) {
    const store = openStore({ backend: again }).open(`component:${id}`);
    expect(store.get("key")).toEqual(new TextEncoder().encode(JSON.stringify(id)));
    expect(store.verify()).toMatchObject({ faults: [] });
  }
  again.close();
});
