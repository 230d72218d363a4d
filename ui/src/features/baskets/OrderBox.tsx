import { type ReactNode, useState } from "react";
import type { Basket, Day, PlaceUpTo } from "../../generated/commands";
import { fieldProblems } from "../../shared/errors/describe";
import { useFormats } from "../../shared/formats";
import { texts } from "../../shared/i18n";
import { DayField, NumberField, Section, Segmented, TextArea, TextField } from "../../shared/ui";
import { PRIORITIES, priorityWord } from "../../shared/words";
import { holdChoices } from "./logic";
import { type Desk, useTyped } from "./useDesk";

const t = texts({
  "basket.box.order": "Order",
  "basket.box.priority": "Priority",
  "basket.box.fulfilment": "Handed over by",
  "basket.box.pickup": "Pick-up",
  "basket.box.delivery": "Delivery",
  "basket.box.address": "Address",
  "basket.box.promised": "Promised for",
  "basket.box.hold": "Hold stock for",
  "basket.box.hold.other": "Other",
  "basket.box.hold.minutes": "Hold for",
  "basket.box.hold.unit": "minutes",
  "basket.box.hold.hint": "1 minute to 30 days.",
  "basket.box.note": "Note for packing",
});

const PAUSE_MS = 600;
const NOTE_MAX = 500;
const MINUTES_MAX = 43_200;

/** What the order is like: how urgent, how it leaves, how long its stock is held, and a word for packing. */
export function OrderBox(props: {
  desk: Desk;
  basket: Basket | undefined;
  way: PlaceUpTo;
  /** seconds; null: the store's own time */
  holdSeconds: number | null;
  usualSeconds: number;
  onHoldSeconds: (seconds: number | null) => void;
}) {
  const { desk, basket } = props;
  const fulfilment = basket?.fulfilment ?? "pickup";
  const save = (fields: Parameters<Desk["update"]>[0]) => desk.said(desk.update(fields));
  const note = useTyped(desk, {
    saved: basket?.note ?? "",
    save: (text) => desk.update({ note: text }),
    pauseMs: PAUSE_MS,
    keep: true,
  });
  const address = useTyped(desk, {
    saved: basket?.address ?? "",
    save: (text) => desk.update({ address: text }),
    pauseMs: PAUSE_MS,
    keep: true,
  });
  const day = useTyped<Day | null>(desk, {
    saved: basket?.promisedOn ?? null,
    save: (promisedOn) => desk.update({ promisedOn }),
    pauseMs: PAUSE_MS,
    keep: true,
  });
  return (
    <Section title={t("basket.box.order")}>
      <div className="grid gap-3">
        <Row word={t("basket.box.priority")}>
          <Segmented
            label={t("basket.box.priority")}
            value={basket?.priority ?? "normal"}
            onChange={(priority) => save({ priority })}
            options={PRIORITIES.map((value) => ({ value, label: priorityWord(value) }))}
          />
        </Row>
        {props.way === "pending" && (
          <HoldFor value={props.holdSeconds} usual={props.usualSeconds} onChange={props.onHoldSeconds} />
        )}
        <Row word={t("basket.box.fulfilment")}>
          <Segmented
            label={t("basket.box.fulfilment")}
            value={fulfilment}
            onChange={(to) => save({ fulfilment: to })}
            options={(["pickup", "delivery"] as const).map((value) => ({ value, label: t(`basket.box.${value}`) }))}
          />
        </Row>
        {fulfilment === "delivery" && (
          <>
            <TextArea
              label={t("basket.box.address")}
              value={address.value}
              onChange={address.set}
              onBlur={address.flush}
              error={fieldProblems(address.error)?.get("address")}
            />
            <DayField
              label={t("basket.box.promised")}
              value={day.value}
              onChange={day.set}
              error={fieldProblems(day.error)?.get("promisedOn")}
            />
          </>
        )}
        <TextField
          label={t("basket.box.note")}
          value={note.value}
          onChange={note.set}
          onBlur={note.flush}
          error={fieldProblems(note.error)?.get("note")}
          maxLength={NOTE_MAX}
          data-testid="basket-note"
        />
      </div>
    </Section>
  );
}

function Row(props: { word: string; children: ReactNode }) {
  return (
    <div className="flex items-center justify-between gap-2">
      <span className="text-ink-2">{props.word}</span>
      {props.children}
    </div>
  );
}

function HoldFor(props: { value: number | null; usual: number; onChange: (seconds: number | null) => void }) {
  const f = useFormats();
  const [other, setOther] = useState(false);
  const seconds = props.value ?? props.usual;
  const choices = holdChoices(props.usual);
  const choice = other || !choices.includes(seconds) ? "other" : String(seconds);
  return (
    <>
      <Row word={t("basket.box.hold")}>
        <Segmented
          label={t("basket.box.hold")}
          value={choice}
          onChange={(value) => {
            setOther(value === "other");
            if (value !== "other") props.onChange(Number(value) === props.usual ? null : Number(value));
          }}
          options={[
            ...choices.map((s) => ({ value: String(s), label: f.duration(s * 1000) })),
            { value: "other", label: t("basket.box.hold.other") },
          ]}
        />
      </Row>
      {choice === "other" && (
        <NumberField
          label={t("basket.box.hold.minutes")}
          hint={t("basket.box.hold.hint")}
          unit={t("basket.box.hold.unit")}
          value={Math.max(1, Math.round(seconds / 60))}
          onChange={(minutes) => props.onChange(minutes === null ? null : minutes * 60)}
          min={1}
          max={MINUTES_MAX}
        />
      )}
    </>
  );
}
