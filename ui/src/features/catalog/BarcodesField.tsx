import { ScanBarcode, X } from "lucide-react";
import { useId, useRef, useState } from "react";
import { Button as AriaButton } from "react-aria-components";
import { cx } from "../../shared/cx";
import { texts } from "../../shared/i18n";
import { SCAN_AS_TEXT } from "../../shared/scan";
import { describedBy, Field, type FieldFrame } from "../../shared/ui";
import { barcodesOf, withBarcode, withoutBarcode } from "./product";

const t = texts({ "barcodes.add": "Scan or type a code, then Enter", "barcodes.remove": "Remove the code {code}" });

const CODE_MAX = 64;

/** Any number of codes: each a chip, the next is typed or scanned behind them. */
export function BarcodesField(
  props: FieldFrame & { value: string; onChange: (value: string) => void; onBlur?: () => void },
) {
  const id = useId();
  const input = useRef<HTMLInputElement>(null);
  const [text, setText] = useState("");
  const codes = barcodesOf(props.value);
  const add = () => {
    if (text.trim() === "") return;
    props.onChange(withBarcode(props.value, text));
    setText("");
  };
  return (
    <Field {...props} id={id}>
      {/* biome-ignore lint/a11y/useKeyWithClickEvents: a click beside the chips goes to the field, as Tab does */}
      {/* biome-ignore lint/a11y/noStaticElementInteractions: the same */}
      <span
        className={cx("in h-auto! min-h-8 flex-wrap gap-1! py-0.5! pr-1! pl-2!", props.error && "is-error")}
        onClick={() => input.current?.focus()}
      >
        <ScanBarcode size={16} aria-hidden="true" className="text-ink-3" />
        {codes.map((code) => (
          <span
            key={code}
            data-testid="barcode"
            className="code inline-flex h-6 items-center rounded-1 border border-line-2 pl-1.5 text-12"
          >
            {code}
            <AriaButton
              aria-label={t("barcodes.remove", { code })}
              onPress={() => {
                props.onChange(withoutBarcode(props.value, code));
                input.current?.focus();
              }}
              className="grid size-6 place-items-center rounded-1 text-ink-3 -outline-offset-2 data-hovered:bg-hover"
            >
              <X size={12} aria-hidden="true" />
            </AriaButton>
          </span>
        ))}
        <input
          id={id}
          ref={input}
          {...SCAN_AS_TEXT}
          value={text}
          maxLength={CODE_MAX}
          autoComplete="off"
          spellCheck={false}
          data-testid="barcode-add"
          className="h-6! min-w-32"
          placeholder={codes.length === 0 ? t("barcodes.add") : undefined}
          aria-invalid={props.error ? true : undefined}
          aria-describedby={describedBy(id, props.error, props.hint)}
          onChange={(e) => setText(e.target.value)}
          onBlur={() => {
            add();
            props.onBlur?.();
          }}
          onKeyDown={(e) => {
            const last = codes.at(-1);
            if (e.key === "Enter" && !e.ctrlKey && !e.metaKey) add();
            else if (e.key === "Backspace" && text === "" && last !== undefined) {
              props.onChange(withoutBarcode(props.value, last));
            } else return;
            e.preventDefault();
          }}
        />
      </span>
    </Field>
  );
}
