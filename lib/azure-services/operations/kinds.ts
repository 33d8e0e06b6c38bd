import { createClientApplicationKind } from "../applications/create-client-application.kind";
import { createServerApplicationKind } from "../applications/create-server-application.kind";
import { updateApplicationSettingsKind } from "../applications/update-application-settings.kind";
import { verifyApplicationKind } from "../applications/verify-application.kind";
import { verifyClientApplicationKind } from "../applications/verify-client-application.kind";
import { renewSecretKeyKind } from "../renewal/renew-secret-key.kind";
import { replaceSecretKeyKind } from "../renewal/replace-secret-key.kind";
import { connectServiceKind, testConnectionKind } from "../services/connection-kinds";
import type { AnyOperationKind } from "./model";

/** Every kind of work in Azure the portal can ask for; a new one is a file and a line here. */
export const OPERATION_KINDS: readonly AnyOperationKind[] = [
  verifyApplicationKind,
  verifyClientApplicationKind,
  createServerApplicationKind,
  createClientApplicationKind,
  updateApplicationSettingsKind,
  renewSecretKeyKind,
  replaceSecretKeyKind,
  connectServiceKind,
  testConnectionKind,
];
