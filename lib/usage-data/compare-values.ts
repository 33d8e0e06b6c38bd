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
  const all = [...before, ...after];
  if (!all.every(isObject)) return null;
  const texts = Object.keys(all[0] ?? {}).filter((name) => all.every((one) => typeof one[name] === "string"));
  const candidates = [...texts.map((name) => [name]), texts]
    .filter((names) => names.length > 0 && isUnique(before, names) && isUnique(after, names))
    .map((names) => ({ names, found: countFoundAgain(before, after, names) }));
  // The sort is stable: of equals the one member comes before all together.
  return candidates.sort((a, b) => b.found - a.found)[0]?.names ?? null;
}

const isUnique = (list: UsageValue[], names: string[]): boolean =>
  new Set(list.filter(isObject).map((one) => idOf(one, names))).size === list.length;

function countFoundAgain(before: UsageValue[], after: UsageValue[], names: string[]): number {
  const known = new Set(before.filter(isObject).map((one) => idOf(one, names)));
  return after.filter((one) => isObject(one) && known.has(idOf(one, names))).length;
}

const idOf = (element: JsonObject, names: string[]): string =>
  JSON.stringify(names.map((name) => element[name]));

const isObject = (value: UsageValue): value is JsonObject =>
  value !== null && typeof value === "object" && !Array.isArray(value);
