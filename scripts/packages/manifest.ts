/** Checks the entries of a packed `package.json`, and that nothing of the workspace is left in it. */
import { isDeepStrictEqual } from "node:util";

/** Leads to the TypeScript sources, inside of this repository only. */
const SOURCE_CONDITION = "@airssys/source";

export interface Manifest {
  readonly name: string;
  readonly version: string;
  readonly exports: Readonly<Record<string, string | Readonly<Record<string, string>>>>;
  readonly dependencies?: Readonly<Record<string, string>>;
  readonly peerDependencies?: Readonly<Record<string, string>>;
}

/** One subpath of a package that a program or its types can import. */
export interface Entry {
  /** The specifier of an import. */
  readonly specifier: string;
  /** Whether there is code to run, and not types alone. */
  readonly hasCode: boolean;
}

/** The entries, without patterns and without files that are no modules. */
export function entriesOf(manifest: Manifest): Entry[] {
  return Object.entries(manifest.exports)
    .filter(([, target]) => typeof target !== "string")
    .map(([subpath, target]) => ({
      specifier: `${manifest.name}${subpath.slice(1)}`,
      hasCode: typeof target !== "string" && "default" in target,
    }));
}

/** Returns the faults of a published manifest, compared with the one in this repository. */
export function publishFaults(source: Manifest, published: Manifest): string[] {
  const faults: string[] = [];
  if (!isDeepStrictEqual(published.exports, withoutSource(source.exports))) {
    faults.push(`publishConfig.exports must repeat exports without the condition ${SOURCE_CONDITION}`);
  }
  for (const [name, range] of Object.entries(published.dependencies ?? {})) {
    if (/^(workspace|catalog|file|link):/.test(range)) faults.push(`dependency ${name} is ${range}`);
  }
  return faults;
}

function withoutSource(exports: Manifest["exports"]): unknown {
  const text = JSON.stringify(exports, (key, value: unknown) => (key === SOURCE_CONDITION ? undefined : value));
  return JSON.parse(text);
}

/** The packages are released together, so the greatest of several versions would decide for all of them. */
export function versionFault(manifests: readonly Manifest[]): string | undefined {
  const versions = new Set(manifests.map(({ version }) => version));
  if (versions.size === 1) return undefined;
  const list = manifests.map(({ name, version }) => `  ${version}  ${name}`);
  return `all packages carry one version, but they have:\n${list.join("\n")}`;
}
