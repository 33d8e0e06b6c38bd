import { expect, it } from "vitest";
import { readUploadMetadata, writeUploadMetadata } from "./upload-metadata";

const METADATA = {
  sha256: "ab".repeat(32),
  hierarchy: "N0cI//dxndWXnsh11WzSKG9tPPfsMXo7JWMqqyjsN7s=",
  contentType: "application/json+gzip",
} as const;

it("says of a batch what is read again, in the form of tus", () => {
  const header = writeUploadMetadata(METADATA);
  expect(header).toMatch(/^sha256 [A-Za-z0-9+/=]+,hierarchy [A-Za-z0-9+/=]+,contentType [A-Za-z0-9+/=]+$/);
  expect(readUploadMetadata(header)).toEqual(METADATA);
  expect(readUploadMetadata(header.replaceAll(",", " , "))).toEqual(METADATA);
});

it.each([
  undefined,
  "",
  "sha256 %%%",
  writeUploadMetadata({ ...METADATA, sha256: "ab" }),
  `${writeUploadMetadata(METADATA)},more ZQ==`,
])("is nothing when it says something else: %j", (header) => expect(readUploadMetadata(header)).toBeNull());
