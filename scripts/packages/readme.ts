/** Documents of an installed package, seen by somebody who has the package alone. */
import { existsSync } from "node:fs";
import { readdir, readFile } from "node:fs/promises";
import { join, normalize } from "node:path";

/** Relative links that lead out of the package, or to a file that it does not have. */
export async function readmeFaults(name: string, folder: string): Promise<string[]> {
  const root = join(folder, "node_modules", name);
  const files = (await readdir(root)).filter((file) => file.endsWith(".md"));
  const faults = await Promise.all(
    files.map(async (file) =>
      deadLinks(await readFile(join(root, file), "utf8"), root).map((link) => ({ file, link })),
    ),
  );
  return faults
    .flat()
    .map(
      ({ file, link }) =>
        `${name}: ${file} links ${link}, which is not in the package; name it as \`path/from/the/root\``,
    );
}

function deadLinks(text: string, root: string): string[] {
  const prose = text.replace(/^```[\s\S]*?^```$/gm, "").replace(/`[^`\n]+`/g, "code");
  const links = Array.from(
    prose.matchAll(/\]\(([^)\s]+)\)|^\[[^\]]+\]: (\S+)/gm),
    ([, link, defined]) => link ?? defined ?? "",
  );
  return links.filter((link) => {
    if (/^(#|[a-z]+:)/.test(link)) return false;
    const path = normalize(link.replace(/#.*/, ""));
    return path.startsWith("..") || !existsSync(join(root, path));
  });
}
