// The splicer needs 500 MB and grows its memory by 64 KiB at a time. Growing a memory costs Node a garbage collection
// now and then: 5 of the 7 s that splicing takes. So its allocator gets the memory in one piece beforehand.

/** More than the splicer was seen to use. Memory that is never written takes no room. */
const ROOM_BYTES = 800_000_000;

interface Allocating {
  cabi_realloc(pointer: number, oldBytes: number, alignment: number, newBytes: number): number;
}

/**
 * Loads a transpiled component whose core modules have memory to spare from the beginning.
 *
 * Changes `WebAssembly.instantiate` of this process while it loads. Meant for a process that does nothing else.
 */
export async function withRoom<Loaded>(load: () => Promise<Loaded>): Promise<Loaded> {
  const { instantiate } = WebAssembly;
  const withSpare = async (module: WebAssembly.Module, imports?: WebAssembly.Imports) => {
    const instance = await instantiate(module, imports);
    makeRoom(instance.exports);
    return instance;
  };
  Reflect.set(WebAssembly, "instantiate", withSpare);
  try {
    return await load();
  } finally {
    Reflect.set(WebAssembly, "instantiate", instantiate);
  }
}

/** Allocates one large block and shrinks it to a byte: the allocator keeps the rest for later. */
function makeRoom(exports: WebAssembly.Exports): void {
  if (!isAllocating(exports)) return;
  const block = exports.cabi_realloc(0, 0, 1, ROOM_BYTES);
  exports.cabi_realloc(block, ROOM_BYTES, 1, 1);
}

function isAllocating(exports: WebAssembly.Exports): exports is WebAssembly.Exports & Allocating {
  return exports.memory instanceof WebAssembly.Memory && typeof exports.cabi_realloc === "function";
}
