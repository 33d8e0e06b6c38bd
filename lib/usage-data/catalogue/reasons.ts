import type { Text } from "./model";

/** What items are good for (reference/usage-data.md §5). */
export const REASONS = {
  "offer-updates": {
    en: "Decides which updates apply to this hierarchy and are offered to it.",
    de: "Entscheidet, welche Updates für diese Hierarchie gelten und ihr angeboten werden.",
  },
  "improve-updates": {
    en: "Shows where updating takes long or fails, so that it can be made safer.",
    de: "Zeigt, wo das Aktualisieren lange dauert oder fehlschlägt, damit es sicherer werden kann.",
  },
  "plan-tests": {
    en: "New versions are tested on the configurations that are really used.",
    de: "Neue Versionen werden auf den Konfigurationen getestet, die wirklich verwendet werden.",
  },
  "plan-support": {
    en: "Tells how long older systems and versions still need to be supported.",
    de: "Sagt, wie lange ältere Systeme und Versionen noch unterstützt werden müssen.",
  },
  "find-faults": {
    en: "Faults and slow operations are found and mended, also those nobody reported.",
    de: "Fehler und langsame Vorgänge werden gefunden und behoben, auch wenn niemand sie gemeldet hat.",
  },
  sizing: {
    en: "Tells for which sizes and loads the product has to be fast enough.",
    de: "Sagt, für welche Größen und Lasten das Produkt schnell genug sein muss.",
  },
  "feature-use": {
    en: "Tells which features are used and how, so that the right ones are improved or retired.",
    de: "Sagt, welche Features wie verwendet werden, damit die richtigen verbessert oder eingestellt werden.",
  },
  "collection-health": {
    en: "Tells whether usage data itself is complete and quick to collect.",
    de: "Sagt, ob die Nutzungsdaten selbst vollständig sind und schnell gesammelt werden.",
  },
} as const satisfies Record<string, Text>;

export type ReasonCode = keyof typeof REASONS;
