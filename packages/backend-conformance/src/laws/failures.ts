import { type Backend, BackendError, type BackendErrorCode } from "@airssys/backend";
import { assert } from "chai";
import { expectContents, expectRefusal, expectValue } from "../expect/expectations.ts";
import { fill, put, write } from "../expect/writing.ts";
import type { Law, LawContext } from "../law/law.ts";

/** Laws about engines that fail: the code of the error, what became of the commit, and what is left. */
export const failureLaws: readonly Law[] = [
  {
    name: "a commit that is refused as invalid says that nothing was written",
    about: "failures",
    async run({ backend }) {
      await fill(backend, "a");
      const error = await catchError(() => write(backend, put("b", "b"), put("", "empty")));
      expectFailure(error, "invalid", "not-committed");
      await expectContents(backend, ["a=a"]);
    },
  },
  {
    name: "a store that is open for reading alone is read, and refuses every commit as read-only",
    about: "failures",
    assumes: ["durable"],
    needs: "openReadOnly",
    async run(context) {
      await fill(context.backend, "a");
      const reader = await context.reopenBy(required(context, "openReadOnly"));
      await expectContents(reader, ["a=a"]);
      for (const writes of [[put("a", "b")], []]) {
        await expectRefusal(reader, "read-only", "a commit", () => reader.commit({ checks: [], writes }));
      }
      expectFailure(await catchError(() => write(reader, put("a", "b"))), "read-only", "not-committed");
      await expectContents(await context.reopen(), ["a=a"]);
    },
  },
  {
    name: "a store without room refuses a commit as full, with nothing of it written and nothing before it lost",
    about: "failures",
    assumes: ["durable"],
    needs: "openSmall",
    async run(context) {
      const small = await context.reopenBy(required(context, "openSmall"));
      const { written, error } = await writeUntilRefused(small);
      expectFailure(error, "full", "not-committed");
      await expectRecords(small, written);
      await expectRecords(await context.reopenBy(required(context, "openSmall")), written);
    },
  },
  {
    name: "a damaged store is refused as corrupt when it is opened",
    about: "failures",
    assumes: ["durable"],
    needs: "corrupt",
    run: (context) => expectRefusedOpen(context, "corrupt", required(context, "corrupt")),
  },
  {
    name: "a store of another format version is refused as such when it is opened",
    about: "failures",
    assumes: ["durable"],
    needs: "changeVersion",
    run: (context) => expectRefusedOpen(context, "version", required(context, "changeVersion")),
  },
];

const RECORD_BYTES = 262_144;
/** More than the 64 MiB that a small store may have room for. */
const RECORDS_MAX = 300;

async function writeUntilRefused(backend: Backend): Promise<{ written: number; error: unknown }> {
  for (let written = 0; written < RECORDS_MAX; written++) {
    const value = new Uint8Array(RECORD_BYTES).fill(written + 1);
    const error = await catchError(() =>
      write(backend, put(`record/${written}`, value), put("count", `${written + 1}`)),
    );
    if (error !== undefined) return { written, error };
  }
  return { written: RECORDS_MAX, error: undefined };
}

async function expectRecords(backend: Backend, written: number): Promise<void> {
  await expectValue(backend, "count", written === 0 ? undefined : `${written}`);
  const keys = Array.from({ length: written + 1 }, (_, index) => new TextEncoder().encode(`record/${index}`));
  const lengths: (number | undefined)[] = [];
  for (const key of keys) lengths.push((await backend.get(key))?.length);
  assert.deepEqual(
    lengths,
    [...new Array<number>(written).fill(RECORD_BYTES), undefined],
    "the lengths of the records",
  );
}

async function expectRefusedOpen(
  context: LawContext,
  code: BackendErrorCode,
  prepare: () => void | Promise<void>,
): Promise<void> {
  await fill(context.backend, "a", "b", "c");
  await context.closeAnd(prepare);
  expectFailure(await catchError(() => context.openAnother()), code, undefined);
}

/** @param outcome `undefined`: any, for what is no commit. */
function expectFailure(error: unknown, code: BackendErrorCode, outcome: BackendError["outcome"] | undefined): void {
  assert.instanceOf(error, BackendError);
  const failure = error as BackendError; // as the line before has made sure
  assert.equal(failure.code, code, "the code of the error");
  if (outcome !== undefined) assert.equal(failure.outcome, outcome, "the outcome of the error");
}

async function catchError(action: () => unknown): Promise<unknown> {
  try {
    await action();
    return undefined;
  } catch (error) {
    return error;
  }
}

/** The trial has made sure that the subject has what the law needs. */
function required<Name extends keyof LawContext["failures"]>(
  { failures }: LawContext,
  name: Name,
): NonNullable<LawContext["failures"][Name]> {
  const failure = failures[name];
  if (failure === undefined) throw new Error(`the subject has no failures.${name}`);
  return failure;
}
