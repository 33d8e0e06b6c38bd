import type { UsageValue } from "./model";

type JsonObject = Record<string, UsageValue>;

/** A step into a value: a member, or the element of a list that these members tell from the others. */
export type PathStep = string | { where: Record<string, string> };

/** One place where two values differ. */
export interface ValueChange {
  path: PathStep[];
  kind: "added" | "removed" | "changed";
  /** Undefined for what was added. */
  before?: UsageValue;
  /** Undefined for what was removed. */
  after?: UsageValue;
}

/**
 * Where two values differ, place by place. Elements of a list are matched by what they are about, not by where they
 * stand: an added site moves nobody. Scalars of a list are compared as a multiset.
 */
export function* compareValues(
  before: UsageValue,
  after: UsageValue,
  path: PathStep[] = [],
): Generator<ValueChange> {
  if (Array.isArray(before) && Array.isArray(after)) yield* compareLists(before, after, path);
  else if (isObject(before) && isObject(after)) yield* compareObjects(before, after, path);
  else if (JSON.stringify(before) !== JSON.stringify(after)) yield { path, kind: "changed", before, after };
}

function* compareObjects(before: JsonObject, after: JsonObject, path: PathStep[]): Generator<ValueChange> {
  for (const name of new Set([...Object.keys(before), ...Object.keys(after)])) {
    yield* compareMembers(before[name], after[name], [...path, name]);
  }
}

function* compareMembers(
  before: UsageValue | undefined,
  after: UsageValue | undefined,
  path: PathStep[],
): Generator<ValueChange> {
  if (before === undefined) yield { path, kind: "added", after };
  else if (after === undefined) yield { path, kind: "removed", before };
  else yield* compareValues(before, after, path);
}

function* compareLists(before: UsageValue[], after: UsageValue[], path: PathStep[]): Generator<ValueChange> {
  const identity = identityOf(before, after);
  if (!identity) {
    yield* compareMultisets(before, after, path);
    return;
  }
  const old = new Map(before.filter(isObject).map((element) => [idOf(element, identity), element]));
  const now = new Map(after.filter(isObject).map((element) => [idOf(element, identity), element]));
  for (const id of new Set([...old.keys(), ...now.keys()])) {
    const element = now.get(id) ?? old.get(id) ?? {};
    const where = Object.fromEntries(identity.map((name) => [name, String(element[name])]));
    yield* compareMembers(old.get(id), now.get(id), [...path, { where }]);
  }
}

function* compareMultisets(
  before: UsageValue[],
  after: UsageValue[],
  path: PathStep[],
): Generator<ValueChange> {
  const left = new Map<string, UsageValue[]>();
  for (const element of before) {
    const text = JSON.stringify(element);
    left.set(text, [...(left.get(text) ?? []), element]);
  }
  for (const element of after) {
    const same = left.get(JSON.stringify(element));
    if (same?.length) same.pop();
    else yield { path, kind: "added", after: element };
  }
  for (const elements of left.values()) {
    for (const element of elements) yield { path, kind: "removed", before: element };
  }
}

/**
 * The members that tell the objects of both lists apart: one text that is different in each, or all texts together. Of
 * several the one by which most are found again, so that a changed hash is a change of its object and not another one.
 */
function identityOf(before: UsageValue[], after: UsageValue[]): string[] | null {
  const [old, now] = [before.filter(isObject), after.filter(isObject)];
  if (old.length < before.length || now.length < after.length) return null;
  const texts = Object.keys(now[0] ?? old[0] ?? {}).filter((name) =>
    [...old, ...now].every((one) => typeof one[name] === "string"),
  );
  const candidates = texts.map((name) => [name]);
  if (texts.length > 1) candidates.push(texts);
  let best: { names: string[]; found: number } | null = null;
  for (const names of candidates) {
    const found = countFoundAgain(old, now, names);
    // Of equals the one member comes before all together.
    if (found !== null && found > (best?.found ?? -1)) best = { names, found };
  }
  return best?.names ?? null;
}

/** How many elements are in both lists by these members; null when the members do not tell them apart. */
function countFoundAgain(before: JsonObject[], after: JsonObject[], names: string[]): number | null {
  const old = new Set(before.map((one) => idOf(one, names)));
  const now = new Set(after.map((one) => idOf(one, names)));
  if (old.size < before.length || now.size < after.length) return null;
  let found = 0;
  for (const id of now) if (old.has(id)) found++;
  return found;
}

const idOf = (element: JsonObject, names: string[]): string =>
  names.length === 1 ? String(element[names[0] ?? ""]) : JSON.stringify(names.map((name) => element[name]));

const isObject = (value: UsageValue): value is JsonObject =>
  value !== null && typeof value === "object" && !Array.isArray(value);
