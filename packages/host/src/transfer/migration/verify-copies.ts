import type { Backend, Entry } from "@airssys/backend";
import { sha256 } from "@noble/hashes/sha2.js";
import { bytesToHex } from "@noble/hashes/utils.js";
import { layoutNamespace } from "../../store/format/namespace-layout.ts";
import { bytesOf, isOfGuest, isVersion, type Pass } from "./copy-namespaces.ts";
import { MigrationError } from "./migration-error.ts";
import { keysOfNamespace, pagesOf, type RecordedNamespace, recordedNamespaces } from "./migration-source.ts";

/** A namespace that is the same on both sides. */
export interface MigratedNamespace {
  readonly name: string;
  /** Number of keys that are stored, expired ones included. */
  readonly keys: number;
  /** Bytes of everything that is stored of it, as the engine has it: keys, values, headers and the expiry index. */
  readonly bytes: number;
  /** Number of its newest commit. */
  readonly version: number;
  /** SHA-256 of all of it in hexadecimal: of each key and value, in order, with their lengths before them. */
  readonly digest: string;
}

/** Namespaces that are verified, by their names. */
export type Verified = ReadonlyMap<string, MigratedNamespace>;

/**
 * Reads every copy that no earlier pass has verified, and what it is a copy of. A namespace that was written since is
 * left to the next pass.
 *
 * @returns all that are verified, in the order of their names.
 * @throws MigrationError `different` if a copy is not what it should be
 */
export async function verifyCopies(pass: Pass, before: Verified): Promise<Verified> {
  const verified = new Map<string, MigratedNamespace>();
  for await (const page of recordedNamespaces(pass.target.backend)) {
    for (const copy of page) {
      const { name, record } = copy;
      const known = before.get(name);
      const isKnown = known?.version === record.version;
      if (isKnown) pass.progress.skip(record.keys);
      const namespace = isKnown ? known : await verifyCopy(pass, copy);
      if (namespace !== undefined) verified.set(name, namespace);
    }
  }
  pass.progress.tell();
  return verified;
}

type Digested = Pick<MigratedNamespace, "keys" | "bytes" | "digest">;

async function verifyCopy(pass: Pass, copy: RecordedNamespace): Promise<MigratedNamespace | undefined> {
  const { name, recordKey, record } = copy;
  const here = await digestOf(pass, pass.from, name);
  const there = await digestOf(pass, pass.target.backend, name);
  pass.progress.add(there.keys, there.bytes);
  if (here.digest === there.digest) return { name, ...there, version: record.version };
  if (!isVersion(await pass.from.get(recordKey), record.version)) return undefined;
  const message = `${name} is different in the target: ${described(there)}, and ${described(here)} in the source`;
  throw new MigrationError("different", message);
}

function described({ keys, bytes, digest }: Digested): string {
  return `${keys} keys of ${bytes} bytes with the digest ${digest.slice(0, DIGITS_SHOWN)}`;
}

const DIGITS_SHOWN = 16;

async function digestOf({ requireWanted }: Pass, backend: Backend, name: string): Promise<Digested> {
  const { prefix } = layoutNamespace(name);
  const digest = sha256.create();
  let keys = 0;
  let bytes = 0;
  for await (const entries of pagesOf(backend, keysOfNamespace(name))) {
    requireWanted();
    keys += entries.filter((entry) => isOfGuest(entry, prefix)).length;
    bytes += bytesOf(entries);
    digest.update(framed(entries));
  }
  return { keys, bytes, digest: bytesToHex(digest.digest()) };
}

/** The bytes of entries, each part with its length before it, so that no two lists of entries have the same. */
function framed(entries: readonly Entry[]): Uint8Array {
  const bytes = new Uint8Array(bytesOf(entries) + entries.length * 8);
  const view = new DataView(bytes.buffer);
  let offset = 0;
  for (const { key, value } of entries) {
    for (const part of [key, value]) {
      view.setUint32(offset, part.length);
      bytes.set(part, offset + 4);
      offset += 4 + part.length;
    }
  }
  return bytes;
}
