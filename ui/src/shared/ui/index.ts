export * from "./controls";
export * from "./feedback";
export * from "./fields";
export * from "./HoldTimer";
export * from "./layout";
export * from "./marks";
export * from "./overlays";
export * from "./Suggest";
