/** The page of the inspector, which is built by another tool than the code of the packages. */
import { readFile } from "node:fs/promises";
import { join } from "node:path";

const NAME = "@airssys/inspector";

/** Looks for the page, and all that it loads, in the installed package. Answers what is missing. */
export async function pageFault(folder: string): Promise<string | undefined> {
  const page = join(folder, "node_modules", NAME, "dist", "page");
  try {
    const html = await readFile(join(page, "index.html"), "utf8");
    const paths = Array.from(html.matchAll(/(?:src|href)="(\/[^"]+)"/g), ([, path = ""]) => path);
    await Promise.all(paths.map((path) => readFile(join(page, path))));
    return paths.some((path) => path.endsWith(".js")) ? undefined : `${NAME}: its page loads no script`;
  } catch (error) {
    return `${NAME}: its page is not whole: ${String(error)}`;
  }
}
