import type { DatabaseSync, StatementSync } from "node:sqlite";
import {
  BackendError,
  type Batch,
  type Bytes,
  type Check,
  COUNT_KEYS_MAX,
  concatBytes,
  type KeyBounds,
  type KeyCount,
  type ScanRange,
  sameBytes,
  type Write,
} from "@airssys/backend";
import { HEAD_BYTES, WHOLE_BYTES_MAX } from "./format.ts";
import { type PackedRows, type Row, rowsOf } from "./packed-rows.ts";

/** Longest key, in bytes: what the engines in memory and over LMDB take, so that data can move between them. */
export const KEY_BYTES_MAX = 1_978;

const FIRST = new Uint8Array(0);
/** Comes after every key, since it is longer. */
const AFTER_LAST = new Uint8Array(KEY_BYTES_MAX + 1).fill(0xff);

/** The tables, in the words of the contract. Checks no argument, and throws the errors of SQLite. */
export class Entries {
  readonly #database: DatabaseSync;
  readonly #statements = new Map<string, StatementSync>();

  constructor(database: DatabaseSync) {
    this.#database = database;
  }

  valueOf(key: Bytes): Bytes | undefined {
    const row = this.#get(
      "SELECT value, rest, (SELECT bytes FROM rests WHERE id = rest) AS bytes FROM entries WHERE key = ?",
      key,
    );
    if (row === undefined) return undefined;
    const { value, rest, bytes } = row as { value: Bytes; rest: number | null; bytes: Bytes | null };
    return rest === null ? value : concatBytes(value, requireRest(bytes));
  }

  /** Returns at most so many rows of a range; long values with their beginnings alone. */
  rows({ gte = FIRST, lt = AFTER_LAST, reverse = false }: ScanRange, limit: number): Iterable<Row> {
    // SQLite needs a tenth of the time for one row of all bytes that it needs for a thousand rows of some each.
    const row = this.#get(
      `SELECT CAST(group_concat(key, '') AS BLOB) AS keys, group_concat(length(key)) AS keyLengths,
        CAST(group_concat(value, '') AS BLOB) AS vals, group_concat(length(value)) AS valueLengths,
        group_concat(coalesce(rest, '')) AS rests
      FROM (SELECT key, value, rest FROM entries WHERE key >= ? AND key < ?
        ORDER BY key ${reverse ? "DESC" : "ASC"} LIMIT ?)`,
      gte,
      lt,
      limit,
    );
    return rowsOf(row as unknown as PackedRows); // an aggregate has one row
  }

  /** Returns what follows the beginning of a long value. */
  restOf(id: number): Bytes {
    return requireRest(this.#get("SELECT bytes FROM rests WHERE id = ?", id)?.bytes);
  }

  count({ gte = FIRST, lt = AFTER_LAST }: KeyBounds): KeyCount {
    const row = this.#get(
      `SELECT count(*) AS keys, max(key) AS last
      FROM (SELECT key FROM entries WHERE key >= ? AND key < ? ORDER BY key LIMIT ${COUNT_KEYS_MAX + 1})`,
      gte,
      lt,
    );
    const { keys, last } = row as unknown as { keys: number; last: Bytes };
    return keys > COUNT_KEYS_MAX ? { keys: COUNT_KEYS_MAX, next: last } : { keys, next: undefined };
  }

  /** Returns whether the checks held. Its caller has begun a transaction. */
  apply({ checks, writes }: Batch): boolean {
    if (!checks.every((check) => this.#holds(check))) return false;
    for (const write of writes) this.#write(write);
    return true;
  }

  /** Writes a page and changes nothing: an entry that no caller can name comes and goes. */
  touch(): void {
    this.#put(FIRST, FIRST);
    this.#delete(FIRST);
  }

  /** Runs one of the statements that take and answer nothing. */
  run(sql: string): void {
    this.#statement(sql).run();
  }

  #holds({ key, value }: Check): boolean {
    return sameBytes(this.valueOf(key), value);
  }

  #write(write: Write): void {
    if (write.type === "put") this.#put(write.key, write.value);
    else if (write.type === "delete") this.#delete(write.key);
    else this.#deleteRange(write.gte, write.lt);
  }

  #put(key: Bytes, value: Bytes): void {
    this.#deleteRest(key);
    if (value.length <= WHOLE_BYTES_MAX) {
      this.#statement(PUT).run(key, value, null);
      return;
    }
    const rest = this.#statement("INSERT INTO rests (bytes) VALUES (?)").run(value.subarray(HEAD_BYTES));
    this.#statement(PUT).run(key, value.subarray(0, HEAD_BYTES), rest.lastInsertRowid);
  }

  #delete(key: Bytes): void {
    this.#deleteRest(key);
    this.#statement("DELETE FROM entries WHERE key = ?").run(key);
  }

  #deleteRest(key: Bytes): void {
    const rest = this.#get("SELECT rest FROM entries WHERE key = ?", key)?.rest as number | null | undefined;
    if (typeof rest === "number") this.#statement("DELETE FROM rests WHERE id = ?").run(rest);
  }

  #deleteRange(gte: Bytes, lt: Bytes): void {
    this.#statement(
      "DELETE FROM rests WHERE id IN (SELECT rest FROM entries WHERE key >= ? AND key < ? AND rest IS NOT NULL)",
    ).run(gte, lt);
    this.#statement("DELETE FROM entries WHERE key >= ? AND key < ?").run(gte, lt);
  }

  #get(sql: string, ...values: (Bytes | number)[]): ReturnType<StatementSync["get"]> {
    return this.#statement(sql).get(...values);
  }

  /** Preparing a statement takes longer than running it. */
  #statement(sql: string): StatementSync {
    const known = this.#statements.get(sql);
    if (known !== undefined) return known;
    const prepared = this.#database.prepare(sql);
    this.#statements.set(sql, prepared);
    return prepared;
  }
}

const PUT = `INSERT INTO entries VALUES (?, ?, ?)
  ON CONFLICT (key) DO UPDATE SET value = excluded.value, rest = excluded.rest`;

function requireRest(bytes: unknown): Bytes {
  if (bytes instanceof Uint8Array) return bytes;
  throw new BackendError("corrupt", "the store is damaged: the end of a long value is missing");
}
