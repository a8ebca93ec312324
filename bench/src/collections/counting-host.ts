import type { Binding, Host } from "@airssys/host";

/** A host that counts what components call of it. */
export interface CountingHost {
  readonly host: Host<"sync">;
  /** How many calls there were so far. */
  calls(): number;
}

type Interfaces = Readonly<Record<string, Readonly<Record<string, unknown>>>>;

export function countingHost(host: Host<"sync">): CountingHost {
  let calls = 0;
  const counted = (imports: Interfaces) => {
    return mapped(imports, (functions) =>
      mapped(functions, (call) => {
        if (typeof call !== "function") return call;
        return (...args: unknown[]) => {
          calls++;
          return Reflect.apply(call, undefined, args);
        };
      }),
    );
  };
  const bind: Host<"sync">["bind"] = (...args) => {
    const binding = host.bind(...args);
    const imports = counted(binding.imports as unknown as Interfaces) as unknown as Binding<"sync">["imports"];
    return new Proxy(binding, {
      get: (target, name) => (name === "imports" ? imports : boundMember(target, name)),
    });
  };
  return { host: { ...host, bind }, calls: () => calls };
}

function boundMember(target: object, name: string | symbol): unknown {
  const member: unknown = Reflect.get(target, name, target);
  return typeof member === "function" ? member.bind(target) : member;
}

function mapped<T, U>(record: Readonly<Record<string, T>>, change: (value: T) => U): Record<string, U> {
  return Object.fromEntries(Object.entries(record).map(([name, value]) => [name, change(value)]));
}
