import { openHost, openStore } from "@airssys/host";
import { bytes, text } from "@airssys/test-kit/text";
import { expect, test } from "vitest";
import { openTemporary } from "./temporary-store.ts";

test("the host and its store work over the engine, and find what was kept", async () => {
  const backend = await openTemporary();
  const notes = openStore({ backend }).open("app:notes");
  notes.transaction((transaction) => {
    for (let index = 0; index < 20; index++) transaction.set(`note/${index}`, bytes(`text ${index}`));
    transaction.delete("note/3");
  });
  expect(notes.verify().faults).toEqual([]);
  await backend.close();
  const again = await openTemporary(backend.path);
  const kept = openStore({ backend: again }).open("app:notes");
  expect(text(kept.get("note/7"))).toBe("text 7");
  expect(kept.usage().keys).toBe(19);
  expect(openHost({ backend: again }).bind("notes", { access: "read-write", quotaBytes: 1_000_000 })).toBeDefined();
});
