import type { Role } from "../../law/law.ts";

/** The text of a `Component.toml` that grants what the role may do. */
export function manifestOf({ id, access, quotaBytes, keys, namespaces }: Omit<Role, "manifest">): string {
  const mayWrite = access === "read-write" || access === "admin";
  return [
    "[component]",
    `id = ${JSON.stringify(id)}`,
    'version = "1.0.0"',
    "",
    "[permissions.storage]",
    `access = ${JSON.stringify(access)}`,
    // Who can write nothing has no quota.
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
