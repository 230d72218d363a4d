import type { LocationId, VariantId } from "../../generated/commands";
import { texts } from "../i18n";
import { useBalance } from "../locations";
import { Mark } from "../ui/marks";

const t = texts({
  "available.free": "{n, number} available",
  "available.brief": "{n, number} free",
  "available.short": "{n, number} available, {short, number} short",
});

/** What is free now of a line, at its location: other tills hold and sell while a form is open. */
export function Available(props: {
  line: { variantId: string; quantity: number; available: number };
  locationId?: LocationId;
  /** in a column under its own head */
  brief?: boolean;
}) {
  const { line } = props;
  const free = useBalance(line.variantId as VariantId, props.locationId)?.available ?? line.available;
  const short = line.quantity - free;
  if (short <= 0) {
    return (
      <span className={props.brief ? "text-ink-2" : "text-12 text-ink-2"}>
        {t(props.brief ? "available.brief" : "available.free", { n: free })}
      </span>
    );
  }
  return (
    <span role="alert" data-testid="line-short" className="inline-flex align-middle">
      <Mark
        shape={free <= 0 ? "out" : "low"}
        tone="text-bad"
        word={props.brief ? t("available.brief", { n: free }) : t("available.short", { n: free, short })}
        wordClass={props.brief ? "font-medium text-bad" : "text-12 text-bad"}
      />
    </span>
  );
}
