import { type Backend, namespaced } from "@airssys/backend";
import { assert } from "chai";
import { bytes, shown } from "../expect/text-bytes.ts";
import { walk } from "../expect/walk.ts";
import { fill } from "../expect/writing.ts";
import type { Failures } from "../law/failures.ts";
import type { Subject } from "./subject.ts";

/** The place where laws are tried: the backend itself, or a view of it. */
export interface Ground {
  readonly on: "backend" | "view";
  /** @param by another way to open the store than that of the subject. */
  open(by?: () => Backend | Promise<Backend>): Promise<Handle>;
  destroy(): Promise<void>;
  readonly view: (backend: Backend, prefix: Uint8Array) => Backend;
  readonly failures: Failures;
}

/** An open handle on the store under trial. */
export interface Handle {
  readonly backend: Backend;
  /** Rejects if a law changed keys outside of the view. */
  inspect(): Promise<void>;
  close(): Promise<void>;
}

/** Returns the two places where each law is tried: the backend, and a view of it. */
export function createGrounds(subject: Subject): readonly Ground[] {
  return [backendGround(subject), viewGround(subject)];
}

function backendGround(subject: Subject): Ground {
  return {
    on: "backend",
    async open(by = () => subject.open()) {
      const backend = await by();
      return { backend, inspect: async () => {}, close: async () => await backend.close() };
    },
    destroy: async () => await subject.destroy(),
    view: subject.view ?? namespaced,
    failures: subject.failures ?? {},
  };
}

/** A view of the backend, next to keys outside of it that no law may see or change. */
function viewGround(subject: Subject): Ground {
  const view = subject.view ?? namespaced;
  let isPlanted = false;
  return {
    on: "view",
    async open(by = () => subject.open()) {
      const whole = await by();
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
    failures: subject.failures ?? {},
  };
}

const PREFIX = bytes("m:");
/** Edge cases: the bare prefix `m:`, which is no key of the view, and `m;`, the first key after the view. */
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
