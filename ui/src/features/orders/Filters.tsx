import { useQuery } from "@tanstack/react-query";
import { Plus } from "lucide-react";
import { useRef, useState } from "react";
import { Button as AriaButton } from "react-aria-components";
import { ask } from "../../bridge";
import type { CustomerRow, Day, OrderStatus, Priority } from "../../generated/commands";
import { useActions } from "../../shared/actions";
import { useFormats } from "../../shared/formats";
import { texts } from "../../shared/i18n";
import { toMinor } from "../../shared/money";
import {
  Button,
  Checkbox,
  Chip,
  ContextMenu,
  DayField,
  Kbd,
  type Point,
  Popover,
  PriorityMark,
  Segmented,
  Select,
  StatusMark,
  Suggest,
  TextField,
} from "../../shared/ui";
import { ORDER_STATUSES, PRIORITIES, priorityWord } from "../../shared/words";
import { useStaff } from "./api";
import { CHIP_FIELDS, type ChipField, chipName, chips, totalLimits, withoutChip } from "./logic";
import type { FilterSearch } from "./search";

const t = texts({
  "orders.filter.add": "Filter",
  "orders.filter.title": "Filter by",
  "orders.filter.apply": "Show",
  "orders.filter.from": "From (included)",
  "orders.filter.to": "To (included)",
  "orders.filter.reversed": "The first day is after the last.",
  "orders.filter.min": "At least",
  "orders.filter.max": "At most",
  "orders.filter.money": "An amount like 20 or 1,250.00",
  "orders.filter.minmax": "At least is more than at most.",
  "orders.filter.text": "Number, customer, or product",
  "orders.filter.customer": "Customer",
  "orders.filter.customer.placeholder": "Type a name, e-mail, or phone",
  "orders.filter.staff": "Placed by",
  "orders.filter.ordersOf": "{n, plural, =0 {no order} one {# order} other {# orders}}",
});

/** The chips of the filter, each of which opens to be changed, and one more to add. */
export function Filters(props: { filter: FilterSearch; today: Day; onChange: (filter: FilterSearch) => void }) {
  const f = useFormats();
  const staff = useStaff();
  const [editing, setEditing] = useState<ChipField | null>(null);
  const [adding, setAdding] = useState<Point | null>(null);
  const anchor = useRef<HTMLElement | null>(null);
  const addButton = useRef<HTMLButtonElement>(null);
  const refs = useRef(new Map<ChipField, HTMLButtonElement>());
  const shown = chips(props.filter, f, props.today, staff);

  const edit = (field: ChipField) => {
    anchor.current = refs.current.get(field) ?? addButton.current;
    setAdding(null);
    setEditing(field);
  };
  const open = () => {
    const box = addButton.current?.getBoundingClientRect();
    setEditing(null);
    if (box) setAdding({ x: box.left, y: box.bottom });
  };
  useActions([
    { id: "orders_filter", label: t("orders.filter.add"), section: "list", keys: ["f"], icon: Plus, run: open },
  ]);

  return (
    <>
      {shown.map((c) => (
        <Chip
          key={c.field}
          testid={`chip-${c.field}`}
          field={c.name}
          condition={c.condition}
          value={c.value}
          buttonRef={(element) => {
            if (element) refs.current.set(c.field, element);
            else refs.current.delete(c.field);
          }}
          onEdit={() => edit(c.field)}
          onRemove={() => props.onChange(withoutChip(props.filter, c.field))}
        />
      ))}
      <AriaButton
        ref={addButton}
        data-testid="add-filter"
        onPress={open}
        className="inline-flex h-6 shrink-0 items-center gap-1 rounded-1 border border-line-2 border-dashed pr-1 pl-1.5 text-12 text-ink-3 data-hovered:bg-hover"
      >
        <Plus size={12} aria-hidden="true" />
        {t("orders.filter.add")}
        <Kbd keys="f" />
      </AriaButton>
      <ContextMenu
        label={t("orders.filter.title")}
        at={adding}
        onClose={() => setAdding(null)}
        entries={CHIP_FIELDS.map((field) => ({ id: field, label: chipName(field), run: () => edit(field) }))}
      />
      <Popover
        open={editing !== null}
        onClose={() => setEditing(null)}
        triggerRef={anchor}
        label={editing ? chipName(editing) : t("orders.filter.title")}
        width={320}
      >
        {editing && (
          <Editor
            key={editing}
            field={editing}
            filter={props.filter}
            onApply={(filter) => {
              setEditing(null);
              props.onChange(filter);
            }}
          />
        )}
      </Popover>
    </>
  );
}

type EditorProps = { field: ChipField; filter: FilterSearch; onApply: (filter: FilterSearch) => void };

function Frame(props: { onApply: () => void; off?: boolean; children: React.ReactNode }) {
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
        <Button kind="main" size="sm" type="submit" off={props.off} keys="enter">
          {t("orders.filter.apply")}
        </Button>
      </div>
    </form>
  );
}

function Editor(props: EditorProps) {
  switch (props.field) {
    case "placed":
      return <PlacedEditor {...props} />;
    case "total":
      return <TotalEditor {...props} />;
    case "status":
      return <StatusEditor {...props} />;
    case "priority":
      return <PriorityEditor {...props} />;
    case "text":
      return <TextEditor {...props} />;
    case "customer":
      return <CustomerEditor {...props} />;
    case "staff":
      return <StaffEditor {...props} />;
  }
}

function PlacedEditor({ filter, onApply }: EditorProps) {
  const [from, setFrom] = useState<Day | null>(filter.from ?? null);
  const [to, setTo] = useState<Day | null>(filter.to ?? null);
  const reversed = from !== null && to !== null && from > to;
  return (
    <Frame off={reversed} onApply={() => onApply({ ...filter, from: from ?? undefined, to: to ?? undefined })}>
      <DayField label={t("orders.filter.from")} value={from} onChange={setFrom} autoFocus />
      <DayField
        label={t("orders.filter.to")}
        value={to}
        onChange={setTo}
        error={reversed ? t("orders.filter.reversed") : null}
      />
    </Frame>
  );
}

function TotalEditor({ filter, onApply }: EditorProps) {
  const f = useFormats();
  const [min, setMin] = useState(filter.min ?? "");
  const [max, setMax] = useState(filter.max ?? "");
  const limits = totalLimits(min, max, f.digits);
  const reversed =
    limits.min !== undefined &&
    limits.max !== undefined &&
    toMinor(limits.min, f.digits) > toMinor(limits.max, f.digits);
  return (
    <Frame
      off={limits.bad.length > 0 || reversed}
      onApply={() => onApply({ ...filter, min: limits.min, max: limits.max })}
    >
      <div className="grid grid-cols-2 gap-3">
        <TextField
          label={t("orders.filter.min")}
          value={min}
          onChange={setMin}
          inputMode="decimal"
          align="right"
          unit={f.currencySymbol}
          autoFocus
          error={limits.bad.includes("min") ? t("orders.filter.money") : null}
        />
        <TextField
          label={t("orders.filter.max")}
          value={max}
          onChange={setMax}
          inputMode="decimal"
          align="right"
          unit={f.currencySymbol}
          error={limits.bad.includes("max") ? t("orders.filter.money") : reversed ? t("orders.filter.minmax") : null}
        />
      </div>
    </Frame>
  );
}

function toggled<T>(list: readonly T[], item: T, on: boolean): T[] {
  return on ? [...list, item] : list.filter((i) => i !== item);
}

function StatusEditor({ filter, onApply }: EditorProps) {
  const [picked, setPicked] = useState<OrderStatus[]>(filter.status ?? []);
  return (
    <Frame onApply={() => onApply({ ...filter, status: ORDER_STATUSES.filter((s) => picked.includes(s)) })}>
      <div className="grid grid-cols-2 gap-1">
        {ORDER_STATUSES.map((s) => (
          <Checkbox key={s} checked={picked.includes(s)} onChange={(on) => setPicked((p) => toggled(p, s, on))}>
            <StatusMark status={s} />
          </Checkbox>
        ))}
      </div>
    </Frame>
  );
}

function PriorityEditor({ filter, onApply }: EditorProps) {
  const [picked, setPicked] = useState<Priority[]>(filter.priority ?? []);
  return (
    <Frame onApply={() => onApply({ ...filter, priority: PRIORITIES.filter((p) => picked.includes(p)) })}>
      <div className="grid grid-cols-2 gap-1">
        {PRIORITIES.map((p) => (
          <Checkbox key={p} checked={picked.includes(p)} onChange={(on) => setPicked((was) => toggled(was, p, on))}>
            {p === "normal" ? priorityWord(p) : <PriorityMark priority={p} />}
          </Checkbox>
        ))}
      </div>
    </Frame>
  );
}

function TextEditor({ filter, onApply }: EditorProps) {
  const [text, setText] = useState(filter.text ?? "");
  return (
    <Frame onApply={() => onApply({ ...filter, text })}>
      <TextField label={t("orders.filter.text")} value={text} onChange={setText} autoFocus data-testid="filter-text" />
    </Frame>
  );
}

function CustomerEditor({ filter, onApply }: EditorProps) {
  const [text, setText] = useState(filter.customerName ?? "");
  const found = useQuery({
    queryKey: [["customers"], "customer_suggest", { text, limit: 8 }],
    queryFn: () => ask("customer_suggest", { text, limit: 8 }),
    enabled: text.trim().length > 0,
    placeholderData: (before) => before,
  });
  return (
    <div className="p-3 pb-4">
      <Suggest<CustomerRow>
        label={t("orders.filter.customer")}
        placeholder={t("orders.filter.customer.placeholder")}
        text={text}
        onText={setText}
        items={found.data?.rows ?? []}
        itemKey={(c) => c.id}
        render={(c) => (
          <>
            <span className="min-w-0 truncate">{c.name}</span>
            <span className="ml-auto text-12 text-ink-3">{t("orders.filter.ordersOf", { n: c.orders })}</span>
          </>
        )}
        onPick={(c) => onApply({ ...filter, customer: c.id, customerName: c.name })}
        inputRef={(element) => element?.focus()}
      />
    </div>
  );
}

function StaffEditor({ filter, onApply }: EditorProps) {
  const staff = useStaff();
  const options = (staff?.rows ?? []).map((s) => ({ value: s.id as string, label: s.name }));
  const [picked, setPicked] = useState<string | null>(filter.staff ?? null);
  return (
    <Frame onApply={() => onApply({ ...filter, staff: picked ?? undefined })}>
      {options.length <= 3 ? (
        <Segmented label={t("orders.filter.staff")} value={picked} options={options} onChange={setPicked} />
      ) : (
        <Select label={t("orders.filter.staff")} value={picked} options={options} onChange={setPicked} />
      )}
    </Frame>
  );
}
