import { IMPACT, type ManifestEntryFacts } from "@/lib/updates/manifest";

/** An update of the lab's catalogue; `files` gives each file's size in KiB. Its two maps are written when published. */
export interface SampleUpdate {
  facts: ManifestEntryFacts;
  files: Record<string, number>;
}

const KIB = 1;
const MIB = 1024 * KIB;

const REGULAR_UPDATE = 0;
const QFE = 2;

const SERVER_CONSOLE_CLIENT = IMPACT.siteServer | IMPACT.console | IMPACT.client;

/** Published by nobody: made once for the lab, so that every lab knows the same packages. */
const GUID = {
  version2002: "e5d1a33e-a3d0-4215-af47-ecf0d5bedc6b",
  rollup1910: "4f176a03-2f44-4d05-a0e2-8ce1c7e716c8",
  version1910: "ffb4a53d-7ee7-494d-b483-332cb954eef2",
  rollup1906: "4ad9ce3f-df11-45a9-8471-0ca30fe763dc",
  earlyRing1906: "512d176c-a94f-49f8-9b29-f6ccf2afe674",
  hotfix1810: "c6e05f85-2777-40e1-8a5c-0864782504c7",
  intuneConnector1810: "cbb614ee-9713-4a2c-8532-52e55f9114e3",
};

const NOTHING_SPECIAL = { supersedes: [], requiredConfiguration: [], earlyUpdateRing: false };

/**
 * Versions, builds, dates, KB numbers and source ranges are those of the product (reference/updates.md §1, §2);
 * revisions of rollups and clients are from product knowledge. Sizes are smaller than the product's.
 */
export const SAMPLE_CATALOGUE: readonly SampleUpdate[] = [
  {
    facts: {
      ...NOTHING_SPECIAL,
      packageGuid: GUID.hotfix1810,
      name: "Configuration Manager 1810 Hotfix (KB4490575)",
      description: {
        en: "Update installations stop responding or never show completion, version 1810.",
        de: "Updateinstallationen reagieren nicht mehr oder werden nie als abgeschlossen angezeigt, Version 1810.",
      },
      moreInfoLink: "https://support.microsoft.com/help/4490575",
      version: "1810",
      fullVersion: "5.00.8740.1031",
      minCmVersion: "5.00.8740.1000",
      maxCmVersion: "5.00.8740.9999",
      dateReleased: "2019-02-22T00:00:00Z",
      impact: IMPACT.siteServer | IMPACT.bugFixes,
      updateType: QFE,
    },
    files: { "SMSSetup/BIN/X64/cmupdate.exe": 7 * MIB },
  },
  {
    facts: {
      ...NOTHING_SPECIAL,
      packageGuid: GUID.intuneConnector1810,
      name: "Configuration Manager 1810 Hotfix (KB4487960)",
      description: {
        en: "The Microsoft Intune connector certificate does not renew.",
        de: "Das Zertifikat des Microsoft Intune-Connectors wird nicht erneuert.",
      },
      moreInfoLink: "https://support.microsoft.com/help/4487960",
      version: "1810",
      fullVersion: "5.00.8740.1018",
      minCmVersion: "5.00.8740.1000",
      maxCmVersion: "5.00.8740.9999",
      dateReleased: "2019-01-18T00:00:00Z",
      impact: IMPACT.siteServer | IMPACT.bugFixes,
      updateType: QFE,
      requiredConfiguration: ["microsoftIntuneSubscription"],
    },
    files: { "SMSSetup/BIN/X64/connector.dll": 3 * MIB },
  },
  {
    facts: {
      ...NOTHING_SPECIAL,
      packageGuid: GUID.earlyRing1906,
      name: "Configuration Manager 1906 Early Update Ring Hotfix",
      description: {
        en: "Brings hierarchies that installed version 1906 from the early update ring to the level of its global availability.",
        de: "Bringt Hierarchien, die Version 1906 aus dem frühen Updatering installiert haben, auf den Stand der allgemeinen Verfügbarkeit.",
      },
      moreInfoLink: "https://docs.microsoft.com/configmgr/core/plan-design/changes/whats-new-in-version-1906",
      version: "1906",
      fullVersion: "5.00.8853.1006",
      minCmVersion: "5.00.8853.1000",
      maxCmVersion: "5.00.8853.9999",
      dateReleased: "2019-08-16T00:00:00Z",
      impact: SERVER_CONSOLE_CLIENT | IMPACT.bugFixes,
      updateType: QFE,
      requiredConfiguration: ["earlyUpdateRing1906"],
    },
    files: { "SMSSetup/CLIENT/x64/client.msi": 6 * MIB },
  },
  {
    facts: {
      ...NOTHING_SPECIAL,
      packageGuid: GUID.rollup1906,
      name: "Configuration Manager 1906 Hotfix Rollup (KB4517869)",
      description: {
        en: "Update rollup for Configuration Manager current branch, version 1906.",
        de: "Updaterollup für Configuration Manager Current Branch, Version 1906.",
      },
      moreInfoLink: "https://support.microsoft.com/help/4517869",
      version: "1906",
      fullVersion: "5.00.8853.1020",
      clientVersion: "5.00.8853.1020",
      minCmVersion: "5.00.8853.1000",
      maxCmVersion: "5.00.8853.9999",
      dateReleased: "2019-10-01T00:00:00Z",
      impact: SERVER_CONSOLE_CLIENT | IMPACT.bugFixes,
      updateType: QFE,
      supersedes: [GUID.earlyRing1906],
    },
    files: {
      "SMSSetup/BIN/X64/setupcore.dll": 9 * MIB + 310 * KIB,
      "SMSSetup/CLIENT/x64/client.msi": 21 * MIB + 77 * KIB,
      "redist/ConfigMgr.Manifest.cab": 18 * KIB,
      "redist/vcredist_x64.exe": 6 * MIB + 884 * KIB,
    },
  },
  {
    facts: {
      ...NOTHING_SPECIAL,
      packageGuid: GUID.version1910,
      name: "Configuration Manager 1910",
      description: {
        en: "Version 1910 of the current branch: new features and all earlier fixes.",
        de: "Version 1910 des Current Branch: neue Funktionen und alle früheren Korrekturen.",
      },
      moreInfoLink: "https://docs.microsoft.com/configmgr/core/plan-design/changes/whats-new-in-version-1910",
      version: "1910",
      fullVersion: "5.00.8913.1000",
      clientVersion: "5.00.8913.1006",
      minCmVersion: "5.00.8692.1000",
      maxCmVersion: "5.00.8853.9999",
      dateReleased: "2019-11-29T00:00:00Z",
      impact: SERVER_CONSOLE_CLIENT | IMPACT.newFeatures | IMPACT.bugFixes,
      updateType: REGULAR_UPDATE,
      eula: {
        en: "These sample files are generated for the lab and contain no product code. Use them as you like.",
        de: "Diese Beispieldateien werden für die Testumgebung erzeugt und enthalten keinen Produktcode. Sie können frei verwendet werden.",
      },
    },
    files: {
      "SMSSetup/splash.hta": 9 * KIB,
      "SMSSetup/BIN/X64/cmupdate.exe": 2 * MIB + 12 * KIB,
      "SMSSetup/BIN/X64/setupcore.dll": 14 * MIB + 513 * KIB,
      "SMSSetup/BIN/X64/sitecomp.exe": 1 * MIB + 340 * KIB,
      "SMSSetup/BIN/i386/ConsoleSetup/AdminConsole.msi": 33 * MIB + 201 * KIB,
      "SMSSetup/CLIENT/x64/client.msi": 24 * MIB + 930 * KIB,
      "SMSSetup/CLIENT/i386/client.msi": 17 * MIB + 118 * KIB,
      "SMSSetup/LangPack/DEU.cab": 3 * MIB + 77 * KIB,
      "SMSSetup/OSD/boot.wim.delta": 9 * MIB + 640 * KIB,
      "redist/ConfigMgr.Manifest.cab": 22 * KIB,
      "redist/ConfigMgr.LN.Manifest.cab": 15 * KIB,
      "redist/sqlncli.msi": 4 * MIB + 870 * KIB,
      "redist/NDP452-KB2901907-x86-x64-AllOS-ENU.exe": 9 * MIB + 256 * KIB,
    },
  },
  {
    facts: {
      ...NOTHING_SPECIAL,
      packageGuid: GUID.rollup1910,
      name: "Configuration Manager 1910 Hotfix Rollup (KB4537079)",
      description: {
        en: "Update rollup for Configuration Manager current branch, version 1910.",
        de: "Updaterollup für Configuration Manager Current Branch, Version 1910.",
      },
      moreInfoLink: "https://support.microsoft.com/help/4537079",
      version: "1910",
      fullVersion: "5.00.8913.1032",
      clientVersion: "5.00.8913.1032",
      minCmVersion: "5.00.8913.1000",
      maxCmVersion: "5.00.8913.9999",
      dateReleased: "2020-02-18T00:00:00Z",
      impact: SERVER_CONSOLE_CLIENT | IMPACT.bugFixes,
      updateType: QFE,
      prerequisitePackageGuid: GUID.version1910,
    },
    files: {
      "SMSSetup/BIN/X64/setupcore.dll": 11 * MIB + 42 * KIB,
      "SMSSetup/CLIENT/x64/client.msi": 24 * MIB + 305 * KIB,
      "redist/ConfigMgr.Manifest.cab": 19 * KIB,
    },
  },
  {
    facts: {
      ...NOTHING_SPECIAL,
      packageGuid: GUID.version2002,
      name: "Configuration Manager 2002",
      description: {
        en: "Version 2002 of the current branch, open to hierarchies that opted in to the early update ring.",
        de: "Version 2002 des Current Branch, offen für Hierarchien, die sich für den frühen Updatering angemeldet haben.",
      },
      moreInfoLink: "https://docs.microsoft.com/configmgr/core/plan-design/changes/whats-new-in-version-2002",
      version: "2002",
      fullVersion: "5.00.8968.1000",
      clientVersion: "5.00.8968.1008",
      minCmVersion: "5.00.8740.1000",
      maxCmVersion: "5.00.8913.9999",
      dateReleased: "2020-04-01T00:00:00Z",
      impact: SERVER_CONSOLE_CLIENT | IMPACT.newFeatures | IMPACT.bugFixes,
      updateType: REGULAR_UPDATE,
      earlyUpdateRing: true,
    },
    files: {
      "SMSSetup/BIN/X64/setupcore.dll": 12 * MIB + 700 * KIB,
      "SMSSetup/CLIENT/x64/client.msi": 23 * MIB + 99 * KIB,
      "redist/ConfigMgr.Manifest.cab": 22 * KIB,
    },
  },
];
