import type { Shares } from "./random";

/** What an estate of spring 2020 looks like, in shares of its clients. Nothing here is anybody's. */

interface Windows {
  osName: string;
  osBuild: string;
  osBranch: string | null;
}

const windows10 = (osName: string, osBuild: string, osBranch = "Semi-Annual Channel"): Windows => ({
  osName,
  osBuild,
  osBranch,
});

export const WINDOWS: Record<"client" | "server", Shares<Windows>> = {
  client: [
    [windows10("Windows 10 Enterprise", "10.0.18363"), 30],
    [windows10("Windows 10 Enterprise", "10.0.18362"), 22],
    [windows10("Windows 10 Enterprise", "10.0.17763"), 18],
    [windows10("Windows 10 Enterprise", "10.0.17134"), 8],
    [windows10("Windows 10 Enterprise", "10.0.16299"), 3],
    [windows10("Windows 10 Enterprise", "10.0.15063"), 1],
    [windows10("Windows 10 Pro", "10.0.18363"), 7],
    [windows10("Windows 10 Enterprise LTSC", "10.0.17763", "LTSC"), 3],
    [{ osName: "Windows 8.1 Enterprise", osBuild: "6.3.9600", osBranch: null }, 2],
    [{ osName: "Windows 7 Enterprise", osBuild: "6.1.7601", osBranch: null }, 6],
  ],
  server: [
    [{ osName: "Windows Server 2019 Standard", osBuild: "10.0.17763", osBranch: null }, 30],
    [{ osName: "Windows Server 2016 Standard", osBuild: "10.0.14393", osBranch: null }, 45],
    [{ osName: "Windows Server 2012 R2 Standard", osBuild: "6.3.9600", osBranch: null }, 25],
  ],
};

export const LOCALES: Record<"europe" | "americas" | "alps", Shares<string>> = {
  europe: [
    ["de-DE", 40],
    ["fr-FR", 20],
    ["en-GB", 18],
    ["it-IT", 8],
    ["es-ES", 6],
    ["nl-NL", 5],
    ["pl-PL", 3],
  ],
  americas: [
    ["en-US", 70],
    ["es-MX", 12],
    ["pt-BR", 10],
    ["en-CA", 5],
    ["fr-CA", 3],
  ],
  alps: [
    ["de-AT", 60],
    ["de-CH", 30],
    ["it-CH", 10],
  ],
};

export const BROWSERS: Shares<string> = [
  ["Google Chrome", 45],
  ["Microsoft Edge", 35],
  ["Internet Explorer", 14],
  ["Mozilla Firefox", 6],
];

export const SURFACE_MODELS: Shares<string> = [
  ["Surface Pro 7", 30],
  ["Surface Pro 6", 40],
  ["Surface Go", 20],
  ["Surface Book 2", 10],
];

const NONE = null;

export const SAMPLE_CLIENT_SHARES = {
  servers: 0.03,
  uefi: 0.93,
  secureBoot: 0.9,
  azureAdJoined: 0.45,
  coManaged: 0.5,
  prefersDefault: 0.75,
  extendedInteroperability: 0.3,
  ntlmFallbackForbidden: 0.2,
  clientVersion: [
    ["5.00.8853.1006", 78],
    ["5.00.8790.1005", 14],
    ["5.00.8740.1024", 6],
    ["5.00.8634.1000", 2],
  ],
  formFactor: [
    ["laptop", 60],
    ["desktop", 35],
    ["tablet", 5],
  ],
  clientHosts: [
    [NONE, 95],
    ["Hyper-V", 2],
    ["Azure", 1],
    ["VMware", 2],
  ],
  serverHosts: [
    [NONE, 20],
    ["Hyper-V", 40],
    ["Azure", 10],
    ["VMware", 30],
  ],
  osAgeInQuarters: [
    [1, 10],
    [2, 16],
    [3, 14],
    [4, 13],
    [5, 12],
    [6, 10],
    [7, 8],
    [8, 7],
    [9, 6],
    [10, 4],
  ],
  forest: [
    ["corp.contoso.com", 90],
    ["research.contoso.com", 8],
    ["partners.fabrikam.com", 2],
  ],
  officeVersion: [
    ["Office 365 ProPlus 2002", 40],
    ["Office 365 ProPlus 1908", 25],
    ["Office 2016 Professional Plus", 20],
    ["Office 2019 Professional Plus", 8],
    [NONE, 7],
  ],
  antimalwareVersion: [
    ["4.18.2003.8", 60],
    ["4.18.2001.10", 25],
    ["4.18.1911.3", 10],
    [NONE, 5],
  ],
  clientProcessor: [
    ["Intel(R) Core(TM) i5-8350U CPU @ 1.70GHz", 24],
    ["Intel(R) Core(TM) i5-8250U CPU @ 1.60GHz", 18],
    ["Intel(R) Core(TM) i7-8650U CPU @ 1.90GHz", 14],
    ["Intel(R) Core(TM) i5-7300U CPU @ 2.60GHz", 12],
    ["Intel(R) Core(TM) i7-9700 CPU @ 3.00GHz", 10],
    ["Intel(R) Core(TM) i5-6300U CPU @ 2.40GHz", 9],
    ["AMD Ryzen 5 PRO 3500U", 6],
    ["AMD Ryzen 7 PRO 3700U", 4],
    ["Intel(R) Core(TM) i3-8100 CPU @ 3.60GHz", 3],
  ],
  serverProcessor: [
    ["Intel(R) Xeon(R) Gold 6130 CPU @ 2.10GHz", 45],
    ["Intel(R) Xeon(R) Silver 4110 CPU @ 2.10GHz", 30],
    ["Intel(R) Xeon(R) CPU E5-2690 v4 @ 2.60GHz", 18],
    ["AMD EPYC 7302 16-Core Processor", 7],
  ],
  biosAgeInYears: [
    [1, 29],
    [2, 30],
    [3, 20],
    [4, 12],
    [5, 6],
    [6, 3],
  ],
  clientTpm: [
    ["ready", 85],
    ["present", 10],
    ["none", 5],
  ],
  serverTpm: [
    ["none", 80],
    ["present", 20],
  ],
  deploymentMethod: [
    ["push", 45],
    ["os-deployment", 30],
    ["group-policy", 12],
    ["software-update", 8],
    ["manual", 5],
  ],
  installSource: [
    ["distribution-point", 70],
    ["management-point", 18],
    ["cloud", 8],
    ["peer", 4],
  ],
  healthIssue: [
    [NONE, 96],
    ["policy-missing", 2],
    ["wmi-repository", 1],
    ["inventory-stale", 1],
  ],
  clientDrive: [
    ["ssd", 88],
    ["hdd", 12],
  ],
  serverDrive: [
    ["ssd", 55],
    ["hdd", 45],
  ],
} as const;
