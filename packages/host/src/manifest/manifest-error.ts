/** One thing that is wrong in a manifest. */
export interface ManifestFault {
  /**
   * Where: the dotted path of the setting, for instance `permissions.storage.access`, or `line 3, column 7`. At most
   * 200 characters.
   */
  readonly path: string;
  /** What is wrong and what would be right, in one line of at most 300 characters. */
  readonly message: string;
}

/**
 * A manifest that cannot be used. Its message names the file and the faults in it, each with its path and what is
 * allowed there. It stays short whatever the manifest holds: it has 50 faults at most, and says how many more there
 * are.
 */
export class ManifestError extends Error {
  override readonly name = "ManifestError";
  readonly file: string;
  /** The first faults, at most 50. */
  readonly faults: readonly ManifestFault[];

  constructor(file: string, faults: readonly ManifestFault[], options?: ErrorOptions) {
    const told = faults.slice(0, FAULTS_MAX).map(boundedFault);
    const more = faults.length > told.length ? [`  and ${faults.length - told.length} more`] : [];
    super([`${bounded(file, FILE_MAX)} is not a valid manifest:`, ...told.map(lineOf), ...more].join("\n"), options);
    this.file = file;
    this.faults = told;
  }
}

const FAULTS_MAX = 50;
const FILE_MAX = 1_000;
const PATH_MAX = 200;
const MESSAGE_MAX = 300;

function boundedFault({ path, message }: ManifestFault): ManifestFault {
  return { path: bounded(path, PATH_MAX), message: bounded(message, MESSAGE_MAX) };
}

/** The text in one line: as it is if it is short, without its middle if not. */
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

/** Control characters, and what else ends a line: a name in a manifest must not forge lines of a log. */
const LINE_BREAKING = /[\p{Cc}\u2028\u2029]/gu;

function lineOf({ path, message }: ManifestFault): string {
  return `  ${path}: ${message}`;
}
