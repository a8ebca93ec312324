import type { CommandModule } from "./command-module.ts";

/** A command that the program knows, without having loaded it. */
export interface KnownCommand {
  readonly summary: string;
  load(): Promise<CommandModule>;
}

/** The commands by their names, in the order of the help. */
export const COMMANDS: ReadonlyMap<string, KnownCommand> = new Map<string, KnownCommand>([
  ["ls", { summary: "list namespaces with their usage and quota", load: async () => (await import("./ls.ts")).ls }],
  ["usage", { summary: "print the usage of a namespace", load: async () => (await import("./usage.ts")).usage }],
  [
    "keys",
    {
      summary: "print keys, or the collections that they belong to",
      load: async () => (await import("./keys.ts")).keys,
    },
  ],
  [
    "scan",
    { summary: "print entries: keys, versions, expiries, values", load: async () => (await import("./scan.ts")).scan },
  ],
  ["get", { summary: "print the value of a key as what it is", load: async () => (await import("./get.ts")).get }],
  ["set", { summary: "give a key a value", load: async () => (await import("./set.ts")).set }],
  ["delete", { summary: "remove keys", load: async () => (await import("./delete.ts")).deleteKeys }],
  [
    "watch",
    {
      summary: "print changes as they are committed, of any process",
      load: async () => (await import("./watch.ts")).watch,
    },
  ],
  [
    "inspect",
    { summary: "show the store in a page on this machine", load: async () => (await import("./inspect.ts")).inspect },
  ],
  [
    "export",
    { summary: "write a namespace as JSON Lines", load: async () => (await import("./export.ts")).exportLines },
  ],
  [
    "import",
    { summary: "store JSON Lines in a namespace", load: async () => (await import("./import.ts")).importLines },
  ],
  ["copy", { summary: "copy a namespace, to another store too", load: async () => (await import("./copy.ts")).copy }],
  ["move", { summary: "move a namespace, to another store too", load: async () => (await import("./copy.ts")).move }],
  ["remove", { summary: "remove a namespace whole", load: async () => (await import("./remove.ts")).remove }],
  [
    "quota",
    { summary: "print or store the quota of a namespace", load: async () => (await import("./quota.ts")).quota },
  ],
  [
    "verify",
    {
      summary: "recount namespaces and compare with what is recorded",
      load: async () => (await import("./verify.ts")).verify,
    },
  ],
  ["sweep", { summary: "remove what has expired", load: async () => (await import("./sweep.ts")).sweep }],
  [
    "backup",
    {
      summary: "copy the store while it is used, without free pages",
      load: async () => (await import("./backup.ts")).backup,
    },
  ],
  [
    "restore",
    {
      summary: "bring back a store, or one namespace, from a backup",
      load: async () => (await import("./restore.ts")).restore,
    },
  ],
  [
    "migrate",
    {
      summary: "copy a store to another engine, verified and resumable",
      load: async () => (await import("./migrate.ts")).migrate,
    },
  ],
  [
    "doctor",
    {
      summary: "print what matters here: versions, engines, disk, limits",
      load: async () => (await import("./doctor.ts")).doctor,
    },
  ],
  [
    "run",
    { summary: "call an export of a component over the store", load: async () => (await import("./run.ts")).run },
  ],
  [
    "completion",
    {
      summary: "print a script that completes commands in a shell",
      load: async () => (await import("./completion.ts")).completion,
    },
  ],
]);
