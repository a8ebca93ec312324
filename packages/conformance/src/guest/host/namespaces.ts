/// <reference types="@airssys/wit/guest" />
import { storageEnter, storageLeave } from "airssys:wasm/storage-namespaces@0.1.0";
import { answered } from "./refused.ts";

export function enter(namespace: string): void {
  answered(() => storageEnter(namespace));
}

export function leave(): void {
  answered(storageLeave);
}

/** Runs some work in a namespace, and leaves it afterwards. */
export function within<Result>(namespace: string, work: () => Result): Result {
  enter(namespace);
  const result = work();
  leave();
  return result;
}
