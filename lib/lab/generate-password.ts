import { randomInt } from "node:crypto";

/** Without characters that look alike; 20 of 31 are 99 bits. */
const PASSWORD_ALPHABET = "abcdefghjkmnpqrstuvwxyz23456789";

/** A password for a sample account, easy to read out. */
export function generatePassword(): string {
  const group = () =>
    Array.from({ length: 5 }, () => PASSWORD_ALPHABET[randomInt(PASSWORD_ALPHABET.length)]).join("");
  return [group(), group(), group(), group()].join("-");
}
