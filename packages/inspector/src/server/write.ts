import type { Expiry, Namespaces } from "@airssys/host";
import type { WriteAnswer, WriteRequest } from "../api/answers.ts";
import { bytesOf, exactText } from "./edit-text.ts";

/**
 * Writes or removes a key, if nobody has written it since it was read.
 *
 * @returns the write that undoes it.
 * @throws StorageError `conflict` if somebody has; what the store refuses.
 */
export async function writeEntry(store: Namespaces, request: WriteRequest): Promise<WriteAnswer> {
  const { namespace, key, version, value, expiresAt } = request;
  const bytes = value && bytesOf(value);
  return await store.openGrouped(namespace).transaction(async (transaction) => {
    await transaction.check(key, version ?? undefined);
    const before = await transaction.getEntry(key);
    if (bytes === null) await transaction.delete(key);
    else await transaction.set(key, bytes, expiryOf(expiresAt));
    const after = await transaction.getEntry(key);
    const undo: WriteRequest = {
      namespace,
      key,
      version: after?.version ?? null,
      value: before ? exactText(before.value) : null,
      expiresAt: before?.expiresAt ?? null,
    };
    return { undo };
  });
}

function expiryOf(expiresAt: number | null): Expiry {
  return expiresAt === null ? "never" : { expiresAt };
}

/** Returns a body as a write. @throws TypeError for anything else */
export function writeRequestOf(body: unknown): WriteRequest {
  const { namespace, key, version, value, expiresAt } = recordOf(body);
  if (typeof namespace !== "string" || typeof key !== "string")
    throw new TypeError("a write names a namespace and a key");
  return {
    namespace,
    key,
    version: numberOrNull("version", version),
    value: value === null ? null : editTextOf(value),
    expiresAt: numberOrNull("expiresAt", expiresAt),
  };
}

function recordOf(body: unknown): Readonly<Record<string, unknown>> {
  if (typeof body === "object" && body !== null) return { ...body };
  throw new TypeError("expected a JSON object");
}

function numberOrNull(name: string, value: unknown): number | null {
  if (value === null || (typeof value === "number" && Number.isSafeInteger(value))) return value;
  throw new TypeError(`"${name}" expected a whole number or null`);
}

function editTextOf(value: unknown): NonNullable<WriteRequest["value"]> {
  const { as, text } = recordOf(value);
  if ((as === "text" || as === "hex") && typeof text === "string") return { as, text };
  throw new TypeError('"value" expected { as: "text" or "hex", text }');
}
