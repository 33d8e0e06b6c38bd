export * from "./access";
export * from "./cloud";
export * from "./executive";
export * from "./hierarchy";
export * from "./status";
export * from "./updates";
