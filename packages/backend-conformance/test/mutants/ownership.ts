import { type Backend, type Batch, type Bytes, byteString, type Page, promised, requireBatch } from "@airssys/backend";
import { durableMemory } from "../durable-memory.ts";
import { type Mutant, mutant } from "../mutant.ts";

/** A mutant that copies what a commit is given in a wrong way, and writes it when it is next asked for something. */
function postponing(name: string, caughtBy: string, copy: (bytes: Bytes) => Bytes): Mutant {
  return mutant(name, caughtBy, (right) => {
    let postponed: Batch[] = [];
    const write = () => {
      const batches = postponed;
      postponed = [];
      for (const batch of batches) right.commit(batch);
    };
    const after =
      <A extends unknown[], T>(method: (...given: A) => T) =>
      (...given: A): T => {
        write();
        return method(...given);
      };
    return {
      get: after(right.get),
      getMany: after(right.getMany),
      scan: after(right.scan),
      count: after(right.count),
      stats: after(right.stats),
      close: after(right.close),
      commit: after((batch) => {
        requireBatch(batch, right.capabilities.keyBytesMax);
        if (!right.commit({ checks: batch.checks, writes: [] })) return false;
        const writes = batch.writes.map((each) => {
          if (each.type === "delete-range") return { ...each, gte: copy(each.gte), lt: copy(each.lt) };
          return {
            ...each,
            key: copy(each.key),
            ...(each.type === "put" && { value: copy(each.value) }),
          } as typeof each;
        });
        postponed.push({ checks: [], writes });
        return true;
      }),
    };
  });
}

/** An asynchronous mutant that looks at a request only after it has waited. */
function late(name: string, caughtBy: string, methods: readonly (keyof Backend)[]): Mutant {
  const right = durableMemory();
  const open = () => {
    const handle = right.open();
    const later = (method: keyof Backend) => {
      const answer = handle[method] as (...given: unknown[]) => unknown;
      return [method, (...given: unknown[]) => Promise.resolve().then(() => answer(...given))];
    };
    return { ...promised(handle), ...Object.fromEntries(methods.map(later)) };
  };
  return { name, caughtBy, subject: { ...right, open } };
}

export const ownershipMutants: readonly Mutant[] = [
  postponing(
    "keeps the bytes that it was given",
    "changing what was given to a commit changes nothing, as soon as the call has returned",
    (bytes) => bytes,
  ),
  postponing("copies with slice", "a Node Buffer is taken for its bytes, and its memory is not kept", (bytes) =>
    bytes.slice(),
  ),
  postponing("copies the whole buffer behind bytes", "bytes inside a larger buffer are only themselves", (bytes) =>
    bytes.byteOffset > 0 && bytes.buffer.byteLength < 100
      ? new Uint8Array(bytes.buffer).slice()
      : new Uint8Array(bytes),
  ),
  late("reads a batch late", "changing the value of a check after the call changes nothing", ["commit"]),
  late("reads a request late", "changing what was given to a read changes nothing, as soon as the call has returned", [
    "get",
    "getMany",
    "scan",
  ]),
  mutant("hands out its own value", "changing what get and getMany returned changes nothing", (right) => {
    const own = new Map<string, Bytes | undefined>();
    return {
      get: (key) => {
        const value = right.get(key);
        if (!own.has(byteString(key))) own.set(byteString(key), value);
        return own.get(byteString(key));
      },
      commit: (batch) => {
        own.clear();
        return right.commit(batch);
      },
    };
  }),
  mutant(
    "hands out its own page",
    "changing what scan returned changes neither keys nor values nor their order",
    (right) => {
      const own = new Map<string, Page>();
      return {
        scan: ({ gte, lt, reverse = false, limit, valueBytesMax }) => {
          const page = right.scan({
            ...(gte && { gte }),
            ...(lt && { lt }),
            reverse,
            ...(valueBytesMax !== undefined && { valueBytesMax }),
            ...(limit !== undefined && { limit }),
          });
          const name = JSON.stringify([gte && byteString(gte), lt && byteString(lt), reverse, limit, valueBytesMax]);
          if (!own.has(name)) own.set(name, page);
          return own.get(name) ?? page;
        },
        commit: (batch) => {
          own.clear();
          return right.commit(batch);
        },
      };
    },
  ),
  mutant(
    "answers every get in one buffer",
    "what was returned stays as it was while others are read and written",
    (right) => {
      const scratch = new Uint8Array(6 * 1_048_576);
      return {
        get: (key) => {
          const value = right.get(key);
          if (value === undefined) return undefined;
          scratch.set(value);
          return scratch.subarray(0, value.length);
        },
      };
    },
  ),
];

export const modelMutants: readonly Mutant[] = [
  mutant("loses the seventh commit", "any sequence of requests is answered as a sorted map answers it", (right) => {
    let commits = 0;
    return {
      commit: (batch) =>
        ++commits % 7 === 0 ? right.commit({ checks: batch.checks, writes: [] }) : right.commit(batch),
    };
  }),
];
