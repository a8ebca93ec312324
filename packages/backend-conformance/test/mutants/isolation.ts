import { type Bytes, concatBytes } from "@airssys/backend";
import { type Mutant, viewMutant } from "../mutant.ts";
import { type Faults, looseView } from "./loose-view.ts";

function loose(name: string, caughtBy: string, faults: Faults): Mutant {
  return viewMutant(name, caughtBy, (backend, prefix) => looseView(backend, prefix, faults));
}

const startsWith = (key: Bytes, prefix: Bytes) => prefix.every((byte, index) => key[index] === byte);

export const isolationMutants: readonly Mutant[] = [
  loose("view: answers keys with their prefix", "a view has the keys of its prefix, without the prefix", {
    seen: (_, key) => key,
  }),
  loose("view: has no end", "a range without bounds stays inside, in both directions and page by page", {
    end: () => undefined,
  }),
  loose("view: has no beginning", "views of neighbouring prefixes never meet", { first: () => Uint8Array.of(0) }),
  loose("view: ends one prefix too late", "views of neighbouring prefixes never meet", {
    end: (prefix) => Uint8Array.of(...prefix.subarray(0, -1), (prefix.at(-1) ?? 0) + 2),
  }),
  loose("view: ends at the prefix and 0xff", "a view of a prefix of bytes 0xff ends where the store ends", {
    end: (prefix) => Uint8Array.of(...prefix, 0xff),
  }),
  loose(
    "view: adds one to the last byte of the prefix without a carry",
    "a view of a prefix of bytes 0xff ends where the store ends",
    {
      end: (prefix) => Uint8Array.of(...prefix.subarray(0, -1), (prefix.at(-1) ?? 0) + 1),
    },
  ),
  viewMutant(
    "view: filters a page instead of clamping its range",
    "a page of a view is full and knows that it is the last, whatever lies beside",
    (backend, prefix) => {
      const right = looseView(backend, prefix, {});
      return {
        ...right,
        scan: (range) => {
          right.flush();
          const { gte, lt, ...walk } = range;
          const whole = backend.scan({
            ...walk,
            ...(gte && { gte: concatBytes(prefix, gte) }),
            ...(lt && { lt: concatBytes(prefix, lt) }),
          });
          const inside = whole.entries.filter(({ key }) => startsWith(key, prefix) && key.length > prefix.length);
          return { ...whole, entries: inside.map(({ key, value }) => ({ key: key.subarray(prefix.length), value })) };
        },
      };
    },
  ),
  loose(
    "view: takes the bounds of a delete-range for keys of the whole",
    "a delete-range of a view ends at its edges",
    {
      edge: (_, bound) => bound,
    },
  ),
  loose("view: deletes the bare prefix", "the bare prefix is no key of the view", { first: (prefix) => prefix }),
  viewMutant(
    "view: forgets its prefix when a start is given",
    "bounds of a range are keys of the view",
    (backend, prefix) => {
      const right = looseView(backend, prefix, {});
      return {
        ...right,
        scan: (range) => right.scan(range.lt?.length === 0 ? { ...range, lt: Uint8Array.of(0xff) } : range),
      };
    },
  ),
  loose("view: checks keys of the whole", "checks and deletes of a view are about its own keys", {
    checked: (_, key) => key,
  }),
  viewMutant("view: shortens long prefixes", "a view of a view has the keys of both prefixes", (backend, prefix) =>
    looseView(backend, backend.name === "loose view" ? prefix.subarray(0, 1) : prefix, {}),
  ),
  loose("view: takes keys as long as its backend does", "the longest key of a view leaves room for its prefix", {
    keyBytesMax: (_, max) => max,
  }),
  viewMutant(
    "view: counts the whole backend",
    "a view counts what is its own, if it counts at all",
    (backend, prefix) => ({
      ...looseView(backend, prefix, {}),
      stats: () => backend.stats(),
    }),
  ),
  viewMutant("view: closes its backend", "closing a view leaves its backend open", (backend, prefix) => {
    const right = looseView(backend, prefix, {});
    return {
      ...right,
      close: () => {
        right.close();
        backend.close();
      },
    };
  }),
  viewMutant("view: answers for a closed backend", "a view of a closed backend is closed", (backend, prefix) => ({
    ...looseView(backend, prefix, {}),
    stats: () => ({}),
  })),
  loose(
    "view: keeps the array that it was given as a prefix",
    "changing the prefix that a view was made with changes nothing",
    {
      isPrefixShared: true,
    },
  ),
];
