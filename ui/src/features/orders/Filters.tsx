import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { ask } from "../../bridge";
import type { CustomerRow, Day } from "../../generated/commands";
import { DaysEditor, FilterChips, ManyEditor, MoneyEditor, OneEditor, TextEditor } from "../../shared/filters";
import { useFormats } from "../../shared/formats";
import { texts } from "../../shared/i18n";
import { PriorityMark, StatusMark, Suggest } from "../../shared/ui";
import { ORDER_STATUSES, PRIORITIES, priorityWord } from "../../shared/words";
import { useStaff } from "./api";
import { CHIP_FIELDS, type ChipField, chipName, chips, withoutChip } from "./logic";
import type { FilterSearch } from "./search";

const t = texts({
  "orders.filter.text": "Number, customer, or product",
  "orders.filter.customer": "Customer",
  "orders.filter.customer.placeholder": "Type a name, e-mail, or phone",
  "orders.filter.ordersOf": "{n, plural, =0 {no order} one {# order} other {# orders}}",
});

export function Filters(props: { filter: FilterSearch; today: Day; onChange: (filter: FilterSearch) => void }) {
  const f = useFormats();
  const staff = useStaff();
  return (
    <FilterChips<ChipField>
      id="orders"
      fields={CHIP_FIELDS}
      nameOf={chipName}
      chips={chips(props.filter, f, props.today, staff)}
      onRemove={(field) => props.onChange(withoutChip(props.filter, field))}
      editor={(field, done) => (
        <Editor
          field={field}
          filter={props.filter}
          onApply={(filter) => {
            done();
            props.onChange(filter);
          }}
        />
      )}
    />
  );
}

type EditorProps = { field: ChipField; filter: FilterSearch; onApply: (filter: FilterSearch) => void };

function Editor(props: EditorProps) {
  const { filter, onApply } = props;
  switch (props.field) {
    case "placed":
      return <DaysEditor from={filter.from} to={filter.to} onApply={(from, to) => onApply({ ...filter, from, to })} />;
    case "total":
      return <MoneyEditor min={filter.min} max={filter.max} onApply={(min, max) => onApply({ ...filter, min, max })} />;
    case "status":
      return (
        <ManyEditor
          options={ORDER_STATUSES}
          picked={filter.status}
          render={(s) => <StatusMark status={s} />}
          onApply={(status) => onApply({ ...filter, status })}
        />
      );
    case "priority":
      return (
        <ManyEditor
          options={PRIORITIES}
          picked={filter.priority}
          render={(p) => (p === "normal" ? priorityWord(p) : <PriorityMark priority={p} />)}
          onApply={(priority) => onApply({ ...filter, priority })}
        />
      );
    case "text":
      return (
        <TextEditor
          label={t("orders.filter.text")}
          text={filter.text}
          onApply={(text) => onApply({ ...filter, text })}
        />
      );
    case "customer":
      return <CustomerEditor {...props} />;
    case "staff":
      return <StaffEditor {...props} />;
  }
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
  const rows = useStaff()?.rows ?? [];
  return (
    <OneEditor
      options={rows.map((s) => ({ value: s.id as string, label: s.name }))}
      onPick={(staff) => onApply({ ...filter, staff })}
    />
  );
}
