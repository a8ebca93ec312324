// A store is a database of SQLite with `application_id` "airs", `user_version` 1, and these two tables:
//
//   entries  key    the key
//            value  the value, or of a long one its first HEAD_BYTES bytes
//            rest   NULL, or of a long value the `id` of the bytes that follow
//   rests    id     a number that one entry has
//            bytes  what follows the beginning of a long value
//
// SQLite reads a row of `entries` whole to compare its key, hence no long values in it.

/** "airs" in ASCII: marks a file as ours. */
export const APPLICATION_ID = 0x61697273;

/** Version of the format above. */
export const FORMAT_VERSION = 1;

/** Length of the longest value that is kept in one piece: with most keys, the row then fits on its page. */
export const WHOLE_BYTES_MAX = 512;

/** Length of the beginning of a long value that is kept with its key. */
export const HEAD_BYTES = 64;

/** Statements that make the tables, by their names. SQLite keeps their text as it is here. */
export const TABLES: ReadonlyMap<string, string> = new Map([
  ["entries", "CREATE TABLE entries (key BLOB PRIMARY KEY, value BLOB NOT NULL, rest INTEGER) STRICT, WITHOUT ROWID"],
  ["rests", "CREATE TABLE rests (id INTEGER PRIMARY KEY, bytes BLOB NOT NULL) STRICT"],
]);
