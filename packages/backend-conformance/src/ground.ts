import { type Backend, namespaced } from "@airssys/backend";
import { assert } from "chai";
import type { Subject } from "./subject.ts";
import { bytes, shown } from "./text-bytes.ts";
import { walk } from "./walk.ts";
import { fill } from "./writing.ts";

/** Where laws are tried: on the backend itself, or on a view of it. */
export interface Ground {
  readonly on: "backend" | "view";
  open(): Promise<Handle>;
  destroy(): Promise<void>;
  readonly view: (backend: Backend, prefix: Uint8Array) => Backend;
}

export interface Handle {
  readonly backend: Backend;
  /** Rejects if a law has touched what is none of its business. */
  inspect(): Promise<void>;
  close(): Promise<void>;
}

/** The backend, and a view of it. */
export function groundsOf(subject: Subject): readonly Ground[] {
  return [backendGround(subject), viewGround(subject)];
}

/** The backend as it is. */
function backendGround(subject: Subject): Ground {
  return {
    on: "backend",
    async open() {
      const backend = await subject.open();
      return { backend, inspect: async () => {}, close: async () => await backend.close() };
    },
    destroy: async () => await subject.destroy(),
    view: subject.view ?? namespaced,
  };
}

/** A view of the backend, among neighbours that no law may see or change. */
function viewGround(subject: Subject): Ground {
  const view = subject.view ?? namespaced;
  let isPlanted = false;
  return {
    on: "view",
    async open() {
      const whole = await subject.open();
      if (!isPlanted) await fill(whole, ...BEFORE, ...AFTER);
      isPlanted = true;
      const backend = view(whole, PREFIX);
      return { backend, inspect: () => inspectNeighbours(whole), close: () => closeBoth(backend, whole) };
    },
    async destroy() {
      isPlanted = false;
      await subject.destroy();
    },
    view,
  };
}

const PREFIX = bytes("m:");
/**
 * Among the neighbours: the bare prefix, which is a key of the whole and none of the view, and the first key after the
 * view.
 */
const BEFORE = ["m", "m9", "m9\u{10ffff}", "m:"].map(bytes);
const AFTER = ["m;", "m;a", "ma:a", "n"].map(bytes);

async function inspectNeighbours(whole: Backend): Promise<void> {
  const before = await walk(whole, { lt: bytes("m:\0") });
  const after = await walk(whole, { gte: bytes("m;") });
  const found = [...before, ...after].map(({ key, value }) => `${shown(key)}=${shown(value)}`);
  const planted = [...BEFORE, ...AFTER].map((key) => `${shown(key)}=${shown(key)}`);
  assert.deepEqual(found, planted, "the neighbours of the view");
}

async function closeBoth(view: Backend, whole: Backend): Promise<void> {
  await view.close();
  await whole.close();
}
