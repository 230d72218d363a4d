export { FindField } from "./FindField";
export { ScreenBar } from "./ScreenBar";
