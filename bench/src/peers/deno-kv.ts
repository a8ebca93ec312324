import { join } from "node:path";
import { swallow } from "../black-hole.ts";
import type { KeySet } from "../key-set.ts";
import { VALUE } from "../value.ts";
import { importPeer, startingPeer } from "./peer-packages.ts";

/** `@deno/kv` over a file. */
export interface DenoKv {
  get(index: number): Promise<void>;
  set(index: number): Promise<void>;
  /** Sets so many keys in one atomic operation. */
  setTogether(first: number, count: number): Promise<void>;
  close(): void;
}

interface Module {
  openKv(path: string): Promise<Kv>;
}

interface Kv {
  get(key: readonly string[]): Promise<{ readonly value: unknown }>;
  set(key: readonly string[], value: Uint8Array): Promise<unknown>;
  atomic(): Atomic;
  close(): void;
}

interface Atomic {
  set(key: readonly string[], value: Uint8Array): Atomic;
  commit(): Promise<{ readonly ok: boolean }>;
}

/** @throws PeerError `does-not-run` */
export async function openDenoKv(folder: string, keys: KeySet): Promise<DenoKv> {
  const { openKv } = (await importPeer("@deno/kv")) as Module; // what its documentation says
  const kv = await startingPeer("@deno/kv", () => openKv(join(folder, "deno-kv.sqlite")));
  const keyAt = (index: number) => [keys.guestKey(index % keys.count)];
  return {
    async get(index) {
      const { value } = await kv.get(keyAt(index));
      if (!(value instanceof Uint8Array)) throw new Error("a key that was stored is not there");
      swallow(value.length);
    },
    async set(index) {
      await kv.set(keyAt(index), VALUE);
    },
    async setTogether(first, count) {
      const atomic = kv.atomic();
      for (let index = first; index < first + count; index++) atomic.set(keyAt(index), VALUE);
      if (!(await atomic.commit()).ok) throw new Error("an atomic operation without checks was not committed");
    },
    close: () => kv.close(),
  };
}
