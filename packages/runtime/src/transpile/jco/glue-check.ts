import { type AnyNode, type MemberExpression, type ObjectExpression, type Program, parse } from "acorn";
import { LoadError } from "../../errors/load-error.ts";
import {
  type CodeScope,
  declaringScope,
  forEachChild,
  type GlueScopes,
  glueScopes,
  type NameUse,
} from "./glue-scopes.ts";

/**
 * Checks the finished glue before anybody runs it, as if whatever made it could have been deceived by a component, and
 * hands its exports over in one object that nothing takes for a promise.
 *
 * The text is parsed by a JavaScript parser. It may declare one function, use the names of a closed list besides its
 * own, and hold no text but names. What a component exports must not stand in the place of anything that the glue
 * itself calls.
 *
 * @throws LoadError `unsupported-name` for an export whose name means something else in JavaScript
 * @throws Error if the glue holds what this does not expect
 */
export function checkedGlue(glue: string): string {
  const program = parsed(glue);
  requireShape(program);
  const scopes = glueScopes(program, requireNode);
  const exports = exportsObject(program);
  requireNames(scopes, namesExported(exports, scopes));
  return `${glue.slice(0, exports.start)}{ airssys$exports: ${glue.slice(exports.start, exports.end)} }${glue.slice(exports.end)}`;
}

function parsed(glue: string): Program {
  try {
    return parse(glue, { ecmaVersion: "latest", sourceType: "module" });
  } catch (cause) {
    const name = cause instanceof Error ? /^Identifier '([^']+)' has|^Binding (\S+) in/.exec(cause.message) : undefined;
    if (name) throw taken(name[1] ?? name[2] ?? "");
    throw new Error("the glue is no JavaScript", { cause });
  }
}

/** At most a directive, then one exported function, and an object without members. */
function requireShape({ body }: Program): void {
  const shape = body.flatMap((node) => {
    if (node.type === "EmptyStatement" || (node.type === "ExpressionStatement" && node.directive !== undefined))
      return [];
    return [node.type === "ExportNamedDeclaration" ? (node.declaration?.type ?? "names") : node.type];
  });
  if (shape.join() !== "FunctionDeclaration,VariableDeclaration") throw unexpected(`it is made of ${shape.join(", ")}`);
}

function requireNode(node: AnyNode): void {
  if (!NODES.has(node.type)) throw unexpected(`a ${node.type}`);
  if (node.type === "Literal") requireLiteral(node.value, node.raw ?? "");
  if (node.type === "TemplateElement" && !PLAIN_TEXT.test(node.value.raw))
    throw unexpected(`the text ${node.value.raw.slice(0, 80)}`);
  if (node.type === "MemberExpression") requireMember(node);
  if (node.type === "MetaProperty" && node.meta.name !== "new") throw unexpected("import.meta");
}

function requireLiteral(value: unknown, raw: string): void {
  if (value instanceof RegExp) throw unexpected("a regular expression");
  if (typeof value !== "string") return;
  if (!PLAIN_TEXT.test(value)) throw unexpected(`the text ${raw.slice(0, 80)}`);
}

/** A member is named, or found by a value or one literal: never by a text that is put together. */
function requireMember({ property, computed }: MemberExpression): void {
  const name =
    property.type === "Literal" ? property.value : !computed && property.type === "Identifier" && property.name;
  if (typeof name === "string" && FORBIDDEN_MEMBERS.has(name)) throw unexpected(`the member ${name}`);
  const parts = property.type === "BinaryExpression" ? [property.left, property.right] : [];
  const isMade = property.type === "TemplateLiteral" || parts.some(isText);
  if (computed && isMade) throw unexpected("a member whose name is put together");
}

function isText(node: AnyNode): boolean {
  return node.type === "TemplateLiteral" || (node.type === "Literal" && typeof node.value === "string");
}

/** Printable characters of ASCII: names, and messages of the generator. */
const PLAIN_TEXT = /^[\n\x20-\x7e]*$/;

/** The parts of the language that the glue is made of. Not among them: imports, tagged templates and `with`. */
const NODES: ReadonlySet<string> = new Set([
  "ArrayExpression",
  "ArrayPattern",
  "ArrowFunctionExpression",
  "AssignmentExpression",
  "AssignmentPattern",
  "AwaitExpression",
  "BinaryExpression",
  "BlockStatement",
  "BreakStatement",
  "CallExpression",
  "CatchClause",
  "ChainExpression",
  "ClassBody",
  "ClassDeclaration",
  "ConditionalExpression",
  "ContinueStatement",
  "DoWhileStatement",
  "EmptyStatement",
  "ExportNamedDeclaration",
  "ExpressionStatement",
  "ForOfStatement",
  "ForStatement",
  "FunctionDeclaration",
  "FunctionExpression",
  "Identifier",
  "IfStatement",
  "LabeledStatement",
  "Literal",
  "LogicalExpression",
  "MemberExpression",
  "MetaProperty",
  "MethodDefinition",
  "NewExpression",
  "ObjectExpression",
  "ObjectPattern",
  "PrivateIdentifier",
  "Program",
  "Property",
  "PropertyDefinition",
  "RestElement",
  "ReturnStatement",
  "SequenceExpression",
  "SpreadElement",
  "Super",
  "SwitchCase",
  "SwitchStatement",
  "TemplateElement",
  "TemplateLiteral",
  "ThisExpression",
  "ThrowStatement",
  "TryStatement",
  "UnaryExpression",
  "UpdateExpression",
  "VariableDeclaration",
  "VariableDeclarator",
  "WhileStatement",
  "YieldExpression",
]);

/** Members that lead from any value to the functions that make code of text, or change what others have. */
const FORBIDDEN_MEMBERS: ReadonlySet<string> = new Set([
  "constructor",
  "__proto__",
  "eval",
  "Function",
  "caller",
  "callee",
]);

/** The object in which the glue answers what the component exports: what its generator function returns at its end. */
function exportsObject(program: Program): ObjectExpression {
  const found: ObjectExpression[] = [];
  const visit = (node: AnyNode): void => {
    if (node.type === "FunctionExpression" && node.generator && node.id?.name === "_initGenerator") {
      const last = node.body.body.at(-1);
      if (last?.type === "ReturnStatement" && last.argument?.type === "ObjectExpression") found.push(last.argument);
      return;
    }
    forEachChild(node, visit);
  };
  visit(program);
  const [exports] = found;
  if (exports === undefined || found.length > 1) throw unexpected("no end at which it answers its exports");
  return exports;
}

/** The exports, by their names in the glue: functions, classes, and objects of them. */
function namesExported(exports: ObjectExpression, { scopes }: GlueScopes): ReadonlySet<ObjectExpression> {
  const objects = new Set([exports]);
  const named = valuesOf(exports);
  for (const { node } of scopes) {
    forEachChild(node, (child) => {
      if (child.type !== "VariableDeclaration") return;
      for (const { id, init } of child.declarations) {
        if (id.type === "Identifier" && named.has(id.name) && init?.type === "ObjectExpression") objects.add(init);
      }
    });
  }
  return objects;
}

function valuesOf(object: ObjectExpression): ReadonlySet<string> {
  return new Set(
    object.properties.flatMap((each) =>
      each.type === "Property" && each.value.type === "Identifier" ? [each.value.name] : [],
    ),
  );
}

/**
 * Requires that names mean what the generator meant: none from outside but those of the list, none twice in one place,
 * and none of what is exported where something else could be meant.
 */
function requireNames({ scopes, uses }: GlueScopes, exports: ReadonlySet<ObjectExpression>): void {
  const free = new Set<string>();
  const used = new Map<CodeScope, Map<string, NameUse[]>>();
  for (const use of uses) {
    const scope = declaringScope(use.name.name, use.scope);
    if (scope === undefined) free.add(use.name.name);
    else remember(used, scope, use);
  }
  for (const name of free) if (!GLOBALS.has(name) && !UNDECLARED.has(name)) throw unexpected(`the name ${name}`);
  for (const scope of scopes) requireScope(scope, used.get(scope) ?? new Map(), exports);
}

function remember(used: Map<CodeScope, Map<string, NameUse[]>>, scope: CodeScope, use: NameUse): void {
  const names = used.get(scope) ?? new Map<string, NameUse[]>();
  const known = names.get(use.name.name);
  if (known === undefined) names.set(use.name.name, [use]);
  else known.push(use);
  used.set(scope, names);
}

function requireScope(
  scope: CodeScope,
  used: ReadonlyMap<string, readonly NameUse[]>,
  exports: ReadonlySet<ObjectExpression>,
): void {
  for (const [name, places] of scope.declared) {
    if (GLOBALS.has(name)) throw taken(name);
    if (places.length > 1 && !isVariable(places, used.get(name) ?? [])) throw taken(name);
    const uses = (used.get(name) ?? []).filter((use) => !places.includes(use.name));
    const isExported = uses.some((use) => isAnswered(use, exports));
    const hides = scope.outer !== undefined && declaringScope(name, scope.outer) !== undefined;
    if (isExported && hides && !uses.every((use) => isAnswered(use, exports))) throw taken(name);
  }
}

/** A variable that is declared several times with `var` is one and the same. */
function isVariable(places: readonly AnyNode[], uses: readonly NameUse[]): boolean {
  const declarations = uses.filter(({ name }) => places.includes(name));
  return declarations.length === places.length && declarations.every(({ parents }) => isInVar(parents));
}

function isInVar(parents: readonly AnyNode[]): boolean {
  return parents.some((node) => node.type === "VariableDeclaration" && node.kind === "var");
}

/** Whether a use hands out what is exported, and does nothing else with it. */
function isAnswered({ parents: [property, object] }: NameUse, exports: ReadonlySet<ObjectExpression>): boolean {
  return property?.type === "Property" && object?.type === "ObjectExpression" && exports.has(object);
}

/** Everything that the glue may take from outside. None of it leads to the process, the network or other code. */
const GLOBALS: ReadonlySet<string> = new Set([
  "Array",
  "ArrayBuffer",
  "BigInt",
  "BigInt64Array",
  "BigUint64Array",
  "Boolean",
  "DataView",
  "Error",
  "FinalizationRegistry",
  "Float32Array",
  "Float64Array",
  "Infinity",
  "Int16Array",
  "Int32Array",
  "Int8Array",
  "JSON",
  "Map",
  "Math",
  "NaN",
  "Number",
  "Object",
  "Promise",
  "RangeError",
  "ReferenceError",
  "Set",
  "String",
  "Symbol",
  "TextDecoder",
  "TextEncoder",
  "TypeError",
  "Uint16Array",
  "Uint32Array",
  "Uint8Array",
  "WeakMap",
  "WeakRef",
  "WebAssembly",
  "arguments",
  "clearInterval",
  "console",
  "queueMicrotask",
  "setInterval",
  "setTimeout",
  "undefined",
]);

/** Names that the generator uses in messages and declares nowhere. They stand for nothing. */
const UNDECLARED: ReadonlySet<string> = new Set(["rep", "componentIdx", "vals"]);

function taken(name: string): LoadError {
  const why = "means something else in the code that joins a component with its host";
  return new LoadError(
    "unsupported-name",
    `the component exports or imports something whose name in JavaScript, ${name}, ${why}`,
  );
}

function unexpected(what: string): Error {
  return new Error(`the glue holds what this runtime does not expect: ${what}`);
}
