import type { Failure, Result } from "@/lib/result";

export const UNREACHABLE: Failure<"unreachable"> = { ok: false, code: "unreachable" };

/** A request to the portal's own server. Rejects with the signal's reason when it is aborted. */
export async function ask<T>(address: string, init: RequestInit): Promise<Result<T>> {
  try {
    const response = await fetch(address, { cache: "no-store", ...init });
    return (await response.json()) as Result<T>;
  } catch {
    init.signal?.throwIfAborted();
    return UNREACHABLE;
  }
}
