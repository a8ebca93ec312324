import fc from "fast-check";
import { expect, test } from "vitest";
import { base64Url } from "./base64-url.ts";

test("bytes become what RFC 4648 says", () => {
  fc.assert(
    fc.property(fc.uint8Array({ maxLength: 70 }), (bytes) => {
      expect(base64Url(bytes)).toBe(Buffer.from(bytes).toString("base64url"));
    }),
  );
});
