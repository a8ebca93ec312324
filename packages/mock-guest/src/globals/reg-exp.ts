import { types } from "node:util";
import { namesUnicodeProperty } from "@airssys/componentize/script";
import { define } from "../realm/define.ts";
import type { Realm } from "../realm/realm.ts";

/**
 * Creates the `RegExp` of a realm. Like that of a component, it refuses Unicode properties. Literals in the source were
 * refused when it was bundled.
 */
export function createRegExp({ intrinsics }: Realm): unknown {
  const { RegExp: RealmRegExp, SyntaxError: RealmSyntaxError } = intrinsics;
  const check = ([given, flags]: readonly unknown[]) => {
    const pattern = types.isRegExp(given) ? given.source : given;
    const chosen = flags === undefined && types.isRegExp(given) ? given.flags : flags;
    if (typeof pattern === "string" && typeof chosen === "string" && namesUnicodeProperty(pattern, chosen))
      throw new RealmSyntaxError("invalid property name in regular expression");
  };
  const checked = new Proxy(RealmRegExp, {
    construct(target, args: unknown[], asked) {
      check(args);
      return Reflect.construct(target, args, asked);
    },
    apply(target, asked, args: unknown[]) {
      check(args);
      return Reflect.apply(target, asked, args);
    },
  });
  define(RealmRegExp.prototype, { constructor: checked });
  return checked;
}
