import type { Day, Movement } from "../../generated/commands";
import type { Formats } from "../../shared/formats";
import type { Column } from "../../shared/grid";
import { texts } from "../../shared/i18n";
import { Delta } from "./Ledger";
import { Cause, causeWords } from "./Movement";
import { movementWord } from "./words";

const t = texts({
  "ledgercol.when": "When",
  "ledgercol.movement": "Movement",
  "ledgercol.cause": "Cause",
  "ledgercol.where": "Where",
  "ledgercol.hand": "± Hand",
  "ledgercol.res": "± Res.",
  "ledgercol.onHand": "On hand",
  "ledgercol.reserved": "Reserved",
  "ledgercol.who": "Who",
});

/** `several`: balances are those of the movement's own location, so it is named. */
export function ledgerColumns(f: Formats, today: Day, several: boolean): Column<Movement>[] {
  const figure = (id: "onHand" | "reserved", header: string, of: (m: Movement) => number): Column<Movement> => ({
    id,
    header,
    width: 64,
    align: "right",
    cell: (m) => <span className={id === "reserved" ? "text-ink-2" : undefined}>{f.count(of(m))}</span>,
    text: (m) => String(of(m)),
  });
  const delta = (id: string, header: string, of: (m: Movement) => number): Column<Movement> => ({
    id,
    header,
    width: 56,
    align: "right",
    cell: (m) => (
      <span className="font-medium">
        <Delta value={of(m)} />
      </span>
    ),
    text: (m) => String(of(m)),
  });
  return [
    {
      id: "when",
      header: t("ledgercol.when"),
      width: 96,
      fixed: true,
      cell: (m) => <span className="text-ink-2 tabular-nums">{f.stamp(m.at, today)}</span>,
      text: (m) => f.dateTime(m.at),
    },
    {
      id: "movement",
      header: t("ledgercol.movement"),
      width: 88,
      cell: (m) => <span className="font-medium">{movementWord(m.kind)}</span>,
      text: (m) => movementWord(m.kind),
    },
    {
      id: "cause",
      header: t("ledgercol.cause"),
      width: 160,
      flex: true,
      cell: (m) => <Cause movement={m} />,
      text: causeWords,
    },
    ...(several
      ? [
          {
            id: "where",
            header: t("ledgercol.where"),
            width: 112,
            leave: 1,
            cell: (m: Movement) => <span className="text-ink-2">{m.locationName}</span>,
            text: (m: Movement) => m.locationName,
          },
        ]
      : []),
    {
      id: "who",
      header: t("ledgercol.who"),
      width: 108,
      leave: 2,
      cell: (m) => <span className="text-ink-2">{m.staffName}</span>,
      text: (m) => m.staffName,
    },
    delta("hand", t("ledgercol.hand"), (m) => m.onHandDelta),
    delta("res", t("ledgercol.res"), (m) => m.reservedDelta),
    figure("onHand", t("ledgercol.onHand"), (m) => m.onHandAfter),
    figure("reserved", t("ledgercol.reserved"), (m) => m.reservedAfter),
  ];
}
