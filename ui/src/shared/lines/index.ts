export * from "./Available";
export * from "./LineRows";
export * from "./LinesEditor";
export * from "./lines";
