/*
 * A value with a version is stored as
 *
 *   00 ff count bytes     the count is the version, from 1, as `ByteWriter.count` writes it; the bytes are the
 *                         inner codec's
 *
 * Anything that does not begin with 00 ff has version 0: the bytes are the inner codec's. JSON, the structured format,
 * decimal digits and text in UTF-8 never begin so. Changing it breaks every value that exists.
 */
import { requireKnownOptions } from "@airssys/protocol";
import { ByteReader } from "../bytes/byte-reader.ts";
import { ByteWriter } from "../bytes/byte-writer.ts";
import { invalidArgument } from "../errors/invalid-argument.ts";
import type { Codec } from "./codec.ts";
import { jsonCodec } from "./json-codec.ts";

/**
 * Makes a value of the next version out of one of the version before. Its parameter may be declared as whatever that
 * version was.
 */
export type Migration = {
  /** As a method, since only the parameters of methods may be narrower than declared. */
  step(value: unknown): unknown;
}["step"];

/** The versions that the values of a storage have had. */
export interface Versions {
  /** The version of what is written now, from 1. */
  readonly version: number;
  /**
   * How to get from each version to the next one: `1` makes version 2 out of version 1. There is one for each version
   * from 1 to the one before the newest. `0` is for values that were written before there were versions; without it
   * they count as version 1.
   */
  readonly migrate?: Readonly<Record<number, Migration>>;
}

/**
 * A codec whose values have a version, so that their shape can change. A value of an older version is migrated when it
 * is read, step by step, and stays as it is in the storage until somebody writes it, `Storage.upgrade` does, or the
 * storage has `writeBack`. A value of a newer version than the newest is a `StorageError` with the code
 * `invalid-argument`: this component is older than its data.
 *
 * `codec` is that of each version; JSON unless given. Values that were written without a version keep their bytes and
 * have version 0. With a `schemaCodec` around it, what is checked is the newest version.
 *
 * @example
 * ```ts
 * import { schemaCodec, Storage, versionedCodec } from "@airssys/storage";
 *
 * const versions = versionedCodec({
 *   version: 3,
 *   migrate: {
 *     1: (user: { name: string }) => ({ ...user, tags: [] }),
 *     2: ({ name, tags }: { name: string; tags: string[] }) => ({ fullName: name, tags }),
 *   },
 * });
 * const users = new Storage({ codec: schemaCodec(User, versions), writeBack: true });
 * ```
 */
export function versionedCodec<T = unknown>(versions: Versions, codec: Codec<unknown> = jsonCodec()): Codec<T> {
  requireKnownOptions<Versions>(versions, { version: true, migrate: true });
  const { version, migrate = {} } = versions;
  checkSteps(version, migrate);
  return {
    encode: (value) => enveloped(version, codec.encode(value)),
    decode: (bytes) => {
      const stored = opened(bytes);
      if (stored.version > version) throw newerVersion(stored.version, version);
      return migrated(codec.decode(stored.bytes), stored.version, version, migrate) as T; // what the caller promises
    },
    isOutdated: (bytes) => opened(bytes).version < version,
  };
}

const MARK = [0x00, 0xff] as const;

function enveloped(version: number, bytes: Uint8Array): Uint8Array {
  const writer = new ByteWriter();
  for (const byte of MARK) writer.byte(byte);
  writer.count(version);
  writer.bytes(bytes);
  return writer.take();
}

function opened(bytes: Uint8Array): { readonly version: number; readonly bytes: Uint8Array } {
  if (bytes[0] !== MARK[0] || bytes[1] !== MARK[1]) return { version: 0, bytes };
  const reader = new ByteReader(bytes.subarray(MARK.length), "a value with a version");
  const version = reader.count();
  if (version === 0) reader.fail("versions are numbered from 1");
  return { version, bytes: reader.bytes(reader.left) };
}

function migrated(value: unknown, from: number, to: number, migrate: Readonly<Record<number, Migration>>): unknown {
  let current = value;
  for (let version = from; version < to; version++) {
    const step = migrate[version];
    if (step) current = step(current);
  }
  return current;
}

/** A step that was forgotten must not wait for the first value that needs it. */
function checkSteps(version: number, migrate: Readonly<Record<number, Migration>>): void {
  if (!Number.isSafeInteger(version) || version < 1) {
    throw new RangeError(`"version" expected a whole number from 1, got ${version}`);
  }
  for (let step = 1; step < version; step++) {
    if (typeof migrate[step] !== "function")
      throw new TypeError(`"migrate" lacks ${step}, which makes version ${step + 1}`);
  }
  const extra = Object.keys(migrate).find((step) => Number(step) >= version);
  if (extra !== undefined) throw new TypeError(`"migrate" has ${extra}, and the newest version is ${version}`);
}

function newerVersion(stored: number, known: number): Error {
  return invalidArgument(`the value has version ${stored}, and this component knows versions up to ${known}`);
}
