// The thread of one guest; started by `worker-threads.ts`.
//
// It holds the guest and nothing of the host: what the guest imports is asked of the host's thread, and this one waits. Between calls it stands
// still, so that nothing that a guest leaves behind runs on.
import { setImmediate } from "node:timers/promises";
import { receiveMessageOnPort, workerData } from "node:worker_threads";
import type { GuestFunction, ImportedInterfaces } from "../guest/guest.ts";
import { instantiator } from "../guest/guest-code.ts";
import type { OutputStreamName } from "../output/output.ts";
import { createWasi } from "../wasi/wasi.ts";
import {
  type CallMessage,
  type Conclusion,
  LOOKS,
  MESSAGE_CHARACTERS_MAX,
  type Question,
  SENT_BY_GUEST,
  SENT_BY_HOST,
  type ThreadSetup,
} from "./thread-message.ts";

const { port, signals, code, imports, hasClock, buckets }: ThreadSetup = workerData;

async function serve(): Promise<void> {
  const functions = await started();
  if (functions === undefined) return;
  for (;;) {
    const { path, args } = receive() as CallMessage;
    await setImmediate(); // what earlier calls left behind takes its turn within the time of this one
    reply(await outcomeOf(functions.get(path), args));
  }
}

async function started(): Promise<ReadonlyMap<string, GuestFunction> | undefined> {
  try {
    const wasi = createWasi({
      stdout: (bytes) => print("stdout", bytes),
      stderr: (bytes) => print("stderr", bytes),
      clock: hasClock ? () => ask({ type: "clock" }) as number : undefined, // the host has nothing else to say to that
    });
    const instantiate = await instantiator(code);
    const functions = await instantiate(importsOfHost(), wasi, buckets);
    send({ type: "started", paths: [...functions.keys()] });
    return functions;
  } catch (error) {
    send(trapped(error));
    return undefined;
  }
}

async function outcomeOf(callee: GuestFunction | undefined, args: readonly unknown[]): Promise<Conclusion> {
  try {
    return { type: "returned", value: await callee?.(args) };
  } catch (error) {
    if (error instanceof Error && "payload" in error && Object.hasOwn(error, "payload"))
      return { type: "refused", payload: error.payload };
    return trapped(error);
  }
}

/** What an export returned may be something that cannot leave its thread. */
function reply(outcome: Conclusion): void {
  try {
    send(outcome);
  } catch (error) {
    send(trapped(error));
  }
}

function trapped(error: unknown): Conclusion {
  const message = error instanceof Error ? error.message : String(error);
  return { type: "trapped", message: message.slice(0, MESSAGE_CHARACTERS_MAX) };
}

function importsOfHost(): ImportedInterfaces {
  return Object.fromEntries(
    Object.entries(imports).map(([from, names]) => [
      from,
      Object.fromEntries(
        names.map((name) => [name, (...args: unknown[]) => ask({ type: "import", from, name, args })]),
      ),
    ]),
  );
}

function print(stream: OutputStreamName, bytes: Uint8Array): void {
  ask({ type: "output", stream, bytes });
}

function ask(question: Question): unknown {
  send(question);
  return receive();
}

function send(message: Question | Conclusion): void {
  port.postMessage(message);
  Atomics.add(signals, SENT_BY_GUEST, 1);
}

function receive(): unknown {
  for (;;) {
    const sent = Atomics.load(signals, SENT_BY_HOST);
    const received = receiveMessageOnPort(port);
    if (received !== undefined) return received.message;
    for (let look = 0; look < LOOKS && Atomics.load(signals, SENT_BY_HOST) === sent; look++);
    Atomics.wait(signals, SENT_BY_HOST, sent);
  }
}

void serve();
