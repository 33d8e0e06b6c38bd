import { expandSiteKind } from "./expand-site.kind";
import { installRoleKind } from "./install-role.kind";
import type { AnyRoleChange } from "./model";
import { moveRoleKind } from "./move-role.kind";
import { removeRoleKind } from "./remove-role.kind";

/** Every kind of change as SMS_SITE_COMPONENT_MANAGER does it; a new one is a file and a line here. */
export const ROLE_CHANGE_KINDS: readonly AnyRoleChange[] = [
  installRoleKind,
  removeRoleKind,
  moveRoleKind,
  expandSiteKind,
];
