import { serviceConnectionPoint } from "@/lib/db/schema";
import { ROLE_COMPONENTS, readRoleThreads } from "../../role-threads";
import { passed, type RoleCheck } from "../model";

/** All threads of the role run on the new server, in the mode that was set. */
export const roleThreads: RoleCheck = {
  id: "role-threads",
  topics: ["components", "role"],
  cure: "/components",
  async look({ db, change }) {
    const threads = await readRoleThreads(db, change.toServerId ?? "");
    const running = threads.filter(({ state }) => state === "running").length;
    const [point] = await db
      .select({ mode: serviceConnectionPoint.runningMode })
      .from(serviceConnectionPoint);
    return point?.mode && running === ROLE_COMPONENTS.length
      ? passed({ count: running, mode: point.mode }, "threads-run")
      : null;
  },
};
