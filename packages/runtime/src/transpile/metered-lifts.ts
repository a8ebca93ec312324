import { LIFTED_UNIT_BYTES } from "../structure/lift-limits.ts";

/**
 * Makes the generated glue count what it copies out of the guest's memory before it does, and the handles that the
 * guest holds, with the `LiftMeter` that it is given when it is instantiated.
 *
 * The same text decides how strings are read: the decoders of the generator leave out a U+FEFF at the beginning and
 * repair what is not Unicode, so that two keys of a guest would become one. The component model knows neither.
 *
 * The names that this adds have a `$` in them, which no name of WIT can have.
 *
 * @param valuesPerUnit values of JavaScript that items of lists become at most, for each {@link LIFTED_UNIT_BYTES}
 * bytes of memory.
 * @throws Error if the glue copies in a way that this does not know
 */
export function withMeteredLifts(glue: string, valuesPerUnit: number): string {
  const metered = glue
    .replace(DECODER, (_whole, encoding = "'utf-8'") => `airssys$decoder(${encoding})`)
    .replace(
      COPY,
      (_whole, memory, start, size) => `${memory}.buffer.slice(${start}, ${start} + airssys$meter.bytes(${size}))`,
    )
    .replace(LOOP, (_whole, keyword: string, length: string, body: string | undefined, stride: string | undefined) => {
      const units = stride === undefined ? 1 : Math.ceil(Number(stride) / LIFTED_UNIT_BYTES);
      const counted = `${length}, ${units * valuesPerUnit}`;
      return `for (${keyword} i = 0, count = airssys$meter.elements(${counted}); i < count; i++)${body ?? ""}`;
    })
    .replace(HANDLE, (_whole, isNew) => `${isNew}\n      airssys$meter.handles(table);`)
    .replace(IMPORT, (whole) => `${whole}\n    airssys$meter.begin();`);
  const unknown = UNKNOWN.exec(metered)?.[0];
  if (unknown !== undefined) throw new Error(`the glue copies in a way that this runtime does not know: ${unknown}`);
  if (!metered.includes(HEADER)) throw new Error("the glue begins in a way that this runtime does not know");
  return metered.replace(HEADER, METERED_HEADER);
}

// The parts of the text that jco-transpile 0.15 generates.
const HEADER = "export function instantiate(getCoreModule, imports, instantiateCore = WebAssembly.instantiate) {";
const DECODER = /new TextDecoder\(('utf-16')?\)/g;
const COPY = /\b(memory\d+)\.buffer\.slice\((ptr\d+), \2 \+ (len\d+ \* \d+)\)/g;
const LOOP = /for \((let|var) i = 0; i < (len\d*); i\+\+\)( \{\n\s*const base = \w+ \+ i \* (\d+);)?/g;
const IMPORT = /const _trampoline\d+ = (?:async )?function\([^)]*\) \{/g;
// Which would remember every handle that there ever was.
const HANDLE = /table\._createdReps\.add\(rep\);\n\s*(if \(free === 0\) \{)/g;
const UNKNOWN =
  /_createdReps\.add.*|new TextDecoder.*|buffer\.slice\(.*, (?!ptr\d+ \+ airssys\$meter\.).*|for \(\w+ i = 0; i < len.*/;

const METERED_HEADER = `export function instantiate(getCoreModule, imports, instantiateCore, airssys$meter) {
  const airssys$decoder = (encoding) => {
    const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
    return {
      decode(text) {
        airssys$meter.bytes(text.byteLength);
        return decoder.decode(text);
      },
    };
  };`;
