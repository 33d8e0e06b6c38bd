import type { WireResponse } from "./wire";
import { WireError } from "./wire-error";

/**
 * The whole body of an answer that is meant to be short.
 * @param url what was asked, for the failure
 * @throws WireError `response-too-long` beyond `maxBytes`, and what breaks a body off
 */
export async function readAnswer(response: WireResponse, url: string, maxBytes: number): Promise<Buffer> {
  const parts: Buffer[] = [];
  let bytes = 0;
  for await (const part of response.body) {
    bytes += part.length;
    // Leaving the loop gives the rest up.
    if (bytes > maxBytes) throw new WireError("response-too-long", { host: new URL(url).host });
    parts.push(part);
  }
  return Buffer.concat(parts);
}
