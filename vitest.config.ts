import { defineConfig } from "vitest/config";

export default defineConfig({
  resolve: { conditions: ["@airssys/source"] },
  ssr: { resolve: { conditions: ["@airssys/source"] } },
  test: {
    include: ["packages/*/{src,test}/**/*.test.ts", "test/**/*.test.ts", "examples/*/test/**/*.test.ts"],
  },
});
