import { fileURLToPath } from "node:url";
import { declaredWorld, type FunctionTypes, someFunctions } from "@airssys/runtime/declared";
import { rolldown } from "rolldown";

/** The types and the code by which the bindings of a component check the values that pass them. */
export interface Border {
  /** Script that makes `airssysBorder`, which has the classes that take values by their types. */
  readonly code: string;
  readonly exports: FunctionTypes;
  readonly imports: FunctionTypes;
}

/**
 * The border of a world.
 *
 * @param encoded its types in binary.
 * @param used the interfaces that the guest imports.
 */
export async function borderOf(encoded: Uint8Array, used: readonly string[]): Promise<Border> {
  const { imports, exports } = declaredWorld(encoded);
  const isUsed = (from: string) => used.includes(from) || !from.startsWith("airssys:wasm/");
  return {
    code: await bundledTakers(),
    exports,
    imports: someFunctions(imports, ({ from, name }) => isUsed(from ?? name)),
  };
}

const ENTRY = "\0airssys-border";

/** The same code that takes values in the host, as a script. */
async function bundledTakers(): Promise<string> {
  const declared = fileURLToPath(import.meta.resolve("@airssys/runtime/declared"));
  const build = await rolldown({
    input: ENTRY,
    platform: "neutral",
    plugins: [
      {
        name: "airssys-border",
        resolveId: (id) => (id === ENTRY ? id : null),
        load: (id) => (id === ENTRY ? `export { AnswerTaker, ArgumentTaker } from ${JSON.stringify(declared)};` : null),
      },
    ],
  });
  try {
    const { output } = await build.generate({ format: "iife", name: "airssysBorder", minify: true });
    return output[0].code;
  } finally {
    await build.close();
  }
}
