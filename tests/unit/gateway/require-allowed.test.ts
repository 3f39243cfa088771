import { expect, it } from "vitest";
import { requireAllowed } from "../../../lib/gateway/require-allowed";

const ANY = { allowedModels: [], allowedProviders: [] };

it("lets a key without limits use everything", () => {
  expect(() => requireAllowed(ANY, "openai", "gpt-4o")).not.toThrow();
});

it.each([
  ["the very name", "gpt-4o"],
  ["a beginning", "gpt-4*"],
  ["the name with its provider", "openai/gpt-4o"],
  ["a provider's every model", "openai/*"],
])("lets a key use a model allowed by %s", (_how, entry) => {
  const caller = { ...ANY, allowedModels: [entry] };
  expect(() => requireAllowed(caller, "openai", "gpt-4o")).not.toThrow();
});

it("does not take one model's name for the beginning of another's", () => {
  const caller = { ...ANY, allowedModels: ["gpt-4o"] };
  expect(() => requireAllowed(caller, "openai", "gpt-4o-mini")).toThrow(
    'This API key may not use the model "gpt-4o-mini". It may use: gpt-4o.',
  );
});

it("refuses a provider that is not on the key's list", () => {
  const caller = { ...ANY, allowedProviders: ["azure"] };
  expect(() => requireAllowed(caller, "openai", "gpt-4o")).toThrow(
    'This API key may not use the provider "openai". It may use: azure.',
  );
});

it("refuses a call that may use any model, when the key may not", () => {
  const caller = { ...ANY, allowedModels: ["gpt-4o"] };
  expect(() => requireAllowed(caller, "openai", null)).toThrow("nothing in this call says which");
});
