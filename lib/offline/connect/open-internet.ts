import type { ProxyServer } from "@/lib/connectivity/dispatcher";
import { openWire, type Wire } from "@/lib/connectivity/wire";
import type { TransferRequest } from "../model";

/**
 * The connection of the service connection tool on a computer with internet access. There is no role there whose mode
 * could forbid it: this is the one way to the cloud beside `connectivity/cloud-client.ts`, and only the tool may take
 * it (.dependency-cruiser.cjs).
 */
export function openInternet(
  { environment }: Pick<TransferRequest, "environment">,
  proxy: ProxyServer | null,
): Wire {
  return openWire({ certificateAuthorities: environment.certificateAuthorities, proxy });
}
