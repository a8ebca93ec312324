// The bindings that componentize-js 0.23 generates make something of whatever they are given: text becomes the number
// 0, and a field that is missing nothing. Here they are made to look first: at what an export returns, which traps if
// it is not of its type, and at what an import is passed, which throws.

import { type FunctionTypes, inJavaScript } from "@airssys/runtime/declared";
import type { Border } from "./border.ts";

const EXPORTED = /^async function export_[^\n]*\{\n[\s\S]*?^\}$/gm;
const CALLED = /\bawait ([\w$]+)\(/;
const RETURNED = /^ {2}ret = await (?:.*\);|[^\n]*\n[\s\S]*?^ {2}\S.*\);)$/m;
const ENDED = /^ *ret = \{ tag: 'err', val: getErrorPayload\(e\) \};\n *\}$/m;
const OF_RESOURCE = /^async function export_[^\n(]*\$(?:constructor|method\$|static\$|dtor)/;
const BOUND =
  /__iface = getInterfaceExport\(\$source_mod, (?:'([^']+)'|null), (?:'([^']+)'|null)\);|^ *([\w$]+) = (__iface|\$source_mod)\.([\w$]+);$/gm;
const MODULE = /^defineBuiltinModule\('([^']+)', \{\n([\s\S]*?)\n\}\);$/gm;
const MEMBER = /^ *'?([\w$-]+)'?: (import_[\w$]+),?$/gm;
const IMPORTED = /^function (import_[\w$]+)\(([^)]*)\) \{$/gm;

/**
 * The bindings, which take values by their types.
 *
 * @throws Error if an export returns in a way that is not known here
 */
export function withTypes(generated: string, border: Border): string {
  const exported = boundExports(generated, border.exports);
  const imported = boundImports(generated, border.imports);
  const looking = generated
    .replace(EXPORTED, (text) => lookingAtAnswer(text, exported, border.exports))
    .replace(IMPORTED, (head, name: string, names: string) => {
      const place = imported.get(name);
      return place === undefined || names === ""
        ? head
        : `${head}\n  [${names}] = airssysPassed(${place}, [${names}]);`;
    });
  return `${looking}\n${border.code}\n${takers(border)}`;
}

/** The places of exported functions by the names that the bindings have for them. */
function boundExports(generated: string, exports: FunctionTypes): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  let from: string | null = null;
  for (const [, alias, id, variable, holder, name = ""] of generated.matchAll(BOUND)) {
    if (variable === undefined) from = id ?? alias ?? null;
    else places.set(variable, placeOf(exports, holder === "__iface" ? from : null, name));
  }
  return places;
}

/**
 * The places of imported functions by the names that the bindings have for them. Those of a world are modules of their
 * own.
 */
function boundImports(generated: string, imports: FunctionTypes): ReadonlyMap<string, number> {
  const places = new Map<string, number>();
  for (const [, module = "", members = ""] of generated.matchAll(MODULE))
    for (const [, member = "", name = ""] of members.matchAll(MEMBER)) {
      const isOfWorld = member === "default";
      const place = placeOf(imports, isOfWorld ? null : module, isOfWorld ? inJavaScript(module) : member);
      if (place >= 0) places.set(name, place);
    }
  return places;
}

function placeOf({ functions }: FunctionTypes, from: string | null, name: string): number {
  return functions.findIndex((each) => each.from === from && inJavaScript(each.name) === name);
}

/** Methods of resources are not looked at. */
function lookingAtAnswer(text: string, places: ReadonlyMap<string, number>, { functions }: FunctionTypes): string {
  const place = places.get(CALLED.exec(text)?.[1] ?? "");
  const callee = functions[place ?? -1];
  if (place === undefined || callee === undefined) {
    if (OF_RESOURCE.test(text)) return text;
    throw new Error(`the bindings call an export in a way that is not known here: ${text.slice(0, 100)}`);
  }
  if (ENDED.test(text)) return text.replace(ENDED, (ended) => `${ended}\n  ret = airssysEnded(${place}, ret);`);
  if (RETURNED.test(text))
    return text.replace(RETURNED, (returned) => `${returned}\n  ret = airssysReturned(${place}, ret);`);
  throw new Error(`the bindings return in a way that is not known here: ${text.slice(0, 100)}`);
}

function takers({ exports, imports }: Border): string {
  return `
const airssysExports = ${JSON.stringify(exports)}, airssysImports = ${JSON.stringify(imports)};
const airssysOptions = { isExact: false, isCopied: false, passesHandles: true, widensNumbers: true };
const airssysAnswers = new airssysBorder.AnswerTaker(airssysExports.types, airssysOptions);
const airssysArguments = new airssysBorder.ArgumentTaker(airssysImports.types, airssysOptions);
function airssysReturned(place, value) {
  return airssysAnswers.value(airssysExports.functions[place], value);
}
function airssysEnded(place, ended) {
  const callee = airssysExports.functions[place];
  if (ended.tag === "err") return { tag: "err", val: airssysAnswers.payload(callee, ended.val) };
  return { tag: "ok", val: airssysAnswers.value(callee, ended.val) };
}
function airssysPassed(place, args) {
  return airssysArguments.take(airssysImports.functions[place], args);
}`;
}
