import { parse } from "@bytecodealliance/jco-transpile/wasm-tools";

// Components made to harm their host while they are loaded. Each is as small as possible.

/** A core function that returns 1, exported under a name in the escapes of the text format. */
const oneNamed = (name: string) => `(core module $m (func (export "${name}") (result i32) (i32.const 1)))
  (core instance $i (instantiate $m))
  (alias core export $i "${name}" (core func $one))`;

const LIFTED = "(func $run (result u32) (canon lift (core func $one)))";

/** Exports `run`, which returns 1, through a core export of another name. */
export const coreNamed = (name: string) => parse(`(component ${oneNamed(name)} ${LIFTED} (export "run" (func $run)))`);

/** Exports `run` through a core import with the given module and name. */
export const coreImporting = (module: string, name: string) =>
  parse(`(component
    (core module $one (func (export "${name}") (result i32) (i32.const 1)))
    (core instance $one (instantiate $one))
    (core module $m (import "${module}" "${name}" (func $f (result i32))) (export "run" (func $f)))
    (core instance $i (instantiate $m (with "${module}" (instance $one))))
    (func $run (result u32) (canon lift (core func $i "run")))
    (export "run" (func $run)))`);

/** Exports a function that returns 1 under each of the names. */
export const exporting = (...names: string[]) =>
  parse(`(component ${oneNamed("one")} ${LIFTED} ${names.map((name) => `(export "${name}" (func $run))`).join(" ")})`);

/** Exports an interface with functions that return 1. */
export const exportingInterface = (name: string, ...functions: string[]) =>
  parse(`(component ${oneNamed("one")} ${LIFTED}
    (instance $x ${functions.map((each) => `(export "${each}" (func $run))`).join(" ")})
    (export "${name}" (instance $x)))`);

/** Exports a resource with a constructor. */
export const exportingResource = (name: string) =>
  parse(`(component ${oneNamed("one")}
    (type $R (resource (rep i32)))
    (func $make (result (own $R)) (canon lift (core func $one)))
    (component $inner
      (import "r" (type $R (sub resource)))
      (import "make" (func $make (result (own $R))))
      (export $E "${name}" (type $R))
      (export "[constructor]${name}" (func $make) (func (result (own $E)))))
    (instance $x (instantiate $inner (with "r" (type $R)) (with "make" (func $make))))
    (export "a:b/c" (instance $x)))`);

/** Imports something whose name has a form of its own, such as a URL. */
export const importing = (name: string) => parse(`(component (import "${name}" (func)))`);

/** Nested component types, each of which declares more types than there are bytes. */
export function declaringMore(levels: number): Uint8Array {
  const content = [1, ...Array.from({ length: levels }, () => [0x42, 0xff, 0xff, 0xff, 0x0f, 0x01]).flat()];
  return Uint8Array.of(0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0, 7, content.length, ...content);
}

/** A function whose result is a pair of pairs of pairs, so many levels deep. */
export function doubling(levels: number): Promise<Uint8Array> {
  const types = Array.from({ length: levels }, (_none, level) => {
    return `(type $t${level} (tuple ${level === 0 ? "u8 u8" : `$t${level - 1} $t${level - 1}`}))`;
  });
  return parse(`(component ${oneNamed("one")} (core module $mem (memory (export "m") 1)) (core instance $mi (instantiate $mem))
    (alias core export $mi "m" (core memory $mem)) ${types.join(" ")}
    (func (export "run") (result $t${levels - 1}) (canon lift (core func $one) (memory $mem))))`);
}

/** A chain of types, each a list of the previous one. */
export function nesting(levels: number): Promise<Uint8Array> {
  const types = Array.from(
    { length: levels },
    (_none, level) => `(type $t${level} (list ${level === 0 ? "u8" : `$t${level - 1}`}))`,
  );
  return parse(`(component ${types.join(" ")})`);
}

/** Nested components. */
export function inside(levels: number): Promise<Uint8Array> {
  return parse("(component ".repeat(levels) + ")".repeat(levels));
}

/** A nested component that lowers one function of its own many times. */
export function lowering(times: number): Promise<Uint8Array> {
  const lowered = Array.from({ length: times }, (_none, index) => `(core func $f${index} (canon lower (func $run)))`);
  return parse(`(component
    (component $a ${oneNamed("one")} (func (export "run") (result u32) (canon lift (core func $one))))
    (instance $a (instantiate $a))
    (component $b (import "run" (func $run (result u32))) ${lowered.join(" ")}
      (core module $m (import "i" "f" (func $f (result i32))) (export "run" (func $f)))
      (core instance $mi (instantiate $m (with "i" (instance (export "f" (func $f${times - 1}))))))
      (func (export "run") (result u32) (canon lift (core func $mi "run"))))
    (instance $b (instantiate $b (with "run" (func $a "run"))))
    (export "run" (func $b "run")))`);
}

/** A core function with many local variables and many loops, nested or in sequence. */
export function looping(locals: number, loops: number, isNested: boolean): Promise<Uint8Array> {
  const body = isNested ? "(loop ".repeat(loops) + ")".repeat(loops) : "(loop)".repeat(loops);
  return parse(`(component
    (core module $m (func (export "run") (result i32) (local ${"i64 ".repeat(locals)}) ${body} (i32.const 1)))
    (core instance $i (instantiate $m))
    (func (export "run") (result u32) (canon lift (core func $i "run"))))`);
}

/** Uses a built-in of the component model that belongs to asynchronous functions. */
export const usingBuiltIn = (builtIn: string) => parse(`(component (core func (canon ${builtIn})))`);

/** Tables with many initial elements. */
export function tables(count: number, elements: number): Promise<Uint8Array> {
  return parse(`(component (core module ${`(table ${elements} funcref)`.repeat(count)}))`);
}

/**
 * A core function whose variables and loops have typed references, so that a reader who does not know them misreads the
 * rest.
 */
export function misleading(locals: number, loops: number): Promise<Uint8Array> {
  const body = `${"(loop (result (ref null 40)) ".repeat(loops)} unreachable ${")".repeat(loops)} drop (i32.const 1)`;
  return parse(`(component (core module $m ${"(type (func))".repeat(41)}
      (func (export "run") (result i32) (local (ref null 0)) (local ${"i64 ".repeat(locals)}) ${body}))
    (core instance $i (instantiate $m))
    (func (export "run") (result u32) (canon lift (core func $i "run"))))`);
}

/** A core function with many variables and many branches out of one block, each with other values of its variables. */
export function branching(locals: number, branches: number): Promise<Uint8Array> {
  const body = Array.from({ length: branches }, (_none, index) => {
    return `local.get 0 local.set ${1 + (index % locals)} local.get 0 br_if 0`;
  });
  return parse(`(component (core module $m
      (func $f (param i32) (local ${"i32 ".repeat(locals)}) block ${body.join(" ")} end)
      (func (export "run") (result i32) (call $f (i32.const 1)) (i32.const 1)))
    (core instance $i (instantiate $m))
    (func (export "run") (result u32) (canon lift (core func $i "run"))))`);
}

/** Returns a list of many items of the last type defined. Their memory is zeros. */
export function returningList(types: readonly string[], items: number): Promise<Uint8Array> {
  const defined = types.map((type, index) => `(type $t${index} ${type})`);
  return parse(`(component
    (core module $m (memory (export "m") 64)
      (func (export "run") (result i32)
        (i32.store (i32.const 8) (i32.const 1024)) (i32.store (i32.const 12) (i32.const ${items})) (i32.const 8)))
    (core instance $i (instantiate $m))
    (alias core export $i "m" (core memory $mem))
    ${defined.join(" ")}
    (func (export "run") (result (list $t${types.length - 1})) (canon lift (core func $i "run") (memory $mem))))`);
}

/** A core module with nothing but custom sections, or with one section twice. */
export function sectioned(section: readonly number[], times: number): Uint8Array {
  const core = [0, 0x61, 0x73, 0x6d, 1, 0, 0, 0, ...Array.from({ length: times }, () => section).flat()];
  const part = (id: number, content: readonly number[]) => [id, ...leb(content.length), ...content];
  return Uint8Array.from([0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0, ...part(1, core), ...part(2, [1, 0, 0, 0])]);
}

function leb(value: number): number[] {
  return value < 128 ? [value] : [(value % 128) | 0x80, ...leb(Math.floor(value / 128))];
}

/** Exports two interfaces whose `run` takes a number and bytes, respectively. */
export function exportingTwo(ofNumbers: string, ofBytes: string): Promise<Uint8Array> {
  return parse(`(component
    (core module $m (memory (export "m") 1)
      (func (export "one") (param i32) (result i32) (i32.const 1))
      (func (export "two") (param i32 i32) (result i32) (i32.const 2))
      (func (export "re") (param i32 i32 i32 i32) (result i32) (i32.const 64)))
    (core instance $i (instantiate $m))
    (alias core export $i "m" (core memory $mem))
    (alias core export $i "re" (core func $re))
    (func $one (param "a" u32) (result u32) (canon lift (core func $i "one")))
    (func $two (param "a" (list u8)) (result u32) (canon lift (core func $i "two") (memory $mem) (realloc $re)))
    (instance $x (export "run" (func $one)))
    (instance $y (export "run" (func $two)))
    (export "${ofNumbers}" (instance $x))
    (export "${ofBytes}" (instance $y)))`);
}
