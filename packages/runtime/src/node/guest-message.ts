import { isBoundedList } from "../guest/bounded-list.ts";
import { WRITE_BYTES_MAX } from "../imports/wasi/streams.ts";
import type { BucketNames } from "../imports/wasi-keyvalue/bucket-names.ts";
import type { OutputStreamName } from "../output/output.ts";

/** Most characters of the message of a failure in a thread or process. */
export const MESSAGE_CHARACTERS_MAX = 2_000;

/**
 * Sent to an idle thread or process. While it waits for an answer, the next message is the answer.
 *
 * `guest` is the number of the guest; a thread has only one.
 */
export type HostMessage =
  | {
      readonly type: "open";
      readonly guest: number;
      /** Functions that the guest may import, by interface. */
      readonly imports: Readonly<Record<string, readonly string[]>>;
      /** True if the host provides the time. */
      readonly hasClock: boolean;
      /** Namespaces for identifiers of `wasi:keyvalue` that the host maps. */
      readonly buckets: BucketNames | undefined;
    }
  | { readonly type: "call"; readonly guest: number; readonly path: string; readonly args: readonly unknown[] }
  /** The guest will not be called again. Has no answer. */
  | { readonly type: "close"; readonly guest: number };

/** Sent by the thread or process of a guest, which blocks until it is answered. */
export type Question =
  | { readonly type: "import"; readonly from: string; readonly name: string; readonly args: readonly unknown[] }
  | { readonly type: "output"; readonly stream: OutputStreamName; readonly bytes: Uint8Array }
  | { readonly type: "clock" };

/** Sent by the thread or process of a guest: the result of a start or a call. */
export type Conclusion =
  | { readonly type: "started"; readonly paths: readonly string[] }
  | { readonly type: "returned"; readonly value: unknown }
  | { readonly type: "refused"; readonly payload: unknown }
  | { readonly type: "trapped"; readonly message: string };

/** Returns whether a received value is a message of a guest's thread or process. */
export function isGuestMessage(value: unknown): value is Question | Conclusion {
  if (typeof value !== "object" || value === null) return false;
  const message = value as Readonly<Record<string, unknown>>;
  switch (message.type) {
    case "import":
      return typeof message.from === "string" && typeof message.name === "string" && Array.isArray(message.args);
    case "output":
      return (message.stream === "stdout" || message.stream === "stderr") && isOutput(message.bytes);
    case "started":
      return isBoundedList(message.paths, (path) => typeof path === "string");
    case "returned":
    case "refused":
    case "clock":
      return true;
    case "trapped":
      return typeof message.message === "string" && message.message.length <= MESSAGE_CHARACTERS_MAX;
    default:
      return false;
  }
}

function isOutput(bytes: unknown): boolean {
  return bytes instanceof Uint8Array && bytes.length <= WRITE_BYTES_MAX;
}
