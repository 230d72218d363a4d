import { ScreenBar } from "../../shared/frame";
import { texts } from "../../shared/i18n";

const t = texts({ "stock.title": "Stock" });

export function Screen() {
  return <ScreenBar title={t("stock.title")} />;
}
