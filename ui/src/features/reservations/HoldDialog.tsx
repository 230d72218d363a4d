import { useNavigate } from "@tanstack/react-router";
import { useState } from "react";
import { RefusedError } from "../../bridge";
import type { CustomerId, CustomerRow, LocationId, Suggestion } from "../../generated/commands";
import { currentTime, useMinute } from "../../shared/clock";
import { startOfDay } from "../../shared/days";
import { fieldProblems } from "../../shared/errors/describe";
import { addDays, useFormats } from "../../shared/formats";
import { texts } from "../../shared/i18n";
import {
  Available,
  LinesEditor,
  type PickedLine,
  pickedOf,
  stillShort,
  takeWhatIsFree,
  units,
  withOneMore,
} from "../../shared/lines";
import { LocationField } from "../../shared/locations";
import { useRead, useWrite } from "../../shared/query";
import { Button, Dialog, DialogBody, ErrorNote, RequestId, Suggest, TextField, toastDone } from "../../shared/ui";
import { useSettings } from "./api";
import { choiceSeconds, MINUTE, type TimeChoice } from "./logic";
import { Shortage } from "./Shortage";
import { TimeField } from "./TimeField";

const t = texts({
  "hold.title": "New hold",
  "hold.lead": "Keeps units for somebody until a time. All of its products are held, or none.",
  "hold.product": "Product",
  "hold.product.needed": "Pick at least one product.",
  "hold.lines": "Products to hold",
  "hold.available": "Available",
  "hold.for": "For",
  "hold.for.placeholder": "Who asks for it",
  "hold.note": "Note",
  "hold.cancel": "Cancel",
  "hold.commit": "{n, plural, =0 {Hold} one {Hold # unit} other {Hold # units}}",
  "hold.done": "{n, plural, one {<b># {what}</b> is} other {<b># {what}</b> are}} held until <b>{time}</b>.",
  "hold.done.for":
    "{n, plural, one {<b># {what}</b> is} other {<b># {what}</b> are}} held for {who} until <b>{time}</b>.",
  "hold.done.units": "{n, plural, one {unit} other {units}}",
  "hold.show": "Show",
});

const FOR_MAX = 120;
const NOTE_MAX = 500;

/** A new hold: what, how many, for whom, how long. A shortage keeps the form and says who has the units. */
export default function HoldDialog(props: { product: Suggestion | null; onClose: () => void }) {
  const navigate = useNavigate();
  const f = useFormats();
  const now = useMinute();
  const settings = useSettings();
  const create = useWrite("reservation_create");
  const [lines, setLines] = useState<PickedLine[]>(() =>
    props.product ? withOneMore<PickedLine>([], pickedOf(props.product)) : [],
  );
  const [locationId, setLocationId] = useState<LocationId | undefined>();
  const [forWhom, setForWhom] = useState("");
  const [customerId, setCustomerId] = useState<CustomerId | undefined>();
  const [picked, setPicked] = useState<TimeChoice | null>(null);
  const [note, setNote] = useState("");
  const [asked, setAsked] = useState(false);
  const [finding, setFinding] = useState(false);
  const [error, setError] = useState<unknown>(null);

  const usual = settings?.holdSeconds ?? 10 * MINUTE;
  const time: TimeChoice = picked ?? { kind: "seconds", seconds: usual };
  const dayEnd = startOfDay(addDays(f.day(now), 1), f.timeZone);
  const problems = fieldProblems(error);
  const refused =
    error instanceof RefusedError && error.refusal.code === "STOCK_INSUFFICIENT" ? error.refusal.lines : null;
  const short = refused === null ? [] : stillShort(lines, refused);
  const total = units(lines);

  const change = (next: (before: PickedLine[]) => PickedLine[]) => {
    setLines(next);
    if (refused === null) setError(null);
  };

  const commit = async () => {
    setAsked(true);
    const ttlSeconds = choiceSeconds(time, currentTime(), dayEnd);
    if (lines.length === 0 || ttlSeconds === null || create.pending) return;
    setError(null);
    try {
      const { value } = await create.run({
        lines: lines.map(({ variantId, quantity }) => ({ variantId, quantity, locationId })),
        forWhom: forWhom.trim(),
        customerId,
        ttlSeconds,
        note: note.trim(),
      });
      const until = f.moment(Math.min(...value.rows.map((r) => r.expiresAt)), currentTime());
      const n = units(value.rows);
      const what = value.rows.length === 1 ? (value.rows[0]?.name ?? "") : t("hold.done.units", { n });
      const first = value.rows[0];
      toastDone(
        forWhom.trim() === ""
          ? t.rich("hold.done", { n, what, time: until })
          : t.rich("hold.done.for", { n, what, time: until, who: forWhom.trim() }),
        first && { label: t("hold.show"), run: () => void navigate({ to: "/holds", search: { open: first.id } }) },
      );
      props.onClose();
    } catch (cause) {
      setError(cause);
    }
  };

  return (
    <Dialog
      open
      width={600}
      data-testid="hold-dialog"
      title={t("hold.title")}
      lead={t("hold.lead")}
      onClose={props.onClose}
      onCommit={finding ? undefined : () => void commit()}
      footer={
        <>
          {error instanceof RefusedError && <RequestId id={error.requestId} />}
          <span className="flex-1" />
          <Button size="lg" onPress={props.onClose} keys="escape">
            {t("hold.cancel")}
          </Button>
          <Button
            size="lg"
            kind="main"
            keys="mod+enter"
            pending={create.slow}
            onPress={() => void commit()}
            data-testid="hold-commit"
          >
            {t("hold.commit", { n: total })}
          </Button>
        </>
      }
    >
      {short.length > 0 && (
        <Shortage
          lines={short}
          onTake={(of) => change((before) => takeWhatIsFree(before, of))}
          onRetry={() => void commit()}
          onFinding={setFinding}
        />
      )}
      <DialogBody className="min-h-72 content-start">
        <LinesEditor<PickedLine>
          label={t("hold.product")}
          listLabel={t("hold.lines")}
          testid="hold-line"
          lines={lines}
          onChange={change}
          lineOf={pickedOf}
          locationId={locationId}
          problem={(_, at) => problems?.get(`lines[${at}].quantity`)}
          columns={[
            {
              id: "available",
              head: t("hold.available"),
              width: "minmax(96px,auto)",
              align: "right",
              cell: (line) => <Available line={line} locationId={locationId} />,
            },
          ]}
          error={asked && lines.length === 0 ? t("hold.product.needed") : (problems?.get("lines") ?? null)}
          onError={setError}
        />
        <LocationField
          value={locationId}
          onChange={(id) => {
            setLocationId(id);
            setError(null);
          }}
          error={problems?.get("lines[0].locationId")}
        />
        <ForWhom
          text={forWhom}
          problem={problems?.get("forWhom") ?? null}
          onText={(text) => {
            setForWhom(text);
            setCustomerId(undefined);
          }}
          onCustomer={(customer) => {
            setForWhom(customer.name);
            setCustomerId(customer.id);
          }}
        />
        <TimeField
          value={time}
          onChange={setPicked}
          from={now}
          dayEnd={dayEnd}
          now={now}
          defaultSeconds={usual}
          problem={problems?.get("ttlSeconds") ?? null}
        />
        <TextField
          label={t("hold.note")}
          value={note}
          onChange={setNote}
          maxLength={NOTE_MAX}
          error={problems?.get("note") ?? null}
        />
        {error !== null && refused === null && problems === null && (
          <ErrorNote error={error} steps={{ retry: () => void commit() }} />
        )}
      </DialogBody>
    </Dialog>
  );
}

function ForWhom(props: {
  text: string;
  problem: string | null;
  onText: (text: string) => void;
  onCustomer: (customer: CustomerRow) => void;
}) {
  const text = props.text.trim();
  const found = useRead(["customers"], "customer_suggest", { text, limit: 6 }, { enabled: text.length > 1 });
  return (
    <Suggest<CustomerRow>
      label={t("hold.for")}
      testid="hold-for"
      placeholder={t("hold.for.placeholder")}
      text={props.text}
      onText={(next) => props.onText(next.slice(0, FOR_MAX))}
      items={text.length > 1 ? (found.data?.rows ?? []) : []}
      itemKey={(c) => c.id}
      onPick={props.onCustomer}
      error={props.problem}
      render={(c) => (
        <>
          <span className="truncate font-medium">{c.name}</span>
          <span className="ml-auto truncate pl-3 text-12 text-ink-3">{c.phone || c.email}</span>
        </>
      )}
    />
  );
}
