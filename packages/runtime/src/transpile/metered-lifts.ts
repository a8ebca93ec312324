/**
 * Makes the generated glue count what it copies out of the guest's memory before it does, and the handles that the guest holds, with the `LiftMeter`
 * that it is given when it is instantiated.
 *
 * The same text decides how strings are read: the decoders of the generator leave out a U+FEFF at the beginning and repair what is not Unicode, so that
 * two keys of a guest would become one. The component model knows neither.
 *
 * @throws Error if the glue copies in a way that this does not know
 */
export function withMeteredLifts(glue: string): string {
  const metered = glue
    .replace(DECODER, (_whole, encoding = "'utf-8'") => `meteredDecoder(${encoding})`)
    .replace(
      COPY,
      (_whole, memory, start, size) => `${memory}.buffer.slice(${start}, ${start} + lifted.bytes(${size}))`,
    )
    .replace(
      LOOP,
      (_whole, keyword, length) => `for (${keyword} i = 0, count = lifted.elements(${length}); i < count; i++)`,
    )
    .replace(HANDLE, (_whole, isNew) => `${isNew}\n      lifted.handles(table.length >> 1);`)
    .replace(IMPORT, (whole) => `${whole}\n    lifted.begin();`);
  const unknown = UNKNOWN.exec(metered)?.[0];
  if (unknown !== undefined) throw new Error(`the glue copies in a way that this runtime does not know: ${unknown}`);
  if (!metered.includes(HEADER)) throw new Error("the glue begins in a way that this runtime does not know");
  return metered.replace(HEADER, METERED_HEADER);
}

// The parts of the text that jco-transpile 0.15 generates.
const HEADER = "export function instantiate(getCoreModule, imports, instantiateCore = WebAssembly.instantiate) {";
const DECODER = /new TextDecoder\(('utf-16')?\)/g;
const COPY = /\b(memory\d+)\.buffer\.slice\((ptr\d+), \2 \+ (len\d+ \* \d+)\)/g;
const LOOP = /for \((let|var) i = 0; i < (len\d*); i\+\+\)/g;
const IMPORT = /const _trampoline\d+ = (?:async )?function\([^)]*\) \{/g;
const HANDLE = /table\._createdReps\.add\(rep\);\n\s*(if \(free === 0\) \{)/g; // which would remember every handle that there ever was
const UNKNOWN =
  /_createdReps\.add.*|new TextDecoder.*|buffer\.slice\(.*, (?!ptr\d+ \+ lifted\.).*|for \(\w+ i = 0; i < len.*/;

const METERED_HEADER = `export function instantiate(getCoreModule, imports, instantiateCore, lifted) {
  const meteredDecoder = (encoding) => {
    const decoder = new TextDecoder(encoding, { fatal: true, ignoreBOM: true });
    return {
      decode(text) {
        lifted.bytes(text.byteLength);
        return decoder.decode(text);
      },
    };
  };`;
