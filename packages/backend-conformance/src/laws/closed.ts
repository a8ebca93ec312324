import { expectAllClosed } from "../expect/all-closed.ts";
import { expectContents, expectRefusal } from "../expect/expectations.ts";
import { bytes } from "../expect/text-bytes.ts";
import { fill } from "../expect/writing.ts";
import type { Law } from "../law/law.ts";

/** Laws about handles that are closed. */
export const closedLaws: readonly Law[] = [
  {
    name: "every call on a closed handle is refused as closed",
    about: "closed",
    async run({ backend }) {
      await fill(backend, "a");
      await backend.close();
      await expectAllClosed(backend);
    },
  },
  {
    name: "a request that would be refused anyway is refused as closed",
    about: "closed",
    async run({ backend }) {
      await backend.close();
      await expectRefusal(backend, "closed", "get of an empty key", () => backend.get(bytes("")));
      await expectRefusal(backend, "closed", "scan with limit 0", () => backend.scan({ limit: 0 }));
    },
  },
  {
    name: "closing twice is fine",
    about: "closed",
    async run({ backend }) {
      await backend.close();
      await backend.close();
      await expectAllClosed(backend);
    },
  },
  {
    name: "closing one handle leaves the others open",
    about: "closed",
    assumes: ["multiProcess"],
    async run(context) {
      const { backend } = context;
      const other = await context.openAnother();
      await fill(other, "a");
      await backend.close();
      await fill(other, "b");
      await expectContents(other, ["a=a", "b=b"]);
      await expectAllClosed(backend);
    },
  },
  {
    name: "closing a view leaves its backend open",
    about: "closed",
    async run({ backend, view }) {
      const inside = view(backend, bytes("view:"));
      await fill(inside, "a");
      await inside.close();
      await inside.close();
      await expectAllClosed(inside);
      await expectContents(backend, ["view:a=a"]);
    },
  },
  {
    name: "a view of a closed backend is closed",
    about: "closed",
    async run({ backend, view }) {
      const inside = view(backend, bytes("view:"));
      await backend.close();
      await expectAllClosed(inside);
    },
  },
];
