import { failed, passed, type RoleCheck } from "../model";

/** The threads of the role write their logs on the new server. */
export const logs: RoleCheck = {
  id: "logs",
  topics: ["server-tasks"],
  cure: "/components",
  async look({ inspection }) {
    if (!inspection) return null;
    const { silentLogs } = inspection;
    return silentLogs.length > 0
      ? failed("logs-silent", { files: silentLogs.join(", ") })
      : passed({}, "logs-written");
  },
};
