import type { Events, WatchEvent } from "../../host/watch.ts";
import { toBytes, type Value } from "../../values/bytes.ts";

/** Events without versions, which other laws judge. */
export type Told = Omit<WatchEvent, "version">;

export const told = ({ events }: Events): Told[] => events.map(({ version: _, ...event }) => event);

/** The event of a key that was set or deleted. */
export function changed(key: string, before: Value | undefined, after: Value | undefined): Told {
  const bytes = (value: Value | undefined) => (value === undefined ? undefined : toBytes(value));
  return { key, operation: after === undefined ? "delete" : "set", oldValue: bytes(before), newValue: bytes(after) };
}
