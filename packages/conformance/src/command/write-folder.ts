import { cp, mkdir, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { componentFile, readComponent } from "../components.ts";
import { JUDGED_INTERFACES, neededFor } from "../interfaces.ts";
import { lawsOf } from "../judge-host.ts";
import { openReferenceHost } from "../reference/reference-host.ts";

/** Every law with its plan, as the components list them, and what each interface needs, as JSON. */
export async function listLaws(): Promise<string> {
  await using host = await openReferenceHost();
  const interfaces: unknown[] = [];
  for (const name of JUDGED_INTERFACES) {
    const laws = await lawsOf(host, await readComponent(name), name);
    interfaces.push({ name, component: `${name}.wasm`, needs: neededFor(name), laws });
  }
  // Quotas are the only numbers of 64 bits there, and small.
  return JSON.stringify(interfaces, (_, value: unknown) => (typeof value === "bigint" ? Number(value) : value), 2);
}

/** What a runner in another language is made with. */
export async function writeFolder(folder: string): Promise<void> {
  await mkdir(join(folder, "components"), { recursive: true });
  await writeFile(join(folder, "laws.json"), `${await listLaws()}\n`);
  for (const name of JUDGED_INTERFACES) await cp(componentFile(name), join(folder, "components", `${name}.wasm`));
  await cp(own("../../vectors"), join(folder, "vectors"), { recursive: true });
  await cp(own("../../wit"), join(folder, "wit"), { recursive: true });
  const contract = fileURLToPath(new URL(".", import.meta.resolve("@airssys/wit/package.json")));
  await cp(contract, join(folder, "wit", "deps", "airssys-wasm"), {
    recursive: true,
    filter: (path) => path === contract || path.endsWith(".wit"),
  });
}

function own(path: string): string {
  return fileURLToPath(new URL(path, import.meta.url));
}
