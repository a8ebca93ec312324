import { isListOf } from "../guest/list-of.ts";
import { WRITE_BYTES_MAX } from "../imports/wasi/streams.ts";
import type { BucketNames } from "../imports/wasi-keyvalue/bucket-names.ts";
import type { OutputStreamName } from "../output/output.ts";

/** Most characters of what a thread or process says of a failure. */
export const MESSAGE_CHARACTERS_MAX = 2_000;

/**
 * Sent to a thread or process that was not asked anything. What it is sent while it waits for an answer is the answer.
 *
 * `guest` is the number of one of its guests, of which a thread has one.
 */
export type HostMessage =
  | {
      readonly type: "open";
      readonly guest: number;
      /** The functions that the guest may import, by the names of their interfaces. */
      readonly imports: Readonly<Record<string, readonly string[]>>;
      /** Whether the host says what time it is. */
      readonly hasClock: boolean;
      /** The namespaces of the identifiers of `wasi:keyvalue` that the host maps. */
      readonly buckets: BucketNames | undefined;
    }
  | { readonly type: "call"; readonly guest: number; readonly path: string; readonly args: readonly unknown[] }
  /** The guest is not called any more. It is not answered. */
  | { readonly type: "close"; readonly guest: number };

/** Sent by a guest's thread or process, which waits to be answered. */
export type Question =
  | { readonly type: "import"; readonly from: string; readonly name: string; readonly args: readonly unknown[] }
  | { readonly type: "output"; readonly stream: OutputStreamName; readonly bytes: Uint8Array }
  | { readonly type: "clock" };

/** Sent by a guest's thread or process: how its start, or a call, has ended. */
export type Conclusion =
  | { readonly type: "started"; readonly paths: readonly string[] }
  | { readonly type: "returned"; readonly value: unknown }
  | { readonly type: "refused"; readonly payload: unknown }
  | { readonly type: "trapped"; readonly message: string };

/** Whether something is a message of a guest's thread or process, whatever was received. */
export function isGuestMessage(value: unknown): value is Question | Conclusion {
  if (typeof value !== "object" || value === null) return false;
  const message = value as Readonly<Record<string, unknown>>;
  switch (message.type) {
    case "import":
      return typeof message.from === "string" && typeof message.name === "string" && Array.isArray(message.args);
    case "output":
      return (message.stream === "stdout" || message.stream === "stderr") && isOutput(message.bytes);
    case "started":
      return isListOf(message.paths, (path) => typeof path === "string");
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
