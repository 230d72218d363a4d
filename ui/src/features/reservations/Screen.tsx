import { ScreenBar } from "../../shared/frame";
import { texts } from "../../shared/i18n";

const t = texts({ "reservations.title": "Holds" });

export function Screen() {
  return <ScreenBar title={t("reservations.title")} />;
}
