import { customType, timestamp } from "drizzle-orm/pg-core";

/** An instant; the product knows no times without a zone. */
export const timestamptz = (name: string) => timestamp(name, { withTimezone: true, mode: "date" });

export const bytea = customType<{ data: Buffer }>({ dataType: () => "bytea" });
