import { expect, it } from "vitest";
import de from "@/lib/i18n/messages/de/installation.json";
import en from "@/lib/i18n/messages/en/installation.json";
import { SERVICING_STEPS } from "../servicing/steps";
import { INSTALL_STEPS } from "./install-steps";
import { INSTALLATION_ERROR_CODES } from "./installation-failure";

it.each([
  ["English", en],
  ["German", de],
])(
  "every failure of an installation has its sentence in %s, and every sentence its failure",
  (_language, messages) => {
    expect(Object.keys(messages.errors).sort()).toEqual([...INSTALLATION_ERROR_CODES].sort());
  },
);

it("every listed step of an installation is made, and no other", () => {
  const listed = SERVICING_STEPS.filter(({ phase }) => phase === "installation").map(({ step }) => step);
  expect(Object.keys(INSTALL_STEPS)).toEqual(listed);
});
