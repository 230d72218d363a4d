import type { AuditAction, AuditFacets, AuditFilter, Day } from "../../generated/commands";
import {
  conditionWord,
  DaysEditor,
  FilterChips,
  ManyEditor,
  OneEditor,
  type Said,
  spanSaid,
  TextEditor,
} from "../../shared/filters";
import { useFormats } from "../../shared/formats";
import { texts } from "../../shared/i18n";
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
  "audit.from": "from",
  "audit.to": "to",
  "audit.today": "today",
  "audit.actions.more": "{first} and {n, number} more",
  "audit.filter.text": "Object, reason, or any old or new value",
  "audit.filter.request": "Request id",
  "audit.filter.object": "Id of the object",
  "audit.filter.nobody": "Nobody has done anything yet.",
});

const ACTIONS_SPELLED = 2;
const ACTIONS_PX = 460;

export function Filters(props: {
  filter: AuditFilter;
  facets: AuditFacets | undefined;
  today: Day;
  /** what the filtered object is called, when a row says it */
  objectLabel: string | undefined;
  onChange: (filter: AuditFilter) => void;
}) {
  const f = useFormats();
  const { filter } = props;

  const said = (field: ChipField): Said => {
    const { from, to } = filter;
    switch (field) {
      case "when":
        if (from !== undefined && from === to) {
          return {
            condition: conditionWord("is"),
            value: from === props.today ? t("audit.today") : f.dayInWords(from),
          };
        }
        return (
          spanSaid(from, to, f.dayInWords, t("audit.from"), t("audit.to")) ?? { condition: t("audit.from"), value: "" }
        );
      case "actor":
        return { condition: conditionWord("is"), value: filter.actor ?? "" };
      case "actions": {
        const words = (filter.actions ?? []).map(actionWord);
        return {
          condition: conditionWord(words.length === 1 ? "is" : "anyOf"),
          value:
            words.length <= ACTIONS_SPELLED
              ? words.join(", ")
              : t("audit.actions.more", { first: words[0] ?? "", n: words.length - 1 }),
        };
      }
      case "objectType":
        return { condition: conditionWord("is"), value: objectTypeWord(filter.objectType ?? "") };
      case "object":
        return { condition: conditionWord("is"), value: props.objectLabel ?? filter.objectId ?? "" };
      case "text":
        return { condition: conditionWord("contains"), value: filter.text ?? "" };
      case "request":
        return { condition: conditionWord("is"), value: (filter.requestId ?? "").slice(0, 18) };
    }
  };
  const nameOf = (field: ChipField) => t(`audit.chip.${field}`);

  return (
    <FilterChips<ChipField>
      id="audit"
      fields={CHIP_FIELDS}
      nameOf={nameOf}
      chips={chipsOf(filter).map((field) => ({ field, name: nameOf(field), ...said(field) }))}
      onRemove={(field) => props.onChange(withoutChip(filter, field))}
      editorWidth={(field) => (field === "actions" ? ACTIONS_PX : undefined)}
      editor={(field, done) => (
        <Editor
          field={field}
          filter={filter}
          facets={props.facets}
          onApply={(next) => {
            done();
            props.onChange({ ...filter, ...next });
          }}
        />
      )}
    />
  );
}

function Editor(props: {
  field: ChipField;
  filter: AuditFilter;
  facets: AuditFacets | undefined;
  onApply: (change: AuditFilter) => void;
}) {
  const { filter, facets, onApply } = props;
  switch (props.field) {
    case "when":
      return <DaysEditor from={filter.from} to={filter.to} onApply={(from, to) => onApply({ from, to })} />;
    case "actions": {
      const picked = filter.actions ?? [];
      return (
        <ManyEditor<AuditAction>
          options={ALL_ACTIONS.filter((a) => facets === undefined || facets.actions.includes(a) || picked.includes(a))}
          picked={picked}
          render={(action) => <ActionWord action={action} />}
          onApply={(actions) => onApply({ actions })}
        />
      );
    }
    case "actor":
      return (
        <OneEditor
          options={(facets?.actors ?? []).map((actor) => ({ value: actor, label: actor }))}
          none={facets && t("audit.filter.nobody")}
          onPick={(actor) => onApply({ actor })}
        />
      );
    case "objectType":
      return (
        <OneEditor
          options={(facets?.objectTypes ?? []).map((type) => ({ value: type, label: objectTypeWord(type) }))}
          onPick={(objectType) => onApply({ objectType })}
        />
      );
    case "text":
      return <TextEditor label={t("audit.filter.text")} text={filter.text} onApply={(text) => onApply({ text })} />;
    case "request":
      return (
        <TextEditor
          label={t("audit.filter.request")}
          text={filter.requestId}
          onApply={(requestId) => onApply({ requestId })}
        />
      );
    case "object":
      return (
        <TextEditor
          label={t("audit.filter.object")}
          text={filter.objectId}
          onApply={(objectId) => onApply({ objectId })}
        />
      );
  }
}

function ActionWord(props: { action: AuditAction }) {
  const Icon = actionIcon(props.action);
  return (
    <>
      <Icon size={14} aria-hidden="true" className="text-ink-3" />
      <span className="truncate">{actionWord(props.action)}</span>
    </>
  );
}
