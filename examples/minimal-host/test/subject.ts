import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { setTimeout as pause } from "node:timers/promises";
import type { Law, RunEnding, StepVerdict, Subject } from "@airssys/conformance";
import { type Instance, MinimalHost } from "../src/host.ts";

/** The host as `airssys-conformance --host` wants it: a folder of its own, which is gone in the end. */
export function openSubject(): Subject & AsyncDisposable {
  const folder = mkdtempSync(join(tmpdir(), "airssys-minimal-host-"));
  let host = new MinimalHost(folder);
  let loaded = new Map<Uint8Array, ReturnType<MinimalHost["load"]>>();
  const open = () => {
    host = new MinimalHost(folder);
    loaded = new Map();
  };
  return {
    interfaces: ["storage"],
    async start(component, { id, access, quotaBytes, keys }) {
      const loading = loaded.get(component) ?? host.load(component);
      loaded.set(component, loading);
      const start = await loading;
      const instance = start(id, { access, quotaBytes: Number(quotaBytes), keys });
      return {
        listLaws: async () => instance("laws", "listLaws") as Law[],
        run: async (...args) => ending(instance, args),
        stop: async () => {},
      };
    },
    restart: async () => {
      host.close();
      open();
    },
    // It keeps nothing open that could be closed: what is left of one that was killed is its folder with the lock in
    // it.
    kill: async () => {
      rmSync(join(folder, "lock"));
      open();
    },
    wait: (seconds) => pause(seconds * 1_000),
    [Symbol.asyncDispose]: async () => rmSync(folder, { recursive: true }),
  };
}

function ending(instance: Instance, args: unknown[]): RunEnding {
  try {
    return { tag: "ok", val: instance("laws", "run", ...args) as StepVerdict };
  } catch (error) {
    if (error instanceof Error && "payload" in error) return { tag: "err", val: error.payload as StepVerdict };
    return { tag: "failed", val: String(error) };
  }
}
