import { Link } from "@tanstack/react-router";
import type { Movement } from "../../generated/commands";
import { OrderNumber } from "../../shared/ui";
import { reasonWord } from "../../shared/words";

/** What a movement says beside its kind: the words of the reason, the document, and the note. */
export function causeWords(m: Movement): string {
  const reason = m.reason === null ? null : reasonWord(m.reason, m.reasonName);
  return [m.refLabel, reason, m.note].filter(Boolean).join(", ");
}

/** An order, a hold, a change, or the reason: whatever the movement came from, and the way there. */
export function Cause(props: { movement: Movement }) {
  const { movement: m } = props;
  const link = "text-ink-3 hover:underline";
  if (m.refId !== null && m.refType === "order") {
    return (
      <Link to="/orders" search={{ open: m.refId }} className={link}>
        {m.refLabel === null ? null : <OrderNumber number={m.refLabel} className="font-normal!" />}
      </Link>
    );
  }
  if (m.refId !== null && m.refType === "reservation" && m.refLabel) {
    return (
      <Link to="/holds" search={{ open: m.refId }} className={link}>
        {m.refLabel}
      </Link>
    );
  }
  const words = causeWords(m);
  if (m.batchId !== null && words !== "") {
    return (
      <Link to="/changes" search={{ open: m.batchId }} className={link}>
        {words}
      </Link>
    );
  }
  return <span className="text-ink-3">{words}</span>;
}
