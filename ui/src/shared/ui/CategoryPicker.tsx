import { X } from "lucide-react";
import { useEffect, useState } from "react";
import { Button as AriaButton } from "react-aria-components";
import type { Category, CategoryId } from "../../generated/commands";
import { findCategories, pathText } from "../categories";
import { texts } from "../i18n";
import { useRead } from "../query";
import type { FieldFrame } from "./fields";
import { Suggest } from "./Suggest";

const t = texts({
  "category.placeholder": "None, or type to find",
  "category.clear": "No category",
  "category.unknown": "No category is called “{text}”.",
  "category.count": "{n, number}",
});

const LISTED_MAX = 200;

export function useCategories(options: { archived?: boolean } = {}) {
  return useRead(["products"], "category_list", options.archived ? { archived: true } : {}, { keepPrevious: true });
}

/** Picks a category out of the tree: all of it, indented, until something is typed; then the paths that match. */
export function CategoryPicker(
  props: FieldFrame & {
    value: CategoryId | null;
    onChange: (id: CategoryId | null) => void;
    /** which may be picked; all where left out */
    among?: readonly Category[];
    onBlur?: () => void;
    placeholder?: string;
    autoFocus?: boolean;
    testid?: string;
  },
) {
  const all = useCategories().data?.rows ?? [];
  const rows = props.among ?? all;
  const picked = all.find((c) => c.id === props.value);
  const [typed, setTyped] = useState<string | null>(null);
  const { value } = props;
  // biome-ignore lint/correctness/useExhaustiveDependencies: what was typed belongs to the value before
  useEffect(() => setTyped(null), [value]);

  const found = findCategories(rows, typed ?? "");
  const said = picked ? pathText(picked.path) : "";
  const pick = (id: CategoryId | null) => {
    setTyped(null);
    props.onChange(id);
  };
  return (
    <Suggest<Category>
      label={props.label}
      labelHidden={props.labelHidden}
      hint={props.hint}
      className={props.className}
      error={typed?.trim() && found.length === 0 ? t("category.unknown", { text: typed.trim() }) : props.error}
      testid={props.testid ?? "category-picker"}
      placeholder={props.placeholder ?? t("category.placeholder")}
      text={typed ?? said}
      onText={setTyped}
      inputRef={props.autoFocus ? (element) => element?.focus() : undefined}
      items={found.slice(0, LISTED_MAX)}
      itemKey={(c) => c.id}
      onPick={(c) => pick(c.id)}
      onEnter={(text) => {
        const [only] = found;
        if (text.trim() === "") pick(null);
        else if (only && typed !== null) pick(only.id);
      }}
      onBlur={() => {
        // Left with nothing in it: no category. Left with a half-typed name: the one that was picked before.
        if (typed !== null && typed.trim() === "") pick(null);
        else setTyped(null);
        props.onBlur?.();
      }}
      tail={
        props.value !== null && (
          <AriaButton
            aria-label={t("category.clear")}
            onPress={() => pick(null)}
            className="-mr-1 grid size-5 place-items-center rounded-1 text-ink-3 data-hovered:bg-press"
          >
            <X size={12} aria-hidden="true" />
          </AriaButton>
        )
      }
      render={(c) => (
        <>
          {typed?.trim() ? (
            <span className="min-w-0 truncate">
              {c.path.length > 1 && <span className="text-ink-3">{pathText(c.path.slice(0, -1))} / </span>}
              {c.name}
            </span>
          ) : (
            <span className="min-w-0 truncate" style={{ paddingLeft: (c.path.length - 1) * 16 }}>
              {c.name}
            </span>
          )}
          {c.productsWithin > 0 && (
            <span className="ml-auto pl-3 text-12 text-ink-3 tabular-nums">
              {t("category.count", { n: c.productsWithin })}
            </span>
          )}
        </>
      )}
    />
  );
}
