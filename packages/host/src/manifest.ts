import { componentIdFault } from "@airssys/protocol";
import { parse, TomlError } from "smol-toml";
import * as v from "valibot";
import { BYTE_SIZE_FORM, parseByteSize } from "./byte-size.ts";
import { ACCESS_LEVELS, DEFAULT_QUOTAS, type Grants } from "./grants.ts";
import { ManifestError, type ManifestFault } from "./manifest-error.ts";

/** A component's manifest, `Component.toml`, checked. */
export interface Manifest {
  readonly component: { readonly id: string; readonly version: string };
  readonly grants: Grants;
}

/**
 * Reads the text of a manifest. A component without `permissions.storage` gets no access; one that names no `max-size` gets the default
 * of its access level.
 *
 * @param file what the manifest is called in errors.
 * @param quotas default and maximum quota of each access level.
 * @throws ManifestError with every fault in it.
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
export function parseManifest(text: string, file = "Component.toml", quotas = DEFAULT_QUOTAS): Manifest {
  const result = v.safeParse(manifestSchema, parseToml(text, file));
  if (!result.success) throw new ManifestError(file, result.issues.map(faultOf));
  const { component, permissions } = result.output;
  const { access, "max-size": asked } = permissions.storage;
  const quota = quotas[access];
  if (asked !== undefined && asked > quota.maxBytes) {
    const message = `expected at most ${quota.maxBytes} bytes for ${access} access, got ${asked}`;
    throw new ManifestError(file, [{ path: "permissions.storage.max-size", message }]);
  }
  return {
    component: { id: component.id, version: component.version },
    grants: { access, quotaBytes: asked ?? quota.defaultBytes },
  };
}

const id = v.pipe(
  v.string(expected("a string")),
  v.rawCheck(({ dataset, addIssue }) => {
    const fault = dataset.typed ? componentIdFault(dataset.value) : undefined;
    if (fault !== undefined) addIssue({ message: `${fault}, got ${JSON.stringify(dataset.value)}` });
  }),
);

const version = v.pipe(
  v.string(expected("a string")),
  v.regex(/^\d+\.\d+\.\d+(?:[-+][0-9A-Za-z.+-]+)?$/, expected('a version such as "1.0.0"')),
);

const byteSize = v.pipe(
  v.string(expected(BYTE_SIZE_FORM)),
  v.rawTransform(({ dataset, addIssue, NEVER }) => {
    const bytes = parseByteSize(dataset.value);
    if (bytes !== undefined) return bytes;
    addIssue({ message: expected(BYTE_SIZE_FORM)({ received: JSON.stringify(dataset.value) }) });
    return NEVER;
  }),
);

const storage = v.strictObject(
  {
    access: v.picklist(ACCESS_LEVELS, expected(ACCESS_LEVELS.map((level) => `"${level}"`).join(", "))),
    "max-size": v.optional(byteSize),
  },
  unknownSetting("access and max-size"),
);

const manifestSchema = v.strictObject(
  {
    component: v.strictObject(
      { id, version, name: v.optional(v.string()), description: v.optional(v.string()) },
      unknownSetting("id, version, name and description"),
    ),
    permissions: v.optional(
      v.strictObject({ storage: v.optional(storage, { access: "none" }) }, unknownSetting("storage")),
      {},
    ),
    // Free for other tools.
    metadata: v.optional(v.record(v.string(), v.unknown())),
  },
  unknownSetting("component, permissions and metadata"),
);

function parseToml(text: string, file: string): unknown {
  try {
    return parse(text);
  } catch (cause) {
    if (!(cause instanceof TomlError)) throw cause;
    const message = cause.message.split("\n")[0] ?? "not TOML";
    throw new ManifestError(file, [{ path: `line ${cause.line}, column ${cause.column}`, message }], { cause });
  }
}

function faultOf(issue: v.BaseIssue<unknown>): ManifestFault {
  return { path: v.getDotPath(issue) ?? "(the whole file)", message: issue.message };
}

function expected(what: string): (issue: { received: string }) => string {
  return ({ received }) =>
    received === "undefined" ? `is missing: expected ${what}` : `expected ${what}, got ${received}`;
}

/** Valibot reports a missing table and an unknown setting of one through the same message. */
function unknownSetting(known: string): (issue: { received: string; expected: string | null }) => string {
  return (issue) => {
    if (issue.expected === "never") return `is not a setting; those here are ${known}`;
    return issue.received === "undefined" ? "is missing" : `expected a table with ${known}, got ${issue.received}`;
  };
}
