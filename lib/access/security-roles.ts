/** The built-in security roles by their product ids (reference/roles-and-permissions.md §2). */
export const SECURITY_ROLES = {
  SMS0001R: "Full Administrator",
  SMS0002R: "Read-only Analyst",
  SMS0003R: "Remote Tools Operator",
  SMS0004R: "Asset Manager",
  SMS0006R: "Compliance Settings Manager",
  SMS0007R: "Application Deployment Manager",
  SMS0008R: "Application Author",
  SMS0009R: "Application Administrator",
  SMS000AR: "Operating System Deployment Manager",
  SMS000BR: "Infrastructure Administrator",
  SMS000CR: "Software Update Manager",
  SMS000ER: "Operations Administrator",
  SMS000FR: "Security Administrator",
  SMS000GR: "Endpoint Protection Manager",
  SMS000HR: "Company Resource Access Manager",
} as const;

export type SecurityRoleId = keyof typeof SECURITY_ROLES;

/** `All` reaches every object; `Default` is where every object starts (reference §4). */
export const SECURITY_SCOPES = { SMS00ALL: "All", SMS00UNA: "Default" } as const;

export type SecurityScopeId = keyof typeof SECURITY_SCOPES;

export const SECURITY_ROLE_IDS = Object.keys(SECURITY_ROLES) as SecurityRoleId[];

export const isSecurityRoleId = (value: string): value is SecurityRoleId =>
  Object.hasOwn(SECURITY_ROLES, value);

export const isSecurityScopeId = (value: string): value is SecurityScopeId =>
  Object.hasOwn(SECURITY_SCOPES, value);
