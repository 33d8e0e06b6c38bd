import { expect, it } from "vitest";
import de from "@/lib/i18n/messages/de/azure.json";
import en from "@/lib/i18n/messages/en/azure.json";
import { AZURE_ERROR_CODES } from "./azure-error";

it.each([
  ["English", en],
  ["German", de],
])("every failure of Azure has its sentence in %s, and no other", (_language, messages) => {
  expect(Object.keys(messages.failures).sort()).toEqual([...AZURE_ERROR_CODES].sort());
});
