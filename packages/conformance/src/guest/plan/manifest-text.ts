import type { Role } from "../../law/law.ts";

/** Writes the `Component.toml` of a role. */
export function writeManifest({ id, access, quotaBytes, keys, namespaces }: Omit<Role, "manifest">): string {
  const mayWrite = access === "read-write" || access === "admin";
  return [
    "[component]",
    `id = ${JSON.stringify(id)}`,
    'version = "1.0.0"',
    "",
    "[permissions.storage]",
    `access = ${JSON.stringify(access)}`,
    // A component that cannot write has no quota.
    ...(mayWrite ? [`max-size = "${quotaBytes} B"`] : []),
    ...patterns(keys),
    ...namespaces.flatMap((grant) => [
      "",
      `[permissions.namespaces.${JSON.stringify(grant.name)}]`,
      `access = ${JSON.stringify(grant.access)}`,
      ...patterns(grant.keys),
    ]),
    "",
  ].join("\n");
}

function patterns(keys: readonly string[] | undefined): string[] {
  return keys === undefined ? [] : [`keys = ${JSON.stringify(keys)}`];
}
