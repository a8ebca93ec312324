import { spawn } from "node:child_process";
import { once } from "node:events";
import { setTimeout as pause } from "node:timers/promises";
import { fileURLToPath } from "node:url";
import { openMemory } from "@airssys/backend/memory";
import { openHost } from "@airssys/host";
import { load } from "@airssys/runtime";
import { type ChildProcessesOptions, childProcesses } from "@airssys/runtime/node";
import { describe, expect, inject, it } from "vitest";
import { GuestProcess } from "../src/node/guest-process.ts";
import { findLauncher } from "../src/node/launcher.ts";
import { MANIFEST, probeBytes } from "./fixtures/probe-component.ts";
import type { ProbeExports } from "./fixtures/probe-exports.ts";
import { cache } from "./fixtures/transpiled.ts";
import { children, parentOf, until } from "./running-processes.ts";

const isLinux = process.platform === "linux";

function loadProbe(options: ChildProcessesOptions) {
  return load<ProbeExports>(probeBytes(), {
    host: openHost({ backend: openMemory() }),
    manifest: MANIFEST,
    cache,
    isolation: childProcesses(options),
  });
}

const NO_EXPORTS = { types: [], functions: [] };

describe("processes of guests", () => {
  it.runIf(isLinux)("are one per instance and a spare one, and end with the component", async () => {
    const before = children();
    const started = () => children().filter((pid) => !before.includes(pid));
    const component = await loadProbe({});
    expect(started()).toHaveLength(1);
    const first = await component.start("first");
    await until(() => started().length === 2);
    await component.start("second");
    await until(() => started().length === 3);
    await first.stop();
    await until(() => started().length === 2);
    await component.stop();
    await until(() => started().length === 0);
  });

  it.runIf(isLinux)("are replaced when they are killed, and waiting calls run in the new one", async () => {
    const before = children();
    await using component = await loadProbe({ sparesMax: 0 });
    const probe = await component.start();
    await probe.call("probe.set", "kept", "1");
    const long = expect(probe.call("probe.sleep", 60_000)).rejects.toMatchObject({
      code: "trapped",
      message: "probe.sleep of probe trapped: its process was ended by SIGKILL",
    });
    const next = probe.call("probe.get", "kept");
    await pause(200);
    for (const pid of children()) if (!before.includes(pid)) process.kill(pid, "SIGKILL");
    await long;
    expect(await next).toBe("1");
    expect(probe.traps).toBe(1);
  });

  it.runIf(isLinux)("serve several instances if the program asks for it, one call at a time", async () => {
    const before = children();
    await using component = await loadProbe({ sparesMax: 0, instancesPerProcess: 3 });
    const instances = await Promise.all(["a", "b", "c"].map((id) => component.start(id)));
    expect(children().filter((pid) => !before.includes(pid))).toHaveLength(1);
    await Promise.all(instances.map((instance, index) => instance.call("probe.set", "own", `${index}`)));
    expect(await Promise.all(instances.map((instance) => instance.call("probe.get", "own")))).toEqual(["0", "1", "2"]);
    const [first, second, third] = instances;
    await first?.stop();
    expect(await second?.call("probe.get", "own")).toBe("1");
    await expect(second?.call("probe.setThen", "lost", "1", "throw an error")).rejects.toMatchObject({
      code: "trapped",
    });
    expect(await third?.call("probe.get", "own")).toBe("2");
    expect(await second?.call("probe.get", "own")).toBe("1");
  });

  it("end all instances that share them when they end", async () => {
    await using component = await loadProbe({ sparesMax: 0, instancesPerProcess: 2 });
    const [bad, good] = await Promise.all([component.start("bad"), component.start("good")]);
    const long = expect(bad.call("probe.setThen", "a", "1", "loop for ever")).rejects.toMatchObject({
      code: "stopped",
    });
    await pause(200);
    const waiting = expect(good.call("greet", "you")).rejects.toMatchObject({
      code: "trapped",
      message: expect.stringContaining("the process that it shared with another instance was ended"),
    });
    await bad.stop({ graceMs: 100 });
    await Promise.all([long, waiting]);
    expect(await good.call("greet", "you")).toBe("hello you");
  });

  it.runIf(isLinux)("do not outlive a host that is killed, even at work", async () => {
    const script = fileURLToPath(new URL("./children/orphan.ts", import.meta.url));
    const args = ["--conditions=@airssys/source", script, inject("probeComponent"), inject("transpiledFolder")];
    const host = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
    await once(host.stdout, "data"); // its guest is at work
    const orphans = children(host.pid);
    expect(orphans).toHaveLength(1);
    host.kill("SIGKILL");
    if (childProcesses().walls.orphans === "killed")
      await until(() => orphans.every((pid) => parentOf(pid) === undefined));
  });

  it.runIf(isLinux)("are ended for their memory even while they are idle", async () => {
    const gone = Promise.withResolvers<string>();
    const limits = { heapMegabytesMax: 64, residentBytesMax: 1, messageBytesMax: 1_000 };
    const listener = { onFrame: () => {}, onGone: gone.resolve };
    const resting = new GuestProcess({ launcher: findLauncher(), ...limits }, new Uint8Array(), listener);
    expect(await gone.promise).toBe("out of memory: its process took more than its limit of 1 bytes");
    expect(resting.isGone).toBe(true);
  });

  it("report their isolation", () => {
    const { walls } = childProcesses();
    expect(walls).toEqual({
      network: expect.stringMatching(/^(?:denied|open)$/),
      processes: expect.stringMatching(/^(?:hidden|visible)$/),
      orphans: expect.stringMatching(/^(?:killed|end-when-idle)$/),
      memory: isLinux ? "watched" : "unwatched",
    });
  });

  it("fail the start of a component that cannot be compiled", async () => {
    const broken = {
      glue: "export const instantiate = 1;",
      modules: { "a.wasm": Uint8Array.of(0, 97, 115, 109, 1, 0, 0, 0, 99, 0) },
    };
    await using component = await load(new Uint8Array(), {
      host: openHost({ backend: openMemory() }),
      manifest: MANIFEST,
      cache: { get: async () => ({ ...broken, imports: [], exports: NO_EXPORTS }), set: async () => {} },
      isolation: childProcesses(),
    });
    await expect(component.start()).rejects.toMatchObject({ name: "CallError", code: "trapped" });
  });

  it("are ended by the time limit of a start when they never get ready, and stop in bounded time", async () => {
    const endless = { glue: "for (;;);", modules: {}, imports: [], exports: NO_EXPORTS };
    const component = await load(new Uint8Array(), {
      host: openHost({ backend: openMemory() }),
      manifest: MANIFEST,
      cache: { get: async () => endless, set: async () => {} },
      isolation: childProcesses(),
      startTimeMaxMs: 1_000,
    });
    let turns = 0;
    const counting = setInterval(() => turns++, 1);
    await expect(component.start()).rejects.toMatchObject({ name: "CallError", code: "timed-out" });
    clearInterval(counting);
    expect(turns).toBeGreaterThan(50);
    await component.stop();
  });

  it.each<ChildProcessesOptions>([
    { heapMegabytesMax: 0 },
    { allowanceBytesMax: 1.5 },
    { sparesMax: 17 },
    { sparesMax: -1 },
    { instancesPerProcess: 0 },
    { whereNetworkIsOpen: "maybe" as "run" },
  ])("refuse the invalid options %o", (options) => {
    expect(() => childProcesses(options)).toThrow(RangeError);
  });
});
