// componentize-js imports `@bytecodealliance/preview2-shim` and does not declare it. Whether it finds one is luck,
// which ends with the next `npm install` of anything: it is given the one that this package declares, wherever that was
// put.
import module from "node:module";

const UNDECLARED = "@bytecodealliance/preview2-shim";

/**
 * Lets whatever this process imports from now on find the undeclared dependency. Meant for a process that does nothing
 * else.
 */
export function findUndeclaredDependency(): void {
  if (module.registerHooks === undefined) {
    // Node 22.13 and 22.14 have hooks in a thread of their own alone.
    module.register(`data:text/javascript,${encodeURIComponent(HOOK_OF_THREAD)}`);
    return;
  }
  module.registerHooks({
    resolve: (name, context, next) => next(name, isUndeclared(name) ? asOurs(context) : context),
  });
}

function isUndeclared(name: string): boolean {
  return name === UNDECLARED || name.startsWith(`${UNDECLARED}/`);
}

function asOurs<Context extends object>(context: Context): Context & { readonly parentURL: string } {
  return { ...context, parentURL: import.meta.url };
}

const HOOK_OF_THREAD = `export function resolve(name, context, next) {
  const isUndeclared = (name + "/").startsWith("${UNDECLARED}/");
  return next(name, isUndeclared ? { ...context, parentURL: ${JSON.stringify(import.meta.url)} } : context);
}`;
