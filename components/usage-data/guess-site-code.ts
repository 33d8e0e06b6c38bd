/** What a site code may be made of; three letters make 46,656. */
const LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789";
const BATCH = 1_296;

/** The product's hash of a text: SHA-256 of its UTF-16LE bytes, no salt, base64 (reference/usage-data.md §3.2). */
export async function unsaltedHash(text: string): Promise<string> {
  const bytes = new Uint8Array(text.length * 2);
  for (const [index, letter] of Array.from(text).entries()) bytes[index * 2] = letter.charCodeAt(0);
  return btoa(String.fromCharCode(...new Uint8Array(await crypto.subtle.digest("SHA-256", bytes))));
}

/** Finds the site code of an unsalted hash by trying them all, as anybody who has the hash can. */
export async function guessSiteCode(hash: string): Promise<{ siteCode: string; tried: number } | null> {
  const codes = Array.from({ length: LETTERS.length ** 3 }, (_, number) => codeOf(number));
  for (let from = 0; from < codes.length; from += BATCH) {
    const batch = codes.slice(from, from + BATCH);
    const found = (await Promise.all(batch.map(unsaltedHash))).indexOf(hash);
    if (found >= 0) return { siteCode: batch[found] ?? "", tried: from + found + 1 };
  }
  return null;
}

const codeOf = (number: number): string =>
  [number / LETTERS.length ** 2, number / LETTERS.length, number]
    .map((digit) => LETTERS[Math.floor(digit) % LETTERS.length])
    .join("");
