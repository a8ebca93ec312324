// Which package may import which. An entry that is missing here may import no other package of this repository.
const mayImport = {
  protocol: [],
  // Guest: compiled into components.
  storage: ["protocol", "wit"],
  collections: ["storage", "protocol"],
  encryption: ["storage", "protocol", "wit"],
  // Host: trusted.
  backend: ["protocol"],
  "backend-[^/]+": ["backend"],
  host: ["backend", "protocol", "wit"],
  runtime: ["host", "protocol", "wit"],
  // Names every engine, for tools.
  engines: ["host", "backend", "backend-[^/]+", "protocol"],
  // Reads what guests have stored, for tools.
  display: ["storage", "protocol"],
  cli: ["runtime", "host", "engines", "display", "inspector", "protocol"],
  inspector: ["display", "host", "backend", "protocol"],
  // Building, proving, running.
  componentize: ["runtime", "wit"],
  conformance: ["runtime", "host", "backend", "backend-lmdb", "protocol", "wit"],
  "mock-guest": ["runtime", "componentize"],
  testing: ["runtime", "host", "protocol", "backend", "backend-lmdb", "componentize", "mock-guest"],
};

const guest = "^packages/(protocol|storage|collections|encryption)/src/|^packages/conformance/src/guest/";
const portable = "^packages/(backend|host|runtime)/src/(?!node/)";
const tests = "\\.test\\.ts$|/test/";
const own = "^(packages|examples)/|^(wit|bench|scripts|test)/";

function layer([name, allowed]) {
  const folders = [`packages/${name}`, ...allowed.map((other) => (other === "wit" ? "wit" : `packages/${other}`))];
  return {
    name: `layer-${name.replace("[^/]+", "engine")}`,
    comment: `${name} may import ${allowed.join(", ") || "nothing"} of this repository.`,
    severity: "error",
    from: { path: `^packages/${name}/src/`, pathNot: tests },
    to: { path: own, pathNot: `^(${folders.join("|")})/` },
  };
}

// Folders that are layers: each may import those before it, and none of them what lies beside them.
const folderLayers = {
  "packages/storage/src": ["errors", "checks", "bytes", "keys", "codecs", "byte-storage", "binding", "host", "storage"],
  "packages/collections/src": [
    "keys",
    "place",
    "walk",
    "check",
    "values",
    "maps",
    "sets",
    "sequences",
    "indexes",
    "nested",
  ],
  "packages/encryption/src": ["errors", "bytes", "names", "ciphers", "sealing", "storage"],
  "packages/display/src": ["text", "keys", "values", "collections"],
  "packages/inspector/src": ["api", "page", "server"],
  "packages/host/src": [
    "time",
    "store",
    "cipher",
    "policy",
    "manifest",
    "contract",
    "transfer",
    "operations",
    "observe",
    "audit",
    "imports",
    "calls",
    "telemetry",
  ],
  "packages/host/src/store": ["format", "steps", "read", "changes", "commit", "transaction", "namespaces"],
  "packages/componentize/src": ["errors", "wit", "bundle", "componentize-js", "build"],
  "packages/runtime/src": [
    "errors",
    "time",
    "queues",
    "structure",
    "types",
    "declared",
    "imports",
    "transpile",
    "call",
    "guest",
    "output",
    "instance",
  ],
  "packages/backend-conformance/src": ["law", "expect", "model", "laws", "judge", "durability"],
  "packages/backend-conformance/src/durability": ["process", "recording", "workload", "disk", "children", "judge"],
  // The judge runs beside the host. The laws run inside of it, as components: src/guest.
  "packages/conformance/src": ["law", "judge", "reference", "command"],
  "packages/conformance/src/guest": ["values", "host", "expect", "plan", "laws", "components"],
  "packages/mock-guest/src": ["bundle", "realm", "globals", "crossing", "guest"],
  "packages/testing/src": [
    "errors",
    "clock",
    "engine",
    "faults",
    "observe",
    "stored",
    "watching",
    "component",
    "life",
    "harness",
    "vite",
    "vitest",
  ],
};

function folderLayer([folder, names]) {
  const name = folder.replace(/^packages\/|src\/?/g, "").replaceAll("/", "-");
  return names.map((layerName, index) => ({
    name: `folder-${name}${layerName}`,
    comment: `${folder}/${layerName} may import ${names.slice(0, index).join(", ") || "nothing"} of ${folder}.`,
    severity: "error",
    from: { path: `^${folder}/${layerName}/`, pathNot: tests },
    to: {
      path: `^${folder}/`,
      pathNot: `^${folder}/(${names.slice(0, index + 1).join("|")})/`,
      // An import that begins with # is chosen by the platform.
      dependencyTypesNot: ["aliased-subpath-import"],
    },
  }));
}

/** @type {import("dependency-cruiser").IConfiguration} */
export default {
  forbidden: [
    ...Object.entries(mayImport).map(layer),
    ...Object.entries(folderLayers).flatMap(folderLayer),
    {
      name: "laws-apart-from-judge",
      comment: "The laws are guest code: of their package they may import src/law, which the judge shares.",
      severity: "error",
      from: { path: "^packages/conformance/src/guest/", pathNot: tests },
      to: { path: "^packages/conformance/src/", pathNot: "^packages/conformance/src/(guest|law)/" },
    },
    {
      name: "layer-unknown",
      comment: "A package that the table above does not name has no place among the layers yet: give it one.",
      severity: "error",
      from: { path: "^packages/", pathNot: `^packages/(${Object.keys(mayImport).join("|")})/` },
      to: {},
    },
    {
      name: "guest-imports-no-library",
      comment: "Every byte of a guest package lands in every component. Ciphers are the one exception.",
      severity: "error",
      from: { path: guest, pathNot: tests },
      to: { path: "node_modules/", pathNot: "node_modules/@noble/" },
    },
    {
      name: "no-node-in-guest",
      comment: "A component has no Node.",
      severity: "error",
      from: { path: guest, pathNot: tests },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "no-node-in-portable-host",
      comment:
        "backend and the cores of host and runtime run in a browser too. What needs Node lives in their src/node/.",
      severity: "error",
      from: { path: portable, pathNot: tests },
      to: { dependencyTypes: ["core"] },
    },
    {
      name: "core-not-to-node-folder",
      comment:
        "The core of a package would need Node through its own node/ folder. An import that begins with # is chosen by the platform.",
      severity: "error",
      from: { path: "^packages/(backend|host|runtime)/src/(?!node/)", pathNot: tests },
      to: { path: "^packages/(backend|host|runtime)/src/node/", dependencyTypesNot: ["aliased-subpath-import"] },
    },
    {
      name: "cross-package-by-name",
      comment:
        "Another package is imported by its name, never by a relative path. Tests of guest packages share their host.",
      severity: "error",
      from: { path: "^(packages/[^/]+|examples/[^/]+|bench|wit|scripts)/" },
      to: {
        path: own,
        pathNot: "^$1/|^packages/storage/test/host-binding\\.ts$",
        dependencyTypes: ["local"],
      },
    },
    {
      name: "tests-are-leaves",
      comment: "Nothing but another test imports a test.",
      severity: "error",
      from: { pathNot: tests },
      to: { path: tests },
    },
    {
      name: "no-development-dependency-in-source",
      comment: "What a package runs on is one of its dependencies. The page of the inspector is built into files.",
      severity: "error",
      from: { path: "^packages/[^/]+/src/", pathNot: `${tests}|^packages/inspector/src/page/` },
      to: { dependencyTypes: ["npm-dev", "npm-no-pkg", "npm-unknown"], dependencyTypesNot: ["type-only", "npm-peer"] },
    },
    {
      name: "resolvable",
      comment: "Every import leads somewhere. The imports of the contract are given by the host.",
      severity: "error",
      from: {},
      to: { couldNotResolve: true, pathNot: "^(airssys|wasi):" },
    },
    { name: "no-cycles", severity: "error", from: {}, to: { circular: true } },
    {
      name: "no-orphans",
      comment: "A file that imports nothing and that nothing imports.",
      severity: "error",
      from: { orphan: true, pathNot: `${tests}|\\.d\\.ts$|^[^/]+$|^packages/[^/]+/src/index\\.ts$` },
      to: {},
    },
  ],
  options: {
    tsPreCompilationDeps: true,
    tsConfig: { fileName: "tsconfig.tests.json" },
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(packages|examples)/[^/]+/dist/|^(docs/api|docs/site|coverage|bench/dist|\\.cache)/" },
    enhancedResolveOptions: {
      exportsFields: ["exports"],
      conditionNames: ["@airssys/source", "types", "import", "node", "default"],
      extensions: [".ts", ".mjs", ".js", ".json", ".d.ts"],
    },
  },
};
