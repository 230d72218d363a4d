import { ScanBarcode } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { ask } from "../../bridge";
import type { LocationId, Suggestion } from "../../generated/commands";
import { useFormats } from "../formats";
import { texts } from "../i18n";
import { askFor } from "../intents";
import { useRead } from "../query";
import { looksLikeBarcode } from "../scan";
import { useScanTarget } from "../scanTargets";
import { fullName } from "../words";
import { Suggest } from "./Suggest";

const t = texts({
  "picker.placeholder": "Scan or type a code or a name, then Enter",
  "picker.free": "{n, number} available",
  "picker.unknown": "No product is called “{text}”.",
});

const SUGGEST_MAX = 8;

/** Picks a product by SKU, barcode or words. A scan ends in Enter: what it names exactly is taken at once. */
export function ProductPicker(props: {
  label: string;
  labelHidden?: boolean;
  onPick: (product: Suggestion) => void;
  onError: (error: unknown) => void;
  autoFocus?: boolean;
  error?: string | null;
  testid?: string;
  /** asks what an unknown code is, which may lead back here; not where that is asked already */
  asksUnknown?: boolean;
  /** where its figures are looked up; all places together where left out */
  locationId?: LocationId;
  /** the name of what is picked now, shown until something is typed */
  picked?: string;
}) {
  const f = useFormats();
  const [typed, setTyped] = useState<string | null>(null);
  const text = typed ?? "";
  const [unknown, setUnknown] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const found = useRead(
    ["products", "stock", "holds"],
    "product_suggest",
    { text: text.trim(), limit: SUGGEST_MAX, locationId: props.locationId },
    { enabled: text.trim() !== "", keepPrevious: true },
  );
  const items = text.trim() === "" ? [] : (found.data?.rows ?? []);

  useEffect(() => {
    if (props.autoFocus) input.current?.focus();
  }, [props.autoFocus]);

  const take = (product: Suggestion) => {
    setTyped(null);
    setUnknown(null);
    props.onPick(product);
  };
  // The list may still be that of an earlier letter when a scanner sends its Enter: ask for the whole code.
  const enter = async (entered: string, scanned = false) => {
    const code = entered.trim();
    if (code === "") return;
    try {
      const { rows } = await ask("product_suggest", { text: code, limit: 2 });
      const hit = rows.find((r) => r.exact) ?? (rows.length === 1 ? rows[0] : undefined);
      if (hit) take(hit);
      else if (rows.length === 0) {
        setUnknown(code);
        if (props.asksUnknown !== false && (scanned || looksLikeBarcode(code)))
          askFor("unknown_code", { code, onKnown: take });
      }
    } catch (error) {
      props.onError(error);
    }
  };

  useScanTarget((code) => void enter(code, true));

  return (
    <Suggest<Suggestion>
      label={props.label}
      labelHidden={props.labelHidden}
      testid={props.testid ?? "product-picker"}
      inputRef={input}
      icon={<ScanBarcode size={16} aria-hidden="true" className="text-ink-3" />}
      placeholder={t("picker.placeholder")}
      text={typed ?? props.picked ?? ""}
      onText={(next) => {
        setTyped(next);
        setUnknown(null);
      }}
      onFocus={(element) => {
        if (typed === null) element.select();
      }}
      onBlur={() => {
        if (typed?.trim() === "") setTyped(null);
      }}
      items={items}
      itemKey={(p) => p.variantId}
      onPick={take}
      scanned
      onEnter={(entered) => {
        if (typed !== null) void enter(entered);
      }}
      error={unknown !== null ? t("picker.unknown", { text: unknown }) : props.error}
      render={(p) => (
        <>
          <span className="min-w-0 truncate font-medium">{fullName(p)}</span>
          <span className="code shrink-0 text-12 text-ink-3">{p.sku}</span>
          <span className="ml-auto shrink-0 pl-3 text-12 text-ink-2 tabular-nums">
            {t("picker.free", { n: p.available })}
          </span>
          <span className="w-16 shrink-0 text-right text-12 text-ink-2 tabular-nums">{f.amount(p.price)}</span>
        </>
      )}
    />
  );
}
