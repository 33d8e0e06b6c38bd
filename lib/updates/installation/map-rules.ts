import type { FileCategory } from "./update-map";

interface PlaceRule {
  /** Beginning of the path in the package; compared without regard to case. */
  from: string;
  /** What it becomes below `<install>`. */
  to: string;
  category: FileCategory;
}

/**
 * Where the files of a package belong on a site server, by the folders of the product's own media; the first rule
 * that fits counts. What no rule names belongs to the installation source only, `<install>/cd.latest`.
 */
export const PLACE_RULES: readonly PlaceRule[] = [
  { from: "SMSSetup/BIN/X64/cmupdate", to: "bin/X64/cmupdate", category: "self" },
  { from: "SMSSetup/BIN/X64/sitecomp", to: "bin/X64/sitecomp", category: "site-component-manager" },
  { from: "SMSSetup/BIN/i386/ConsoleSetup/", to: "tools/ConsoleSetup/", category: "console" },
  { from: "SMSSetup/BIN/X64/Components/", to: "bin/X64/Components/", category: "component" },
  { from: "SMSSetup/BIN/X64/Controls/", to: "bin/X64/Controls/", category: "control" },
  { from: "SMSSetup/BIN/", to: "bin/", category: "file" },
  { from: "SMSSetup/LangPack/", to: "LangPack/", category: "language-pack" },
  { from: "SMSSetup/CLIENT/", to: "Client/", category: "client" },
  { from: "SMSSetup/OSD/", to: "OSD/", category: "osd" },
  { from: "redist/", to: "cd.latest/redist/", category: "redist" },
];

/** @returns null for a file that is copied to the installation source only */
export function placeOf(source: string): { target: string; category: FileCategory } | null {
  const lower = source.toLowerCase();
  const rule = PLACE_RULES.find(({ from }) => lower.startsWith(from.toLowerCase()));
  return rule ? { target: rule.to + source.slice(rule.from.length), category: rule.category } : null;
}
