import { ScreenBar } from "../../shared/frame";
export function NewOrder() {
  return <ScreenBar title="New order" />;
}
