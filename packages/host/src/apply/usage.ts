import type { NamespaceUsage } from "../space.ts";
import type { Steps } from "../store/steps.ts";
import type { Transaction } from "../store/transaction.ts";
import type { Quota } from "../store/usage.ts";

export function* size(transaction: Transaction): Steps<number> {
  return (yield* transaction.usage()).bytes;
}

export function* usage(transaction: Transaction, quota: Quota): Steps<NamespaceUsage> {
  const { bytes, keys } = yield* transaction.usage();
  return { usedBytes: bytes, quotaBytes: quota.bytes, keyCount: keys };
}
