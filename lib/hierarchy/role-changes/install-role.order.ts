import { z } from "zod";
import type { RoleChangeOrder } from "./model";

/** What page *Service Connection Point* of the wizard asks for (reference/role.md §7.2). */
export const installRoleInput = z.object({
  mode: z.enum(["online", "offline"]),
  environmentId: z.string().min(1),
});

export const INSTALL_ROLE = {
  kind: "install",
  input: installRoleInput,
  steps: ["check-server", "place-role", "start-threads"],
} as const satisfies RoleChangeOrder<z.infer<typeof installRoleInput>, string>;
