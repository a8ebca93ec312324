import type { Backend, Capabilities } from "@airssys/backend";
import type { Ground, Handle } from "./ground.ts";
import type { Law, LawContext, LawGroup } from "./law.ts";

/** What came out when a law was tried. */
export interface Verdict {
  readonly law: string;
  readonly group: LawGroup;
  /** Whether the backend itself was tried or a view of it. */
  readonly on: "backend" | "view";
  readonly outcome: "kept" | "broken" | "skipped";
  /** Why it was skipped. */
  readonly reason?: string;
  /** How it was broken. */
  readonly error?: unknown;
}

/** Tries one law on an empty store, and removes the store. */
export async function tryLaw(law: Law, ground: Ground): Promise<Verdict> {
  const about = { law: law.name, group: law.group, on: ground.on };
  const trial = new Trial(ground);
  try {
    await trial.begin();
    if (law.requires !== undefined && !trial.capabilities[law.requires]) {
      return { ...about, outcome: "skipped", reason: `the backend declares ${law.requires}: false` };
    }
    await law.run(trial);
    await trial.inspect();
    await trial.end();
    return { ...about, outcome: "kept" };
  } catch (error) {
    return { ...about, outcome: "broken", error };
  } finally {
    await trial.end().catch(() => {}); // after a verdict, a backend that cannot clean up changes nothing
  }
}

class Trial implements LawContext {
  readonly view: LawContext["view"];
  readonly #ground: Ground;
  #handles: Handle[] = [];
  #isStanding = false;

  constructor(ground: Ground) {
    this.#ground = ground;
    this.view = ground.view;
  }

  get backend(): Backend {
    const [first] = this.#handles;
    if (first === undefined) throw new Error("the store of this law is not open");
    return first.backend;
  }

  get capabilities(): Capabilities {
    return this.backend.capabilities;
  }

  async begin(): Promise<void> {
    this.#isStanding = true;
    await this.openAnother();
  }

  async openAnother(): Promise<Backend> {
    const handle = await this.#ground.open();
    this.#handles.push(handle);
    return handle.backend;
  }

  async reopen(): Promise<Backend> {
    await this.#closeAll();
    return await this.openAnother();
  }

  async startAfresh(): Promise<Backend> {
    await this.inspect();
    await this.end();
    await this.begin();
    return this.backend;
  }

  async inspect(): Promise<void> {
    // What a handle shows after a law has closed it is the business of the laws; the last one opened is open as a rule.
    if (this.#ground.on === "view") await this.#handles.at(-1)?.inspect();
  }

  /** Closes the handles and removes the store. A second end finds nothing left to do. */
  async end(): Promise<void> {
    if (!this.#isStanding) return;
    this.#isStanding = false;
    try {
      await this.#closeAll();
    } finally {
      await this.#ground.destroy();
    }
  }

  async #closeAll(): Promise<void> {
    const open = this.#handles;
    this.#handles = [];
    for (const handle of open) await handle.close();
  }
}
