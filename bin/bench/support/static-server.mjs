// A static file server with ranges on loopback, for every contestant the same: node static-server.mjs <folder>
import { createReadStream, statSync } from "node:fs";
import http from "node:http";
import path from "node:path";

const folder = process.argv[2];
const server = http.createServer((request, response) => {
  const file = path.join(folder, path.basename(request.url));
  const { size } = statSync(file);
  const range = /^bytes=(\d+)-(\d*)$/.exec(request.headers.range ?? "");
  const start = range ? Number(range[1]) : 0;
  const end = range?.[2] ? Math.min(Number(range[2]), size - 1) : size - 1;
  response.writeHead(range ? 206 : 200, {
    "accept-ranges": "bytes",
    "content-length": end - start + 1,
    "content-type": "application/octet-stream",
    etag: `"${size}"`,
    ...(range ? { "content-range": `bytes ${start}-${end}/${size}` } : {}),
  });
  if (request.method === "HEAD") return response.end();
  createReadStream(file, { start, end, highWaterMark: 1024 * 1024 })
    .on("error", () => response.destroy())
    .pipe(response);
});
server.listen(0, "127.0.0.1", () => process.send?.({ port: server.address().port }));
process.on("disconnect", () => process.exit());
