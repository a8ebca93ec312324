/** One thing that is wrong in a manifest. */
export interface ManifestFault {
  /** Where: the dotted path of the setting, for instance `permissions.storage.access`, or `line 3, column 7`. */
  readonly path: string;
  /** What is wrong and what would be right. */
  readonly message: string;
}

/** A manifest that cannot be used. Its message names the file and every fault in it, with its path and what is allowed there. */
export class ManifestError extends Error {
  override readonly name = "ManifestError";
  readonly file: string;
  readonly faults: readonly ManifestFault[];

  constructor(file: string, faults: readonly ManifestFault[], options?: ErrorOptions) {
    super([`${file} is not a valid manifest:`, ...faults.map(lineOf)].join("\n"), options);
    this.file = file;
    this.faults = faults;
  }
}

function lineOf({ path, message }: ManifestFault): string {
  return `  ${path}: ${message}`;
}
