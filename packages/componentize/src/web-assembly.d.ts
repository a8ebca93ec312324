// The part of the WebAssembly JavaScript API that a build uses. TypeScript has it in the library of browsers alone,
// whose other globals do not exist here.

declare namespace WebAssembly {
  interface Module {
    readonly [Symbol.toStringTag]: string;
  }
  interface Instance {
    readonly exports: Exports;
  }
  class Memory {
    readonly buffer: ArrayBuffer;
  }
  class Global {
    readonly value: number | bigint;
  }
  type ExportValue = Memory | Global | ((...args: never[]) => unknown) | object;
  type Exports = Readonly<Record<string, ExportValue>>;
  type Imports = Readonly<Record<string, object>>;
  function compile(bytes: Uint8Array<ArrayBuffer>): Promise<Module>;
  function instantiate(module: Module, imports?: Imports): Promise<Instance>;
  const Module: {
    imports(module: Module): readonly { readonly module: string; readonly name: string }[];
  };
}
