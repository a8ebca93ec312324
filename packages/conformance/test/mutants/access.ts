import type { JudgedInterface } from "../../src/law/interfaces.ts";
import type { Mutant } from "./mutant.ts";
import { altering, ask, err } from "./mutant.ts";

/** Whoever has too little for a function that wants more than the contract says. */
const TOO_LITTLE = { write: "read-only", admin: "read-write" } as const;

function wanting(level: keyof typeof TOO_LITTLE, about: JudgedInterface, names: readonly string[]): Mutant {
  const functions = names.map((name) => name.replace(/[A-Z]/g, (letter) => `-${letter.toLowerCase()}`));
  return {
    name: `wants ${level} access for ${functions.join(" and ")}`,
    about,
    caughtBy: "each function needs the access that stands beside it and no more, and names it when it is denied",
    seen: `${functions[0]}: expected that the grant suffices, got {tag: "permission-denied"`,
    wrong: altering((own, { id, grants }) => {
      const denied = err("permission-denied", `storage:component:${id}:${level}`);
      const isDenied = grants.access === TOO_LITTLE[level];
      return Object.fromEntries(
        names.map((name) => [name, (...args) => (isDenied ? denied : ask(own[name], ...args))]),
      );
    }),
  };
}

/** Hosts that want more than stands beside a function. */
export const accessMutants: readonly Mutant[] = [
  wanting("write", "storage-usage", ["storageUsage"]),
  wanting("write", "storage-ranges", ["storageRange", "storageCount"]),
  wanting("admin", "storage-ranges", ["storageDeleteRange"]),
  wanting("write", "storage-batch", ["storageGetMany"]),
  wanting("admin", "storage-batch", ["storageWrite", "storageIncrement"]),
  wanting("write", "storage-ttl", ["storageGetTtl"]),
  wanting("admin", "storage-ttl", ["storageSetWithTtl", "storageExtend"]),
  wanting("admin", "storage-cipher", ["seal"]),
];
