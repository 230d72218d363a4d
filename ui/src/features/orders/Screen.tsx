import { ScreenBar } from "../../shared/frame";
export function Screen() {
  return <ScreenBar title="Orders" />;
}
