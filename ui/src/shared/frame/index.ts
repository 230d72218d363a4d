export { ScreenBar } from "./ScreenBar";
