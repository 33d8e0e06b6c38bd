import { mkdtemp, readFile, stat, writeFile } from "node:fs/promises";
import os from "node:os";
import path from "node:path";
import { describe, expect, it } from "vitest";
import { addressForOthers, databaseAccessFor } from "./database-access";
import { readJoinToken, writeJoinToken } from "./join-token";
import { keepDatabaseAccess, readDatabaseAccess } from "./kept-access";

const login = { login: "scp_1", password: "p-_" };
const folder = () => mkdtemp(path.join(os.tmpdir(), "scp-access-"));

describe("the database's address for another machine", () => {
  it("has the server's own login in place of the portal's, and none of the portal's secrets", async () => {
    const databaseUrl =
      "postgres://portal:secret@db.contoso.com/scp?sslmode=verify-full&sslkey=/etc/portal.key";
    expect(await databaseAccessFor({ databaseUrl }, login)).toEqual({
      url: "postgres://scp_1:p-_@db.contoso.com/scp?sslmode=verify-full",
    });
  });

  it("is another where the portal's way is one that the others cannot go", async () => {
    const databaseUrl = "postgres://portal@127.0.0.1:5433/scp";
    const { url } = await databaseAccessFor({ databaseUrl, address: "db.contoso.com" }, login);
    expect(url).toBe("postgres://scp_1:p-_@db.contoso.com:5433/scp");
    expect(addressForOthers({ databaseUrl, address: "db.contoso.com:5555" })).toBe("db.contoso.com:5555");
    expect(addressForOthers({ databaseUrl })).toBe("127.0.0.1:5433");
  });

  it("brings along the authority that the portal trusts, which the server keeps beside its keys", async () => {
    const [portal, installDir] = [await folder(), await folder()];
    const authority = path.join(portal, "ca.pem");
    await writeFile(authority, "PEM");
    const databaseUrl = `postgres://portal@db/scp?sslmode=verify-full&sslrootcert=${authority}`;
    await keepDatabaseAccess(installDir, await databaseAccessFor({ databaseUrl }, login), "secret");
    const kept = await readDatabaseAccess(installDir);
    const file = new URL(kept?.connectionString ?? "").searchParams.get("sslrootcert") ?? "";
    expect(path.dirname(file)).toBe(path.join(installDir, "keys"));
    expect(await readFile(file, "utf8")).toBe("PEM");
    expect((await stat(path.join(installDir, "keys", "database.json"))).mode & 0o777).toBe(0o600);
    expect([kept?.cameFor("secret"), kept?.cameFor("another")]).toEqual([true, false]);
  });
});

it("a token that was cut off while copying is none", () => {
  const token = { portal: "https://scp.contoso.com", secret: "s".repeat(43), pin: "a".repeat(64) };
  const word = writeJoinToken(token);
  expect(word).toMatch(/^[\w.-]+$/);
  expect(readJoinToken(word)).toEqual(token);
  for (const cut of [word.slice(0, -2), word.slice(1), ""]) expect(readJoinToken(cut)).toBeNull();
});
