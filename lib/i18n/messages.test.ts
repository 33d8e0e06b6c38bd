import { describe, expect, test } from "vitest";
import de from "./messages/de";
import en from "./messages/en";

type Messages = { [key: string]: string | Messages };

/** Every text by its dotted key. */
function texts(messages: Messages, prefix = ""): Map<string, string> {
  return new Map(
    Object.entries(messages).flatMap(([key, value]): [string, string][] =>
      typeof value === "string" ? [[prefix + key, value]] : [...texts(value, `${prefix}${key}.`)],
    ),
  );
}

/** Names of the values a text takes at its outermost level, e.g. `{count, plural, …}` takes `count`. */
function argumentsOf(text: string): string[] {
  const names = new Set<string>();
  let depth = 0;
  for (const [index, character] of [...text].entries()) {
    if (character === "{" && depth++ === 0)
      names.add(/^\w*/.exec([...text].slice(index + 1).join(""))?.[0] ?? "");
    if (character === "}") depth--;
  }
  return [...names].sort();
}

const english = texts(en);
const german = texts(de);

describe("messages", () => {
  test("every English text has a German one, and the other way round", () => {
    expect([...german.keys()].sort()).toEqual([...english.keys()].sort());
  });

  test("no text is empty", () => {
    const empty = [...english, ...german].filter(([, text]) => text.trim() === "").map(([key]) => key);
    expect(empty).toEqual([]);
  });

  test("both languages use the same values", () => {
    const differing = [...english]
      .filter(([key, text]) => `${argumentsOf(text)}` !== `${argumentsOf(german.get(key) ?? "")}`)
      .map(([key]) => key);
    expect(differing).toEqual([]);
  });

  test("a failure code has one sentence, so that it does not depend on the order of the areas", () => {
    const codes = [...english.keys()].flatMap((key) => key.match(/^\w+\.failures\.(.+)$/)?.[1] ?? []);
    expect(codes.filter((code, index) => codes.indexOf(code) !== index)).toEqual([]);
  });
});
