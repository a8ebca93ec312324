/**
 * The public address of the repository, and what follows from it in every published package.
 *
 * The root `package.json` holds it: `repository`, and if they differ from it `homepage` and `bugs`. As long as it has
 * none, manifests have no such fields, and a README names what lies outside of its package as `docs/contract.md`. With
 * an address the same names are links.
 */
import { existsSync } from "node:fs";
import { join } from "node:path";

/** The addresses that the root manifest may have. */
export interface Address {
  readonly repository?: { readonly type: "git"; readonly url: string };
  readonly homepage?: string;
  readonly bugs?: string;
}

/** A path from the root in code, with or without an anchor, and with or without a link. */
const REFERENCE = /\[`([\w./-]+)(#[\w-]+)?`\]\(https?:[^)]*\)|`([\w./-]+)(#[\w-]+)?`/g;
const TOP = /^(?:docs|packages|examples|bench|wit|scripts)\/|^[A-Z]+\.md$/;

/** The README of a package as it has to be under this address. Blocks of code stay as they are. */
export function addressed(readme: string, address: Address, root: string): string {
  return readme
    .split(/(^```[\s\S]*?^```$)/m)
    .map((part) =>
      part.startsWith("```")
        ? part
        : part.replace(REFERENCE, (...match: string[]) => referenceTo(match, address, root)),
    )
    .join("");
}

function referenceTo(match: readonly string[], { repository }: Address, root: string): string {
  const [whole = "", linked, linkedAnchor, plain, plainAnchor] = match;
  const path = linked ?? plain ?? "";
  const anchor = linkedAnchor ?? plainAnchor ?? "";
  if (!TOP.test(path) || path === "README.md" || !existsSync(join(root, path))) return whole;
  const name = `\`${path}${anchor}\``;
  return repository === undefined ? name : `[${name}](${pagesOf(repository.url)}/blob/HEAD/${path}${anchor})`;
}

/** Returns the fields of a package manifest that follow from the address; `undefined` is a field that is not there. */
export function fieldsOf({ repository, homepage, bugs }: Address, folder: string): Record<string, unknown> {
  if (repository === undefined) return { homepage, repository: undefined, bugs };
  const pages = pagesOf(repository.url);
  return {
    homepage: homepage ?? `${pages}/blob/HEAD/${folder}/README.md`,
    repository: { ...repository, directory: folder },
    bugs: bugs ?? `${pages}/issues`,
  };
}

function pagesOf(url: string): string {
  return url.replace(/^git\+/, "").replace(/\.git$/, "");
}
