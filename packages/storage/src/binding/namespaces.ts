/// <reference types="@airssys/wit/guest" />
import { storageEnter, storageLeave } from "airssys:wasm/storage-namespaces@0.1.0";
import { answerOf } from "./answer.ts";

export function enterNamespace(name: string): void {
  answerOf(() => storageEnter(name));
}

export function leaveNamespace(): void {
  answerOf(storageLeave);
}
