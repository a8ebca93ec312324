// The guest side of a thread or process. It holds guests and nothing of the host: an import asks the host and blocks.
// Between calls it stands still, so that nothing that a guest left behind keeps running.
import { setImmediate } from "node:timers/promises";
import type { GuestFunction } from "../call/guest-function.ts";
import type { Instantiate } from "../guest/guest-code.ts";
import type { ImportedInterfaces } from "../imports/imported-interfaces.ts";
import { createWasi, type WasiImports } from "../imports/wasi/wasi.ts";
import { type Conclusion, type HostMessage, MESSAGE_CHARACTERS_MAX, type Question } from "./guest-message.ts";
import { withShortTexts } from "./short-texts.ts";

/** Connection to the host. Both functions block. */
export interface HostLink {
  /** @throws Error if the message holds something that cannot leave the thread or process */
  send(message: Question | Conclusion): void;
  receive(): unknown;
}

type OpenMessage = Extract<HostMessage, { type: "open" }>;

/** Serves guests of one component until the host ends the thread or process. */
export class GuestServer {
  readonly #link: HostLink;
  readonly #instantiate: Instantiate;
  readonly #guests = new Map<number, ReadonlyMap<string, GuestFunction>>();
  /** The guest that is working. */
  #current: number | undefined;

  constructor(link: HostLink, instantiate: Instantiate) {
    this.#link = link;
    this.#instantiate = instantiate;
  }

  async serve(): Promise<never> {
    for (;;) {
      const message = this.#link.receive() as HostMessage;
      await setImmediate(); // work left behind by earlier calls runs now, on the time of this one
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
        return await runCall(this.#guests.get(message.guest)?.get(message.path), message.args);
      case "close":
        this.#guests.delete(message.guest);
        return undefined;
    }
  }

  async #opened(message: OpenMessage): Promise<Conclusion> {
    try {
      const functions = await this.#instantiate(this.#makeImports(message), this.#makeWasi(message), message.buckets);
      this.#guests.set(message.guest, functions);
      return { type: "started", paths: [...functions.keys()] };
    } catch (error) {
      return trapped(error);
    }
  }

  #makeImports({ guest, imports }: OpenMessage): ImportedInterfaces {
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

  #makeWasi({ guest, hasClock }: OpenMessage): WasiImports {
    return createWasi({
      stdout: (bytes) => void this.#ask(guest, { type: "output", stream: "stdout", bytes }),
      stderr: (bytes) => void this.#ask(guest, { type: "output", stream: "stderr", bytes }),
      // The host answers nothing else to this question.
      clock: hasClock ? () => this.#ask(guest, { type: "clock" }) as number : undefined,
    });
  }

  #ask(guest: number, question: Question): unknown {
    if (guest !== this.#current) throw new Error("the component asked for something outside of a call");
    this.#link.send(question);
    return this.#link.receive();
  }
}

/** Sends the result of a start or a call; a failure if the result cannot leave its thread or process. */
export function conclude(link: HostLink, conclusion: Conclusion): void {
  try {
    link.send(conclusion);
  } catch (error) {
    link.send(trapped(error));
  }
}

/** Makes the result of a start or a call that failed. */
export function trapped(error: unknown): Conclusion {
  const message = error instanceof Error ? error.message : String(error);
  return { type: "trapped", message: message.slice(0, MESSAGE_CHARACTERS_MAX) };
}

async function runCall(callee: GuestFunction | undefined, args: readonly unknown[]): Promise<Conclusion> {
  try {
    return { type: "returned", value: await callee?.(args) };
  } catch (error) {
    if (error instanceof Error && Object.hasOwn(error, "payload"))
      return { type: "refused", payload: (error as Error & { payload: unknown }).payload };
    return trapped(error);
  }
}
