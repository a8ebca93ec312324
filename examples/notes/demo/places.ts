import { fileURLToPath } from "node:url";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Where the demo finds and keeps things. `NOTES_DATA` moves the data. */
export const PLACES = {
  repository: at("../../.."),
  entry: at("../src/notes.ts"),
  wit: at("../wit"),
  manifest: at("../Component.toml"),
  session: at("./session.ts"),
  docs: at("../../../docs"),
  component: at("../../../.cache/notes/notes.wasm"),
  components: at("../../../.cache/components"),
  transpiled: at("../../../.cache/transpiled"),
  data: process.env.NOTES_DATA ?? at("../../../.data/notes"),
} as const;
