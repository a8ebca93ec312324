/** Bytes of a page of WebAssembly memory. */
const PAGE_BYTES = 65_536;

/** WebAssembly core specification, binary format: the section that declares memories. */
const MEMORY_SECTION = 5;
const HEADER_BYTES = 8;
const HAS_MAXIMUM = 0x01;
const IS_64_BIT = 0x04;

/**
 * A core module whose memory cannot grow beyond a number of bytes: growing further fails inside of the guest, as it would on a machine with so
 * little memory. Modules that declare no memory, or one that is smaller already, stay as they are. The memory that a module begins with is
 * never cut.
 */
export function withMemoryLimit(module: Uint8Array, bytesMax: number): Uint8Array {
  for (let at = HEADER_BYTES; at < module.length; ) {
    const id = module[at];
    const size = readLeb(module, at + 1);
    const end = size.end + size.value;
    if (id === MEMORY_SECTION) {
      const content = limitedSection(module.subarray(size.end, end), Math.floor(bytesMax / PAGE_BYTES));
      return joined(module.subarray(0, at), [MEMORY_SECTION, ...leb(content.length), ...content], module.subarray(end));
    }
    at = end;
  }
  return module;
}

/** A vector of limits, each with a maximum of at most so many pages. */
function limitedSection(section: Uint8Array, pagesMax: number): number[] {
  const count = readLeb(section, 0);
  const limited = leb(count.value);
  let at = count.end;
  for (let index = 0; index < count.value; index++) {
    const flags = section[at] ?? 0;
    const minimum = readLeb(section, at + 1);
    const maximum = flags & HAS_MAXIMUM ? readLeb(section, minimum.end) : undefined;
    const pages = Math.max(minimum.value, Math.min(maximum?.value ?? pagesMax, pagesMax));
    if (flags & IS_64_BIT) throw new TypeError("a memory of 64-bit addresses cannot be limited");
    limited.push(flags | HAS_MAXIMUM, ...leb(minimum.value), ...leb(pages));
    at = maximum?.end ?? minimum.end;
  }
  return limited;
}

function readLeb(bytes: Uint8Array, start: number): { readonly value: number; readonly end: number } {
  let value = 0;
  for (let at = start, factor = 1; ; at++, factor *= 128) {
    const byte = bytes[at];
    if (byte === undefined) throw new TypeError("a core module ends in the middle of a number");
    value += (byte & 0x7f) * factor;
    if (byte < 0x80) return { value, end: at + 1 };
  }
}

function leb(value: number): number[] {
  const bytes: number[] = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return [...bytes, rest];
    bytes.push((rest % 128) | 0x80);
  }
}

function joined(before: Uint8Array, section: readonly number[], after: Uint8Array): Uint8Array {
  const module = new Uint8Array(before.length + section.length + after.length);
  module.set(before);
  module.set(section, before.length);
  module.set(after, before.length + section.length);
  return module;
}
