export type { DeclaredInterface } from "./declared-imports.ts";
export { type DeclaredWorld, declaredWorld } from "./declared-world.ts";
