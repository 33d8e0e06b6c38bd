import http from "node:http";
import next from "next";
import { stampSourceAddress, trustedProxies } from "@/lib/access/source-address";
import { loadConfig } from "@/lib/config";
import { ROOT } from "./start/install.mjs";
import { listenAddresses, listenIfThere } from "./start/ports";

/** How long requests under way may take to finish; event streams never would. */
const FINISH_WITHIN_MS = 1_000;
const SHUTDOWN_WITHIN_MS = 3_500;
/** Longer than the usual idle time of a proxy in front, which would otherwise meet a connection just closed. */
const KEEP_ALIVE_MS = 65_000;

async function main(): Promise<void> {
  const config = loadConfig();
  const dev = process.env.SCP_DEV === "1";
  const [firstAddress = "127.0.0.1", ...moreAddresses] = listenAddresses(config.host);

  const server = http.createServer({ keepAliveTimeout: KEEP_ALIVE_MS });
  const app = next({ dev, dir: ROOT, hostname: "localhost", port: config.port, httpServer: server });
  await app.prepare();
  const handle = app.getRequestHandler();
  const proxies = trustedProxies(config.trustedProxies);
  server.on("request", (request, response) => {
    // Next answers it with an error of its own and a stack in the log.
    if (request.method === "TRACE") {
      response.writeHead(405).end();
      return;
    }
    stampSourceAddress(request, proxies);
    void handle(request, response);
  });

  const servers = [server];
  await listenIfThere(server, config.port, firstAddress);
  for (const address of moreAddresses) {
    const twin = http.createServer({ keepAliveTimeout: KEEP_ALIVE_MS });
    twin.on("request", (request, response) => server.emit("request", request, response));
    twin.on("upgrade", (request, socket, head) => server.emit("upgrade", request, socket, head));
    await listenIfThere(twin, config.port, address);
    servers.push(twin);
  }

  let ending = false;
  const end = async () => {
    if (ending) return;
    ending = true;
    setTimeout(() => process.exit(1), SHUTDOWN_WITHIN_MS).unref();
    const closed = Promise.all(servers.map((one) => new Promise((resolve) => one.close(resolve))));
    setTimeout(() => {
      for (const one of servers) one.closeAllConnections();
    }, FINISH_WITHIN_MS).unref();
    await closed;
    await app.close();
    process.exit(0);
  };
  process.once("SIGTERM", () => void end());
  process.once("SIGINT", () => void end());
  // The parent was killed: nobody is left to end this process.
  process.once("disconnect", () => void end());

  process.send?.({ type: "ready" });
}

main().catch((error: unknown) => {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
});
