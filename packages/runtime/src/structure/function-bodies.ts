import { ByteReader } from "./byte-reader.ts";
import { countBlocks } from "./instructions.ts";
import { unsupported } from "./shapes.ts";
import { BLOCK_DEPTH_MAX, BODY_BYTES_MAX, LOCALS_MAX, LOCALS_TIMES_JOINS_MAX } from "./structure-limits.ts";
import { skipValueType } from "./value-types.ts";

/** Least bytes of a block: its opcode, its type and its end. */
const BLOCK_BYTES = 3;

/** Least bytes of a join of paths: one entry of a branch table. */
const JOIN_BYTES = 1;

/**
 * Checks the functions of a core module against the limits of what a compiler can be asked to do at once. Instructions
 * are only read if the function is long enough to break a limit.
 *
 * @throws LoadError `unsupported`; MalformedError
 */
export function requireBodies(reader: ByteReader): void {
  reader.each(() => requireBody(reader.take(reader.number())), 3);
  reader.requireEnd();
}

function requireBody(body: Uint8Array): void {
  if (body.length > BODY_BYTES_MAX) throw unsupported(`a function of more than ${BODY_BYTES_MAX} bytes`);
  const reader = new ByteReader(body);
  const locals = readLocals(reader);
  const bytes = body.length - reader.position;
  if (bytes / BLOCK_BYTES <= BLOCK_DEPTH_MAX && (bytes / JOIN_BYTES) * locals <= LOCALS_TIMES_JOINS_MAX) return;
  const { joins, depth } = countBlocks(reader);
  if (depth > BLOCK_DEPTH_MAX) throw unsupported(`a function with blocks nested more than ${BLOCK_DEPTH_MAX} deep`);
  if (joins * locals > LOCALS_TIMES_JOINS_MAX)
    throw unsupported(
      `a function with ${locals} variables and ${joins} blocks and branches, whose product is more than ${LOCALS_TIMES_JOINS_MAX}`,
    );
}

/** Returns the number of local variables, without the parameters. */
function readLocals(reader: ByteReader): number {
  let locals = 0;
  reader.each(() => {
    locals += reader.number();
    skipValueType(reader);
  }, 2);
  if (locals > LOCALS_MAX) throw unsupported(`a function with more than ${LOCALS_MAX} local variables`);
  return locals;
}
