import { expect, it } from "vitest";
import { CONTENT_ERROR_CODES } from "@/lib/content-library/content-error";
import { FILE_EXCHANGE_ERROR_CODES } from "@/lib/file-exchange/exchange-error";
import de from "@/lib/i18n/messages/de/replication.json";
import en from "@/lib/i18n/messages/en/replication.json";
import { REPLICATION_ERROR_CODES } from "./failure";

it.each([
  ["English", en],
  ["German", de],
])("every failure of a replication has its sentence in %s", (_language, messages) => {
  const codes = [...CONTENT_ERROR_CODES, ...FILE_EXCHANGE_ERROR_CODES, ...REPLICATION_ERROR_CODES];
  expect(Object.keys(messages.errors)).toEqual(expect.arrayContaining(codes));
});
