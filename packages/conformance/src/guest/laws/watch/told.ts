import type { Events, WatchEvent } from "../../host/watch.ts";
import { bytesOf, type Value } from "../../values/bytes.ts";

/** Events without their versions, which are judged by themselves. */
export type Told = Omit<WatchEvent, "version">;

export const told = ({ events }: Events): Told[] => events.map(({ version: _, ...event }) => event);

/** That a key was given a value, or lost the one that it had. */
export function changed(key: string, before: Value | undefined, after: Value | undefined): Told {
  const bytes = (value: Value | undefined) => (value === undefined ? undefined : bytesOf(value));
  return { key, operation: after === undefined ? "delete" : "set", old: bytes(before), new: bytes(after) };
}
