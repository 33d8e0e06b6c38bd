import type { Configuration, INetworkModule } from "@azure/msal-node";
import { LogLevel } from "@azure/msal-node";
import type { AzureCaller } from "../azure-http";

/**
 * How Microsoft's sign-in library is set up: authority of the environment's row, which it must not look up elsewhere;
 * our network; and no word to any log, which could hold what it sends.
 * @param loginUrl ends in `/`
 */
export function msalConfiguration(
  loginUrl: string,
  { tenantId, clientId }: AzureCaller,
  networkClient: INetworkModule,
): Configuration {
  return {
    auth: { clientId, authority: loginUrl + tenantId, knownAuthorities: [new URL(loginUrl).host] },
    system: {
      networkClient,
      loggerOptions: { logLevel: LogLevel.Error, piiLoggingEnabled: false, loggerCallback: () => {} },
    },
  };
}
