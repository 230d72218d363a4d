import type { OrderDetail } from "../../../generated/commands";
import { useMinute } from "../../../shared/clock";
import { useFormats } from "../../../shared/formats";
import { texts } from "../../../shared/i18n";
import { units } from "../../../shared/lines";
import { Section } from "../../../shared/ui";
import { lineNamed } from "../logic";
import { Goods } from "./Goods";

const t = texts({
  "shipments.title": "Shipments",
  "shipments.one": "Shipment {number, number}",
  "shipments.units": "{n, plural, one {# unit} other {# units}}",
});

/** What left, together with what and when. */
export function Shipments(props: { detail: OrderDetail }) {
  const f = useFormats();
  const now = useMinute();
  const { shipments } = props.detail;
  if (shipments.length === 0) return null;
  return (
    <Section title={t("shipments.title")}>
      <ul className="grid gap-2.5" data-testid="shipments">
        {shipments.map((s) => (
          <Goods
            key={s.id}
            testid="shipment"
            title={t("shipments.one", { number: s.number })}
            under={[`${f.moment(s.at, now)} ${s.staffName}`, s.reference]}
            end={t("shipments.units", { n: units(s.lines) })}
            lines={s.lines.map((l) => ({ key: `${l.lineNo}`, n: l.quantity, what: lineNamed(props.detail, l.lineNo) }))}
          />
        ))}
      </ul>
    </Section>
  );
}
