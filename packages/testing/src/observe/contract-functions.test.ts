import { contractFunctions } from "@airssys/componentize/script";
import { inJavaScript } from "@airssys/runtime/declared";
import { expect, it } from "vitest";
import { CONTRACT_FUNCTIONS } from "./contract-functions.ts";

it("the functions of the contract are those that it has", () => {
  const contract = [...contractFunctions().values()].flat();
  expect(CONTRACT_FUNCTIONS.map(inJavaScript).sort()).toEqual(contract.sort());
});
