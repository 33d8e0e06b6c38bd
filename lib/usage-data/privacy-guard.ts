import { z } from "zod";
import type { ItemFailure } from "./catalogue/item-failures";
import type { UsageValue } from "./model";
import { hash } from "./values";

export type PersonalData = Extract<ItemFailure, `contains-${string}`>;

/** A name of this hierarchy that must not leave. */
export interface ProtectedName {
  kind: PersonalData;
  name: string;
}

const OCTET = "(?:25[0-5]|2[0-4]\\d|1?\\d?\\d)";

/** What looks like an address or account, whoever's it is. */
const PATTERNS: readonly (readonly [PersonalData, RegExp])[] = [
  ["contains-e-mail-address", /[^\s@]+@[^\s@]+\.[a-z]{2,}/i],
  ["contains-account-name", /[\w.-]\\[\w.-]|\\\\\w/],
  ["contains-network-address", new RegExp(`(?<!\\d\\.?)${OCTET}(?:\\.${OCTET}){3}(?!\\.?\\d)`)],
  ["contains-network-address", /(?<![:\w])(?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4}(?![:\w])/i],
  ["contains-network-address", /\b(?:[0-9a-f]{2}[:-]){5}[0-9a-f]{2}\b/i],
];

/**
 * Words of names of products. A site called `AMD` or a server called `edge` is not given away by the name of a
 * processor or a browser; alone, as a whole text, such a name is still found.
 */
const PRODUCT_WORDS: ReadonlySet<string> = new Set(
  `advanced amd android apple apps atom azure business celeron channel chrome chromium core cpu data datacenter edge
   education enterprise epyc explorer firefox for google hyper intel internet ios ipados linux long mac macos
   microsoft mobile multi office opera pentium plus pro processor professional r2 ryzen safari semi server service
   session silver standard surface system term tm utf windows workstation workstations xeon`
    .trim()
    .split(/\s+/),
);

/** Shorter names, and plain numbers, are too likely to be something else inside a text: `wmi` is a server somewhere. */
const SHORTEST_INSIDE = 3;
const SHORTEST_HOST_INSIDE = 4;

/**
 * Searches values for what must not leave, before they are stored. Words of closed lists that an item's schema names
 * cannot be anybody's; every other text is read, keys of objects included, whatever the level.
 */
export class PrivacyGuard {
  private readonly whole = new Map<string, PersonalData>();
  /** Names by their first word, as the words they consist of. */
  private readonly inside = new Map<string, { kind: PersonalData; words: string[] }[]>();
  private readonly siteCodes = new Set<string>();

  constructor(names: readonly ProtectedName[]) {
    for (const { kind, name } of names) this.protect(kind, name.trim());
  }

  /** @returns what was found first; null when the value may leave */
  find(value: UsageValue, schema: z.ZodType): PersonalData | null {
    const vocabulary = vocabularyOf(schema);
    for (const text of textsOf(value)) {
      if (vocabulary.has(text)) continue;
      const found = this.findInText(text);
      if (found) return found;
    }
    return null;
  }

  private protect(kind: PersonalData, name: string): void {
    const words = wordsOf(name);
    const [first] = words;
    if (first === undefined) return;
    this.whole.set(words.join(" "), kind);
    if (kind === "contains-site-code") {
      if (isFoundInside(kind, name, words)) this.siteCodes.add(name);
      return;
    }
    if (!isFoundInside(kind, name, words)) return;
    const known = this.inside.get(first) ?? [];
    this.inside.set(first, [...known, { kind, words }]);
  }

  private findInText(text: string): PersonalData | null {
    // The alphabet of base64 spells a site code sooner or later.
    if (hash.safeParse(text).success) return null;
    const words = wordsOf(text);
    const whole = this.whole.get(words.join(" "));
    if (whole) return whole;
    for (const [at, word] of words.entries()) {
      const name = this.inside.get(word)?.find((known) => known.words.every((w, i) => words[at + i] === w));
      if (name) return name.kind;
    }
    // In capitals only: `pro` is no site.
    if (text.match(/[\p{L}\p{N}_]+/gu)?.some((word) => this.siteCodes.has(word))) return "contains-site-code";
    return PATTERNS.find(([, pattern]) => pattern.test(text))?.[0] ?? null;
  }
}

const wordsOf = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];

const isFoundInside = (kind: PersonalData, name: string, words: readonly string[]): boolean =>
  name.length >= (kind === "contains-host-name" ? SHORTEST_HOST_INSIDE : SHORTEST_INSIDE) &&
  !/^[\d\s.]+$/.test(name) &&
  !words.every((word) => PRODUCT_WORDS.has(word));

function* textsOf(value: UsageValue): Generator<string> {
  if (typeof value === "string") yield value;
  else if (Array.isArray(value)) for (const element of value) yield* textsOf(element);
  else if (value !== null && typeof value === "object") {
    for (const [key, member] of Object.entries(value)) {
      yield key;
      yield* textsOf(member);
    }
  }
}

const VOCABULARIES = new WeakMap<z.ZodType, ReadonlySet<string>>();

/** The words of the closed lists in a schema: names of members, literals, members of enumerations. */
function vocabularyOf(schema: z.ZodType): ReadonlySet<string> {
  const known = VOCABULARIES.get(schema);
  if (known) return known;
  const words = new Set<string>();
  collectWords(z.toJSONSchema(schema, { io: "input" }), words);
  VOCABULARIES.set(schema, words);
  return words;
}

function collectWords(node: unknown, words: Set<string>): void {
  if (Array.isArray(node)) for (const part of node) collectWords(part, words);
  if (node === null || typeof node !== "object" || Array.isArray(node)) return;
  for (const [keyword, part] of Object.entries(node)) {
    if (keyword === "enum" && Array.isArray(part)) for (const word of part) words.add(String(word));
    else if (keyword === "const") words.add(String(part));
    else {
      if (keyword === "properties") for (const name of Object.keys(part as object)) words.add(name);
      collectWords(part, words);
    }
  }
}
