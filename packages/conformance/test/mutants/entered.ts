import type { Mutant } from "./mutant.ts";
import { altering, ask, err, type Functions, type Imported } from "./mutant.ts";

/** The same functions, done in the component's own namespace whichever is entered. */
function inOwn({ storageEnter, storageLeave, ...functions }: Functions, names: readonly string[]): Functions {
  const own = (done: Imported | undefined): Imported => {
    return (...args) => {
      const entered = ask(storageEnter, "");
      const result = ask(done, ...args);
      if (entered.tag === "ok") ask(storageLeave);
      return result;
    };
  };
  return Object.fromEntries(names.map((name) => [name, own(functions[name])]));
}

/** Hosts that mix up which namespace a function works in. */
export const enteredMutants: readonly Mutant[] = [
  {
    name: "counts what is written to shared namespaces against the component's own quota",
    about: "storage-namespaces",
    caughtBy: "what is written to a shared namespace does not count against the component's own quota",
    seen: 'expected no error, got {tag: "quota-exceeded", val: {quota: 10, requested: 100',
    wrong: altering(({ storageSet }, { grants }) => ({
      storageSet: (key: string, value: Uint8Array) => {
        const requested = BigInt(value.length);
        const details = { used: 0n, quota: BigInt(grants.quotaBytes), requested };
        return requested > details.quota ? err("quota-exceeded", details) : ask(storageSet, key, value);
      },
    })),
  },
  {
    name: "takes shared namespaces for the same that differ in case",
    about: "storage-namespaces",
    caughtBy: "shared namespaces whose names differ in case are apart",
    seen: 'storage-keys: expected [], got ["k"]',
    wrong: altering(({ storageEnter }, { grants }) => ({
      storageEnter: (name: string) => {
        const granted = Object.keys(grants.namespaces ?? {});
        return ask(storageEnter, granted.find((known) => known.toLowerCase() === name.toLowerCase()) ?? name);
      },
    })),
  },
  {
    name: "reads several keys, pages and scans in the component's own namespace",
    about: "together-namespaces",
    caughtBy: "every function that reads does so in the namespace that was entered",
    seen: "expected [<736861726564>, none], got [<6f776e>, <6f776e>]",
    wrong: altering((functions) => inOwn(functions, ["storageGetMany", "storageScan", "storageRange"])),
  },
  {
    name: "seals with the keys of the component's own namespace, whichever is entered",
    about: "together-cipher",
    caughtBy: "what is sealed in a namespace opens there alone, for every component that enters it",
    seen: "expected the error invalid-argument, got the answer <6f776e>",
    wrong: altering((functions) => inOwn(functions, ["seal", "open"])),
  },
];
