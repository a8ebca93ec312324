import { expect, test } from "vitest";
import { blocksOf } from "./blocks.ts";
import { compile } from "./compile.ts";
import { programsOf } from "./programs.ts";
import { shellFaults } from "./shell.ts";

const fenced = (language: string, ...lines: string[]) => `\`\`\`${language}\n${lines.join("\n")}\n\`\`\`\n`;

test("a block that imports nothing goes on with the block before it", () => {
  const text = `# A\n\n${fenced("ts", 'import "a";', "const one = 1;")}\ntext\n\n${fenced("ts", "const two = one;")}`;
  const [program, ...others] = programsOf(blocksOf("a.md", text));
  expect(others).toEqual([]);
  expect(program?.code).toBe('import "a";\nconst one = 1;\nconst two = one;\n');
  expect(program?.lines).toEqual([4, 5, 11]);
});

test("a block that imports something is a program of its own, and so is the first of each document", () => {
  const text = `${fenced("ts", 'import "a";')}\n${fenced("ts", 'import "b";')}`;
  expect(programsOf([...blocksOf("a.md", text), ...blocksOf("b.md", fenced("ts", "const c = 1;"))])).toHaveLength(3);
});

test("a line with a path above a block is its name", () => {
  const text = `\`src/a.ts\`:\n\n${fenced("ts", "export const a = 1;")}\n${fenced("ts", 'import { a } from "./src/a.ts";')}`;
  expect(blocksOf("a.md", text).map(({ name }) => name)).toEqual(["src/a.ts", undefined]);
});

test("what does not compile is told with the file and line of the document", () => {
  const text = `# A\n\n${fenced("ts", 'import { openHost } from "@airssys/host";', "", "openHost(1);")}`;
  expect(compile(programsOf(blocksOf("a.md", text)))).toEqual([
    expect.stringMatching(/^a\.md:6: Argument of type 'number' is not assignable/),
  ]);
});

test.each([
  ["npx pnpm@12 no-such-script", 'the root package.json has no script "no-such-script"'],
  ["npx pnpm@12 run no-such-script", 'the root package.json has no script "no-such-script"'],
  ["npm install @airssys/nothing", "there is no package @airssys/nothing"],
  ["npx airssys-nothing a.ts", "no package has a program airssys-nothing"],
  ["node examples/nothing/demo.ts", "there is no examples/nothing/demo.ts"],
])("a command that names what is not there is told: %s", (command, fault) => {
  const [block] = blocksOf("a.md", fenced("sh", "npx pnpm@12 test", command));
  if (block === undefined) throw new Error("the block was not found");
  expect(shellFaults(block, [])).toEqual([`a.md:3: ${fault}`]);
});
