import type { Answer, Mode } from "@airssys/backend";
import type {
  Binding,
  CallSettings,
  Delivery,
  Grants,
  Host,
  HostedResult,
  Imports,
  NamespaceUsage,
} from "@airssys/host";
import { askedOperation } from "./asked-operation.ts";
import { copyOf } from "./copy-of.ts";
import type { AskedOperation } from "./operation-log.ts";

/** Who stands between components and their host. */
export interface Watcher {
  /** Told of each operation when it is done. */
  tell(operation: AskedOperation): void;
  /**
   * Called before and after each operation, and before each call. @throws if there is nobody any more to work for,
   * which ends the guest
   */
  requireAlive(): void;
}

/** The same host, with somebody who watches what its components ask. */
export function watchedHost<M extends Mode>(host: Host<M>, watcher: Watcher): Host<M> {
  return {
    mode: host.mode,
    interfaces: host.interfaces,
    sweeper: host.sweeper,
    bind: (componentId, grants: Grants, settings) =>
      new WatchedBinding(host.bind(componentId, grants, settings), watcher),
  };
}

class WatchedBinding<M extends Mode> implements Binding<M> {
  readonly imports: Imports<M>;
  readonly #binding: Binding<M>;
  readonly #watcher: Watcher;

  constructor(binding: Binding<M>, watcher: Watcher) {
    this.#binding = binding;
    this.#watcher = watcher;
    this.imports = watchedImports(binding.imports, binding.componentId, watcher);
  }

  get componentId(): string {
    return this.#binding.componentId;
  }

  async call<T>(work: () => T | Promise<T>, settings?: CallSettings): Promise<T> {
    this.#watcher.requireAlive();
    return this.#binding.call(work, settings);
  }

  begin(): void {
    this.#binding.begin();
  }

  commit(): Answer<M, void> {
    return this.#binding.commit();
  }

  rollback(): void {
    this.#binding.rollback();
  }

  deliverEvents(onEvents: () => void): void {
    this.#binding.deliverEvents(onEvents);
  }

  get hasEvents(): boolean {
    return this.#binding.hasEvents;
  }

  takeEvents(): Delivery | undefined {
    return this.#binding.takeEvents();
  }

  usage(): Answer<M, NamespaceUsage> {
    return this.#binding.usage();
  }

  reset(): void {
    this.#binding.reset();
  }
}

type Functions = Readonly<Record<string, (...args: unknown[]) => unknown>>;

function watchedImports<M extends Mode>(imports: Imports<M>, component: string, watcher: Watcher): Imports<M> {
  const named = Object.entries(imports).map(([name, functions]) => {
    const interfaceName = name.replace(/^airssys:wasm\/|@.*$/g, "");
    const watched = Object.entries(functions as Functions).map(([each, call]) => {
      const about = { component, interface: interfaceName, function: kebabCase(each) };
      return [each, watchedFunction(call, about, watcher)];
    });
    return [name, Object.fromEntries(watched)];
  });
  return Object.fromEntries(named) as Imports<M>; // the same names, and functions of the same types
}

type About = Pick<AskedOperation, "component" | "interface" | "function">;

function watchedFunction(call: Functions[string], about: About, watcher: Watcher): (...args: unknown[]) => unknown {
  return (...asked) => {
    watcher.requireAlive();
    const args = asked.map(copyOf);
    const tell = (answer: unknown) => {
      watcher.requireAlive();
      watcher.tell(askedOperation(about, args, outcomeOf(answer)));
      watcher.requireAlive(); // what was told may have ended it
      return answer;
    };
    const answer = call(...asked);
    return answer instanceof Promise ? answer.then(tell) : tell(answer);
  };
}

function outcomeOf(answer: unknown): AskedOperation["outcome"] {
  const result = answer as HostedResult<unknown>; // what every function of a host answers
  return result.tag === "ok" ? "ok" : result.val;
}

function kebabCase(name: string): string {
  return name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`);
}
