import { LoadError } from "../errors/load-error.ts";
import type { ByteReader } from "./byte-reader.ts";
import { NAME_BYTES_MAX } from "./structure-limits.ts";

// Component Model, Explainer, "Import and Export Definitions". Generated code spells these names out, so only a closed
// set of characters is allowed.

const LABEL = "(?:[a-z][0-9a-z]*|[A-Z][0-9A-Z]*)(?:-(?:[0-9a-z]+|[0-9A-Z]+))*";
const VERSION = "[0-9]+\\.[0-9]+\\.[0-9]+(?:[-+][0-9A-Za-z.+-]+)?";
const LABEL_ALONE = new RegExp(`^${LABEL}$`);
const EXTERN = new RegExp(
  `^(?:${LABEL}|\\[constructor\\]${LABEL}|\\[(?:method|static)\\]${LABEL}\\.${LABEL}|${LABEL}:${LABEL}/${LABEL}(?:@${VERSION})?)$`,
);

/**
 * Reads the name of a field, case, flag or parameter.
 *
 * @throws LoadError `unsupported-name`
 */
export function readLabel(reader: ByteReader): string {
  const name = readText(reader);
  if (!LABEL_ALONE.test(name)) throw unsupportedName(name, "words of letters and digits with hyphens in between");
  return name;
}

/**
 * Reads the name of an import, an export or an argument: a label, a function of a resource, or an interface with or
 * without a version.
 *
 * @throws LoadError `unsupported-name`
 */
export function readExternName(reader: ByteReader): string {
  const name = readText(reader);
  if (!EXTERN.test(name)) throw unsupportedName(name, "a WIT name such as run, or example:notes/store@1.0.0");
  return name;
}

/** Reads one character per byte. Names with other bytes than ASCII are refused later. */
function readText(reader: ByteReader): string {
  const bytes = reader.take(reader.count());
  if (bytes.length > NAME_BYTES_MAX)
    throw unsupportedName(latin(bytes.subarray(0, 80)), `at most ${NAME_BYTES_MAX} bytes`);
  return latin(bytes);
}

function latin(bytes: Uint8Array): string {
  return String.fromCharCode(...bytes);
}

function unsupportedName(name: string, expected: string): LoadError {
  return new LoadError("unsupported-name", `the component has the name ${JSON.stringify(name)}; expected ${expected}`);
}
