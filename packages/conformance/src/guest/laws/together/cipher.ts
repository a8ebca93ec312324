import { refused, same } from "../../expect/expect.ts";
import { open, seal } from "../../host/cipher.ts";
import { within } from "../../host/namespaces.ts";
import { call, restart, type WrittenLaw } from "../../plan/written-law.ts";
import { utf8 } from "../../values/bytes.ts";
import { learn, ROLES } from "../namespaces/named.ts";

interface Sealed {
  readonly shared: string;
  readonly inside: number[];
  readonly outside: number[];
}

/** Laws about the cipher in shared namespaces. */
export const cipherTogetherLaws: readonly WrittenLaw[] = [
  {
    name: "what is sealed in a namespace opens there alone, for every component that enters it",
    where: "The cipher",
    roles: ROLES,
    steps: [
      learn,
      call((shared: string): Sealed => {
        const outside = seal("k", "own");
        const inside = within(shared, () => {
          const sealed = seal("k", "shared");
          same("open where it was sealed", open("k", sealed), utf8("shared"));
          refused("invalid-argument", "open of what the component's own namespace has sealed", () =>
            open("k", outside),
          );
          return sealed;
        });
        refused("invalid-argument", "open of what the shared namespace has sealed", () => open("k", inside));
        same("open in its own", open("k", outside), utf8("own"));
        return { shared, inside: Array.from(inside), outside: Array.from(outside) };
      }, "one"),
      restart,
      call(({ shared, inside, outside }: Sealed) => {
        const sealed = Uint8Array.from(inside);
        refused("invalid-argument", "open outside", () => open("k", sealed));
        same(
          "open inside",
          within(shared, () => open("k", sealed)),
          utf8("shared"),
        );
        within(shared, () =>
          refused("invalid-argument", "open of another component's", () => open("k", Uint8Array.from(outside))),
        );
      }, "two"),
    ],
  },
];
