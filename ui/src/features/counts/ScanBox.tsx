import { ScanBarcode } from "lucide-react";
import { type RefObject, useCallback, useEffect, useState } from "react";
import { ask } from "../../bridge";
import type { Suggestion } from "../../generated/commands";
import { useActions } from "../../shared/actions";
import { useFormats } from "../../shared/formats";
import { texts } from "../../shared/i18n";
import { useRead } from "../../shared/query";
import { useScanTarget } from "../../shared/scanTargets";
import { Kbd, Suggest, toastError } from "../../shared/ui";
import { fullName, isShortNumber, QUANTITY_MAX, readEntry, timesOf, wordsOf } from "./logic";
import type { Scanned } from "./useScans";

const t = texts({
  "scanbox.label": "Scan",
  "scanbox.placeholder": "Scan, or type a code or a name, then Enter",
  "scanbox.key": "Scan field",
  "scanbox.hint": "A scan adds one. <b>12*</b> before a code adds 12. A number alone: the last scan was so many.",
  "scanbox.notACode": "“{text}” is no code. Pick what it means from the list with ↓.",
  "scanbox.number": "A number alone says how many the last scan was. Scan first, or type {n}* before the code.",
  "scanbox.tooMany": "At most {max, number} of one thing.",
});

const SUGGESTIONS = 8;
const BOLD = { b: <b className="code font-medium text-ink-2" /> };

/** The one field of a count. It has the focus; a scan comes here wherever the focus is. */
export function ScanBox(props: {
  inputRef: RefObject<HTMLInputElement | null>;
  /** there is a scan that a number alone can be about */
  afterScan: boolean;
  onScan: (scanned: Scanned) => void;
  onFigure: (quantity: number) => void;
  onLeave: () => void;
}) {
  const { inputRef, onScan } = props;
  const f = useFormats();
  const [text, setText] = useState("");
  const [wrong, setWrong] = useState<string | null>(null);
  const asked = wordsOf(text);
  const found = useRead(
    ["products", "stock", "holds"],
    "product_suggest",
    { text: asked, limit: SUGGESTIONS },
    { enabled: asked !== "", keepPrevious: true },
  );

  const clear = useCallback(() => {
    setText("");
    setWrong(null);
  }, []);
  useScanTarget((code) => {
    const entry = readEntry(code, { scanner: true, afterScan: false });
    if (entry.kind !== "code") return;
    onScan({ code: entry.code, quantity: timesOf(text) ?? entry.quantity });
    clear();
    inputRef.current?.focus();
  });
  useEffect(() => inputRef.current?.focus(), [inputRef]);
  useActions([
    {
      id: "count_scan_field",
      label: t("scanbox.key"),
      section: "act",
      keys: ["f2"],
      icon: ScanBarcode,
      run: () => inputRef.current?.focus(),
    },
  ]);

  const enter = async (typed: string) => {
    const entry = readEntry(typed, { scanner: false, afterScan: props.afterScan });
    switch (entry.kind) {
      case "nothing":
        return;
      case "too_many":
        setWrong(t("scanbox.tooMany", { max: QUANTITY_MAX }));
        return;
      case "figure":
        clear();
        props.onFigure(entry.quantity);
        return;
      case "code": {
        // A name that somebody began to type is not kept aside as an unknown code.
        try {
          const { rows } = await ask("product_suggest", { text: entry.code, limit: SUGGESTIONS });
          const exact = rows.some((r) => r.exact);
          if (!exact && isShortNumber(entry.code)) {
            setWrong(t("scanbox.number", { n: entry.code }));
            return;
          }
          if (!exact && rows.length > 0) {
            setWrong(t("scanbox.notACode", { text: entry.code }));
            return;
          }
          onScan({ code: entry.code, quantity: entry.quantity });
          setText((now) => (now === typed ? "" : now));
          setWrong(null);
        } catch (error) {
          toastError(error);
        }
      }
    }
  };

  return (
    <div className="shrink-0 px-4 pt-3 pb-2" data-testid="scan-box">
      <Suggest<Suggestion>
        large
        label={t("scanbox.label")}
        labelHidden
        testid="count-scan"
        placeholder={t("scanbox.placeholder")}
        icon={<ScanBarcode size={16} aria-hidden="true" className="text-ink-3" />}
        tail={<Kbd keys="f2" />}
        inputRef={inputRef}
        text={text}
        onText={(next) => {
          setText(next);
          setWrong(null);
        }}
        items={asked === "" ? [] : (found.data?.rows ?? [])}
        itemKey={(s) => s.variantId}
        render={(s) => (
          <>
            <span className="min-w-0 truncate">
              <span className="font-medium">{nameOf(s)}</span> <span className="code text-12 text-ink-3">{s.sku}</span>
            </span>
            <span className="ml-auto whitespace-nowrap pl-3 text-12 text-ink-2 tabular-nums">{f.amount(s.price)}</span>
          </>
        )}
        onPick={(s) => {
          const entry = readEntry(text, { scanner: true, afterScan: false });
          onScan({ code: s.sku, variantId: s.variantId, quantity: entry.kind === "code" ? entry.quantity : 1 });
          clear();
        }}
        onEnter={(typed) => void enter(typed)}
        onEscape={() => (text === "" ? props.onLeave() : clear())}
        error={wrong}
        hint={t.rich("scanbox.hint", {}, BOLD)}
      />
    </div>
  );
}

function nameOf(s: Suggestion): string {
  return "label" in s && typeof s.label === "string" ? fullName({ name: s.name, label: s.label }) : s.name;
}
