// Promises of a guest that are rejected while nobody waits for them. A component does not even notice; but the program
// in which a guest of mock mode runs would take them for its own, and end.
import type { Realm } from "./realm.ts";

/** Who is told, by the prototypes of promises. */
const listeners = new WeakMap<object, (reason: unknown) => void>();

let isListening = false;

/** Has the rejections of a realm that are lost told to a listener, and to nobody else. */
export function onLostRejections({ intrinsics }: Realm, listener: (reason: unknown) => void): void {
  listeners.set(intrinsics.Promise.prototype, listener);
  if (!isListening) listen();
  isListening = true;
}

/** A listener to the event alone would not keep it from others, such as those of a test runner. */
function listen(): void {
  const { emit } = process;
  const emitOwn = (event: string, ...args: unknown[]) => {
    const listener = event === "unhandledRejection" ? listenerOf(args[1]) : undefined;
    if (listener === undefined) return Reflect.apply(emit, process, [event, ...args]);
    listener(args[0]);
    return true;
  };
  process.emit = emitOwn as typeof emit; // the same function, but for the promises of guests
}

function listenerOf(promise: unknown): ((reason: unknown) => void) | undefined {
  for (let each = promise; each !== null && each !== undefined; each = Object.getPrototypeOf(each)) {
    const listener = listeners.get(each as object);
    if (listener !== undefined) return listener;
  }
  return undefined;
}
