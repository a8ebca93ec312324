// Program of a process that runs guests of one component. Started by `guest-process.ts`.
import { readSync, writeSync } from "node:fs";
import { type GuestCode, type Instantiate, instantiator } from "../guest/guest-code.ts";
import { conclude, GuestServer, type HostLink, trapped } from "./guest-server.ts";
import { CHANNEL_FD, guestMessageBytesMax, HOST_MESSAGE_BYTES_MAX, type ProcessSetup } from "./process-message.ts";
import { decode } from "./wire/decoder.ts";
import { Encoder } from "./wire/encoder.ts";
import { Frames } from "./wire/frames.ts";

const READ_BYTES = 262_144;

const frames = new Frames(HOST_MESSAGE_BYTES_MAX);
const buffer = Buffer.allocUnsafeSlow(READ_BYTES);

function receive(): unknown {
  for (;;) {
    const frame = frames.take();
    if (frame !== undefined) return decode(frame);
    const bytes = readSync(CHANNEL_FD, buffer);
    if (bytes === 0) process.exit(); // the host has ended
    frames.push(Buffer.from(buffer.subarray(0, bytes)));
  }
}

function send(encoder: Encoder, message: unknown): void {
  const frame = encoder.frame(message);
  for (let sent = 0; sent < frame.length; ) sent += writeSync(CHANNEL_FD, frame, sent);
}

async function compile({ glue, modules, imports, memoryBytesMax }: ProcessSetup): Promise<GuestCode> {
  const compiling = Object.entries(modules).map(
    async ([name, bytes]): Promise<[string, WebAssembly.Module]> => [name, await WebAssembly.compile(bytes)],
  );
  return { glue, modules: new Map(await Promise.all(compiling)), imports, memoryBytesMax };
}

interface Prepared {
  readonly link: HostLink;
  readonly instantiate: Instantiate;
}

/** Compiles the component, and drops the bytes. */
async function prepare(): Promise<Prepared | undefined> {
  const setup = receive() as ProcessSetup;
  const encoder = new Encoder(guestMessageBytesMax(setup.memoryBytesMax));
  const link: HostLink = { receive, send: (message) => send(encoder, message) };
  try {
    const instantiate = await instantiator(await compile(setup));
    send(encoder, { type: "ready" });
    return { link, instantiate };
  } catch (error) {
    conclude(link, trapped(error));
    return undefined;
  }
}

const ready = await prepare();
if (ready !== undefined) await new GuestServer(ready.link, ready.instantiate).serve();
