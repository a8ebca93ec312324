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
import { isThenable } from "@airssys/protocol";
import { inJavaScript } from "@airssys/runtime/declared";
import { askedOperation } from "./asked-operation.ts";
import { CONTRACT_FUNCTIONS } from "./contract-functions.ts";
import { copyData } from "./copy-data.ts";
import type { AskedOperation } from "./operation-log.ts";

/** Observes the operations between components and their host. */
export interface OperationObserver {
  /** Called with each operation when it is done. */
  tell(operation: AskedOperation): void;
  /**
   * Called before and after each operation, and before each call. @throws if the program has ended, which ends the
   * guest
   */
  requireAlive(): void;
}

/** Wraps a host so that an observer sees every operation of its components. */
export function observedHost<M extends Mode>(host: Host<M>, observer: OperationObserver): Host<M> {
  return {
    mode: host.mode,
    interfaces: host.interfaces,
    sweeper: host.sweeper,
    bind: (componentId, grants: Grants, settings) =>
      new ObservedBinding(host.bind(componentId, grants, settings), observer),
  };
}

class ObservedBinding<M extends Mode> implements Binding<M> {
  readonly imports: Imports<M>;
  readonly #binding: Binding<M>;
  readonly #observer: OperationObserver;

  constructor(binding: Binding<M>, observer: OperationObserver) {
    this.#binding = binding;
    this.#observer = observer;
    this.imports = observedImports(binding.imports, binding.componentId, observer);
  }

  get componentId(): string {
    return this.#binding.componentId;
  }

  async call<T>(work: () => T | Promise<T>, settings?: CallSettings): Promise<T> {
    this.#observer.requireAlive();
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

function observedImports<M extends Mode>(
  imports: Imports<M>,
  component: string,
  observer: OperationObserver,
): Imports<M> {
  const named = Object.entries(imports).map(([name, functions]) => {
    const interfaceName = name.replace(/^airssys:wasm\/|@.*$/g, "");
    const observed = Object.entries(functions as Functions).map(([each, call]) => {
      const about = { component, interface: interfaceName, function: WIT_NAMES.get(each) ?? each };
      return [each, observedFunction(call, about, observer)];
    });
    return [name, Object.fromEntries(observed)];
  });
  return Object.fromEntries(named) as Imports<M>; // the same names, and functions of the same types
}

/** The names of the contract's functions in WIT, by those in JavaScript. */
const WIT_NAMES: ReadonlyMap<string, string> = new Map(CONTRACT_FUNCTIONS.map((name) => [inJavaScript(name), name]));

type About = Pick<AskedOperation, "component" | "interface" | "function">;

function observedFunction(
  call: Functions[string],
  about: About,
  observer: OperationObserver,
): (...args: unknown[]) => unknown {
  return (...asked) => {
    observer.requireAlive();
    const args = asked.map(copyData);
    const tell = (answer: unknown) => {
      observer.requireAlive();
      observer.tell(askedOperation(about, args, toOutcome(answer)));
      observer.requireAlive(); // what was told may have ended it
      return answer;
    };
    const answer = call(...asked);
    return isThenable(answer) ? answer.then(tell) : tell(answer);
  };
}

function toOutcome(answer: unknown): AskedOperation["outcome"] {
  const result = answer as HostedResult<unknown>; // what every function of a host answers
  return result.tag === "ok" ? "ok" : result.val;
}
