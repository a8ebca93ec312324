import { randomUUID } from "node:crypto";
import { dirname, join } from "node:path";
import { BackendError } from "@airssys/backend";
import { syncNames, useFolder } from "@airssys/backend/node";
import { pathOf } from "./file-names.ts";
import { attempt } from "./files-error.ts";
import { type Change, clearIntent, complete, type Places, sha256, syncIntent, writeIntent } from "./intent.ts";
import type { PendingWrite } from "./pending.ts";
import { clearStaged } from "./store-folder.ts";
import { writeSynced } from "./sync.ts";

/**
 * Writes the changes of a commit, all or none of them: first all that needs room, then what makes the commit happen,
 * then the names.
 *
 * @throws BackendError whose outcome is `unknown` if the commit may have happened: the store has to be opened again,
 * which completes it or drops it.
 */
export function writeChanges(places: Places, writes: readonly PendingWrite[]): void {
  const changes = prepare(places, writes);
  attempt("sync a commit", () => syncIntent(places), "unknown");
  try {
    complete(places, changes);
    clearIntent(places);
  } catch (cause) {
    throw new BackendError("io", "failed to complete a commit; the store completes it when it is opened again", {
      cause,
      outcome: "unknown",
    });
  }
}

/** Nothing of this counts yet, and a failure leaves nothing. */
function prepare(places: Places, writes: readonly PendingWrite[]): Change[] {
  // Names of its own: after a power cut the commit before may be completed once more, and must not take these.
  const commit = randomUUID();
  try {
    const changes = writes.map((write, index) => stage(places, write, `${commit}-${index}`));
    syncNames({ path: places.staged });
    writeIntent(places, changes);
    return changes;
  } catch (cause) {
    return attempt("write a commit", () => {
      clearIntent(places);
      clearStaged(places);
      throw cause;
    });
  }
}

function stage({ values, staged }: Places, { key, value }: PendingWrite, name: string): Change {
  const path = pathOf(key);
  if (value === undefined) return { path };
  const folder = useFolder(dirname(join(values, ...path)), false);
  if (folder.created !== undefined) syncNames(folder);
  writeSynced(join(staged, name), value);
  return { path, staged: name, sha256: sha256(value) };
}
