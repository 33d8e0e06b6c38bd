import { ArmError } from "./arm-error";
import type { ArmCall } from "./arm-operation";

const PAGE_SIZE = 100;

/** A page of a list, with the link to the next while there is one. */
export function listPage(
  items: readonly object[],
  { query, base, path }: ArmCall,
): { status: number; body: { value: object[]; nextLink?: string } } {
  const top = query.get("$top") ?? String(PAGE_SIZE);
  if (!/^[1-9]\d{0,3}$/.test(top)) throw new ArmError("InvalidRequestContent", { problem: `$top=${top}` });
  const start = readToken(query.get("$skiptoken"));
  const end = start + Number(top);
  const value = items.slice(start, end);
  if (end >= items.length) return { status: 200, body: { value } };
  const next = new URLSearchParams(query);
  next.set("$skiptoken", Buffer.from(String(end)).toString("base64url"));
  return { status: 200, body: { value, nextLink: `${base}${path}?${next}` } };
}

function readToken(token: string | null): number {
  if (token === null) return 0;
  const start = Buffer.from(token, "base64url").toString();
  if (!/^\d{1,6}$/.test(start)) throw new ArmError("InvalidSkipToken");
  return Number(start);
}
