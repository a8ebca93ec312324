import { performance } from "../../time/platform-time.ts";
import { Pollable, poll } from "./poll.ts";
import { InputStream, OutputStream, type Sink } from "./streams.ts";

/** A guest's view of the outside world. */
export interface WasiOptions {
  readonly stdout: Sink;
  readonly stderr: Sink;
  /** The current time, in milliseconds since 1970 UTC. Default: `Date.now`. */
  readonly clock?: (() => number) | undefined;
}

/** Import objects by interface name without version, as generated bindings expect them. */
export type WasiImports = Readonly<Record<string, object>>;

/**
 * The part of WASI 0.2 that a component built from JavaScript imports: clocks, randomness and standard streams. File
 * system, network, environment and arguments are empty, so a guest learns nothing about the host through WASI.
 */
export function createWasi({ stdout, stderr, clock = Date.now }: WasiOptions): WasiImports {
  const input = new InputStream();
  const output = new OutputStream(stdout);
  const errors = new OutputStream(stderr);
  return {
    "wasi:cli/environment": { getEnvironment: () => [], getArguments: () => [], initialCwd: () => undefined },
    "wasi:cli/exit": { exit: refuseExit },
    "wasi:cli/stdin": { getStdin: () => input },
    "wasi:cli/stdout": { getStdout: () => output },
    "wasi:cli/stderr": { getStderr: () => errors },
    "wasi:cli/terminal-input": { TerminalInput: class TerminalInput {} },
    "wasi:cli/terminal-output": { TerminalOutput: class TerminalOutput {} },
    "wasi:cli/terminal-stdin": { getTerminalStdin: () => undefined },
    "wasi:cli/terminal-stdout": { getTerminalStdout: () => undefined },
    "wasi:cli/terminal-stderr": { getTerminalStderr: () => undefined },
    "wasi:clocks/monotonic-clock": monotonicClock,
    "wasi:clocks/wall-clock": wallClock(clock),
    "wasi:filesystem/preopens": { getDirectories: () => [] },
    "wasi:filesystem/types": { Descriptor: class Descriptor {}, filesystemErrorCode: () => undefined },
    "wasi:io/error": { Error: class IoError {} },
    "wasi:io/poll": { Pollable, poll },
    "wasi:io/streams": { InputStream, OutputStream },
    "wasi:random/random": { getRandomBytes: randomBytes, getRandomU64: randomU64 },
    "wasi:random/insecure": { getInsecureRandomBytes: randomBytes, getInsecureRandomU64: randomU64 },
    "wasi:random/insecure-seed": { insecureSeed: () => [randomU64(), randomU64()] },
  };
}

const NANOSECONDS_PER_MILLISECOND = 1_000_000;

const monotonicClock = {
  now: () => nanoseconds(performance.now()),
  resolution: () => BigInt(NANOSECONDS_PER_MILLISECOND),
  subscribeInstant: (instant: bigint) => Pollable.at(milliseconds(instant)),
  subscribeDuration: (duration: bigint) => Pollable.at(performance.now() + milliseconds(duration)),
};

function wallClock(clock: () => number) {
  return {
    now() {
      const now = Math.max(0, clock());
      const nanoseconds = Math.floor((now % 1_000) * NANOSECONDS_PER_MILLISECOND);
      return { seconds: BigInt(Math.floor(now / 1_000)), nanoseconds };
    },
    resolution: () => ({ seconds: 0n, nanoseconds: NANOSECONDS_PER_MILLISECOND }),
  };
}

function nanoseconds(instant: number): bigint {
  return BigInt(Math.floor(instant * NANOSECONDS_PER_MILLISECOND));
}

function milliseconds(instant: bigint): number {
  return Number(instant) / NANOSECONDS_PER_MILLISECOND;
}

/** Most bytes that the platform gives per request for randomness. */
const RANDOM_CHUNK_BYTES = 65_536;

/** Most random bytes per request of a guest: they are made in the host's memory. */
const RANDOM_BYTES_MAX = 1_048_576n;

function randomBytes(length: bigint): Uint8Array {
  if (length > RANDOM_BYTES_MAX)
    throw new RangeError(`at most ${RANDOM_BYTES_MAX} random bytes at once, asked for ${length}`);
  const bytes = new Uint8Array(Number(length));
  for (let start = 0; start < bytes.length; start += RANDOM_CHUNK_BYTES) {
    crypto.getRandomValues(bytes.subarray(start, start + RANDOM_CHUNK_BYTES));
  }
  return bytes;
}

function randomU64(): bigint {
  return new DataView(randomBytes(8n).buffer).getBigUint64(0);
}

/** Throws, so that the runtime sees a trap: a component that has exited cannot be called again. */
function refuseExit(): never {
  throw new Error("the component exited");
}
