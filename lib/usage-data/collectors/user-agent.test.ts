import { describe, expect, it } from "vitest";
import { readUserAgent } from "./user-agent";

describe("of a browser is kept", () => {
  it.each([
    [
      "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/80.0.3987.149 Safari/537.36 Edg/80.0.361.69",
      "Edge 80",
      "Windows",
    ],
    [
      "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/81.0.4044.92 Safari/537.36",
      "Chrome 81",
      "Linux",
    ],
    [
      "Mozilla/5.0 (Macintosh; Intel Mac OS X 10.15; rv:75.0) Gecko/20100101 Firefox/75.0",
      "Firefox 75",
      "macOS",
    ],
    [
      "Mozilla/5.0 (iPhone; CPU iPhone OS 13_4 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/13.1 Mobile/15E148 Safari/604.1",
      "Safari 13",
      "iOS",
    ],
    ["Mozilla/5.0 (Windows NT 6.3; Trident/7.0; rv:11.0) like Gecko", "Internet Explorer 11", "Windows"],
  ])("name, main version and operating system: %s", (header, browser, operatingSystem) => {
    expect(readUserAgent(header)).toEqual({ browser, operatingSystem });
  });

  it("nothing of what it says beside that, whatever it says", () => {
    expect(readUserAgent("pri1.contoso.com inventory by anna@contoso.com")).toEqual({
      browser: "other",
      operatingSystem: "other",
    });
  });
});
