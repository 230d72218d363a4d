import { ScreenBar } from "../../shared/frame";
import { texts } from "../../shared/i18n";

const t = texts({ "settings.title": "Settings" });

export function Screen() {
  return <ScreenBar title={t("settings.title")} />;
}
