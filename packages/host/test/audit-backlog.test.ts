import { openMemory } from "@airssys/backend/memory";
import { expect, it } from "vitest";
import { type AuditEvent, openHost } from "../src/index.ts";
import { guestView } from "./guest-view.ts";

it("events that a component causes faster than the sink writes them are dropped and counted, so that they fill no memory", async () => {
  const events: AuditEvent[] = [];
  const finish: (() => void)[] = [];
  const sink = (event: AuditEvent) => {
    events.push(event);
    return new Promise<void>((resolve) => finish.push(resolve));
  };
  const host = openHost({ backend: openMemory(), audit: { sink } });
  const denied = guestView(host.bind("greedy", { access: "none", quotaBytes: 0 }));
  const other = guestView(host.bind("other", { access: "none", quotaBytes: 0 }));
  for (let index = 0; index < 1_500; index++) await denied.get("a");
  await other.get("a");
  expect(events).toHaveLength(1_001);
  for (const done of finish.splice(0)) done();
  await new Promise((resolve) => setImmediate(resolve));
  expect(events).toHaveLength(1_002);
  expect(events.at(-1)).toMatchObject({ type: "dropped", componentId: "greedy", dropped: 500 });
  await denied.get("a");
  expect(events.at(-1)).toMatchObject({ type: "denial", componentId: "greedy" });
});
