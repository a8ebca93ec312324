// The part of the WebAssembly JavaScript API that this package uses. Neither the types of Node nor those of the
// language have it.

declare namespace WebAssembly {
  class Module {
    private constructor();
  }
  class Instance {
    private constructor();
  }
  type Imports = Record<string, Record<string, unknown>>;
  function instantiate(module: Module, imports: Imports): Promise<Instance>;
  function compile(bytes: Uint8Array): Promise<Module>;
}
