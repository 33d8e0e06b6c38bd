import type { RoleChangeKind } from "@/lib/db/schema";
import { EXPAND_SITE } from "./expand-site.order";
import { INSTALL_ROLE } from "./install-role.order";
import type { RoleChangeOrder } from "./model";
import { MOVE_ROLE } from "./move-role.order";
import { REMOVE_ROLE } from "./remove-role.order";

type AnyOrder = Pick<RoleChangeOrder<unknown, string>, "steps" | "pointOfNoReturn">;

/** Every kind of change as the portal knows it; a new one is a file and a line here, and one in `kinds.ts`. */
export const ROLE_CHANGE_ORDERS: Partial<Record<RoleChangeKind, AnyOrder>> = {
  install: INSTALL_ROLE,
  remove: REMOVE_ROLE,
  move: MOVE_ROLE,
  expand: EXPAND_SITE,
};
