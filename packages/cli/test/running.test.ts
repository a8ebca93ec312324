import { copyFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, inject, it } from "vitest";
import { airssys, makeStore, stored, temporaryFolder } from "./command-line.ts";

const MANIFEST = `[component]
id = "probe"
version = "1.0.0"

[permissions]
storage = { access = "admin", max-size = "1MB" }
`;

describe("airssys run", () => {
  it("calls exports of a component, with arguments of their types", async () => {
    const [store, folder] = [makeStore(), temporaryFolder()];
    const manifest = join(folder, "Component.toml");
    writeFileSync(manifest, MANIFEST);
    const env = { XDG_CACHE_HOME: folder };
    const run = (...args: string[]) =>
      airssys(["run", inject("probeComponent"), ...args, "--manifest", manifest, "--store", store], { env });
    expect(await run("probe.set", '"greeting"', '"hello"')).toMatchObject({ code: 0, out: "null\n", err: "" });
    expect(stored(store, "component:probe", "greeting")).toBe('"hello"');
    expect((await run("probe.entries", "null")).out).toBe('[["greeting","hello"]]\n');
    expect((await run("probe.print", '"\\u001b[31mred"')).err).toBe("\\u001b[31mred\n".repeat(2));
    expect((await run("probe.now")).out).toMatch(/^"\d+"\n$/);
    expect(await run("probe.set", '"a"', "7")).toMatchObject({
      code: 1,
      err: expect.stringContaining("expected string, got 7"),
    });
    expect(await run("probe.set", "a", '"b"')).toMatchObject({
      code: 2,
      err: expect.stringContaining('"key" expected JSON'),
    });
    expect(await run("nope")).toMatchObject({ code: 3, err: expect.stringContaining("it exports") });
  });

  it("names the author's lines where a source map lies beside the component", async () => {
    const folder = temporaryFolder();
    const component = join(folder, "probe.wasm");
    copyFileSync(inject("probeComponent"), component);
    writeFileSync(join(folder, "Component.toml"), MANIFEST);
    const map = { version: 3, sources: ["src/probe.ts"], names: [], mappings: "AAEI" }; // 1:1 comes from 3:5
    writeFileSync(`${component}.map`, JSON.stringify(map));
    const ended = await airssys(
      ["run", component, "probe.print", '"thrown at component.js:1:1"', "--store", makeStore()],
      { env: { XDG_CACHE_HOME: folder } },
    );
    expect(ended).toMatchObject({ code: 0, err: expect.stringContaining(`thrown at ${folder}/src/probe.ts:3:5\n`) });
  });

  it("says which file is missing", async () => {
    const { code, err } = await airssys(["run", "./nope.wasm", "a", "--store", makeStore()]);
    expect({ code, err }).toEqual({ code: 1, err: expect.stringContaining("Component.toml") });
  });
});

describe("airssys doctor", () => {
  it("tells versions, engines, the store, the disk and limits", async () => {
    const { code, out } = await airssys(["doctor", "--json", "--store", makeStore()]);
    expect(code).toBe(0);
    const findings = out
      .trim()
      .split("\n")
      .map((line) => JSON.parse(line) as { about: string; found: string; verdict: string });
    const about = new Map(findings.map((each) => [each.about, each]));
    for (const name of ["airssys", "node", "engine lmdb", "store", "durable", "shared by", "disk space"])
      expect(about.get(name)?.found, name).toBeTruthy();
    expect(about.get("engine lmdb")).toMatchObject({ verdict: "good" });
  });

  it("ends with 1 where there is no store", async () => {
    const { code, out, err } = await airssys(["doctor", "--store", "./no-such-store"]);
    expect(code).toBe(1);
    expect(out).toContain("✖");
    expect(err).toContain("there is no store at lmdb:./no-such-store");
  });
});
