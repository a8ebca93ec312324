import { registerHooks } from "node:module";
import { defineConfig } from "vitest/config";

// From source, as what is tested is.
registerHooks({
  resolve: (name, context, next) => next(name, { ...context, conditions: ["@airssys/source", ...context.conditions] }),
});
const { airssysTesting }: typeof import("../../src/vite/index.ts") = await import(
  new URL("../../src/vite/index.ts", import.meta.url).href
);

// biome-ignore lint/style/noDefaultExport: Vitest asks for one
export default defineConfig({
  plugins: [airssysTesting()],
  resolve: { conditions: ["@airssys/source"] },
  ssr: { resolve: { conditions: ["@airssys/source"] } },
  test: { include: ["*.spec.ts"], coverage: { include: ["src/**"], reporter: ["json"] } },
});
