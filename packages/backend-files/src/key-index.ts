import { type Dirent, readdirSync, rmdirSync } from "node:fs";
import { join } from "node:path";
import { BackendError, ByteMap, type Bytes } from "@airssys/backend";
import { keyAt } from "./file-names.ts";

/** The keys of a store, in their order. */
export type KeyIndex = ByteMap<Bytes>;

/**
 * Reads which keys a store has from the names of its files. Folders that are empty are removed, if they may be.
 *
 * @throws BackendError `corrupt` for a file that ends in ".value" and whose name no key has.
 */
export function readIndex(values: string, readOnly: boolean): KeyIndex {
  const index: KeyIndex = new ByteMap();
  const visit = (path: readonly string[]): void => {
    const folder = join(values, ...path);
    const entries = readdirSync(folder, { withFileTypes: true });
    if (entries.length === 0 && path.length > 0 && !readOnly) rmdirSync(folder);
    for (const entry of entries) {
      const inside = [...path, entry.name];
      if (entry.isDirectory()) visit(inside);
      else if (isValue(entry)) {
        const key = requireKeyAt(inside, entry, values);
        index.set(key, key);
      }
    }
  };
  visit([]);
  return index;
}

/** Systems and editors leave files of other names beside those of people, and files whose names begin with a dot. */
function isValue({ name }: Dirent): boolean {
  return name.endsWith(".value") && !/^\.[^.]/.test(name);
}

function requireKeyAt(path: readonly string[], entry: Dirent, values: string): Bytes {
  const key = entry.isFile() ? keyAt(path) : undefined;
  if (key !== undefined) return key;
  throw new BackendError(
    "corrupt",
    `${join(values, ...path)} is not the file of a key: its name is not as keys are written, or it is a link`,
  );
}
