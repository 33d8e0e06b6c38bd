import { verify } from "@node-rs/argon2";
import { describe, expect, test, vi } from "vitest";
import { hashPassword, verifyPassword } from "./password";
import { checkPasswordPolicy, PASSWORD_POLICY } from "./password-policy";

// Itself, and watched.
vi.mock("@node-rs/argon2", async (importOriginal) => {
  const original = await importOriginal<typeof import("@node-rs/argon2")>();
  return { ...original, verify: vi.fn(original.verify) };
});

const codes = (password: string, userName = "anna") =>
  checkPasswordPolicy(password, userName).map((fault) => fault.code);

describe("policy", () => {
  test("lets a sentence through", () => expect(codes("correct horse battery")).toEqual([]));
  test("counts characters, not UTF-16 units", () => {
    expect(codes("🐎🔋📎🧷🧵🪡")).toEqual(["password-too-short"]);
  });
  test("refuses what is too long to hash cheaply", () => {
    expect(codes("abcde fghij ".repeat(11))).toContain("password-too-long");
  });
  test("refuses few different characters", () => {
    expect(codes("abababababab")).toEqual(["password-too-uniform"]);
  });
  test("refuses the user's own name in any case", () => {
    expect(codes("xyz ANNA 42 gardens")).toEqual(["password-contains-user-name"]);
  });
  test("refuses words that are guessed first", () => {
    expect(codes("MyPassword-2020!")).toEqual(["password-too-common"]);
  });
});

describe("hash", () => {
  test("is argon2id, salted, and verifies only its own password", async () => {
    const [first, second] = await Promise.all([
      hashPassword("one long password"),
      hashPassword("one long password"),
    ]);
    expect(first).toMatch(/^\$argon2id\$v=19\$m=47104,t=2,p=1\$/);
    expect(first).not.toBe(second);
    expect(await verifyPassword(first, "one long password")).toBe(true);
    expect(await verifyPassword(first, "one long passwort")).toBe(false);
  });

  test("knows the same password typed as other code points", async () => {
    const hash = await hashPassword("Gärten im Frühling".normalize("NFC"));
    expect(await verifyPassword(hash, "Gärten im Frühling".normalize("NFD"))).toBe(true);
  });

  test("says no to everything when there is no hash, after the very work of a real one", async () => {
    const hash = await hashPassword("one long password");
    expect(await workOf(() => verifyPassword(null, "wrong"))).toEqual(
      await workOf(() => verifyPassword(hash, "wrong")),
    );
    expect(await verifyPassword(null, "one long password")).toBe(false);
  });

  test("does not hash what the policy would never have let in", async () => {
    const hash = await hashPassword("one long password");
    expect(await verifyPassword(hash, "x".repeat(PASSWORD_POLICY.maxLength + 1))).toBe(false);
  });
});

/** What the time of a verification depends on: how often argon2 runs, at which cost, on how long a text. */
async function workOf(verification: () => Promise<boolean>) {
  vi.mocked(verify).mockClear();
  expect(await verification()).toBe(false);
  return vi.mocked(verify).mock.calls.map(([hash, password]) => ({
    cost: /^\$argon2id\$v=\d+\$m=\d+,t=\d+,p=\d+\$/.exec(String(hash))?.[0] ?? "none",
    hashLength: String(hash).length,
    password,
  }));
}
