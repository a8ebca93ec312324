import { fileURLToPath } from "node:url";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Where measurements find and keep things. */
export const PLACES = {
  probeEntry: at("../component/probe.ts"),
  probeWit: at("../component/probe.wit"),
  sealedEntry: at("../component/sealed.ts"),
  sealedWit: at("../component/sealed.wit"),
  collectionsEntry: at("../component/collections.ts"),
  collectionsWit: at("../component/collections.wit"),
  todoEntry: at("../../examples/todo/src/todo.ts"),
  packages: at("../../packages"),
  cache: at("../../.cache/bench"),
  peers: at("../../.cache/peers"),
  transpiled: at("../../.cache/transpiled"),
  partProcess: at("./part-process.ts"),
  results: at("../results/latest.json"),
  engineTimes: at("../../docs/guide/engines-time.svg"),
  engineSpace: at("../../docs/guide/engines-space.svg"),
} as const;
