import { useQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { type LucideIcon, Package, ReceiptText, Search, User } from "lucide-react";
import { type ReactNode, useDeferredValue, useEffect, useId, useRef, useState } from "react";
import { Dialog as AriaDialog, Modal, ModalOverlay } from "react-aria-components";
import { ask } from "../bridge";
import { keyLabel, useAllActions } from "../shared/actions";
import { cx } from "../shared/cx";
import { useFormats } from "../shared/formats";
import { texts } from "../shared/i18n";
import { deliverScan, ScanLayer, useScanTarget } from "../shared/scanTargets";
import { Kbd, OrderNumber } from "../shared/ui";
import { fullName, statusWord } from "../shared/words";

const t = texts({
  "palette.title": "Go, act, find",
  "palette.placeholder": "Search orders, customers, products, or say what to do",
  "palette.find": "Find",
  "palette.act": "Act",
  "palette.go": "Go",
  "palette.nothing": "Nothing is called “{text}”.",
  "palette.ordersOf": "{n, plural, =0 {no order} one {# order} other {# orders}}",
  "palette.free": "{n, number} free",
});

const FOUND_MAX = 5;

type Entry = {
  id: string;
  group: string;
  icon: LucideIcon | undefined;
  label: ReactNode;
  end?: ReactNode;
  run: () => void;
};

/** Ctrl+K or /: every action that can be done now, and whatever the text finds in the store. */
export function Palette(props: { open: boolean; onClose: () => void }) {
  return (
    <ModalOverlay
      isOpen={props.open}
      onOpenChange={(open) => {
        if (!open) props.onClose();
      }}
      isDismissable
      className="fixed inset-0 z-30 flex items-start justify-center bg-scrim pt-[12vh]"
    >
      <Modal className="anim-in w-[560px] max-w-[calc(100%-32px)] outline-none">
        <AriaDialog
          aria-label={t("palette.title")}
          data-testid="palette"
          className="rounded-3 bg-raised p-1 shadow-pop outline-none"
        >
          <ScanLayer>
            <PaletteBody onClose={props.onClose} />
          </ScanLayer>
        </AriaDialog>
      </Modal>
    </ModalOverlay>
  );
}

function PaletteBody(props: { onClose: () => void }) {
  const [text, setText] = useState("");
  const [marked, setMarked] = useState(0);
  const asked = useDeferredValue(text.trim());
  const actions = useAllActions();
  const navigate = useNavigate();
  const f = useFormats();
  const listId = useId();
  const list = useRef<HTMLDivElement>(null);

  const found = useQuery({
    queryKey: [["orders", "products", "customers", "stock"], "palette", asked],
    enabled: asked.length >= 2,
    placeholderData: (before) => before,
    queryFn: async () => {
      const [orders, products, customers] = await Promise.all([
        ask("order_list", { filter: { text: asked }, sort: "newest", limit: FOUND_MAX }),
        ask("product_suggest", { text: asked, limit: FOUND_MAX }),
        ask("customer_suggest", { text: asked, limit: FOUND_MAX }),
      ]);
      return { orders: orders.rows, products: products.rows, customers: customers.rows };
    },
  });

  const entries: Entry[] = [];
  const words = text.trim().toLowerCase().split(/\s+/).filter(Boolean);
  for (const a of actions) {
    if (a.quiet || a.enabled === false) continue;
    if (!words.every((w) => a.label.toLowerCase().includes(w))) continue;
    entries.push({
      id: a.id,
      group: a.section === "go" ? t("palette.go") : t("palette.act"),
      icon: a.icon,
      label: a.label,
      end: a.keys?.[0] && keyLabel(a.keys[0]),
      run: a.run,
    });
  }
  if (asked.length >= 2 && found.data) {
    const group = t("palette.find");
    for (const o of found.data.orders) {
      entries.push({
        id: o.id,
        group,
        icon: ReceiptText,
        label: (
          <>
            <OrderNumber number={o.number} /> {o.customerName}
          </>
        ),
        end: statusWord(o.status),
        run: () => void navigate({ to: "/orders", search: { view: "all", filter: { text: o.number }, open: o.id } }),
      });
    }
    for (const p of found.data.products) {
      entries.push({
        id: p.variantId,
        group,
        icon: Package,
        label: (
          <>
            {fullName(p)} <span className="code text-12 text-ink-3">{p.sku}</span>
          </>
        ),
        end: t("palette.free", { n: p.available }),
        run: () => void navigate({ to: "/stock", search: { text: p.sku, open: p.variantId } }),
      });
    }
    for (const c of found.data.customers) {
      entries.push({
        id: c.id,
        group,
        icon: User,
        label: c.name,
        end: t("palette.ordersOf", { n: c.orders }),
        run: () => void navigate({ to: "/customers", search: { text: c.name, open: c.id } }),
      });
    }
  }
  entries.sort((a, b) => order(a.group) - order(b.group));
  const at = Math.min(marked, entries.length - 1);

  useEffect(() => {
    list.current?.querySelector(`[data-index="${at}"]`)?.scrollIntoView({ block: "nearest" });
  }, [at]);

  // A scan is for the screen beneath, once the palette is out of its way.
  useScanTarget((code) => {
    props.onClose();
    setTimeout(() => deliverScan(code), 0);
  });

  const choose = (entry: Entry | undefined) => {
    if (!entry) return;
    props.onClose();
    // After the dialog has given the focus back, so that what opens next keeps it.
    setTimeout(entry.run, 0);
  };

  return (
    <>
      <div className="flex h-9 items-center gap-2 rounded-2 bg-sunken px-2.5">
        <Search size={16} aria-hidden="true" className="text-ink-3" />
        <input
          // biome-ignore lint/a11y/noAutofocus: the palette is opened to type
          autoFocus
          role="combobox"
          aria-label={t("palette.title")}
          aria-expanded="true"
          aria-controls={listId}
          aria-activedescendant={at >= 0 ? `${listId}-${at}` : undefined}
          data-testid="palette-input"
          className="min-w-0 flex-1 bg-transparent"
          placeholder={t("palette.placeholder")}
          value={text}
          autoComplete="off"
          spellCheck={false}
          onChange={(e) => {
            setText(e.target.value);
            setMarked(0);
          }}
          onKeyDown={(e) => {
            if (e.key === "ArrowDown") setMarked(Math.min(entries.length - 1, at + 1));
            else if (e.key === "ArrowUp") setMarked(Math.max(0, at - 1));
            else if (e.key === "Enter") choose(entries[at]);
            else return;
            e.preventDefault();
          }}
        />
        <Kbd keys="escape" />
      </div>
      <div
        ref={list}
        id={listId}
        role="listbox"
        aria-label={t("palette.title")}
        className="mt-1 max-h-[50vh] overflow-auto"
      >
        {entries.length === 0 && (
          <p role="status" className="px-2 py-3 text-ink-2">
            {t("palette.nothing", { text })}
          </p>
        )}
        {entries.map((e, index) => {
          const Icon = e.icon;
          return (
            <div key={`${e.group}:${e.id}`} role="presentation">
              {entries[index - 1]?.group !== e.group && <div className="label px-2 py-1">{e.group}</div>}
              {/* biome-ignore lint/a11y/useKeyWithClickEvents: keys are handled in the field, which keeps the focus */}
              <div
                id={`${listId}-${index}`}
                data-index={index}
                role="option"
                tabIndex={-1}
                aria-selected={index === at}
                onPointerMove={() => setMarked(index)}
                onPointerDown={(event) => event.preventDefault()}
                onClick={() => choose(e)}
                className={cx(
                  "flex h-7 items-center gap-2 rounded-2 px-2",
                  index === at && "bg-accent-tint text-accent-ink",
                )}
              >
                {Icon ? <Icon size={16} aria-hidden="true" className="text-ink-3" /> : <span className="w-4" />}
                <span className="min-w-0 truncate">{e.label}</span>
                {e.end && <span className="ml-auto whitespace-nowrap pl-4 text-11 text-ink-3">{e.end}</span>}
              </div>
            </div>
          );
        })}
      </div>
      <span className="sr-only" aria-live="polite">
        {f.count(entries.length)}
      </span>
    </>
  );

  function order(group: string): number {
    return [t("palette.find"), t("palette.act"), t("palette.go")].indexOf(group);
  }
}
