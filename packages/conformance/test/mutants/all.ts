import { accessMutants } from "./access.ts";
import { batchMutants } from "./batch.ts";
import { enteredMutants } from "./entered.ts";
import { lineMutants } from "./lines.ts";
import type { Mutant } from "./mutant.ts";
import { cipherMutants, namespaceMutants, transferMutants, usageMutants, watchMutants } from "./others.ts";
import { rangeMutants } from "./ranges.ts";
import { storageMutants } from "./storage.ts";
import { transactionMutants, ttlMutants } from "./times.ts";
import { wildMutants } from "./wild.ts";

/** Every host that is wrong in one way. */
export const MUTANTS: readonly Mutant[] = [
  ...storageMutants,
  ...usageMutants,
  ...rangeMutants,
  ...batchMutants,
  ...ttlMutants,
  ...transactionMutants,
  ...namespaceMutants,
  ...transferMutants,
  ...watchMutants,
  ...cipherMutants,
  ...accessMutants,
  ...enteredMutants,
  ...lineMutants,
  ...wildMutants,
];
