import type { User } from "./model";

/** Template ids of the built-in directory roles that matter here; they are the same in every tenant. */
export const DIRECTORY_ROLES = {
  "62e90394-69f5-4237-9190-012177145e10": "Global Administrator",
  "e8611ab8-c189-46e8-94e1-60213ab1f814": "Privileged Role Administrator",
  "9b895d92-2cd3-44c7-9d02-a6ac2d5ea5c3": "Application Administrator",
  "158c047a-c907-4556-b7ef-446551a6b5f7": "Cloud Application Administrator",
  "88d8e3e3-8f55-4a1e-953a-9b9898b8876b": "Directory Readers",
} as const satisfies Record<string, string>;

export type DirectoryRole = (typeof DIRECTORY_ROLES)[keyof typeof DIRECTORY_ROLES];

/** Every member of a tenant is a *User*; tokens list that role beside the others. */
export const USER_ROLE_TEMPLATE_ID = "b79fbf4d-3ef9-4689-8143-76b194e85509";

/** @throws Error for a role that the table lacks */
export function roleTemplateId(role: DirectoryRole): string {
  const [id] = Object.entries(DIRECTORY_ROLES).find(([, name]) => name === role) ?? [];
  if (!id) throw new Error(`${role} has no template id`);
  return id;
}

export const holdsRole = (user: User, ...roles: DirectoryRole[]): boolean =>
  roles.some((role) => user.directoryRoles.includes(roleTemplateId(role)));
