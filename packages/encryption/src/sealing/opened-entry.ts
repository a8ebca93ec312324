import type { BytePage } from "@airssys/storage";
import type { OpenedValue, Sealer } from "./sealer.ts";

type Entry = BytePage["entries"][number];

/**
 * An entry of a page that is opened when it is asked for, once: one that does not open does not hide the entries beside
 * it. Under blinded keys the key has to be opened as well.
 */
export function openedEntry(sealer: Sealer, [storedKey, stored]: Entry): Entry {
  let opened: OpenedValue | undefined;
  const open = (): OpenedValue => {
    opened ??= sealer.open(storedKey, stored);
    return opened;
  };
  const key = sealer.names.areBlinded ? () => open().key : () => storedKey;
  return Object.defineProperties([] as unknown as [string, Uint8Array], {
    0: { get: key, enumerable: true },
    1: { get: () => open().value, enumerable: true },
  });
}
