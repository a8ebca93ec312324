import { promised } from "@airssys/backend";
import { openMemory } from "@airssys/backend/memory";
import { expect, test } from "vitest";

test("sends the request to the backend after the pause", async () => {
  const { promise, resolve } = Promise.withResolvers<void>();
  const memory = openMemory();
  const backend = promised(memory, () => promise);
  const key = Uint8Array.of(1);
  const answer = backend.get(key);
  memory.commit({ checks: [], writes: [{ type: "put", key, value: Uint8Array.of(2) }] });
  resolve();
  expect(await answer).toEqual(Uint8Array.of(2));
});
