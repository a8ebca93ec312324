import { type Backend, BackendError, type Batch } from "@airssys/backend";
import type { Failures } from "@airssys/backend-conformance";
import { durableMemory } from "../durable-memory.ts";
import { type Mutant, mutant } from "../mutant.ts";

const READ_ONLY = "a store that is open for reading alone is read, and refuses every commit as read-only";
const FULL = "a store without room refuses a commit as full, with nothing of it written and nothing before it lost";

function failing(
  name: string,
  caughtBy: string,
  change: (right: ReturnType<typeof durableMemory>) => Failures,
): Mutant {
  const right = durableMemory();
  return { name, caughtBy, subject: { ...right, failures: { ...right.failures, ...change(right) } } };
}

/** A handle that does something else once a commit has failed. */
function afterFailure(handle: Backend, then: (batch: Batch, error: unknown) => unknown): Backend {
  const commit = async (batch: Batch) => await handle.commit(batch);
  return {
    ...handle,
    commit: (batch: Batch) => commit(batch).catch((error) => then(batch, error)) as Promise<boolean>,
  } as Backend;
}

export const failureMutants: readonly Mutant[] = [
  mutant(
    "says of an invalid commit that it may have happened",
    "a commit that is refused as invalid says that nothing was written",
    (right) => ({
      commit: (batch) => {
        try {
          return right.commit(batch);
        } catch (cause) {
          throw new BackendError("invalid", "an invalid commit", { cause, outcome: "unknown" });
        }
      },
    }),
  ),
  failing("writes to a store that is open for reading alone", READ_ONLY, (right) => ({
    openReadOnly: () => right.open(),
  })),
  failing("takes an empty commit where only reading is allowed", READ_ONLY, ({ failures }) => ({
    openReadOnly: async () => {
      const handle = await failures.openReadOnly();
      return { ...handle, commit: (batch: Batch) => batch.writes.length === 0 || handle.commit(batch) } as Backend;
    },
  })),
  failing("does not know what became of a commit without room", FULL, ({ failures }) => ({
    openSmall: async () =>
      afterFailure(await failures.openSmall(), (_batch, cause) => {
        throw new BackendError("full", "no room", { cause, outcome: "unknown" });
      }),
  })),
  failing("writes a part of the commit that found no room", FULL, (right) => ({
    openSmall: async () =>
      afterFailure(await right.failures.openSmall(), ({ writes }, error) => {
        right.open().commit({ checks: [], writes: writes.slice(0, 1) });
        throw error;
      }),
  })),
  failing("opens a damaged store", "a damaged store is refused as corrupt when it is opened", () => ({ corrupt() {} })),
  failing(
    "calls another version damage",
    "a store of another format version is refused as such when it is opened",
    ({ failures }) => ({
      changeVersion: failures.corrupt,
    }),
  ),
];
