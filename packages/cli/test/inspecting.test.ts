import { Child } from "@airssys/test-kit/child";
import { describe, expect, it } from "vitest";
import { airssys, makeStore } from "./command-line.ts";

const CLI = new URL("../src/cli.ts", import.meta.url);

describe("inspect", () => {
  it("serves the store for whoever has the address, until it is interrupted", async () => {
    const child = new Child(CLI, ["inspect", "--json", "--store", makeStore()]);
    await child.spoken();
    const [line = ""] = child.lines();
    const { origin, hash } = new URL((JSON.parse(line) as { url: string }).url);
    const page = await fetch(origin);
    expect(page.status).toBe(200);
    expect(await page.text()).toContain("<title>");
    const authorization = `Bearer ${hash.replace("#token=", "")}`;
    expect((await fetch(`${origin}/api/namespaces`)).status).toBe(401);
    const listed = await fetch(`${origin}/api/namespaces`, { headers: { authorization } });
    expect(JSON.stringify(await listed.json())).toContain("component:notes");
    child.process.kill("SIGINT");
    expect(await child.ended).toMatchObject({ code: 0, noise: "" });
  });

  it.each(["65536", "-1", "http"])("refuses the port %s", async (port) => {
    expect(await airssys(["inspect", `--port=${port}`, "--store", makeStore()])).toMatchObject({ code: 2 });
  });
});
