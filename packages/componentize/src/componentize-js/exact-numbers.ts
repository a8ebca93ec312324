// The code that componentize-js 0.23 generates and its engine understand numbers in different ways:
//
// - An `s64` that is negative ends the component (https://github.com/bytecodealliance/ComponentizeJS/issues/343), be it
//   the argument of an import or the result of an export: the engine takes nothing but numbers without a sign. The same
//   64 bits without a sign arrive as what they are.
// - The other way round it hands 64 bits to an export without their sign, which nobody gives back to them.
// - A `u32` of 2 147 483 648 or more that an import is passed or an export returns arrives as another number: the
//   engine takes 32 bits with a sign. The same bits with one arrive as what they are.

const SIGNED_RESULT = /(function toInt64\(val\)\s*\{[^}]*BigInt\.)asIntN(\(64,)/;
const ARGUMENTS = /^async function export_[^(]*\(([^)]+)\) \{$/gm;
const UNSIGNED_RESULT = /^( *return toUint32\(\w+\));$/gm;
const CALL_OF_IMPORT = /^ *ret = \$import_.*$/gm;
const UNSIGNED_OPTION = /^( *(variant\w+) = toUint32\(\w+\));$/gm;

/** Returns the bindings, changed so that every number arrives unchanged. */
export function withNumbers(generated: string): string {
  return generated
    .replace(SIGNED_RESULT, "$1asUintN$2")
    .replace(UNSIGNED_RESULT, "$1 | 0;")
    .replace(CALL_OF_IMPORT, (call) => call.replace(/\btoUint32\(\w+\)/g, "$& | 0"))
    .replace(UNSIGNED_OPTION, (line, assignment: string, name: string) => {
      // Of 64 bits it has to be without a sign.
      return generated.includes(`BigInt(${name})`) ? line : `${assignment} | 0;`;
    })
    .replace(ARGUMENTS, (head, names: string) => [head, ...names.split(", ").map(withSign)].join("\n"));
}

/** Arguments of other types than `s64` drop the sign again later. */
function withSign(name: string): string {
  return `  if (typeof ${name} === "bigint") ${name} = BigInt.asIntN(64, ${name});`;
}
