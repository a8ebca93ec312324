import { StorageError } from "@airssys/protocol";

/** Limit of the keys that a transaction may change, together with others of the same call. */
export interface KeyRoom {
  /** Most keys that the call may change, in all namespaces together. */
  readonly keysMax: number;
  /** Number of keys that the call has changed in other namespaces. */
  keysElsewhere(): number;
}

/**
 * Requires room for so many changed keys of one namespace.
 *
 * @throws StorageError `limit-exceeded`
 */
export function requireKeyRoom(keysChanged: number, room: KeyRoom | undefined): void {
  if (room === undefined || keysChanged + room.keysElsewhere() <= room.keysMax) return;
  const val = `a call changes at most ${room.keysMax} keys, removed ones included; change the others in another call`;
  throw new StorageError({ tag: "limit-exceeded", val });
}

/** Requires room for a clear of so many keys. @throws StorageError `limit-exceeded` */
export function requireRoomToClear(keys: number, room: KeyRoom | undefined): void {
  if (room === undefined || keys + room.keysElsewhere() <= room.keysMax) return;
  const val = `a call changes at most ${room.keysMax} keys, and ${keys} would be removed; remove them in parts, in several calls`;
  throw new StorageError({ tag: "limit-exceeded", val });
}
