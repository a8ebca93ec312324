import type {
  AnyNode,
  ArrowFunctionExpression,
  FunctionDeclaration,
  FunctionExpression,
  Identifier,
  Pattern,
  Program,
  VariableDeclaration,
} from "acorn";

/** A part of the code in which names are declared. */
export interface CodeScope {
  readonly node: AnyNode;
  readonly outer: CodeScope | undefined;
  /** Where each name is declared: more than one place if it is declared more than once. */
  readonly declared: Map<string, Identifier[]>;
}

/** The use of a name, with the nodes that it is in, from the innermost on. */
export interface NameUse {
  readonly name: Identifier;
  readonly scope: CodeScope;
  readonly parents: readonly AnyNode[];
}

/** Every scope and every use of a name in a module. */
export interface GlueScopes {
  readonly scopes: readonly CodeScope[];
  readonly uses: readonly NameUse[];
}

/**
 * Finds what the names in a module are declared by.
 *
 * @param see called with each node on the way.
 */
export function glueScopes(program: Program, see: (node: AnyNode) => void): GlueScopes {
  const walk = new ScopeWalk(see);
  walk.visit(program, { node: program, outer: undefined, declared: new Map() });
  return walk;
}

/** The scope that declares a name, seen from another one; `undefined` for a name that the module takes from outside. */
export function declaringScope(name: string, from: CodeScope): CodeScope | undefined {
  for (let scope: CodeScope | undefined = from; scope !== undefined; scope = scope.outer) {
    if (scope.declared.has(name)) return scope;
  }
  return undefined;
}

class ScopeWalk implements GlueScopes {
  readonly scopes: CodeScope[] = [];
  readonly uses: NameUse[] = [];
  readonly #see: (node: AnyNode) => void;
  /** The nodes around the one that is visited. */
  readonly #around: AnyNode[] = [];

  constructor(see: (node: AnyNode) => void) {
    this.#see = see;
  }

  visit(node: AnyNode, outer: CodeScope): void {
    this.#see(node);
    const scope = this.#scopeOf(node, outer);
    if (DECLARES.has(node.type)) this.#declare(node, outer, scope);
    if (node.type === "Identifier" && isUse(node, this.#around.at(-1)))
      this.uses.push({ name: node, scope, parents: this.#around.slice(-PARENTS_MAX).reverse() });
    this.#around.push(node);
    forEachChild(node, (child) => this.visit(child, scope));
    this.#around.pop();
  }

  #scopeOf(node: AnyNode, outer: CodeScope): CodeScope {
    if (node.type === "Program") {
      this.scopes.push(outer);
      return outer;
    }
    if (!SCOPES.has(node.type)) return outer;
    const scope = { node, outer, declared: new Map() };
    this.scopes.push(scope);
    return scope;
  }

  #declare(node: AnyNode, outer: CodeScope, scope: CodeScope): void {
    if (isFunction(node)) declareFunction(node, outer, scope);
    else if (node.type === "VariableDeclaration")
      declareVariables(node, node.kind === "var" ? functionScope(outer) : outer);
    else if (node.type === "ClassDeclaration" && node.id !== null) declare(node.id, outer);
    else if (node.type === "CatchClause" && node.param) for (const name of namesIn(node.param)) declare(name, scope);
  }
}

function declareFunction(node: AnyFunction, outer: CodeScope, scope: CodeScope): void {
  if (node.type === "FunctionDeclaration") declare(node.id, outer);
  if (node.type === "FunctionExpression" && node.id) declare(node.id, scope);
  for (const parameter of node.params) for (const name of namesIn(parameter)) declare(name, scope);
}

function declareVariables({ declarations }: VariableDeclaration, scope: CodeScope): void {
  for (const { id } of declarations) for (const name of namesIn(id)) declare(name, scope);
}

/** Levels around a name that are remembered. */
const PARENTS_MAX = 4;

/** Nodes that declare names. */
const DECLARES: ReadonlySet<string> = new Set([
  "ArrowFunctionExpression",
  "CatchClause",
  "ClassDeclaration",
  "FunctionDeclaration",
  "FunctionExpression",
  "VariableDeclaration",
]);

const SCOPES: ReadonlySet<string> = new Set([
  "FunctionDeclaration",
  "FunctionExpression",
  "ArrowFunctionExpression",
  "BlockStatement",
  "ForStatement",
  "ForOfStatement",
  "ForInStatement",
  "CatchClause",
  "SwitchStatement",
]);

function declare(name: Identifier, { declared }: CodeScope): void {
  const places = declared.get(name.name);
  if (places === undefined) declared.set(name.name, [name]);
  else places.push(name);
}

function functionScope(scope: CodeScope): CodeScope {
  return isFunction(scope.node) || scope.outer === undefined ? scope : functionScope(scope.outer);
}

type AnyFunction = FunctionDeclaration | FunctionExpression | ArrowFunctionExpression;

function isFunction(node: AnyNode): node is AnyFunction {
  return /^(?:Function(?:Declaration|Expression)|ArrowFunctionExpression)$/.test(node.type);
}

/** The names that a pattern declares. */
function namesIn(pattern: Pattern): Identifier[] {
  switch (pattern.type) {
    case "Identifier":
      return [pattern];
    case "ObjectPattern":
      return pattern.properties.flatMap((each) => namesIn(each.type === "RestElement" ? each.argument : each.value));
    case "ArrayPattern":
      return pattern.elements.flatMap((each) => (each === null ? [] : namesIn(each)));
    case "RestElement":
      return namesIn(pattern.argument);
    case "AssignmentPattern":
      return namesIn(pattern.left);
    case "MemberExpression":
      return [];
  }
}

/** Whether an identifier stands for a value, and is not the name of a member, a method or a label. */
function isUse(node: Identifier, parent: AnyNode | undefined): boolean {
  switch (parent?.type) {
    case "MemberExpression":
      return parent.object === node || parent.computed;
    case "MethodDefinition":
    case "PropertyDefinition":
      return parent.key !== node || parent.computed;
    case "Property":
      return parent.value === node || parent.computed;
    case "LabeledStatement":
    case "BreakStatement":
    case "ContinueStatement":
    case "ExportSpecifier":
    case "MetaProperty":
      return false;
    default:
      return true;
  }
}

/** Visits the nodes that a node is made of. Of a shorthand property the key and the value are one. */
export function forEachChild(node: AnyNode, visit: (child: AnyNode) => void): void {
  for (const value of Object.values(node)) {
    if (Array.isArray(value)) {
      for (const each of value) if (isNode(each)) visit(each);
    } else if (isNode(value)) visit(value);
  }
}

function isNode(value: unknown): value is AnyNode {
  return typeof value === "object" && value !== null && "type" in value && typeof value.type === "string";
}
