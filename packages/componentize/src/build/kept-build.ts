import { createHash, randomUUID } from "node:crypto";
import { mkdir, readFile, rename, rm, writeFile } from "node:fs/promises";
import { dirname } from "node:path";

/** The result of a successful build. */
export interface KeptBuild {
  readonly component: Uint8Array;
  /** The standard output of the module while its top level ran. */
  readonly output: string;
}

// One file, so that what was made by one build stays together:
//
//   SHA-256 of the rest, 32 bytes; bytes of the output u32, little-endian; the output, UTF-8; the component

const DIGEST_BYTES = 32;
const HEAD_BYTES = DIGEST_BYTES + 4;

/**
 * `undefined` for a file that is not there, or not as it was written, whatever the reason is: a build can always be
 * done again.
 */
export async function readKept(file: string): Promise<KeptBuild | undefined> {
  const bytes = await readFile(file).catch(() => undefined);
  if (bytes === undefined || bytes.length < HEAD_BYTES) return undefined;
  if (!digestOf(bytes.subarray(DIGEST_BYTES)).equals(bytes.subarray(0, DIGEST_BYTES))) return undefined;
  const outputEnd = HEAD_BYTES + bytes.readUInt32LE(DIGEST_BYTES);
  return { output: bytes.toString("utf8", HEAD_BYTES, outputEnd), component: bytes.subarray(outputEnd) };
}

/** Writes beside and then renames: the file is there whole or as it was. */
export async function keep(file: string, { component, output }: KeptBuild): Promise<void> {
  const outputBytes = Buffer.from(output);
  const head = Buffer.alloc(4);
  head.writeUInt32LE(outputBytes.length);
  const rest = Buffer.concat([head, outputBytes, component]);
  const beside = `${file}.${randomUUID()}`;
  await mkdir(dirname(file), { recursive: true });
  try {
    await writeFile(beside, Buffer.concat([digestOf(rest), rest]));
    await rename(beside, file);
  } finally {
    await rm(beside, { force: true }); // gone already, unless something failed
  }
}

function digestOf(bytes: Uint8Array): Buffer {
  return createHash("sha256").update(bytes).digest();
}
