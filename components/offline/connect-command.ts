import type { DownloadChoice } from "@/lib/offline/model";

/** The switch of each choice (reference/updates.md §17). */
const SWITCHES = {
  default: "",
  all: "-downloadall",
  hotfix: "-downloadhotfix",
  "site-version": "-downloadsiteversion",
} as const satisfies Record<DownloadChoice, string>;

export interface ConnectOptions {
  choice: DownloadChoice;
  proxy: boolean;
  split: boolean;
}

/** The line to type on the computer with internet access; the folders are for the reader to replace. */
export function connectCommand({ choice, proxy, split }: ConnectOptions): string {
  return [
    "service-connection-tool -connect",
    "-usagedatasrc D:\\USB",
    "-updatepackdest D:\\USB\\UpdatePacks",
    SWITCHES[choice],
    proxy ? "-proxyserveruri proxy.example.com:8080 -proxyusername NAME" : "",
    split ? "-splitsize 4GB" : "",
  ]
    .filter((part) => part !== "")
    .join(" ");
}
