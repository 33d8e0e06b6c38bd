export * from "./access";
export * from "./cloud";
export * from "./executive";
export * from "./hierarchy";
export * from "./servicing";
export * from "./status";
export * from "./updates";
