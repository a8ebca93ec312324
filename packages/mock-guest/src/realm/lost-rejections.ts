// Unhandled promise rejections of guests. A component ignores them, but the Node process in which a mock guest runs
// would treat them as its own and exit.
import type { Realm } from "./realm.ts";

/**
 * Listeners by the promise prototype of their realm. Kept by the module because `unhandledRejection` is an event of the
 * process; entries go with their realms.
 */
const listeners = new WeakMap<object, (reason: unknown) => void>();

let isListening = false;

/** Sends the unhandled rejections of a realm to a listener, and to nobody else. */
export function onLostRejections({ intrinsics }: Realm, listener: (reason: unknown) => void): void {
  listeners.set(intrinsics.Promise.prototype, listener);
  if (!isListening) listen();
  isListening = true;
}

/** Wraps `process.emit`: an event listener could not keep the event from others, such as those of a test runner. */
function listen(): void {
  const { emit } = process;
  const emitOwn = (event: string, ...args: unknown[]) => {
    const listener = event === "unhandledRejection" ? findListener(args[1]) : undefined;
    if (listener === undefined) return Reflect.apply(emit, process, [event, ...args]);
    listener(args[0]);
    return true;
  };
  process.emit = emitOwn as typeof emit; // the same function, but for the promises of guests
}

function findListener(promise: unknown): ((reason: unknown) => void) | undefined {
  for (let each = promise; each !== null && each !== undefined; each = Object.getPrototypeOf(each)) {
    const listener = listeners.get(each as object);
    if (listener !== undefined) return listener;
  }
  return undefined;
}
