// Loaded into a server process of the product: tells its parent of every request it is asked, as it arrives.
import { subscribe } from "node:diagnostics_channel";

subscribe("http.server.request.start", ({ request }) => {
  process.send?.({
    type: "asked",
    url: request.url,
    range: request.headers.range ?? null,
    by: request.socket.getPeerX509Certificate?.()?.subject ?? null,
  });
});
