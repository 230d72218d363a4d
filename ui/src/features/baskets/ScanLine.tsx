import { useQuery } from "@tanstack/react-query";
import { ScanBarcode } from "lucide-react";
import { useCallback, useEffect, useRef, useState } from "react";
import { ask } from "../../bridge";
import type { Suggestion } from "../../generated/commands";
import { useActions } from "../../shared/actions";
import { useFormats } from "../../shared/formats";
import { texts } from "../../shared/i18n";
import { askFor } from "../../shared/intents";
import { readKey } from "../../shared/query";
import { looksLikeBarcode } from "../../shared/scan";
import { useScanTarget } from "../../shared/scanTargets";
import { Kbd, Suggest } from "../../shared/ui";
import { fullName } from "../../shared/words";
import { typedCode } from "./logic";
import type { Desk } from "./useDesk";

const t = texts({
  "basket.scan.label": "Product",
  "basket.scan.placeholder": "Scan or type a code or name, then Enter",
  "basket.scan.key": "Scan field",
  "basket.scan.unknown": "No product has the code “{code}”.",
  "basket.scan.free": "{n, number} free",
});

const SUGGESTIONS = 8;

/**
 * Scan or type; Enter on an exact code adds one, "3*code" adds three. Codes are taken one after the other, however fast
 * they come, and none is lost: the next may be scanned while the one before it is looked up.
 */
export function ScanLine(props: { desk: Desk }) {
  const { desk } = props;
  const f = useFormats();
  const [text, setText] = useState("");
  const [unknown, setUnknown] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const queue = useRef<Promise<void>>(Promise.resolve());
  const typed = typedCode(text);
  const asked = typed?.code ?? "";
  const found = useQuery({
    queryKey: readKey(["products", "stock", "holds"], "product_suggest", { text: asked, limit: SUGGESTIONS }),
    queryFn: () => ask("product_suggest", { text: asked, limit: SUGGESTIONS }),
    enabled: asked.length > 0,
    placeholderData: (before) => before,
  });

  const { add, said, setError } = desk;
  const take = useCallback(
    (s: Suggestion, quantity: number) => {
      setText("");
      setUnknown(null);
      said(add(s.variantId, quantity));
    },
    [add, said],
  );
  const onCode = useCallback(
    (raw: string) => {
      const wanted = typedCode(raw);
      if (wanted === null) return;
      setText("");
      setUnknown(null);
      queue.current = queue.current.then(async () => {
        try {
          const { rows } = await ask("product_suggest", { text: wanted.code, limit: SUGGESTIONS });
          const hit = rows.find((r) => r.exact);
          if (hit) {
            said(add(hit.variantId, wanted.quantity));
            return;
          }
          setUnknown(wanted.code);
          setText((now) => (now === "" ? raw.trim() : now));
          if (looksLikeBarcode(wanted.code)) {
            askFor("unknown_code", { code: wanted.code, mayLeave: true, onKnown: (s) => take(s, wanted.quantity) });
          }
        } catch (cause) {
          setError(cause);
        }
      });
    },
    [add, said, setError, take],
  );
  useScanTarget(onCode);
  useActions([
    {
      id: "scan_field",
      label: t("basket.scan.key"),
      section: "act",
      keys: ["f2"],
      icon: ScanBarcode,
      run: () => input.current?.focus(),
    },
  ]);
  useEffect(() => input.current?.focus(), []);

  return (
    <div className="shrink-0 px-4 py-2">
      <Suggest<Suggestion>
        large
        label={t("basket.scan.label")}
        labelHidden
        testid="scan-field"
        placeholder={t("basket.scan.placeholder")}
        icon={<ScanBarcode size={16} aria-hidden="true" className="text-ink-3" />}
        tail={<Kbd keys="f2" />}
        inputRef={input}
        text={text}
        onText={(next) => {
          setText(next);
          setUnknown(null);
        }}
        items={asked.length > 0 ? (found.data?.rows ?? []) : []}
        itemKey={(s) => s.variantId}
        render={(s) => (
          <>
            <span className="min-w-0 truncate">
              <span className="font-medium">{fullName(s)}</span>{" "}
              <span className="code text-12 text-ink-3">{s.sku}</span>
            </span>
            <span className="ml-auto flex items-baseline gap-4 whitespace-nowrap tabular-nums">
              <span className="text-12 text-ink-2">{t("basket.scan.free", { n: s.available })}</span>
              <span className="w-16 text-right">{f.amount(s.price)}</span>
            </span>
          </>
        )}
        scanned
        onPick={(s) => take(s, typed?.quantity ?? 1)}
        onEnter={onCode}
        // The letters of the screen work again.
        onEscape={() => input.current?.blur()}
        error={unknown === null ? null : t("basket.scan.unknown", { code: unknown })}
      />
    </div>
  );
}
