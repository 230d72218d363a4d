import { ScreenBar } from "../../shared/frame";
import { texts } from "../../shared/i18n";

const t = texts({ "audit.title": "Audit" });

export function Screen() {
  return <ScreenBar title={t("audit.title")} />;
}
