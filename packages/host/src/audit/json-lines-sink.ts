import type { AuditSink } from "./audit-event.ts";

/**
 * A sink that writes each event as one line of JSON, with its end of line, and with the time in ISO 8601.
 *
 * @example
 * ```ts
 * import { appendFileSync } from "node:fs";
 * import { openMemory } from "@airssys/backend/memory";
 * import { jsonLinesSink, openHost } from "@airssys/host";
 *
 * const sink = jsonLinesSink((line) => appendFileSync("audit.jsonl", line));
 * const host = openHost({ backend: openMemory(), audit: { sink } });
 * ```
 */
export function jsonLinesSink(write: (line: string) => void | Promise<void>): AuditSink {
  return (event) => write(`${JSON.stringify({ ...event, time: new Date(event.time).toISOString() })}\n`);
}
