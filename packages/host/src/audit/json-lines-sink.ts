import type { AuditSink } from "./audit-event.ts";

/**
 * Creates a sink that writes each event as one line of JSON, including the line feed. The time is in ISO 8601.
 *
 * @param write receives each line. What it throws, or rejects, is logged by the host.
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
