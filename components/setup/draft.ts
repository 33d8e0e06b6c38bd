import { furthestOf } from "@/components/ui/wizard/furthest-of";
import { findFaults } from "@/lib/hierarchy/setup/find-faults";
import type { SetupOptions } from "@/lib/hierarchy/setup/get-setup-options";
import { defaultEnvironment, type SetupField, type SetupInput } from "@/lib/hierarchy/setup/model";
import type { FailureParams } from "@/lib/result";

/** What was entered so far. */
export interface SetupDraft {
  code: string;
  /** What may be chosen; null until the code was found right. */
  options: SetupOptions | null;
  input: SetupInput;
  repeatedPassword: string;
}

export const newDraft = (timeZone: string): SetupDraft => ({
  code: "",
  options: null,
  repeatedPassword: "",
  input: {
    siteType: "primary-site",
    siteCode: "",
    siteName: "",
    siteServer: "",
    timeZone,
    userName: "",
    displayName: "",
    password: "",
    usageDataLevel: 2,
    cloudConnector: true,
    cloudConnectorServer: "",
    mode: "online",
    environmentId: "",
    useProxy: false,
    proxyName: "",
    proxyPort: 80,
  },
});

/** The pages in the product's order, and the fields each has (reference/role.md §7.1). */
const FIELDS_OF_PAGE = {
  start: ["code"],
  site: ["siteType", "siteCode", "siteName", "siteServer", "timeZone"],
  administrator: ["userName", "displayName", "password", "repeatedPassword"],
  usage: ["usageDataLevel"],
  connector: [
    "cloudConnector",
    "cloudConnectorServer",
    "mode",
    "environmentId",
    "useProxy",
    "proxyName",
    "proxyPort",
  ],
  summary: [],
  check: [],
} as const satisfies Record<string, readonly DraftField[]>;

type DraftField = SetupField | "code" | "repeatedPassword";

export type SetupPage = keyof typeof FIELDS_OF_PAGE;

export const SETUP_PAGES = Object.keys(FIELDS_OF_PAGE) as SetupPage[];

/** What a page lacks, as codes of `setup.failures`. */
export interface DraftFault {
  field: DraftField;
  code: string;
  params?: FailureParams;
}

/** Everything that keeps the reader on a page; null: it may be left. */
export function missingOn(page: SetupPage, draft: SetupDraft): DraftFault[] | null {
  const fields: readonly DraftField[] = FIELDS_OF_PAGE[page];
  const faults = faultsOf(draft).filter(({ field }) => fields.includes(field));
  return faults.length > 0 ? faults : null;
}

/** The page a refused field belongs to. */
export const pageOfField = (field: string): SetupPage | undefined =>
  SETUP_PAGES.find((page) => (FIELDS_OF_PAGE[page] as readonly string[]).includes(field));

export const furthestPage = (asked: string, draft: SetupDraft): SetupPage =>
  furthestOf(asked, SETUP_PAGES, (page) => missingOn(page, draft)) ?? "start";

/** A server that was the site server's follows its name. */
export function changed(draft: SetupDraft, change: Partial<SetupInput>): SetupDraft {
  const { siteServer, cloudConnectorServer } = draft.input;
  const followed =
    change.siteServer !== undefined && cloudConnectorServer === siteServer
      ? { cloudConnectorServer: change.siteServer }
      : {};
  return { ...draft, input: { ...draft.input, ...followed, ...change } };
}

/** The code was right: the cloud that is meant when nobody chooses is chosen. */
export const proved = (draft: SetupDraft, options: SetupOptions): SetupDraft => ({
  ...draft,
  options,
  input: { ...draft.input, environmentId: defaultEnvironment(options.environments)?.id ?? "" },
});

function faultsOf({ options, input, repeatedPassword }: SetupDraft): DraftFault[] {
  return [
    ...(options === null ? [{ field: "code", code: "setup-code-wrong" } as const] : []),
    ...findFaults(asSent(input)),
    ...(repeatedPassword === input.password
      ? []
      : [{ field: "repeatedPassword", code: "setup-passwords-differ" } as const]),
  ];
}

/** As the server reads it: surrounding space and the case of names do not count. */
const asSent = (input: SetupInput): SetupInput => ({
  ...input,
  siteCode: input.siteCode.trim().toUpperCase(),
  siteName: input.siteName.trim(),
  siteServer: input.siteServer.trim().toLowerCase(),
  userName: input.userName.trim(),
  cloudConnectorServer: input.cloudConnectorServer.trim().toLowerCase(),
  proxyName: input.proxyName.trim(),
});
