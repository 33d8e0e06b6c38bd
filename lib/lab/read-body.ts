import type { IncomingMessage } from "node:http";

/** @returns undefined for what is too long */
export async function readText(request: IncomingMessage, maxBytes: number): Promise<string | undefined> {
  const chunks: Buffer[] = [];
  let bytes = 0;
  for await (const chunk of request) {
    bytes += chunk.length;
    // Read to its end all the same: a client that is still sending does not hear an answer.
    if (bytes <= maxBytes) chunks.push(chunk);
  }
  return bytes > maxBytes ? undefined : Buffer.concat(chunks).toString("utf8");
}

/** @returns undefined for what is too long or not JSON, which no schema accepts */
export async function readJson(request: IncomingMessage, maxBytes: number): Promise<unknown> {
  const text = await readText(request, maxBytes);
  try {
    return text === undefined ? undefined : JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** More than any form of the lab takes. */
const MAX_FORM_BYTES = 64 * 1024;

/** A form as browsers and OAuth clients post it; empty for what is too long or of another type. */
export async function readForm(request: IncomingMessage): Promise<URLSearchParams> {
  const isForm = request.headers["content-type"]?.startsWith("application/x-www-form-urlencoded");
  return new URLSearchParams(isForm ? await readText(request, MAX_FORM_BYTES) : undefined);
}
