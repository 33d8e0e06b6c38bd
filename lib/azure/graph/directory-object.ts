import { z } from "zod";

/** A person or an app, as far as it is shown to somebody who looks for who could help. */
export interface DirectoryObject {
  id: string;
  name: string;
  /** Empty for an app. */
  username: string;
}

export const directoryObjectSchema = z
  .object({
    id: z.guid(),
    displayName: z.string().nullish(),
    userPrincipalName: z.string().nullish(),
  })
  .transform(
    ({ id, displayName, userPrincipalName }): DirectoryObject => ({
      id,
      name: displayName ?? userPrincipalName ?? id,
      username: userPrincipalName ?? "",
    }),
  );

export const DIRECTORY_OBJECT_FIELDS = "$select=id,displayName,userPrincipalName";
