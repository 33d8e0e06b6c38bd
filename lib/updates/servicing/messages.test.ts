import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import { describe, expect, it } from "vitest";
import de from "@/lib/i18n/messages/de";
import en from "@/lib/i18n/messages/en";

const folders = [import.meta.dirname, path.join(import.meta.dirname, "../features")];

/** Every code the use cases of servicing and features refuse with, as their source says it. */
const refusals = folders.flatMap((folder) =>
  readdirSync(folder)
    .filter((file) => file.endsWith(".ts") && !file.endsWith(".test.ts"))
    .flatMap((file) => [...readFileSync(path.join(folder, file), "utf8").matchAll(/\bfail\(\s*"([^"]+)"/g)])
    .flatMap(([, code]) => code ?? []),
);

describe.each([
  ["English", en],
  ["German", de],
])("in %s", (_language, messages) => {
  const sentences = new Set(
    Object.values(messages).flatMap((area) =>
      "failures" in area ? Object.keys(area.failures as Record<string, string>) : [],
    ),
  );

  it("every refusal of servicing has its sentence", () => {
    expect(refusals.length).toBeGreaterThan(30);
    expect([...new Set(refusals)].filter((code) => !sentences.has(code))).toEqual([]);
  });
});
