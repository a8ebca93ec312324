import { StorageError } from "@airssys/protocol";
import type { Steps } from "../steps/steps.ts";
import { ATTEMPTS_MAX } from "./transactor.ts";

/** Tries steps that answer `undefined` when another commit came between. @throws StorageError `conflict` */
export function* untilWon<T>(steps: () => Steps<T | undefined>): Steps<T> {
  for (let attempt = 0; attempt < ATTEMPTS_MAX; attempt++) {
    const result = yield* steps();
    if (result !== undefined) return result;
  }
  throw new StorageError({ tag: "conflict" });
}
