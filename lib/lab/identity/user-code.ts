import { randomInt } from "node:crypto";

/** Without vowels, which spell words, and without what looks alike. */
const ALPHABET = "BCDFGHJKLMNPQRSTVWXZ23456789";
const LENGTH = 9;

/** The code of a device sign-in, to be typed by a person. */
export const newUserCode = (): string =>
  Array.from({ length: LENGTH }, () => ALPHABET[randomInt(ALPHABET.length)]).join("");

/** As people type it. */
export const normaliseUserCode = (typed: string): string => typed.toUpperCase().replace(/[^A-Z0-9]/g, "");
