import path from "node:path";
import { LabDirectory } from "../directory/lab-directory";
import type { FaultBoard } from "../faults";
import { azureNow } from "../under-faults";
import { openSigningKey, type SigningKey } from "./signing-key";

/** What issues tokens of the lab's Azure AD, and what checks them. */
export interface IdentityService {
  directory: LabDirectory;
  signingKey: SigningKey;
  faults: FaultBoard;
  /** The clock of the lab's Azure. */
  now(): Date;
}

/** @param folder the tenants and the signing key live below it */
export async function openIdentityService(folder: string, faults: FaultBoard): Promise<IdentityService> {
  return {
    directory: await LabDirectory.open(path.join(folder, "directory")),
    signingKey: await openSigningKey(path.join(folder, "identity", "signing-key.pem"), new Date()),
    faults,
    now: () => azureNow(faults),
  };
}
