import { X } from "lucide-react";
import { useState } from "react";
import { Button as AriaButton } from "react-aria-components";
import type { CustomerId, CustomerRow } from "../../generated/commands";
import { texts } from "../i18n";
import { useRead } from "../query";
import type { FieldFrame } from "./fields";
import { Suggest } from "./Suggest";

const t = texts({
  "customerpicker.placeholder": "Type a name, e-mail, or phone",
  "customerpicker.clear": "No customer",
  "customerpicker.unknown": "No customer is called “{text}”.",
  "customerpicker.orders": "{n, plural, =0 {no order} one {# order} other {# orders}}",
});

const SUGGEST_MAX = 8;

/** Picks a kept customer by name, e-mail or phone. */
export function CustomerPicker(
  props: FieldFrame & {
    /** the name of the one that is picked now */
    picked?: string;
    onPick: (customer: CustomerRow) => void;
    onClear?: () => void;
    /** never offered, like the one to be merged with another */
    except?: CustomerId;
    autoFocus?: boolean;
    testid?: string;
  },
) {
  const [typed, setTyped] = useState<string | null>(null);
  const asked = typed?.trim() ?? "";
  const found = useRead(
    ["customers"],
    "customer_suggest",
    { text: asked, limit: SUGGEST_MAX },
    { enabled: asked !== "", keepPrevious: true },
  );
  const items = asked === "" ? [] : (found.data?.rows ?? []).filter((c) => c.id !== props.except);
  const none = asked !== "" && found.data !== undefined && !found.isPlaceholderData && items.length === 0;
  const pick = (customer: CustomerRow) => {
    setTyped(null);
    props.onPick(customer);
  };
  return (
    <Suggest<CustomerRow>
      label={props.label}
      labelHidden={props.labelHidden}
      hint={props.hint}
      className={props.className}
      error={none ? t("customerpicker.unknown", { text: asked }) : props.error}
      testid={props.testid ?? "customer-picker"}
      placeholder={t("customerpicker.placeholder")}
      text={typed ?? props.picked ?? ""}
      onText={setTyped}
      inputRef={props.autoFocus ? (element) => element?.focus() : undefined}
      items={items}
      itemKey={(c) => c.id}
      onPick={pick}
      onEnter={() => {
        const [only] = items;
        if (items.length === 1 && only) pick(only);
      }}
      onFocus={(input) => {
        if (typed === null) input.select();
      }}
      onBlur={() => setTyped(null)}
      tail={
        props.picked !== undefined &&
        props.onClear && (
          <AriaButton
            aria-label={t("customerpicker.clear")}
            onPress={props.onClear}
            className="-mr-1 grid size-5 place-items-center rounded-1 text-ink-3 data-hovered:bg-press"
          >
            <X size={12} aria-hidden="true" />
          </AriaButton>
        )
      }
      render={(c) => (
        <>
          <span className="max-w-[70%] shrink-0 truncate font-medium">{c.name}</span>
          <span className="min-w-0 truncate text-12 text-ink-3">{c.email || c.phone}</span>
          <span className="ml-auto shrink-0 pl-3 text-12 text-ink-2 tabular-nums">
            {t("customerpicker.orders", { n: c.orders })}
          </span>
        </>
      )}
    />
  );
}
