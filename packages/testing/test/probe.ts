import { createHarness, type Harness, type HarnessOptions } from "@airssys/testing";
import { onTestFinished } from "vitest";

/** What the probe component exports, as its WIT says: as far as these tests use it. */
export interface ProbeExports {
  readonly probe: {
    get(key: string): string | undefined;
    getAll(keys: string[]): (string | undefined)[];
    set(key: string, value: string): void;
    has(key: string): boolean;
    keys(prefix: string | undefined): string[];
    size(): bigint;
    clear(): void;
    increment(key: string): number;
    setMany(prefix: string, count: number, valueBytes: number): number;
    setThen(key: string, value: string, way: string): void;
    print(text: string): void;
    now(): bigint;
  };
}

const at = (path: string) => new URL(path, import.meta.url);

export const MANIFEST = `
  [component]
  id = "probe"
  version = "1.0.0"
  [permissions]
  storage = { access = "admin" }
`;

/** The probe of the runtime's tests, which was built before them. */
export const PROBE: HarnessOptions = {
  entry: at("../../runtime/test/fixtures/probe.ts"),
  wit: at("../../runtime/test/fixtures/probe.wit"),
  manifest: MANIFEST,
  conditions: ["@airssys/source"],
  cacheFolder: at("../../../.cache"),
};

/** A harness for the probe, closed after the test. */
export async function openProbe(options: HarnessOptions = {}): Promise<Harness<ProbeExports>> {
  const harness = await createHarness<ProbeExports>({ ...PROBE, ...options });
  onTestFinished(() => harness.close());
  return harness;
}
