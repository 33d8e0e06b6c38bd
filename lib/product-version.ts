import packageJson from "@/package.json";

/** As `writtenBy` of a transfer package and the tools say it, e.g. `0.1.0`. */
export const PRODUCT_VERSION: string = packageJson.version;
