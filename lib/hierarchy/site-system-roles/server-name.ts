import { z } from "zod";

const LABEL = /^[a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?$/;

/** A fully qualified name of a server: at least two labels, lower case (RFC 1123). */
export const fullyQualifiedName = z
  .string()
  .trim()
  .toLowerCase()
  .max(253)
  .refine((name) => name.includes(".") && name.split(".").every((label) => LABEL.test(label)));
