import { Check, ChevronDown, Minus, Plus } from "lucide-react";
import { lazy, type ReactNode, type Ref, Suspense, useEffect, useId, useState } from "react";
import {
  Button as AriaButton,
  Checkbox as AriaCheckbox,
  Select as AriaSelect,
  Switch as AriaSwitch,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Radio,
  RadioGroup,
  SelectValue,
} from "react-aria-components";
import type { Day } from "../../generated/commands";
import { cx } from "../cx";
import { texts } from "../i18n";
import { SCAN_AS_TEXT } from "../scan";
import { Shape } from "./marks";

const t = texts({ "field.less": "One less", "field.more": "One more", "field.number": "Type a whole number" });

export type FieldFrame = {
  label: string;
  hint?: ReactNode;
  error?: string | null;
  labelHidden?: boolean;
  className?: string;
  end?: ReactNode;
};

/** Label, box, and below it the hint or what is wrong. The error is tied to the input by aria-describedby. */
export function Field(props: FieldFrame & { id: string; children: ReactNode }) {
  return (
    <div className={cx("grid content-start gap-1", props.className)}>
      <label
        htmlFor={props.id}
        className={cx("flex justify-between font-medium text-12 text-ink-2", props.labelHidden && "sr-only")}
      >
        {props.label}
        {props.end}
      </label>
      {props.children}
      {props.error ? (
        <span id={`${props.id}-error`} role="alert" className="flex gap-1.5 text-12 text-bad">
          <Shape name="rejected" className="mt-px text-bad" />
          {props.error}
        </span>
      ) : (
        props.hint && (
          <span id={`${props.id}-hint`} className="text-12 text-ink-3">
            {props.hint}
          </span>
        )
      )}
    </div>
  );
}

export function describedBy(id: string, error: string | null | undefined, hint: ReactNode): string | undefined {
  if (error) return `${id}-error`;
  return hint ? `${id}-hint` : undefined;
}

export type TextFieldProps = FieldFrame & {
  value: string;
  onChange: (value: string) => void;
  onBlur?: () => void;
  onKeyDown?: (event: React.KeyboardEvent<HTMLInputElement>) => void;
  placeholder?: string;
  /** a unit behind the value */
  unit?: string;
  icon?: ReactNode;
  type?: "text" | "email" | "tel" | "search";
  inputMode?: "text" | "decimal" | "numeric";
  align?: "left" | "right";
  off?: boolean;
  autoFocus?: boolean;
  name?: string;
  maxLength?: number;
  inputRef?: Ref<HTMLInputElement>;
  /** a scan is typed into it, like any text: a SKU, the number of a document */
  scanned?: boolean;
  "data-testid"?: string;
};

export function TextField(props: TextFieldProps) {
  const id = useId();
  return (
    <Field {...props} id={id}>
      <span className={cx("in", props.error && "is-error", props.off && "is-off")}>
        {props.icon}
        <input
          id={id}
          ref={props.inputRef}
          name={props.name}
          type={props.type ?? "text"}
          inputMode={props.inputMode}
          className={props.align === "right" ? "text-right tabular-nums" : undefined}
          value={props.value}
          onChange={(e) => props.onChange(e.target.value)}
          onBlur={props.onBlur}
          onKeyDown={props.onKeyDown}
          placeholder={props.placeholder}
          disabled={props.off}
          maxLength={props.maxLength}
          autoComplete="off"
          spellCheck={false}
          // biome-ignore lint/a11y/noAutofocus: only where a dialog or form opens on purpose
          autoFocus={props.autoFocus}
          aria-invalid={props.error ? true : undefined}
          aria-describedby={describedBy(id, props.error, props.hint)}
          data-testid={props["data-testid"]}
          {...(props.scanned ? SCAN_AS_TEXT : {})}
        />
        {props.unit && <span className="ml-auto text-ink-3">{props.unit}</span>}
      </span>
    </Field>
  );
}

export function TextArea(
  props: FieldFrame & {
    value: string;
    onChange: (value: string) => void;
    onBlur?: () => void;
    rows?: number;
    name?: string;
    placeholder?: string;
    maxLength?: number;
  },
) {
  const id = useId();
  return (
    <Field {...props} id={id}>
      <span className={cx("in h-auto! items-start py-1.5", props.error && "is-error")}>
        <textarea
          id={id}
          name={props.name}
          rows={props.rows ?? 2}
          className="resize-none leading-5"
          value={props.value}
          maxLength={props.maxLength}
          placeholder={props.placeholder}
          onChange={(e) => props.onChange(e.target.value)}
          onBlur={props.onBlur}
          aria-invalid={props.error ? true : undefined}
          aria-describedby={describedBy(id, props.error, props.hint)}
        />
      </span>
    </Field>
  );
}

export type NumberFieldProps = FieldFrame & {
  value: number | null;
  onChange: (value: number | null) => void;
  onBlur?: () => void;
  min?: number;
  max?: number;
  unit?: string;
  name?: string;
  off?: boolean;
  autoFocus?: boolean;
  placeholder?: string;
};

/** Whole numbers, typed. What is typed is never cleared; until it is a number the value is null. */
export function NumberField({ value, onChange, min, max, ...rest }: NumberFieldProps) {
  const [text, setText] = useState(value === null ? "" : String(value));
  useEffect(() => {
    setText((before) => (toWhole(before) === value ? before : value === null ? before : String(value)));
  }, [value]);
  const bad = text.trim() !== "" && toWhole(text) === null;
  return (
    <TextField
      {...rest}
      error={rest.error ?? (bad ? t("field.number") : null)}
      inputMode="numeric"
      align="right"
      value={text}
      onChange={(next) => {
        setText(next);
        onChange(toWhole(next));
      }}
      onKeyDown={(e) => {
        if (e.key !== "ArrowUp" && e.key !== "ArrowDown") return;
        e.preventDefault();
        const next = Math.min(
          max ?? Number.MAX_SAFE_INTEGER,
          Math.max(min ?? 0, (value ?? 0) + (e.key === "ArrowUp" ? 1 : -1)),
        );
        setText(String(next));
        onChange(next);
      }}
    />
  );
}

export function toWhole(text: string): number | null {
  return /^\s*-?\d{1,15}\s*$/.test(text) ? Number(text) : null;
}

/** − 3 +: a quantity in a row. */
export function Stepper(props: {
  label: string;
  value: number;
  onChange: (value: number) => void;
  min?: number;
  max?: number;
  error?: boolean;
  inputRef?: Ref<HTMLInputElement>;
  onEnter?: () => void;
}) {
  const min = props.min ?? 1;
  const [text, setText] = useState(String(props.value));
  useEffect(() => setText(String(props.value)), [props.value]);
  const set = (value: number) => props.onChange(Math.max(min, Math.min(props.max ?? 1_000_000, value)));
  const commit = () => {
    const value = toWhole(text);
    if (value === null || value < min) setText(String(props.value));
    else set(value);
  };
  return (
    <span
      className={cx(
        "inline-grid h-6 grid-cols-[24px_44px_24px] overflow-hidden rounded-1 border text-center focus-within:outline-2 focus-within:outline-focus",
        props.error ? "border-bad" : "border-line-2",
      )}
    >
      <AriaButton
        excludeFromTabOrder
        aria-label={`${t("field.less")}: ${props.label}`}
        className="grid place-items-center text-ink-2 data-hovered:bg-hover data-pressed:bg-press data-disabled:text-ink-off"
        isDisabled={props.value <= min}
        onPress={() => set(props.value - 1)}
      >
        <Minus size={12} aria-hidden="true" />
      </AriaButton>
      <input
        ref={props.inputRef}
        aria-label={props.label}
        aria-invalid={props.error || undefined}
        inputMode="numeric"
        className="w-full border-line-2 border-x bg-transparent text-center font-medium tabular-nums"
        value={text}
        onChange={(e) => {
          setText(e.target.value);
          const value = toWhole(e.target.value);
          if (value !== null && value >= min) set(value);
        }}
        onFocus={(e) => e.target.select()}
        onBlur={commit}
        onKeyDown={(e) => {
          if (e.key === "ArrowUp" || e.key === "+") set(props.value + 1);
          else if (e.key === "ArrowDown" || e.key === "-") set(props.value - 1);
          else if (e.key === "Enter" && !e.ctrlKey) {
            commit();
            props.onEnter?.();
          } else return;
          e.preventDefault();
        }}
      />
      <AriaButton
        excludeFromTabOrder
        aria-label={`${t("field.more")}: ${props.label}`}
        className="grid place-items-center text-ink-2 data-hovered:bg-hover data-pressed:bg-press"
        onPress={() => set(props.value + 1)}
      >
        <Plus size={12} aria-hidden="true" />
      </AriaButton>
    </span>
  );
}

export type Option<T extends string> = { value: T; label: string; hint?: string };

export function Select<T extends string>(
  props: FieldFrame & {
    value: T | null;
    options: Option<T>[];
    onChange: (value: T) => void;
    placeholder?: string;
    off?: boolean;
  },
) {
  const id = useId();
  return (
    <AriaSelect
      selectedKey={props.value}
      onSelectionChange={(key) => props.onChange(key as T)}
      isDisabled={props.off}
      isInvalid={Boolean(props.error)}
      placeholder={props.placeholder}
      className={cx("grid content-start gap-1", props.className)}
    >
      <Label className={cx("font-medium text-12 text-ink-2", props.labelHidden && "sr-only")}>{props.label}</Label>
      <AriaButton className={cx("in w-full text-left", props.error && "is-error", props.off && "is-off")}>
        <SelectValue className="truncate data-placeholder:text-ink-3">
          {({ isPlaceholder, selectedText, defaultChildren }) => (isPlaceholder ? defaultChildren : selectedText)}
        </SelectValue>
        <ChevronDown size={14} aria-hidden="true" className="ml-auto text-ink-3" />
      </AriaButton>
      {props.error ? (
        <span id={`${id}-error`} className="flex gap-1.5 text-12 text-bad">
          <Shape name="rejected" className="mt-px text-bad" />
          {props.error}
        </span>
      ) : (
        props.hint && <span className="text-12 text-ink-3">{props.hint}</span>
      )}
      <Popover offset={4} className="anim-in min-w-(--trigger-width) overflow-auto rounded-3 bg-raised p-1 shadow-pop">
        <ListBox items={props.options} className="outline-none">
          {(o) => (
            <ListBoxItem
              id={o.value}
              textValue={o.label}
              className="flex h-7 items-center gap-2 rounded-2 px-2 outline-none data-focused:bg-accent-tint data-focused:text-accent-ink"
            >
              {({ isSelected }) => (
                <>
                  <Check size={14} aria-hidden="true" className={isSelected ? "text-accent" : "invisible"} />
                  {o.label}
                  {o.hint && <span className="ml-auto pl-4 text-11 text-ink-3">{o.hint}</span>}
                </>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </AriaSelect>
  );
}

export function Checkbox(props: {
  checked: boolean | "some";
  onChange: (checked: boolean) => void;
  children?: ReactNode;
  label?: string;
  off?: boolean;
  className?: string;
}) {
  return (
    <AriaCheckbox
      isSelected={props.checked === true}
      isIndeterminate={props.checked === "some"}
      onChange={props.onChange}
      isDisabled={props.off}
      aria-label={props.label}
      className={cx("group flex min-h-6 items-center gap-2", props.className)}
    >
      {({ isSelected, isIndeterminate }) => (
        <>
          <span
            className={cx(
              "grid size-4 shrink-0 place-items-center rounded-1 border-[1.5px] group-data-focus-visible:outline-2 group-data-focus-visible:outline-focus group-data-focus-visible:outline-offset-1",
              isSelected || isIndeterminate
                ? "border-accent bg-accent text-on-accent"
                : "border-line-control bg-surface",
            )}
          >
            {isIndeterminate ? (
              <Minus size={12} style={{ strokeWidth: 2.4 }} aria-hidden="true" />
            ) : (
              isSelected && <Check size={12} style={{ strokeWidth: 2.4 }} aria-hidden="true" />
            )}
          </span>
          {props.children}
        </>
      )}
    </AriaCheckbox>
  );
}

export function Switch(props: { on: boolean; onChange: (on: boolean) => void; children: ReactNode; off?: boolean }) {
  return (
    <AriaSwitch
      isSelected={props.on}
      onChange={props.onChange}
      isDisabled={props.off}
      className="group flex min-h-6 items-center gap-2"
    >
      <span className="relative h-4 w-7 shrink-0 rounded-full bg-line-control group-data-selected:bg-accent group-data-focus-visible:outline-2 group-data-focus-visible:outline-focus group-data-focus-visible:outline-offset-1">
        <span className="absolute top-0.5 left-0.5 size-3 rounded-full bg-surface group-data-selected:left-3.5" />
      </span>
      {props.children}
    </AriaSwitch>
  );
}

/** A few choices side by side, one of them on. */
export function Segmented<T extends string>(props: {
  label: string;
  value: T | null;
  options: Option<T>[];
  onChange: (value: T) => void;
  off?: boolean;
  autoFocus?: boolean;
}) {
  return (
    <RadioGroup
      aria-label={props.label}
      orientation="horizontal"
      value={props.value}
      onChange={(value) => props.onChange(value as T)}
      isDisabled={props.off}
      className="inline-flex gap-0.5 rounded-2 bg-sunken p-0.5"
    >
      {props.options.map((o) => (
        <Radio
          key={o.value}
          value={o.value}
          autoFocus={props.autoFocus && o.value === props.value}
          className="flex h-6 items-center gap-1.5 whitespace-nowrap rounded-1 px-2.5 font-medium text-12 text-ink-2 data-focus-visible:outline-2 data-focus-visible:outline-focus data-selected:bg-surface data-selected:text-ink data-selected:shadow-[0_0_0_1px_var(--line-2)] dark:data-selected:bg-press"
        >
          {o.label}
        </Radio>
      ))}
    </RadioGroup>
  );
}

/** A few choices one below the other, each with what it means. */
export function RadioList<T extends string>(props: {
  label: string;
  value: T | null;
  options: Option<T>[];
  onChange: (value: T) => void;
  off?: boolean;
}) {
  return (
    <RadioGroup
      aria-label={props.label}
      value={props.value}
      onChange={(value) => props.onChange(value as T)}
      isDisabled={props.off}
      className="grid gap-1"
    >
      {props.options.map((o) => (
        <Radio key={o.value} value={o.value} className="group grid grid-cols-[16px_1fr] gap-x-2 py-0.5">
          <span className="mt-0.5 grid size-4 place-items-center rounded-full border-[1.5px] border-line-control bg-surface group-data-selected:border-accent group-data-focus-visible:outline-2 group-data-focus-visible:outline-focus group-data-focus-visible:outline-offset-1">
            <span className="size-2 rounded-full group-data-selected:bg-accent" />
          </span>
          <span className="font-medium">{o.label}</span>
          {o.hint && <span className="col-start-2 text-12 text-ink-3">{o.hint}</span>}
        </Radio>
      ))}
    </RadioGroup>
  );
}

const LazyDay = lazy(() => import("./DayPicker"));

/** A local day, typed or picked. The calendar is loaded when first needed. */
export function DayField(
  props: FieldFrame & { value: Day | null; onChange: (value: Day | null) => void; autoFocus?: boolean },
) {
  return (
    <Suspense
      fallback={
        <div className={cx("grid gap-1", props.className)}>
          <span className="font-medium text-12 text-ink-2">{props.label}</span>
          <span className="in" />
        </div>
      }
    >
      <LazyDay {...props} />
    </Suspense>
  );
}
