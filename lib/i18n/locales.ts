export const LOCALES = ["en", "de"] as const;
export type Locale = (typeof LOCALES)[number];

export const isLocale = (value: unknown): value is Locale => LOCALES.includes(value as Locale);

/** The first language of an `Accept-Language` header that the product speaks; English otherwise. */
export function negotiateLocale(acceptLanguage: string | null): Locale {
  const ranked = (acceptLanguage ?? "")
    .split(",")
    .map((part) => {
      const [tag = "", ...params] = part.trim().split(";");
      const q = params.map((p) => p.trim()).find((p) => p.startsWith("q="));
      return { language: tag.slice(0, 2).toLowerCase(), quality: q ? Number(q.slice(2)) : 1 };
    })
    .sort((a, b) => b.quality - a.quality);
  return ranked.map((r) => r.language).find(isLocale) ?? "en";
}
