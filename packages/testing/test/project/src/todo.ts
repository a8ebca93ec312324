import { Storage } from "@airssys/storage";
import { broken, neverCalled } from "./broken.ts";

interface Item {
  readonly text: string;
}

const storage = new Storage();

function helperNotCalled(): void {
  storage.delete("x");
}

export const todo = {
  add(text: string): number {
    const items = storage.get<Item[]>("items") ?? [];
    if (text === "special") {
      helperNotCalled();
    }
    storage.set<Item[]>("items", [...items, { text }]);
    return items.length + 1;
  },
  fail(text: string): void {
    broken(text);
  },
  refuse(text: string): void {
    if (text === "never") neverCalled();
    throw text;
  },
};
