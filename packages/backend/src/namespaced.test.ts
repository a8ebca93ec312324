import { BackendError, namespaced, promised } from "@airssys/backend";
import { openMemory } from "@airssys/backend/memory";
import { expect, test } from "vitest";

// What a view can see and change is held by the laws of isolation; here is what is left.

test("a view needs a prefix", () => {
  expect(() => namespaced(openMemory(), new Uint8Array(0))).toThrow(BackendError);
});

test("a view has the name, mode and capabilities of its backend, but shorter keys by its prefix", () => {
  const view = namespaced(openMemory(), Uint8Array.of(1, 2));
  expect([view.name, view.mode]).toEqual(["memory", "sync"]);
  expect(view.capabilities).toEqual({
    ...openMemory().capabilities,
    keyBytesMax: openMemory().capabilities.keyBytesMax - 2,
  });
});

test("a view of an asynchronous backend rejects instead of throwing", async () => {
  const view = namespaced(promised(openMemory()), Uint8Array.of(1));
  const answer = view.get(new Uint8Array(0));
  await expect(answer).rejects.toMatchObject({ code: "invalid" });
  await view.close();
  const late = view.scan({});
  await expect(late).rejects.toMatchObject({ code: "closed" });
});
