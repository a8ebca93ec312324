import type { Backend } from "@airssys/backend";
import { lastTogether, writesOf } from "./commits.ts";

/** Makes the request that begins with a commit, and returns the number of its last commit. */
export async function commitNext(store: Backend, first: number): Promise<number> {
  const last = lastTogether(first);
  const batches = Array.from({ length: last - first + 1 }, (_, index) => ({
    checks: [],
    writes: writesOf(first + index),
  }));
  const [batch] = batches;
  const isAlone = batch !== undefined && batches.length === 1;
  const answers = isAlone ? [await store.commit(batch)] : await store.commitAll(batches);
  if (answers.includes(false)) throw new Error(`commit ${first} was refused, which has no checks`);
  return last;
}
