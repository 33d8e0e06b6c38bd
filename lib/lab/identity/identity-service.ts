import path from "node:path";
import { Day, Minute } from "@/lib/clock";
import { LabDirectory } from "../directory/lab-directory";
import type { FaultBoard } from "../faults";
import { azureNow } from "../under-faults";
import { ExpiringStore } from "./expiring-store";
import type { RequestedScopes } from "./scopes";
import { openSigningKey, type SigningKey } from "./signing-key";
import { newUserCode } from "./user-code";

/** Somebody who is signed in at the lab's Azure AD in one browser. */
export interface SignInSession {
  tenantId: string;
  userId: string;
  authenticatedAt: Date;
}

/** What a client may redeem for tokens of a user. */
export interface UserGrant extends SignInSession {
  clientId: string;
  scopes: RequestedScopes;
}

export interface AuthorizationCode extends UserGrant {
  redirectUri: string;
  nonce?: string;
  challenge?: { value: string; method: "S256" | "plain" };
  isRedeemed: boolean;
}

/** A sign-in that begins on one device and is completed in the browser of another. */
export interface DeviceSignIn {
  clientId: string;
  /** Null: that of whoever signs in. */
  tenantId: string | null;
  scopes: RequestedScopes;
  outcome: "pending" | "declined" | SignInSession;
}

/** What issues tokens of the lab's Azure AD, and what checks them. */
export interface IdentityService {
  directory: LabDirectory;
  signingKey: SigningKey;
  faults: FaultBoard;
  /** The clock of the lab's Azure. */
  now(): Date;
  sessions: ExpiringStore<SignInSession>;
  codes: ExpiringStore<AuthorizationCode>;
  refreshTokens: ExpiringStore<UserGrant>;
  /** By device code. */
  devices: ExpiringStore<DeviceSignIn>;
  /** Device codes by the code that a person types. */
  userCodes: ExpiringStore<string>;
}

export const DEVICE_CODE_LIFETIME_MS = 15 * Minute.ms;

/** @param folder the tenants and the signing key live below it */
export async function openIdentityService(folder: string, faults: FaultBoard): Promise<IdentityService> {
  return {
    directory: await LabDirectory.open(path.join(folder, "directory")),
    signingKey: await openSigningKey(path.join(folder, "identity", "signing-key.pem"), new Date()),
    faults,
    now: () => azureNow(faults),
    sessions: new ExpiringStore(Day.ms),
    codes: new ExpiringStore(10 * Minute.ms),
    refreshTokens: new ExpiringStore(90 * Day.ms),
    devices: new ExpiringStore(DEVICE_CODE_LIFETIME_MS),
    userCodes: new ExpiringStore(DEVICE_CODE_LIFETIME_MS, newUserCode),
  };
}
