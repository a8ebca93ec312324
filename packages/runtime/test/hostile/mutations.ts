import { tmpdir } from "node:os";
import { join } from "node:path";

// Seeded changes to real components: what someone would try who looks for a hole.

/** Seeded random numbers: mulberry32. */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** Returns a whole number from 0 to below `end`. */
  below(end: number): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = this.#state;
    mixed = Math.imul(mixed ^ (mixed >>> 15), mixed | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return Math.floor((((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32) * end);
  }

  of<T>(choices: readonly T[]): T {
    return choices[this.below(choices.length)] as T; // there are some
  }
}

/** A section of a component: bytes, or a nested component. */
interface Part {
  readonly id: number;
  readonly content: Uint8Array | readonly Part[];
}

const HEADER_BYTES = 8;
const MODULE = 1;
const COMPONENT = 4;
const COMPONENT_HEADER = [0, 0x61, 0x73, 0x6d, 0x0d, 0, 1, 0];

/** Kinds of changes. */
export const MUTATIONS: Readonly<Record<string, (component: Uint8Array, chance: Chance) => Uint8Array>> = {
  "bits of declarations": (component, chance) => inLeaf(component, chance, flipped),
  "bits anywhere": flipped,
  counts: (component, chance) => inLeaf(component, chance, withNumber),
  names: (component, chance) => inLeaf(component, chance, withName),
  nesting: (component, chance) => nested(component, 1 + chance.below(40)),
  "sections left out, twice, or in another order": reordered,
  "a part of the bytes": (component, chance) => component.slice(0, chance.below(component.length)),
  "bytes put in or taken out": (component, chance) => inLeaf(component, chance, spliced),
};

function flipped(bytes: Uint8Array, chance: Chance): Uint8Array {
  const changed = Uint8Array.from(bytes);
  for (let left = 1 + chance.below(4); left > 0 && changed.length > 0; left--) {
    const at = chance.below(changed.length);
    changed[at] = (changed[at] ?? 0) ^ (1 << chance.below(8));
  }
  return changed;
}

/** Replaces a byte with a large number: many bytes are counts, lengths or indices. */
function withNumber(bytes: Uint8Array, chance: Chance): Uint8Array {
  const at = chance.below(bytes.length);
  const number = chance.of([
    [0xff, 0xff, 0xff, 0xff, 0x0f],
    [0x80, 0x80, 0x80, 0x80, 0x08],
    [0xff, 0xff, 0x03],
    [0x80, 0x01],
    [0x00],
    [0xff, 0xff, 0xff, 0xff, 0xff, 0x01],
  ]);
  return Uint8Array.of(...bytes.subarray(0, at), ...number, ...bytes.subarray(at + 1));
}

/** A file that escaped code writes, in whatever process or thread it runs. */
export const CANARY: string = join(tmpdir(), `airssys-canary-${process.pid}`);

const code = (quote: string) =>
  `process.getBuiltinModule(${quote}fs${quote}).writeFileSync(${quote}${CANARY}${quote}, ${quote}${quote})`;

const NAMES = [
  `x'] ?? (${code('"')}, () => 42) ?? ['y`,
  `"]; ${code("'")}; ["`,
  `\`\${${code('"')}}\``,
  `\n ${code('"')} //`,
  `*/ ${code('"')} /*`,
  `\u2028${code('"')}`,
  "__proto__",
  "constructor",
  "then",
  "exports0",
  "url=<https://x/>",
  "a:b/lifted",
  "",
  "x".repeat(5_000),
];

/** Replaces a name: a length, and as many characters that names have. */
function withName(bytes: Uint8Array, chance: Chance): Uint8Array {
  const places = Array.from(bytes.keys()).filter((at) => isName(bytes, at));
  if (places.length === 0) return flipped(bytes, chance);
  const at = chance.of(places);
  const name = new TextEncoder().encode(chance.of(NAMES));
  const after = bytes.subarray(at + 1 + (bytes[at] ?? 0));
  return Uint8Array.of(...bytes.subarray(0, at), ...leb(name.length), ...name, ...after);
}

function isName(bytes: Uint8Array, at: number): boolean {
  const length = bytes[at] ?? 0;
  if (length < 2 || length > 60 || at + length >= bytes.length) return false;
  return bytes.subarray(at + 1, at + 1 + length).every((byte) => byte >= 0x23 && byte < 0x7f);
}

function spliced(bytes: Uint8Array, chance: Chance): Uint8Array {
  const at = chance.below(bytes.length);
  const gone = chance.below(4);
  const come = Array.from({ length: chance.below(4) }, () => chance.below(256));
  return Uint8Array.of(...bytes.subarray(0, at), ...come, ...bytes.subarray(at + gone));
}

/** Nests the component in components. */
function nested(component: Uint8Array, levels: number): Uint8Array {
  let inner = component;
  for (let level = 0; level < levels; level++) inner = printed([{ id: COMPONENT, content: inner }]);
  return inner;
}

function reordered(component: Uint8Array, chance: Chance): Uint8Array {
  const parts = [...(parsed(component) ?? [])];
  const at = chance.below(parts.length);
  const [part] = parts.splice(at, 1);
  const copies = chance.of([0, 1, 2, 300]);
  for (let left = copies; left > 0 && part !== undefined; left--) parts.splice(chance.below(parts.length), 0, part);
  return printed(parts);
}

/**
 * Changes the content of one section at any level, and the lengths of all sections around it. Core modules are chosen
 * rarely.
 */
function inLeaf(
  component: Uint8Array,
  chance: Chance,
  change: (bytes: Uint8Array, chance: Chance) => Uint8Array,
): Uint8Array {
  return printed(changedPart(parsed(component) ?? [], chance, change));
}

function changedPart(parts: readonly Part[], chance: Chance, change: typeof flipped): Part[] {
  const likely = parts.filter(({ id }) => id !== 0 && (id !== MODULE || chance.below(10) === 0));
  const chosen = likely.length > 0 ? chance.of(likely) : parts[0];
  return parts.map((part) => {
    if (part !== chosen) return part;
    const { id, content } = part;
    if (!(content instanceof Uint8Array)) return { id, content: changedPart(content, chance, change) };
    return { id, content: content.length === 0 ? content : change(content, chance) };
  });
}

/** Returns `undefined` for bytes that are not a component. */
function parsed(component: Uint8Array): Part[] | undefined {
  const parts: Part[] = [];
  for (let at = HEADER_BYTES; at < component.length; ) {
    const id = component[at++] ?? 0;
    const [length, start] = readLeb(component, at);
    if (start + length > component.length) return undefined;
    const content = component.subarray(start, start + length);
    parts.push({ id, content: id === COMPONENT ? (parsed(content) ?? content) : content });
    at = start + length;
  }
  return parts;
}

function printed(parts: readonly Part[]): Uint8Array {
  return Buffer.concat([
    Uint8Array.from(COMPONENT_HEADER),
    ...parts.flatMap(({ id, content }) => {
      const bytes = content instanceof Uint8Array ? content : printed(content);
      return [Uint8Array.of(id, ...leb(bytes.length)), bytes];
    }),
  ]);
}

function readLeb(bytes: Uint8Array, start: number): [value: number, end: number] {
  let [value, factor, at] = [0, 1, start];
  for (; ; factor *= 128) {
    const byte = bytes[at++] ?? 0;
    value += (byte & 0x7f) * factor;
    if (byte < 0x80) return [value, at];
  }
}

function leb(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest % 128) | 0x80);
  }
}
