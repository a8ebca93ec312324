import { contractFunctions } from "@airssys/componentize/script";
import { expect, it } from "vitest";
import { CONTRACT_FUNCTIONS } from "./contract-functions.ts";

/** The one interface whose functions the host asks of components. */
const EXPORTED = "handle";

it("the functions of the contract are those that it has", async () => {
  const camelCase = (name: string) => name.replace(/-([a-z])/g, (_, letter: string) => letter.toUpperCase());
  const contract = [...(await contractFunctions()).values()].flat().filter((name) => name !== EXPORTED);
  expect(CONTRACT_FUNCTIONS.map(camelCase).sort()).toEqual(contract.sort());
});
