import { Plus } from "lucide-react";
import { type ReactNode, useRef, useState } from "react";
import { Button as AriaButton } from "react-aria-components";
import type { AuditAction, AuditFacets, AuditFilter, Day } from "../../generated/commands";
import { useActions } from "../../shared/actions";
import { useFormats } from "../../shared/formats";
import { texts } from "../../shared/i18n";
import { Button, Checkbox, Chip, DayField, Kbd, Popover, TextField } from "../../shared/ui";
import { ALL_ACTIONS, CHIP_FIELDS, type ChipField, chipsOf, withoutChip } from "./logic";
import { actionIcon, actionWord, objectTypeWord } from "./words";

const t = texts({
  "audit.chip.when": "When",
  "audit.chip.actor": "Who",
  "audit.chip.actions": "What",
  "audit.chip.objectType": "Kind of object",
  "audit.chip.object": "Object",
  "audit.chip.text": "Text",
  "audit.chip.request": "Request",
  "audit.is": "is",
  "audit.anyOf": "is any of",
  "audit.contains": "contains",
  "audit.from": "from",
  "audit.to": "to",
  "audit.between": "between",
  "audit.today": "today",
  "audit.range": "{from} and {to}",
  "audit.actions.more": "{first} and {n, number} more",
  "audit.filter": "Filter",
  "audit.filter.by": "Filter by",
  "audit.filter.show": "Show",
  "audit.filter.from": "From (included)",
  "audit.filter.to": "To (included)",
  "audit.filter.reversed": "The first day is after the last.",
  "audit.filter.text": "Object, reason, or any old or new value",
  "audit.filter.request": "Request id",
  "audit.filter.object": "Id of the object",
  "audit.filter.nobody": "Nobody has done anything yet.",
});

const ACTIONS_SPELLED = 2;

/** The chips of the filter, each of which opens to be changed, and one more to add. */
export function Filters(props: {
  filter: AuditFilter;
  facets: AuditFacets | undefined;
  today: Day;
  /** what the filtered object is called, when a row says it */
  objectLabel: string | undefined;
  onChange: (filter: AuditFilter) => void;
}) {
  const f = useFormats();
  const [editing, setEditing] = useState<ChipField | null>(null);
  const [adding, setAdding] = useState(false);
  const anchor = useRef<HTMLElement | null>(null);
  const addButton = useRef<HTMLButtonElement>(null);
  const refs = useRef(new Map<ChipField, HTMLButtonElement>());
  const { filter } = props;

  const edit = (field: ChipField) => {
    anchor.current = refs.current.get(field) ?? addButton.current;
    setAdding(false);
    setEditing(field);
  };
  const add = () => {
    anchor.current = addButton.current;
    setEditing(null);
    setAdding(true);
  };
  useActions([{ id: "audit_filter", label: t("audit.filter"), section: "list", keys: ["f"], icon: Plus, run: add }]);

  const said = (field: ChipField): { condition: string; value: string } => {
    const { from, to } = filter;
    switch (field) {
      case "when":
        if (from !== undefined && from === to) {
          return { condition: t("audit.is"), value: from === props.today ? t("audit.today") : f.dayInWords(from) };
        }
        if (from !== undefined && to !== undefined) {
          return {
            condition: t("audit.between"),
            value: t("audit.range", { from: f.dayInWords(from), to: f.dayInWords(to) }),
          };
        }
        return from === undefined
          ? { condition: t("audit.to"), value: f.dayInWords(to ?? props.today) }
          : { condition: t("audit.from"), value: f.dayInWords(from) };
      case "actor":
        return { condition: t("audit.is"), value: filter.actor ?? "" };
      case "actions": {
        const words = (filter.actions ?? []).map(actionWord);
        return {
          condition: words.length === 1 ? t("audit.is") : t("audit.anyOf"),
          value:
            words.length <= ACTIONS_SPELLED
              ? words.join(", ")
              : t("audit.actions.more", { first: words[0] ?? "", n: words.length - 1 }),
        };
      }
      case "objectType":
        return { condition: t("audit.is"), value: objectTypeWord(filter.objectType ?? "") };
      case "object":
        return { condition: t("audit.is"), value: props.objectLabel ?? filter.objectId ?? "" };
      case "text":
        return { condition: t("audit.contains"), value: filter.text ?? "" };
      case "request":
        return { condition: t("audit.is"), value: (filter.requestId ?? "").slice(0, 18) };
    }
  };
  const apply = (next: AuditFilter) => {
    setEditing(null);
    props.onChange(next);
  };

  return (
    <>
      {chipsOf(filter).map((field) => (
        <Chip
          key={field}
          testid={`chip-${field}`}
          field={t(`audit.chip.${field}`)}
          {...said(field)}
          buttonRef={(element) => {
            if (element) refs.current.set(field, element);
            else refs.current.delete(field);
          }}
          onEdit={() => edit(field)}
          onRemove={() => props.onChange(withoutChip(filter, field))}
        />
      ))}
      <AriaButton
        ref={addButton}
        data-testid="add-filter"
        onPress={add}
        className="inline-flex h-6 shrink-0 items-center gap-1 rounded-1 border border-line-2 border-dashed pr-1 pl-1.5 text-12 text-ink-3 data-hovered:bg-hover"
      >
        <Plus size={12} aria-hidden="true" />
        {t("audit.filter")}
        <Kbd keys="f" />
      </AriaButton>
      <Popover
        open={adding}
        onClose={() => setAdding(false)}
        triggerRef={anchor}
        label={t("audit.filter.by")}
        width={200}
      >
        <div className="grid p-1">
          {CHIP_FIELDS.map((field) => (
            <Choice key={field} testid={`filter-${field}`} autoFocus={field === "when"} onPress={() => edit(field)}>
              {t(`audit.chip.${field}`)}
            </Choice>
          ))}
        </div>
      </Popover>
      <Popover
        open={editing !== null}
        onClose={() => setEditing(null)}
        triggerRef={anchor}
        label={editing ? t(`audit.chip.${editing}`) : t("audit.filter.by")}
        width={editing === "actions" ? 460 : 320}
      >
        {editing && <Editor key={editing} field={editing} filter={filter} facets={props.facets} onApply={apply} />}
      </Popover>
    </>
  );
}

function Choice(props: { testid: string; autoFocus?: boolean; onPress: () => void; children: ReactNode }) {
  return (
    <AriaButton
      data-testid={props.testid}
      autoFocus={props.autoFocus}
      onPress={props.onPress}
      className="flex h-7 items-center gap-2 rounded-2 px-2 text-left -outline-offset-2 data-focus-visible:bg-accent-tint data-hovered:bg-accent-tint"
    >
      {props.children}
    </AriaButton>
  );
}

type EditorProps = {
  field: ChipField;
  filter: AuditFilter;
  facets: AuditFacets | undefined;
  onApply: (filter: AuditFilter) => void;
};

function Frame(props: { onApply: () => void; off?: boolean; children: ReactNode }) {
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
          {t("audit.filter.show")}
        </Button>
      </div>
    </form>
  );
}

function Editor(props: EditorProps) {
  const { filter, facets, onApply } = props;
  switch (props.field) {
    case "when":
      return <WhenEditor {...props} />;
    case "actions":
      return <ActionsEditor {...props} />;
    case "actor":
      return (
        <div className="grid max-h-80 overflow-auto p-1">
          {facets?.actors.length === 0 && <p className="p-2 text-ink-3">{t("audit.filter.nobody")}</p>}
          {facets?.actors.map((actor, at) => (
            <Choice key={actor} testid="actor" autoFocus={at === 0} onPress={() => onApply({ ...filter, actor })}>
              {actor}
            </Choice>
          ))}
        </div>
      );
    case "objectType":
      return (
        <div className="grid max-h-80 overflow-auto p-1">
          {facets?.objectTypes.map((objectType, at) => (
            <Choice
              key={objectType}
              testid="object-type"
              autoFocus={at === 0}
              onPress={() => onApply({ ...filter, objectType })}
            >
              {objectTypeWord(objectType)}
            </Choice>
          ))}
        </div>
      );
    case "text":
      return <TextEditor {...props} name="text" label={t("audit.filter.text")} />;
    case "request":
      return <TextEditor {...props} name="requestId" label={t("audit.filter.request")} />;
    case "object":
      return <TextEditor {...props} name="objectId" label={t("audit.filter.object")} />;
  }
}

function TextEditor(props: EditorProps & { name: "text" | "requestId" | "objectId"; label: string }) {
  const [text, setText] = useState(props.filter[props.name] ?? "");
  return (
    <Frame onApply={() => props.onApply({ ...props.filter, [props.name]: text.trim() || undefined })}>
      <TextField label={props.label} value={text} onChange={setText} autoFocus data-testid="filter-text-value" />
    </Frame>
  );
}

function WhenEditor({ filter, onApply }: EditorProps) {
  const [from, setFrom] = useState<Day | null>(filter.from ?? null);
  const [to, setTo] = useState<Day | null>(filter.to ?? null);
  const reversed = from !== null && to !== null && from > to;
  return (
    <Frame off={reversed} onApply={() => onApply({ ...filter, from: from ?? undefined, to: to ?? undefined })}>
      <DayField label={t("audit.filter.from")} value={from} onChange={setFrom} autoFocus />
      <DayField
        label={t("audit.filter.to")}
        value={to}
        onChange={setTo}
        error={reversed ? t("audit.filter.reversed") : null}
      />
    </Frame>
  );
}

function ActionsEditor({ filter, facets, onApply }: EditorProps) {
  const [picked, setPicked] = useState<AuditAction[]>(filter.actions ?? []);
  const shown = ALL_ACTIONS.filter((a) => facets === undefined || facets.actions.includes(a) || picked.includes(a));
  return (
    <Frame onApply={() => onApply({ ...filter, actions: picked.length === 0 ? undefined : picked })}>
      <div className="grid max-h-80 grid-cols-2 gap-x-3 overflow-auto">
        {shown.map((action) => {
          const Icon = actionIcon(action);
          return (
            <Checkbox
              key={action}
              checked={picked.includes(action)}
              onChange={(on) => setPicked(on ? [...picked, action] : picked.filter((a) => a !== action))}
            >
              <Icon size={14} aria-hidden="true" className="text-ink-3" />
              <span className="truncate">{actionWord(action)}</span>
            </Checkbox>
          );
        })}
      </div>
    </Frame>
  );
}
