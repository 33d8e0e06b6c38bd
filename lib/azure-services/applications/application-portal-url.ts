/**
 * Page of an app registration in the Azure portal.
 * @param portalUrl of the environment, ends in `/`; null where that cloud has none
 */
export const applicationPortalUrl = (portalUrl: string | null, clientId: string): string | null =>
  portalUrl &&
  `${portalUrl}#view/Microsoft_AAD_RegisteredApps/ApplicationMenuBlade/~/Overview/appId/${clientId}`;
