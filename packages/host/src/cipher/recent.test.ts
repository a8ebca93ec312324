import { expect, it } from "vitest";
import { Recent } from "./recent.ts";

it("keeps what was used last and makes the rest anew, however many names there are", () => {
  const recent = new Recent<string>(2);
  const made: string[] = [];
  const get = (name: string) =>
    recent.get(name, () => {
      made.push(name);
      return name.toUpperCase();
    });
  expect(["a", "b", "a", "c", "a", "b"].map(get)).toEqual(["A", "B", "A", "C", "A", "B"]);
  expect(made).toEqual(["a", "b", "c", "b"]);
});
