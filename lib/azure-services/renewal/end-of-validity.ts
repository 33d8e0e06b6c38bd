/** When a key that is made now and is valid for so many years ends. */
export function endOfValidity(now: Date, years: 1 | 2): Date {
  const endsAt = new Date(now);
  endsAt.setUTCFullYear(endsAt.getUTCFullYear() + years);
  return endsAt;
}
