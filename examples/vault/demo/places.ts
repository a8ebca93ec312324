import { fileURLToPath } from "node:url";

const at = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Where the demo finds things, and keeps what it built. */
export const PLACES = {
  entry: at("../src/vault.ts"),
  wit: at("../wit"),
  manifest: at("../Component.toml"),
  components: at("../../../.cache/components"),
  transpiled: at("../../../.cache/transpiled"),
} as const;
