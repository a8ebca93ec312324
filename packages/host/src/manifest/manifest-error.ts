import { brand, isInstance } from "@airssys/protocol";

/** One fault in a manifest. */
export interface ManifestFault {
  /**
   * Location of the fault: the dotted path of the setting, for instance `permissions.storage.access`, or `line 3,
   * column 7` for a syntax error. At most 200 characters.
   */
  readonly path: string;
  /** Says what is wrong and what is expected, in one line of at most 300 characters. */
  readonly message: string;
}

/**
 * Thrown for an invalid manifest. Its message names the file and lists the faults, each with its path and what is
 * allowed there. The message is bounded whatever the manifest contains: it lists at most 50 faults, and says how many
 * more there are.
 */
export class ManifestError extends Error {
  override readonly name: string = "ManifestError";
  readonly file: string;
  /** The first 50 faults. */
  readonly faults: readonly ManifestFault[];

  constructor(file: string, faults: readonly ManifestFault[], options?: ErrorOptions) {
    const listed = faults.slice(0, FAULTS_MAX).map(boundedFault);
    const more = faults.length > listed.length ? [`  and ${faults.length - listed.length} more`] : [];
    super(
      [`${bounded(file, FILE_MAX)} is not a valid manifest:`, ...listed.map(printFault), ...more].join("\n"),
      options,
    );
    this.file = file;
    this.faults = listed;
    brand(this, "ManifestError");
  }

  /** Answers `instanceof ManifestError` by the brand of the error. */
  static override [Symbol.hasInstance](value: unknown): value is ManifestError {
    // biome-ignore lint/complexity/noThisInStatic: it is the class that was asked about, which may extend this one
    return isInstance(this, ManifestError, value, "ManifestError");
  }
}

const FAULTS_MAX = 50;
const FILE_MAX = 1_000;
const PATH_MAX = 200;
const MESSAGE_MAX = 300;

function boundedFault({ path, message }: ManifestFault): ManifestFault {
  return { path: bounded(path, PATH_MAX), message: bounded(message, MESSAGE_MAX) };
}

/** Returns the text as one line. Cuts out the middle of a text that is too long. */
function bounded(text: string, charactersMax: number): string {
  const isLong = text.length > charactersMax;
  const half = Math.floor((charactersMax - GAP.length) / 2);
  const short = isLong ? `${text.slice(0, half)}${GAP}${text.slice(-half)}` : text;
  const line = short.replace(
    LINE_BREAKING,
    (character) => `U+${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
  return line.length > charactersMax ? `${line.slice(0, charactersMax - GAP.length)}${GAP}` : line;
}

const GAP = " ... ";

/** Control characters and line separators. Escaped, so that a name in a manifest cannot forge lines of a log. */
const LINE_BREAKING = /[\p{Cc}\u2028\u2029]/gu;

function printFault({ path, message }: ManifestFault): string {
  return `  ${path}: ${message}`;
}
