import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { Readable } from "node:stream";
import { openLmdb } from "@airssys/backend-lmdb";
import { type Namespaces, openStore } from "@airssys/host";
import { onTestFinished } from "vitest";
import { type Io, type Output, runCommand } from "../src/index.ts";

/** The parts of the surroundings of a command that a test may choose. */
export interface World {
  /** Default: the standard input is empty. */
  readonly input?: string | Uint8Array;
  /** Whether all streams are a terminal. Default: none of them is. */
  readonly isTerminal?: boolean;
  readonly columns?: number;
  readonly env?: Io["env"];
  readonly signal?: AbortSignal;
}

/** Exit code and output of a command. */
export interface Ended {
  readonly code: number;
  readonly out: string;
  readonly err: string;
  readonly bytes: Uint8Array;
}

/** Runs `airssys` in this process. */
export async function airssys(args: readonly string[], world: World = {}): Promise<Ended> {
  const { input = "", isTerminal = false, columns = 100, env = {}, signal = new AbortController().signal } = world;
  const [out, err] = [new Captured(isTerminal, columns), new Captured(isTerminal, columns)];
  const stdin = Object.assign(Readable.from([Buffer.from(input)], { objectMode: false }), { isTTY: isTerminal });
  const code = await runCommand(args, { out, err, input: stdin, env, signal });
  return { code, out: out.text, err: err.text, bytes: out.bytes };
}

class Captured implements Output {
  readonly isTerminal: boolean;
  readonly columns: number;
  readonly #chunks: Buffer[] = [];

  constructor(isTerminal: boolean, columns: number) {
    this.isTerminal = isTerminal;
    this.columns = columns;
  }

  get bytes(): Uint8Array {
    return new Uint8Array(Buffer.concat(this.#chunks));
  }

  get text(): string {
    return Buffer.concat(this.#chunks).toString();
  }

  async write(chunk: string | Uint8Array): Promise<void> {
    this.#chunks.push(Buffer.from(chunk as Uint8Array)); // Buffer.from takes both
  }
}

export const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

/** A folder that is gone after the test. */
export function temporaryFolder(): string {
  const folder = mkdtempSync(join(tmpdir(), "airssys-cli-"));
  onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
  return folder;
}

/** Makes a store in a folder, and returns its address. */
export function makeStore(
  fill: (namespaces: Namespaces<"sync">) => unknown = fillNotes,
  folder = temporaryFolder(),
): string {
  const path = join(folder, "store");
  withNamespaces(path, fill);
  return `lmdb:${path}`;
}

/** Does some work in the store at an address or in a folder, as the program of its owner would. */
export function withNamespaces<T>(
  place: string,
  work: (namespaces: Namespaces<"sync">) => T,
  clock: () => number = Date.now,
): T {
  const backend = openLmdb({ path: place.replace(/^lmdb:/, "") });
  try {
    return work(openStore({ backend, clock }));
  } finally {
    backend.close();
  }
}

/** The value of a key as text, or `undefined`. */
export function stored(address: string, namespace: string, key: string): string | undefined {
  const value = withNamespaces(address, (namespaces) => namespaces.open(namespace).get(key));
  return value && new TextDecoder().decode(value);
}

function fillNotes(namespaces: Namespaces<"sync">): void {
  const notes = namespaces.open("component:notes");
  notes.set("users!mu1", bytes('{"name":"Ada","age":36}'));
  notes.set('users!m byAge!"nc042000000000000!u1', bytes(""));
  notes.set("visits!n", bytes("12"));
  notes.set("plain", bytes("some text"));
  notes.set("bin", Uint8Array.of(0xff, 0, 0x1b, 0x5b));
  namespaces.open("app:shop").set("a", bytes("1"));
  namespaces.setQuota("app:shop", { bytes: 1_000_000 });
}
