import { type ProxyRules, startProxy } from "./start-proxy";

/** A proxy in a process of its own; tells its parent the port, and ends with it. */
const proxy = await startProxy(JSON.parse(process.argv[2] ?? "{}") as ProxyRules);
process.send?.(proxy.port);
process.on("disconnect", () => process.exit());
