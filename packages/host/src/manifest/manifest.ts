import { parse, TomlError } from "smol-toml";
import * as v from "valibot";
import { type AccessLevel, DEFAULT_QUOTAS, type Grants, type QuotaPolicy } from "../policy/grants.ts";
import { ManifestError, type ManifestFault } from "./manifest-error.ts";
import { manifestSchema } from "./manifest-schema.ts";
import { reservedNameFaults } from "./reserved-names.ts";

/** A component's manifest, `Component.toml`, after parsing and validation. */
export interface Manifest {
  readonly component: { readonly id: string; readonly version: string };
  readonly grants: Grants;
  /** Limits that the component asks to run with. The program that loads it decides what to allow. */
  readonly limits?: {
    /** Maximum size of its memory, in bytes. */
    readonly memoryBytesMax?: number;
    /** Maximum duration of one call, in milliseconds. */
    readonly callTimeMaxMs?: number;
  };
}

/** Quotas of access levels that override {@link DEFAULT_QUOTAS}. */
export type LevelQuotas = Readonly<Partial<Record<AccessLevel, QuotaPolicy>>>;

/**
 * Parses and checks the text of a manifest. A component without `permissions.storage` gets no access. One without
 * `max-size` gets the default quota of its access level. The grants are what the component's author asks for: a program
 * that does not trust the author must check `grants` first, shared namespaces above all.
 *
 * @param file name of the manifest in error messages.
 * @param quotas default and maximum quotas of access levels that override {@link DEFAULT_QUOTAS}.
 * @throws ManifestError with up to 50 faults. A text of more than 262 144 characters is a fault.
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
  const faults = [...reserved, ...(result.issues ?? []).map(toFault).filter(({ path }) => !told.has(path))];
  if (!result.success || reserved.length > 0) throw new ManifestError(file, faults);
  const { component, permissions, limits } = result.output;
  const { "max-size": asked, ...own } = permissions.storage;
  const quotaBytes = resolveQuota(own.access, asked, { ...DEFAULT_QUOTAS, ...quotas }, file);
  const { namespaces } = permissions;
  return {
    component: { id: component.id, version: component.version },
    grants: { ...own, quotaBytes, ...(namespaces && { namespaces }) },
    ...(limits && { limits: toLimits(limits) }),
  };
}

/** Maximum length of a manifest: a hundred times that of one with much metadata, and parsed in well under a second. */
const CHARACTERS_MAX = 262_144;

function requireSize(text: string, file: string): void {
  if (text.length <= CHARACTERS_MAX) return;
  const message = `expected at most ${CHARACTERS_MAX} characters, got ${text.length}`;
  throw new ManifestError(file, [{ path: WHOLE, message }]);
}

type AskedLimits = NonNullable<v.InferOutput<typeof manifestSchema>["limits"]>;

function toLimits({ memory, "call-time": callTime }: AskedLimits): NonNullable<Manifest["limits"]> {
  return {
    ...(memory !== undefined && { memoryBytesMax: memory }),
    ...(callTime !== undefined && { callTimeMaxMs: callTime }),
  };
}

function resolveQuota(
  access: AccessLevel,
  asked: number | undefined,
  quotas: typeof DEFAULT_QUOTAS,
  file: string,
): number {
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

/** Path of a fault that concerns the whole manifest. */
const WHOLE = "(the whole file)";

function toFault(issue: v.BaseIssue<unknown>): ManifestFault {
  return { path: v.getDotPath(issue) ?? WHOLE, message: issue.message };
}
