import { CallError } from "@airssys/runtime";

/** Why a file was not kept, in one line. */
export function reasonOf(error: unknown): string {
  const isRefusal = error instanceof CallError && error.code === "refused";
  if (isRefusal) return refusal(error.payload as StorageRefusal); // what `notes.wit` declares for all functions
  const message = error instanceof Error ? error.message : String(error);
  return message.split("\n")[0] ?? "";
}

/**
 * What the host may answer with when something is written: the cases of `storage-error` that a user of the demo may
 * meet.
 */
type StorageRefusal =
  | { readonly tag: "value-too-large"; readonly val: bigint }
  | { readonly tag: "invalid-key"; readonly val: string }
  | {
      readonly tag: "quota-exceeded";
      readonly val: { readonly used: bigint; readonly quota: bigint; readonly requested: bigint };
    }
  | { readonly tag: "permission-denied"; readonly val: string };

function refusal(payload: StorageRefusal): string {
  switch (payload.tag) {
    case "value-too-large":
      return `value is larger than the limit of ${payload.val} bytes`;
    case "invalid-key":
      return `its path makes no key: ${payload.val}`;
    case "quota-exceeded":
      return `${payload.val.requested} bytes do not fit: ${payload.val.used} of ${payload.val.quota} are used`;
    default:
      return `${payload.tag} ${payload.val}`;
  }
}
