import path from "node:path";
import { describe, expect, it } from "vitest";
import { ConfigError, loadConfig, loadExecutiveConfig, loadLabStartConfig, loadServeConfig } from "./config";

const SECRET = "s".repeat(32);
const production = { SCP_PUBLIC_URL: "https://scp.contoso.com", SCP_SESSION_SECRET: SECRET };
const running = { ...production, DATABASE_URL: "postgres://scp@127.0.0.1:5432/scp", PORT: "8080" };

function faultsOf(load: () => unknown): Record<string, string> {
  try {
    load();
  } catch (error) {
    if (!(error instanceof ConfigError)) throw error;
    return Object.fromEntries(error.faults.map(({ variable, problem }) => [variable, problem]));
  }
  return {};
}

const separator = path.delimiter;

describe("transfer folders", () => {
  it("are absolute paths, as many as there are", () => {
    const load = (SCP_TRANSFER_FOLDERS: string) => loadExecutiveConfig({ ...running, SCP_TRANSFER_FOLDERS });
    expect(load(`/media/usb${separator}/srv/in`).transferFolders).toEqual(["/media/usb", "/srv/in"]);
    expect(load("").transferFolders).toEqual([]);
    expect(faultsOf(() => load(`/media/usb${separator}in`))).toHaveProperty("SCP_TRANSFER_FOLDERS");
  });
});

describe("the configuration of production", () => {
  it("is complete with a public address and a session secret", () => {
    expect(loadServeConfig(production)).toMatchObject({
      publicUrl: "https://scp.contoso.com",
      sessionSecret: SECRET,
      lab: false,
      host: "localhost",
    });
  });

  it("names every fault in one message", () => {
    const faults = faultsOf(() =>
      loadServeConfig({
        PORT: "80800",
        DATABASE_URL: "mysql://db",
        SCP_SESSION_SECRET: "short",
        SCP_ENTRA_ISSUER: "https://login.example/",
        SCP_ENTRA_ROLE_MAP: "{",
        SCP_LAB_PASSWORD: "correct horse battery",
        SCP_PUBLC_URL: "https://typo.example",
      }),
    );
    expect(Object.keys(faults).sort()).toEqual([
      "DATABASE_URL",
      "PORT",
      "SCP_ENTRA_CLIENT_ID",
      "SCP_ENTRA_CLIENT_SECRET",
      "SCP_ENTRA_ROLE_MAP",
      "SCP_LAB_PASSWORD",
      "SCP_PUBLC_URL",
      "SCP_PUBLIC_URL",
      "SCP_SESSION_SECRET",
    ]);
    expect(faults.SCP_SESSION_SECRET).toBe("must have 32 characters or more");
    expect(faults.SCP_PUBLC_URL).toBe("is not a setting of this product");
  });

  it("never repeats a value, because it may be a secret", () => {
    const message = () => loadServeConfig({ ...production, SCP_SESSION_SECRET: "hunter2" });
    expect(message).toThrow(ConfigError);
    expect(message).not.toThrow(/hunter2/);
  });

  it("refuses plain http except to this machine", () => {
    expect(
      faultsOf(() => loadServeConfig({ ...production, SCP_PUBLIC_URL: "http://scp.contoso.com" })),
    ).toHaveProperty("SCP_PUBLIC_URL");
    expect(loadServeConfig({ ...production, SCP_PUBLIC_URL: "http://127.0.0.1:3000/" }).publicUrl).toBe(
      "http://127.0.0.1:3000",
    );
  });

  it("refuses a public address with a path, which no route would answer", () => {
    const faults = faultsOf(() =>
      loadServeConfig({ ...production, SCP_PUBLIC_URL: "https://contoso.com/scp" }),
    );
    expect(faults.SCP_PUBLIC_URL).toContain("without a path");
  });

  it("has no lab", () => {
    expect(faultsOf(() => loadServeConfig({ ...production, SCP_LAB: "1" }))).toHaveProperty("SCP_LAB");
  });
});

describe("the configuration of the lab", () => {
  it("needs nothing", () => {
    expect(loadLabStartConfig({})).toMatchObject({
      lab: true,
      dataDir: path.resolve(".data"),
      port: undefined,
    });
  });

  it("takes an empty variable for one that is not set", () => {
    expect(loadLabStartConfig({ PORT: "", SCP_DATA_DIR: "" })).toMatchObject({
      port: undefined,
      dataDir: path.resolve(".data"),
    });
  });
});

describe("the configuration of an executive", () => {
  it("needs the database, and none of the portal's settings", () => {
    expect(faultsOf(() => loadExecutiveConfig({}))).toEqual({ DATABASE_URL: "is required" });
    expect(loadExecutiveConfig({ DATABASE_URL: running.DATABASE_URL, SCP_DATA_DIR: "/srv/scp" })).toEqual({
      databaseUrl: running.DATABASE_URL,
      dataDir: "/srv/scp",
      sender: { host: "127.0.0.1", port: 0, advertisedHost: "127.0.0.1" },
      transferFolders: [],
    });
  });

  it("gives files to other machines when told where to listen, by each server's own name", () => {
    const env = { DATABASE_URL: running.DATABASE_URL, SCP_SENDER_HOST: "0.0.0.0", SCP_SENDER_PORT: "4023" };
    expect(loadExecutiveConfig(env).sender).toEqual({ host: "0.0.0.0", port: 4023, advertisedHost: null });
    expect(
      loadExecutiveConfig({ ...env, SCP_SENDER_ADVERTISED_HOST: "cas01.contoso.com" }).sender.advertisedHost,
    ).toBe("cas01.contoso.com");
  });

  it.each([
    ["SCP_SENDER_HOST", "0.0.0.0:4023"],
    ["SCP_SENDER_PORT", "70000"],
    ["SCP_SENDER_ADVERTISED_HOST", "https://cas01.contoso.com"],
    ["SCP_SENDER_ADVERTISED_HOST", "0.0.0.0"],
  ])("refuses %s=%s", (variable, value) => {
    const env = { DATABASE_URL: running.DATABASE_URL, [variable]: value };
    expect(Object.keys(faultsOf(() => loadExecutiveConfig(env)))).toEqual([variable]);
    expect(faultsOf(() => loadServeConfig({ ...production, [variable]: value }))).toHaveProperty(variable);
  });

  it("is not refused for faults in settings it does not read", () => {
    const env = { DATABASE_URL: running.DATABASE_URL, PORT: "80800", SCP_SESSION_SECRET: "short" };
    expect(faultsOf(() => loadExecutiveConfig(env))).toEqual({});
    expect(faultsOf(() => loadExecutiveConfig({ ...env, DATABASE_URL: "mysql://db" }))).toHaveProperty(
      "DATABASE_URL",
    );
  });
});

describe("the configuration of a process", () => {
  it("needs the database and the session secret", () => {
    expect(Object.keys(faultsOf(() => loadConfig({})))).toEqual(["DATABASE_URL", "SCP_SESSION_SECRET"]);
    expect(loadConfig(running)).toMatchObject({ databaseUrl: running.DATABASE_URL, port: 8080 });
  });

  it("signs in with Entra ID when issuer, client and secret are all there", () => {
    const entra = loadConfig({
      ...running,
      SCP_ENTRA_ISSUER: "https://login.example/tenant/v2.0",
      SCP_ENTRA_CLIENT_ID: "portal",
      SCP_ENTRA_CLIENT_SECRET: "sealed",
      SCP_ENTRA_ROLE_MAP: '{"Scp.Admin":"SMS0001R:SMS00ALL"}',
    }).entra;
    expect(entra?.roleMap).toEqual({ "Scp.Admin": { roleId: "SMS0001R", scopeId: "SMS00ALL" } });
  });
});
