import { describe, expect, it } from "vitest";
import { fingerprintOf, makeSealingKey, seal, unseal } from "./seal";

const key = await makeSealingKey();
const SECRET = "q7~8Q.canary-_~";

describe("a sealed secret", () => {
  it("opens for the server it was sealed to, and for what it was sealed for", async () => {
    const sealed = await seal(key.publicKey, "app a", SECRET);
    expect(await unseal(key.privateKey, "app a", sealed)).toBe(SECRET);
  });

  it("does not open for another server, which holds the role now", async () => {
    const sealed = await seal(key.publicKey, "app a", SECRET);
    expect(await unseal((await makeSealingKey()).privateKey, "app a", sealed)).toBeNull();
  });

  it("does not open in the place of another app's", async () => {
    const sealed = await seal(key.publicKey, "app a", SECRET);
    expect(await unseal(key.privateKey, "app b", sealed)).toBeNull();
  });

  it("does not open when a single bit was changed, anywhere", async () => {
    const sealed = await seal(key.publicKey, "app a", SECRET);
    for (let position = 0; position < sealed.length; position++) {
      const changed = Buffer.from(sealed);
      changed[position] = (changed[position] ?? 0) ^ 1;
      expect(await unseal(key.privateKey, "app a", changed)).toBeNull();
    }
  });

  it("shows nothing of the secret, and is another each time", async () => {
    const [one, other] = [await seal(key.publicKey, "a", SECRET), await seal(key.publicKey, "a", SECRET)];
    expect(one.equals(other)).toBe(false);
    for (const form of ["latin1", "base64", "hex"] as const)
      expect(one.toString(form)).not.toContain(Buffer.from(SECRET).toString(form).slice(0, 12));
  });
});

it("names a key by a fingerprint that differs for each key", async () => {
  expect(fingerprintOf(key.publicKey)).toMatch(/^[0-9a-f]{64}$/);
  expect(fingerprintOf(key.publicKey)).not.toBe(fingerprintOf((await makeSealingKey()).publicKey));
});
