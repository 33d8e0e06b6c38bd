import { type Fault, faultSchema } from "../faults";
import { FAULT_FORMS, type FaultField, isFaultKind } from "./fault-forms";

/**
 * The fault that a form of the page describes.
 * @returns why it is none, in words
 */
export function readFaultForm(form: URLSearchParams): Fault | string {
  const kind = form.get("fault") ?? "";
  if (!isFaultKind(kind)) return "There is no such fault.";
  const { title, fields } = FAULT_FORMS[kind];
  const values = fields.flatMap((field) => entryOf(field, form.get(field.name)?.trim() ?? "") ?? []);
  const parsed = faultSchema.safeParse({ fault: kind, ...Object.fromEntries(values) });
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(({ path, message }) => {
    const field = fields.find(({ name }) => name === path[0]);
    return `${field?.label ?? title}: ${message}`;
  });
  return `${title} was not switched on. ${problems.join(". ")}.`;
}

/** An empty field says nothing, except where nothing is a choice of its own. */
function entryOf({ name, type }: FaultField, text: string): [[string, unknown]] | undefined {
  if (text === "") return name === "retryAfterSeconds" ? [[name, null]] : undefined;
  return [[name, type === "number" ? Number(text) : text]];
}
