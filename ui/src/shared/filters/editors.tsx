import { type ReactNode, useState } from "react";
import { Button as AriaButton } from "react-aria-components";
import type { Day, Money } from "../../generated/commands";
import { useFormats } from "../formats";
import { texts } from "../i18n";
import { parseMoney, toMinor } from "../money";
import { Button } from "../ui/controls";
import { Checkbox, DayField, TextField } from "../ui/fields";

const t = texts({
  "filter.apply": "Show",
  "filter.from": "From (included)",
  "filter.to": "To (included)",
  "filter.reversed": "The first day is after the last.",
  "filter.min": "At least",
  "filter.max": "At most",
  "filter.money": "An amount like 20 or 1,250.00",
  "filter.minmax": "At least is more than at most.",
});

/** A filter's fields and the button that applies them; Enter does too. */
export function FilterForm(props: { onApply: () => void; off?: boolean; children: ReactNode }) {
  return (
    <form
      className="grid gap-3 p-3"
      onSubmit={(e) => {
        e.preventDefault();
        if (!props.off) props.onApply();
      }}
    >
      {props.children}
      <div className="flex justify-end">
        <Button kind="main" size="sm" type="submit" off={props.off} keys="enter" data-testid="filter-apply">
          {t("filter.apply")}
        </Button>
      </div>
    </form>
  );
}

/** First and last day, both included; either may be open. */
export function DaysEditor(props: {
  from: Day | undefined;
  to: Day | undefined;
  onApply: (from: Day | undefined, to: Day | undefined) => void;
}) {
  const [from, setFrom] = useState<Day | null>(props.from ?? null);
  const [to, setTo] = useState<Day | null>(props.to ?? null);
  const reversed = from !== null && to !== null && from > to;
  return (
    <FilterForm off={reversed} onApply={() => props.onApply(from ?? undefined, to ?? undefined)}>
      <DayField label={t("filter.from")} value={from} onChange={setFrom} autoFocus />
      <DayField label={t("filter.to")} value={to} onChange={setTo} error={reversed ? t("filter.reversed") : null} />
    </FilterForm>
  );
}

/** Limits of an amount as typed; the fields that cannot be read are named. */
export function moneyLimits(
  min: string,
  max: string,
  digits: number,
): { min?: Money; max?: Money; bad: ("min" | "max")[]; reversed: boolean } {
  const bad: ("min" | "max")[] = [];
  const read = (text: string, name: "min" | "max") => {
    if (text.trim() === "") return undefined;
    const value = parseMoney(text, digits);
    if (value === null || value.startsWith("-")) bad.push(name);
    return value ?? undefined;
  };
  const limits = { min: read(min, "min"), max: read(max, "max") };
  const reversed =
    limits.min !== undefined && limits.max !== undefined && toMinor(limits.min, digits) > toMinor(limits.max, digits);
  return { ...limits, bad, reversed };
}

export function MoneyEditor(props: {
  min: Money | undefined;
  max: Money | undefined;
  onApply: (min: Money | undefined, max: Money | undefined) => void;
}) {
  const f = useFormats();
  const [min, setMin] = useState(props.min ?? "");
  const [max, setMax] = useState(props.max ?? "");
  const limits = moneyLimits(min, max, f.digits);
  const frame = { inputMode: "decimal", align: "right", unit: f.currencySymbol } as const;
  return (
    <FilterForm off={limits.bad.length > 0 || limits.reversed} onApply={() => props.onApply(limits.min, limits.max)}>
      <div className="grid grid-cols-2 gap-3">
        <TextField
          {...frame}
          label={t("filter.min")}
          value={min}
          onChange={setMin}
          autoFocus
          error={limits.bad.includes("min") ? t("filter.money") : null}
        />
        <TextField
          {...frame}
          label={t("filter.max")}
          value={max}
          onChange={setMax}
          error={limits.bad.includes("max") ? t("filter.money") : limits.reversed ? t("filter.minmax") : null}
        />
      </div>
    </FilterForm>
  );
}

export function TextEditor(props: {
  label: string;
  text: string | undefined;
  onApply: (text: string | undefined) => void;
}) {
  const [text, setText] = useState(props.text ?? "");
  return (
    <FilterForm onApply={() => props.onApply(text.trim() || undefined)}>
      <TextField label={props.label} value={text} onChange={setText} autoFocus data-testid="filter-text" />
    </FilterForm>
  );
}

/** Any number of a listed set; none ticked is no filter. */
export function ManyEditor<T extends string>(props: {
  options: readonly T[];
  picked: readonly T[] | undefined;
  render: (option: T) => ReactNode;
  onApply: (picked: T[] | undefined) => void;
}) {
  const [picked, setPicked] = useState<readonly T[]>(props.picked ?? []);
  return (
    <FilterForm
      onApply={() => props.onApply(picked.length === 0 ? undefined : props.options.filter((o) => picked.includes(o)))}
    >
      <div className="grid max-h-80 grid-cols-2 gap-x-3 gap-y-1 overflow-auto">
        {props.options.map((option) => (
          <Checkbox
            key={option}
            checked={picked.includes(option)}
            onChange={(on) => setPicked((was) => (on ? [...was, option] : was.filter((o) => o !== option)))}
          >
            {props.render(option)}
          </Checkbox>
        ))}
      </div>
    </FilterForm>
  );
}

/** One of a short list: the click is the answer. */
export function OneEditor<T extends string>(props: {
  options: readonly { value: T; label: ReactNode }[];
  onPick: (value: T) => void;
  /** said where there is nothing to pick */
  none?: string;
}) {
  return (
    <div className="grid max-h-80 overflow-auto p-1">
      {props.options.length === 0 && <p className="p-2 text-ink-3">{props.none}</p>}
      {props.options.map(({ value, label }, at) => (
        <AriaButton
          key={value}
          data-testid={`filter-${value}`}
          autoFocus={at === 0}
          onPress={() => props.onPick(value)}
          className="flex h-7 items-center gap-2 rounded-2 px-2 text-left -outline-offset-2 data-focus-visible:bg-accent-tint data-hovered:bg-accent-tint"
        >
          {label}
        </AriaButton>
      ))}
    </div>
  );
}
