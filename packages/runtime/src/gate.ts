type Functions = Readonly<Record<string, (...args: never[]) => unknown>>;

/** Imports that an instance can use while its gate is open, and the gate. */
export interface Gated<Imports> {
  readonly imports: Imports;
  readonly gate: Gate;
}

/** Open while an instance is called, closed in between and after its end: what it does then belongs to no call and is not done. */
export interface Gate {
  open(): void;
  close(): void;
}

/**
 * Imports for one instance alone. A function that is called while the gate is closed throws, which ends the instance: it was called by work that
 * its component left behind when a call returned, or by an instance that was replaced.
 */
export function gated<Imports extends object>(imports: Imports): Gated<Imports> {
  let isOpen = false;
  const guarded = Object.entries(imports).map(([name, functions]) => [
    name,
    guardAll(functions as Functions, () => isOpen),
  ]);
  return {
    imports: Object.fromEntries(guarded) as Imports, // the same names, and functions of the same types
    gate: {
      open() {
        isOpen = true;
      },
      close() {
        isOpen = false;
      },
    },
  };
}

function guardAll(functions: Functions, isOpen: () => boolean): Functions {
  return Object.fromEntries(Object.entries(functions).map(([name, call]) => [name, guard(call, isOpen)]));
}

function guard(call: (...args: never[]) => unknown, isOpen: () => boolean): (...args: never[]) => unknown {
  return (...args) => {
    if (!isOpen()) throw new Error("the component used its storage outside of a call");
    return call(...args);
  };
}
