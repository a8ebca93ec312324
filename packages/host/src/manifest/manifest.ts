import { parse, TomlError } from "smol-toml";
import * as v from "valibot";
import { type AccessLevel, DEFAULT_QUOTAS, type Grants, type QuotaPolicy } from "../policy/grants.ts";
import { ManifestError, type ManifestFault } from "./manifest-error.ts";
import { manifestSchema } from "./manifest-schema.ts";
import { reservedNameFaults } from "./reserved-names.ts";

/** A component's manifest, `Component.toml`, checked. */
export interface Manifest {
  readonly component: { readonly id: string; readonly version: string };
  readonly grants: Grants;
  /** What it asks to run with, as far as it says. Who loads it decides what it may ask for. */
  readonly limits?: {
    /** Most bytes of its memory. */
    readonly memoryBytesMax?: number;
    /** Longest that a call may take, in milliseconds. */
    readonly callTimeMax?: number;
  };
}

/** Quotas of access levels that differ from {@link DEFAULT_QUOTAS}. */
export type LevelQuotas = Readonly<Partial<Record<AccessLevel, QuotaPolicy>>>;

/**
 * Reads the text of a manifest. A component without `permissions.storage` gets no access; one that names no `max-size`
 * gets the default of its access level. What a manifest grants is what its author asks for: a host that does not trust
 * them looks at `grants` first, above all at its shared namespaces.
 *
 * @param file what the manifest is called in errors.
 * @param quotas default and maximum quota of the access levels where they differ from those of {@link DEFAULT_QUOTAS}.
 * @throws ManifestError with the faults in it, the first 50 if there are more. A text of more than 262 144 characters
 * is one.
 *
 * @example
 * ```ts
 * import { parseManifest } from "@airssys/host";
 *
 * const manifest = parseManifest(`
 *   [component]
 *   id = "notes"
 *   version = "1.0.0"
 *   [permissions]
 *   storage = { access = "read-write", max-size = "25MB" }
 * `);
 * manifest.grants; // { access: "read-write", quotaBytes: 25_000_000 }
 * ```
 */
export function parseManifest(text: string, file = "Component.toml", quotas: LevelQuotas = {}): Manifest {
  requireSize(text, file);
  const table = parseToml(text, file);
  const reserved = reservedNameFaults(table);
  const result = v.safeParse(manifestSchema, table);
  const told = new Set(reserved.map(({ path }) => path));
  const faults = [...reserved, ...(result.issues ?? []).map(faultOf).filter(({ path }) => !told.has(path))];
  if (!result.success || reserved.length > 0) throw new ManifestError(file, faults);
  const { component, permissions, limits } = result.output;
  const { "max-size": asked, ...own } = permissions.storage;
  const quotaBytes = quotaOf(own.access, asked, { ...DEFAULT_QUOTAS, ...quotas }, file);
  const { namespaces } = permissions;
  return {
    component: { id: component.id, version: component.version },
    grants: { ...own, quotaBytes, ...(namespaces && { namespaces }) },
    ...(limits && { limits: limitsOf(limits) }),
  };
}

/** Longest text of a manifest: some hundred times what one with much metadata has, and read in well under a second. */
const CHARACTERS_MAX = 262_144;

function requireSize(text: string, file: string): void {
  if (text.length <= CHARACTERS_MAX) return;
  const message = `expected at most ${CHARACTERS_MAX} characters, got ${text.length}`;
  throw new ManifestError(file, [{ path: WHOLE, message }]);
}

type AskedLimits = NonNullable<v.InferOutput<typeof manifestSchema>["limits"]>;

function limitsOf({ memory, "call-time": callTime }: AskedLimits): NonNullable<Manifest["limits"]> {
  return {
    ...(memory !== undefined && { memoryBytesMax: memory }),
    ...(callTime !== undefined && { callTimeMax: callTime }),
  };
}

function quotaOf(access: AccessLevel, asked: number | undefined, quotas: typeof DEFAULT_QUOTAS, file: string): number {
  const { defaultBytes, maxBytes } = quotas[access];
  if (asked === undefined || asked <= maxBytes) return asked ?? defaultBytes;
  const message = `expected at most ${maxBytes} bytes for ${access} access, got ${asked}`;
  throw new ManifestError(file, [{ path: "permissions.storage.max-size", message }]);
}

function parseToml(text: string, file: string): unknown {
  try {
    return parse(text);
  } catch (cause) {
    if (!(cause instanceof TomlError)) throw cause;
    const message = cause.message.split("\n")[0] ?? "not TOML";
    throw new ManifestError(file, [{ path: `line ${cause.line}, column ${cause.column}`, message }], { cause });
  }
}

/** The path of what is wrong with all of it. */
const WHOLE = "(the whole file)";

function faultOf(issue: v.BaseIssue<unknown>): ManifestFault {
  return { path: v.getDotPath(issue) ?? WHOLE, message: issue.message };
}
