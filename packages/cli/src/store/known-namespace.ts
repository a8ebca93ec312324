import type { ListedNamespace, Namespaces } from "@airssys/host";
import { namespaceFault } from "@airssys/protocol";
import { NotFound, UsageError } from "../command-error.ts";

/** Yields every namespace of a store whose name begins with a text. */
export async function* listNamespaces(namespaces: Namespaces, prefix = ""): AsyncGenerator<ListedNamespace> {
  for (let after: string | undefined; ; ) {
    const page: Awaited<ReturnType<Namespaces["list"]>> = await namespaces.list({ prefix, after });
    yield* page.namespaces;
    if (page.after === undefined) return;
    after = page.after;
  }
}

/** Returns a namespace that exists. @throws UsageError for a text that is no name; NotFound if there is none */
export async function knownNamespace(namespaces: Namespaces, name: string): Promise<ListedNamespace> {
  requireNamespaceName(name);
  const [found] = (await namespaces.list({ prefix: name, limit: 1 })).namespaces;
  if (found?.name === name) return found;
  throw new NotFound(`there is no namespace ${name}`);
}

/** @throws UsageError for a text that is no name of a namespace */
export function requireNamespaceName(name: string): void {
  const fault = namespaceFault(name);
  if (fault !== undefined) throw new UsageError(`a namespace ${fault}`);
}
