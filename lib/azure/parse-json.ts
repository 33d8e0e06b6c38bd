/** @returns undefined for what is no JSON, which none of the shapes fits that an answer is looked for */
export function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString("utf8"));
  } catch {
    return undefined;
  }
}
