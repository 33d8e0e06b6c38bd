import { z } from "zod";
import { isTimeZone, parseCalendarDate } from "./zoned-time";

export const siteCodeInput = z.string().regex(/^[A-Z0-9]{3}$/);

const times = z.object({
  name: z.string().trim().min(1).max(100),
  enabled: z.boolean(),
  startsOn: z
    .string()
    .refine((text) => parseCalendarDate(text) !== null)
    .nullable(),
  daysOfWeek: z.number().int().min(0).max(0b1111111),
  beginTime: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/),
  durationMinutes: z.number().int().min(1).max(1440),
  timeZone: z.string().max(100).refine(isTimeZone),
});

/** Either a date or days of the week. */
const eitherDateOrDays = ({ startsOn, daysOfWeek }: { startsOn: string | null; daysOfWeek: number }) =>
  (startsOn === null) === daysOfWeek > 0;

const wrongDays = { path: ["daysOfWeek"] };

export const addServiceWindowInput = times
  .extend({ siteCode: siteCodeInput })
  .refine(eitherDateOrDays, wrongDays);

export const changeServiceWindowInput = times.extend({ id: z.uuid() }).refine(eitherDateOrDays, wrongDays);
