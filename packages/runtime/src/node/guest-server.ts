// The side of the guests: what a thread or a process of its own does. It holds guests and nothing of the host: what a
// guest imports is asked of the host, and everything waits. Between calls it stands still, so that nothing that a guest
// leaves behind runs on.
import { setImmediate } from "node:timers/promises";
import type { GuestFunction } from "../call/guest-function.ts";
import type { Instantiate } from "../guest/guest-code.ts";
import type { ImportedInterfaces } from "../imports/imported-interfaces.ts";
import { createWasi, type WasiImports } from "../imports/wasi/wasi.ts";
import { type Conclusion, type HostMessage, MESSAGE_CHARACTERS_MAX, type Question } from "./guest-message.ts";
import { withShortTexts } from "./short-texts.ts";

/** The way to the host. Both functions block. */
export interface HostLink {
  /** @throws Error if the message holds something that cannot leave the thread or process. */
  send(message: Question | Conclusion): void;
  receive(): unknown;
}

type OpenMessage = Extract<HostMessage, { type: "open" }>;

/** Serves guests of one component until the host ends the thread or process. */
export class GuestServer {
  readonly #link: HostLink;
  readonly #instantiate: Instantiate;
  readonly #guests = new Map<number, ReadonlyMap<string, GuestFunction>>();
  /** The guest that is at work. */
  #current: number | undefined;

  constructor(link: HostLink, instantiate: Instantiate) {
    this.#link = link;
    this.#instantiate = instantiate;
  }

  async serve(): Promise<never> {
    for (;;) {
      const message = this.#link.receive() as HostMessage;
      await setImmediate(); // what earlier calls left behind takes its turn within the time of this one
      this.#current = message.guest;
      const conclusion = await this.#conclusion(message);
      this.#current = undefined;
      if (conclusion !== undefined) conclude(this.#link, conclusion);
    }
  }

  async #conclusion(message: HostMessage): Promise<Conclusion | undefined> {
    switch (message.type) {
      case "open":
        return await this.#opened(message);
      case "call":
        return await outcomeOf(this.#guests.get(message.guest)?.get(message.path), message.args);
      case "close":
        this.#guests.delete(message.guest);
        return undefined;
    }
  }

  async #opened(message: OpenMessage): Promise<Conclusion> {
    try {
      const functions = await this.#instantiate(this.#importsOf(message), this.#wasiOf(message), message.buckets);
      this.#guests.set(message.guest, functions);
      return { type: "started", paths: [...functions.keys()] };
    } catch (error) {
      return trapped(error);
    }
  }

  #importsOf({ guest, imports }: OpenMessage): ImportedInterfaces {
    const imported = (from: string, name: string) => {
      const ask = (...args: unknown[]) =>
        this.#ask(guest, { type: "import", from, name, args: withShortTexts(name, args) });
      return [name, ask] as const;
    };
    return Object.fromEntries(
      Object.entries(imports).map(([from, names]) => [
        from,
        Object.fromEntries(names.map((name) => imported(from, name))),
      ]),
    );
  }

  #wasiOf({ guest, hasClock }: OpenMessage): WasiImports {
    return createWasi({
      stdout: (bytes) => void this.#ask(guest, { type: "output", stream: "stdout", bytes }),
      stderr: (bytes) => void this.#ask(guest, { type: "output", stream: "stderr", bytes }),
      // The host has nothing else to say to that.
      clock: hasClock ? () => this.#ask(guest, { type: "clock" }) as number : undefined,
    });
  }

  #ask(guest: number, question: Question): unknown {
    if (guest !== this.#current) throw new Error("the component asked for something outside of a call");
    this.#link.send(question);
    return this.#link.receive();
  }
}

/**
 * Tells how a start or a call has ended. What an export returned may be something that cannot leave its thread or
 * process.
 */
export function conclude(link: HostLink, conclusion: Conclusion): void {
  try {
    link.send(conclusion);
  } catch (error) {
    link.send(trapped(error));
  }
}

/** The end of a start or a call that failed. */
export function trapped(error: unknown): Conclusion {
  const message = error instanceof Error ? error.message : String(error);
  return { type: "trapped", message: message.slice(0, MESSAGE_CHARACTERS_MAX) };
}

async function outcomeOf(callee: GuestFunction | undefined, args: readonly unknown[]): Promise<Conclusion> {
  try {
    return { type: "returned", value: await callee?.(args) };
  } catch (error) {
    if (error instanceof Error && Object.hasOwn(error, "payload"))
      return { type: "refused", payload: (error as Error & { payload: unknown }).payload };
    return trapped(error);
  }
}
