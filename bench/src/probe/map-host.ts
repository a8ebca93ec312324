import { openMemory } from "@airssys/backend/memory";
import { type Binding, type Host, openHost } from "@airssys/host";
import { mapImports } from "./map-imports.ts";

/**
 * A host that keeps bytes in a `Map` and does nothing else: what calling a component costs when storing costs nothing.
 */
export interface MapHost {
  readonly host: Host<"sync">;
  /**
   * Nanoseconds that each call spent inside of its export, in the order of the calls. For whoever empties it now and
   * then.
   */
  readonly insideExport: number[];
}

export function mapHost(): MapHost {
  const insideExport: number[] = [];
  const bind = (componentId: string) => bindMap(componentId, (nanoseconds) => insideExport.push(nanoseconds));
  // Nothing expires in a `Map`: the sweeper is that of a host without data.
  const { sweeper } = openHost({ backend: openMemory() });
  const interfaces = Object.keys(mapImports()).map(withVersion);
  return { host: { mode: "sync", interfaces, sweeper, bind }, insideExport };
}

/** Each binding has a `Map` of its own, as each component has a namespace. */
function bindMap(componentId: string, onCall: (nanoseconds: number) => void): Binding<"sync"> {
  let began = 0;
  const begin = () => {
    began = performance.now();
  };
  const end = () => onCall((performance.now() - began) * 1e6);
  return {
    componentId,
    // Of what the contract has, the floor offers what it is a floor of.
    imports: underBothNames(mapImports()) as Binding<"sync">["imports"],
    async call(work) {
      begin();
      const result = await work();
      end();
      return result;
    },
    begin,
    commit: end,
    rollback() {},
    deliverEvents() {},
    hasEvents: false,
    takeEvents: () => undefined,
    usage: () => ({ usedBytes: 0, quotaBytes: 0, keyCount: 0 }),
    reset() {},
  };
}

const withVersion = (name: string) => `${name}@0.1.0`;

/** Generated glue asks for an interface with its version or without. */
function underBothNames(imports: object): object {
  const named = Object.entries(imports).flatMap(([name, functions]) => [
    [name, functions],
    [withVersion(name), functions],
  ]);
  return Object.fromEntries(named);
}
