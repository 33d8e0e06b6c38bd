import { expect, it } from "vitest";
import { isBelow } from "./is-below";

const BASE = "https://cloud.example:8443/graph/";

it.each([
  "https://cloud.example:8443/graph/",
  "https://cloud.example:8443/graph/v1.0/applications?$skiptoken=a/../b",
  "https://CLOUD.example:8443/graph/v1.0",
  "https://cloud.example:8443/graph/v1.0/applications(uniqueName='scp%2F..one')",
])("%s is below the base", (url) => expect(isBelow(url, BASE)).toBe(true));

it.each([
  "https://cloud.example/graph/v1.0",
  "http://cloud.example:8443/graph/v1.0",
  "https://cloud.example:8443/arm/subscriptions",
  "https://cloud.example:8443/graph",
  "https://cloud.example:8443/graph/../arm/subscriptions",
  "https://cloud.example:8443/graph/%2e%2e/arm/subscriptions",
  "https://cloud.example:8443/graph/..%2Farm/subscriptions",
  "https://cloud.example:8443/graph/v1.0%2F%2e%2E%5Carm/subscriptions",
  "https://cloud.example:8443/graph/%252e%252e%252farm/subscriptions",
  "https://cloud.example:8443/graph/v1.0\\..\\..\\arm",
  "https://cloud.example:8443@evil.example/graph/",
  "https://user:password@cloud.example:8443/graph/",
  "https://cloud.example.evil.example:8443/graph/",
  "https://169.254.169.254/graph/",
  "//evil.example/graph/",
  "file:///graph/",
  "",
])("%s is not", (url) => expect(isBelow(url, BASE)).toBe(false));
