import { expect, it } from "vitest";
import de from "@/lib/i18n/messages/de/usage-data-upload.json";
import en from "@/lib/i18n/messages/en/usage-data-upload.json";
import { UPLOAD_ERROR_CODES } from "./upload-error";

it.each([
  ["English", en],
  ["German", de],
])("every failure of an upload has its sentence in %s, and no other", (_language, messages) => {
  expect(Object.keys(messages.failures).sort()).toEqual([...UPLOAD_ERROR_CODES].sort());
});
