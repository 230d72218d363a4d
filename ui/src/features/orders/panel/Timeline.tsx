import { Link } from "@tanstack/react-router";
import type { OrderDetail } from "../../../generated/commands";
import { useToday } from "../../../shared/clock";
import { useFormats } from "../../../shared/formats";
import { texts } from "../../../shared/i18n";
import { LinkButton, Section } from "../../../shared/ui";
import { isVersion, sentence } from "../timeline";
import type { OpenDialog } from "../useOrderActions";

const t = texts({
  "order.happened": "What happened",
  "order.audit": "Open in audit",
  "order.compareAt": "Compare",
  "order.compareAt.label": "Compare with the version before: {what}",
  "tl.reason": "“{reason}”",
});

/** Every status, edit, payment, shipment, return and hold, newest first. */
export function Timeline(props: { detail: OrderDetail; open: OpenDialog }) {
  const f = useFormats();
  const today = useToday(f.day);
  const entries = [...props.detail.timeline].sort((a, b) => b.auditSeq - a.auditSeq);
  const old = entries.some((e) => f.day(e.at) !== today);
  return (
    <Section
      title={t("order.happened")}
      end={
        <Link to="/audit" search={{ text: props.detail.order.number }} className="link text-12">
          {t("order.audit")}
        </Link>
      }
    >
      <ol className="tl" style={{ "--tl-time": old ? "92px" : "40px" } as React.CSSProperties} data-testid="timeline">
        {entries.map((e, i) => {
          const what = sentence(e, f, today);
          return (
            <li key={e.auditSeq} data-now={i === 0} data-action={e.action} className="group">
              <time
                className="col-start-1 row-start-1 whitespace-nowrap text-ink-3 tabular-nums"
                dateTime={new Date(e.at).toISOString()}
              >
                {f.stamp(e.at, today)}
              </time>
              <p className="col-start-3 row-start-1" data-selectable>
                {what}
                {e.reason && <span className="text-ink-2"> {t("tl.reason", { reason: e.reason })}</span>}{" "}
                <span className="text-ink-3">{e.staffName}</span>{" "}
                {isVersion(e) && (
                  <LinkButton
                    className="absolute top-0 right-0 bg-surface pl-2 text-12 leading-5 opacity-0 focus-visible:opacity-100 group-hover:opacity-100"
                    aria-label={t("order.compareAt.label", { what })}
                    onPress={() => props.open({ kind: "compare", at: e.auditSeq })}
                  >
                    {t("order.compareAt")}
                  </LinkButton>
                )}
              </p>
            </li>
          );
        })}
      </ol>
    </Section>
  );
}
