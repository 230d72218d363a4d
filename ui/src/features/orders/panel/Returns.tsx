import type { OrderDetail } from "../../../generated/commands";
import { useMinute } from "../../../shared/clock";
import { useFormats } from "../../../shared/formats";
import { texts } from "../../../shared/i18n";
import { Section } from "../../../shared/ui";
import { lineNamed } from "../logic";
import { Goods } from "./Goods";

const t = texts({
  "returns.title": "Returns",
  "returns.one": "Return {number, number}",
  "returns.reason": "“{reason}”",
  "returns.damaged": "{name}, damaged",
});

/** What came back, why, and what it was sold for. */
export function Returns(props: { detail: OrderDetail }) {
  const f = useFormats();
  const now = useMinute();
  const { returns } = props.detail;
  if (returns.length === 0) return null;
  return (
    <Section title={t("returns.title")}>
      <ul className="grid gap-2.5" data-testid="returns">
        {returns.map((r) => (
          <Goods
            key={r.id}
            testid="return"
            title={t("returns.one", { number: r.number })}
            under={[`${f.moment(r.at, now)} ${r.staffName}`, t("returns.reason", { reason: r.reason })]}
            end={f.amount(`-${r.value}`)}
            lines={r.lines.map((l) => {
              const name = lineNamed(props.detail, l.lineNo);
              return {
                key: `${l.lineNo} ${l.condition}`,
                n: l.quantity,
                what: l.condition === "damaged" ? t("returns.damaged", { name }) : name,
                end: f.amount(`-${l.value}`),
              };
            })}
          />
        ))}
      </ul>
    </Section>
  );
}
