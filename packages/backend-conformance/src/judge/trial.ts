import type { Backend, Capabilities } from "@airssys/backend";
import type { Failures } from "../law/failures.ts";
import type { Law, LawContext } from "../law/law.ts";
import type { Verdict } from "../law/verdict.ts";
import type { Ground, Handle } from "./ground.ts";

/**
 * Tries one law on an empty store, and removes the store. Never rejects: an error of the backend or of its subject is
 * the verdict `broken`.
 */
export async function tryLaw(law: Law, ground: Ground): Promise<Verdict> {
  const begun = performance.now();
  const finding = await runLaw(law, ground);
  const milliseconds = Math.round(performance.now() - begun);
  return { law: law.name, about: law.about, on: ground.on, ...finding, milliseconds };
}

type Finding = Pick<Verdict, "outcome" | "reason" | "error">;

async function runLaw(law: Law, ground: Ground): Promise<Finding> {
  const trial = new Trial(ground);
  try {
    await trial.begin();
    const missing = law.assumes?.filter((capability) => !trial.capabilities[capability]) ?? [];
    if (missing.length > 0) return { outcome: "skipped", reason: `the backend declares ${missing.join(", ")}: false` };
    if (law.offers !== undefined && trial.backend[law.offers] === undefined)
      return { outcome: "skipped", reason: `the backend has no ${law.offers}()` };
    if (law.needs !== undefined && ground.failures[law.needs] === undefined)
      return { outcome: "skipped", reason: `the subject has no failures.${law.needs}` };
    await law.run(trial);
    await trial.inspect();
    await trial.end();
    return { outcome: "kept" };
  } catch (error) {
    return { outcome: "broken", reason: error instanceof Error ? error.message : String(error), error };
  } finally {
    await trial.end().catch(() => {}); // the verdict stands, even if the backend cannot clean up
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

  get failures(): Failures {
    return this.#ground.failures;
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

  async reopenBy(open: () => Backend | Promise<Backend>): Promise<Backend> {
    await this.#closeAll();
    const handle = await this.#ground.open(open);
    this.#handles.push(handle);
    return handle.backend;
  }

  async closeAnd(prepare: () => void | Promise<void>): Promise<void> {
    await this.#closeAll();
    await prepare();
  }

  async startAfresh(): Promise<Backend> {
    await this.inspect();
    await this.end();
    await this.begin();
    return this.backend;
  }

  async inspect(): Promise<void> {
    // Laws may have closed earlier handles; the one opened last is usually still open.
    if (this.#ground.on === "view") await this.#handles.at(-1)?.inspect();
  }

  /** Closes the handles and removes the store. A second call does nothing. */
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
