/** How metrics name namespaces: by one of five kinds, or each by its name. */
export type NamespaceDetail = "kind" | "name";

/** Returns the kind of a namespace: `component:*`, `app:*`, `user:*`, `org/*` or `system`. */
export function namespaceKind(namespace: string): string {
  const end = namespace.search(/[:/]/);
  return end === -1 ? namespace : `${namespace.slice(0, end + 1)}*`;
}

/** Returns the label of a namespace in metrics. */
export function namespaceLabel(namespace: string, detail: NamespaceDetail): string {
  return detail === "name" ? namespace : namespaceKind(namespace);
}
