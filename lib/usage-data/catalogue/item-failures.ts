import type { Text } from "./model";

/** Why an item that was collected did not get into the document; the details are in smsdbmon.log. */
export const ITEM_FAILURES = {
  "collector-failed": {
    en: "Failed: its source could not be read.",
    de: "Fehlgeschlagen: Die Quelle konnte nicht gelesen werden.",
  },
  "took-too-long": {
    en: "Failed: reading its source took longer than a collection may.",
    de: "Fehlgeschlagen: Das Lesen der Quelle dauerte länger, als eine Sammlung darf.",
  },
  "value-refused": {
    en: "Withheld: the value is not of the form the item is allowed to have.",
    de: "Zurückgehalten: Der Wert hat nicht die Form, die das Element haben darf.",
  },
  "contains-site-code": {
    en: "Withheld: the value contains the code of a site.",
    de: "Zurückgehalten: Der Wert enthält den Code eines Standorts.",
  },
  "contains-site-name": {
    en: "Withheld: the value contains the name of a site.",
    de: "Zurückgehalten: Der Wert enthält den Namen eines Standorts.",
  },
  "contains-host-name": {
    en: "Withheld: the value contains the name of a server.",
    de: "Zurückgehalten: Der Wert enthält den Namen eines Servers.",
  },
  "contains-domain-name": {
    en: "Withheld: the value contains the name of a domain or forest.",
    de: "Zurückgehalten: Der Wert enthält den Namen einer Domäne oder Gesamtstruktur.",
  },
  "contains-user-name": {
    en: "Withheld: the value contains the name of a user.",
    de: "Zurückgehalten: Der Wert enthält den Namen eines Benutzers.",
  },
  "contains-object-name": {
    en: "Withheld: the value contains the name an administrator gave to something.",
    de: "Zurückgehalten: Der Wert enthält einen Namen, den ein Administrator vergeben hat.",
  },
  "contains-network-address": {
    en: "Withheld: the value contains the address of a computer in the network.",
    de: "Zurückgehalten: Der Wert enthält die Netzwerkadresse eines Computers.",
  },
  "contains-e-mail-address": {
    en: "Withheld: the value contains an e-mail address.",
    de: "Zurückgehalten: Der Wert enthält eine E-Mail-Adresse.",
  },
  "contains-account-name": {
    en: "Withheld: the value contains an account of a domain or a path to a server.",
    de: "Zurückgehalten: Der Wert enthält ein Domänenkonto oder einen Pfad zu einem Server.",
  },
} as const satisfies Record<string, Text>;

export type ItemFailure = keyof typeof ITEM_FAILURES;
