import { z } from "zod";

/** A secret key of an app registration, as Azure shows it afterwards: never the key itself. */
export interface Password {
  keyId: string;
  name: string;
  startsAt: Date;
  endsAt: Date;
  /** Its first characters. */
  hint: string;
}

const instant = z.iso.datetime({ offset: true }).transform((text) => new Date(text));

export const passwordSchema = z.object({
  keyId: z.guid(),
  displayName: z.string().nullish(),
  startDateTime: instant,
  endDateTime: instant,
  hint: z.string().nullish(),
});

export const passwordOf = (told: z.output<typeof passwordSchema>): Password => ({
  keyId: told.keyId,
  name: told.displayName ?? "",
  startsAt: told.startDateTime,
  endsAt: told.endDateTime,
  hint: told.hint ?? "",
});
