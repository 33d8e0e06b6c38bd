import { expect, it } from "vitest";
import de from "@/lib/i18n/messages/de/out-of-band.json";
import en from "@/lib/i18n/messages/en/out-of-band.json";
import { OUT_OF_BAND_FAILURES } from "./failure";

it.each([
  ["English", en],
  ["German", de],
])("every failure has its sentence in %s, and every sentence its failure", (_language, messages) => {
  expect(Object.keys(messages.failures).sort()).toEqual([...OUT_OF_BAND_FAILURES].sort());
});
