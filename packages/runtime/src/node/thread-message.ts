import type { MessagePort } from "node:worker_threads";
import type { GuestCode } from "../guest/guest-code.ts";
import { isListOf } from "../guest/list-of.ts";
import type { OutputStreamName } from "../output/output.ts";
import { WRITE_BYTES_MAX } from "../wasi/streams.ts";
import type { BucketNames } from "../wasi-keyvalue/bucket-names.ts";

/** What the thread of a guest begins with, which is all that it ever has. */
export interface ThreadSetup {
  readonly port: MessagePort;
  readonly signals: Int32Array;
  readonly code: GuestCode;
  /** The functions that the guest may import, by the names of their interfaces. */
  readonly imports: Readonly<Record<string, readonly string[]>>;
  /** Whether the host says what time it is. */
  readonly hasClock: boolean;
  /** The namespaces of the identifiers of `wasi:keyvalue` that the host maps. */
  readonly buckets: BucketNames | undefined;
}

// Each side counts what it has sent, so that the other can wait for it without an event loop. The numbers are places in `signals`.
export const SENT_BY_HOST = 0;
export const SENT_BY_GUEST = 1;
export const SIGNALS_BYTES = 8;

/**
 * How often a side looks whether something has come before it sleeps, or goes back to its event loop: for some 10 µs, since to be woken takes 5 to
 * 50, and most answers and most questions come sooner.
 */
export const LOOKS = 5_000;

/** Most characters of what a thread says of a failure. */
export const MESSAGE_CHARACTERS_MAX = 2_000;

/** Sent to the thread of a guest that was not asked anything. What it is sent while it waits for an answer is the answer. */
export interface CallMessage {
  readonly path: string;
  readonly args: readonly unknown[];
}

/** Sent by the thread of a guest, which waits to be answered. */
export type Question =
  | { readonly type: "import"; readonly from: string; readonly name: string; readonly args: readonly unknown[] }
  | { readonly type: "output"; readonly stream: OutputStreamName; readonly bytes: Uint8Array }
  | { readonly type: "clock" };

/** Sent by the thread of a guest: how its start, or a call, has ended. */
export type Conclusion =
  | { readonly type: "started"; readonly paths: readonly string[] }
  | { readonly type: "returned"; readonly value: unknown }
  | { readonly type: "refused"; readonly payload: unknown }
  | { readonly type: "trapped"; readonly message: string };

/** Whether something is a message of a guest's thread, whatever was received. */
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
