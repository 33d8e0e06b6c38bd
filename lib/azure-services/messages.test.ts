import { expect, it } from "vitest";
import de from "@/lib/i18n/messages/de/azure-services.json";
import en from "@/lib/i18n/messages/en/azure-services.json";
import { OPERATION_KINDS } from "./operations/kinds";

it.each([
  ["English", en],
  ["German", de],
])("every kind of operation, and each of its steps, has its name in %s", (_language, messages) => {
  const kinds = OPERATION_KINDS.map(({ kind }) => kind);
  const steps = OPERATION_KINDS.flatMap((one) => one.steps.map(({ id }) => id));
  expect(Object.keys(messages.kinds)).toEqual(expect.arrayContaining(kinds));
  expect(Object.keys(messages.steps)).toEqual(expect.arrayContaining(steps));
  const leftovers = OPERATION_KINDS.flatMap((one) =>
    one.steps.flatMap(({ id, leftover }) => (leftover ? id : [])),
  );
  expect(Object.keys(messages.leftovers)).toEqual(expect.arrayContaining(leftovers));
});
