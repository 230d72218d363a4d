import { ChevronDown, Ellipsis, Pause, Pencil, Plus, ShoppingBasket, Trash2 } from "lucide-react";
import { useEffect, useState } from "react";
import { Button as AriaButton } from "react-aria-components";
import type { Basket, BasketId, BasketRow } from "../../generated/commands";
import { useMinute } from "../../shared/clock";
import { cx } from "../../shared/cx";
import { useFormats } from "../../shared/formats";
import { texts } from "../../shared/i18n";
import { IconButton, Kbd, Menu, type MenuEntry } from "../../shared/ui";
import { tabsOf } from "./logic";
import { tabName } from "./words";

const t = texts({
  "basket.tabs.label": "Baskets",
  "basket.tabs.new": "New order",
  "basket.tabs.more": "{n, number} more",
  "basket.tabs.more.label": "More baskets",
  "basket.tabs.items": "{n, plural, one {# item} other {# items}}",
  "basket.tabs.of": "{name}, begun by {staff}",
  "basket.tabs.menu": "This basket",
  "basket.tabs.rename": "Rename…",
  "basket.tabs.park": "Park",
  "basket.tabs.drop": "Drop…",
});

const WIDE = "(min-width: 1181px)";

/** How many tabs the bar has room for. */
function useRoom(): number {
  const [wide, setWide] = useState(() => globalThis.matchMedia?.(WIDE).matches ?? true);
  useEffect(() => {
    const query = globalThis.matchMedia?.(WIDE);
    if (!query) return;
    const follow = () => setWide(query.matches);
    query.addEventListener("change", follow);
    return () => query.removeEventListener("change", follow);
  }, []);
  return wide ? 3 : 2;
}

const TAB =
  "flex h-6 min-w-0 max-w-48 narrow:max-w-40 items-center gap-1 whitespace-nowrap rounded-1 px-2.5 font-medium text-12 text-ink-2 data-hovered:text-ink";
const ON = "bg-surface text-ink shadow-[0_0_0_1px_var(--line-2)] dark:bg-press";

/** Every basket at the desk: open ones, then parked ones with the time; and what can be done with this one. */
export function BasketTabs(props: {
  rows: readonly BasketRow[];
  /** null: the one that is not made yet */
  current: BasketId | null;
  basket: Basket | undefined;
  onOpen: (row: BasketRow) => void;
  onNew: () => void;
  onRename: () => void;
  onPark: () => void;
  onDrop: () => void;
}) {
  const f = useFormats();
  const now = useMinute();
  const fresh = props.current === null;
  const { shown, more } = tabsOf(props.rows, props.current, useRoom() - (fresh ? 1 : 0));
  const menu: MenuEntry[] = [
    { id: "rename", label: t("basket.tabs.rename"), icon: Pencil, run: props.onRename },
    { id: "park", label: t("basket.tabs.park"), icon: Pause, keys: "p", run: props.onPark },
    { kind: "line", id: "line" },
    { id: "drop", label: t("basket.tabs.drop"), icon: Trash2, danger: true, run: props.onDrop },
  ];
  return (
    <>
      <nav aria-label={t("basket.tabs.label")} className="flex items-center gap-0.5 rounded-2 bg-sunken p-0.5">
        {fresh && (
          <AriaButton aria-current="true" data-testid="basket-tab-new" className={cx(TAB, ON)}>
            {t("basket.tabs.new")}
          </AriaButton>
        )}
        {shown.map((row) => (
          <AriaButton
            key={row.id}
            aria-current={row.id === props.current ? "true" : undefined}
            data-testid="basket-tab"
            data-status={row.status}
            onPress={() => props.onOpen(row)}
            className={cx(TAB, row.id === props.current && ON)}
          >
            {row.status === "parked" && <Pause size={12} aria-hidden="true" className="text-ink-3" />}
            <span className="truncate">{tabName(row, now, f)}</span>
          </AriaButton>
        ))}
        {more.length > 0 && (
          <Menu
            label={t("basket.tabs.more.label")}
            width={280}
            trigger={
              <AriaButton data-testid="basket-more" className={TAB}>
                {t("basket.tabs.more", { n: more.length })}
                <ChevronDown size={12} aria-hidden="true" />
              </AriaButton>
            }
            entries={more.map((row) => ({
              id: row.id,
              label: tabName(row, now, f),
              icon: row.status === "parked" ? Pause : ShoppingBasket,
              end: `${t("basket.tabs.items", { n: row.items })} · ${f.money(row.total)}`,
              run: () => props.onOpen(row),
            }))}
          />
        )}
        {!fresh && (
          <AriaButton
            data-testid="basket-new"
            aria-label={t("basket.tabs.new")}
            onPress={props.onNew}
            className={cx(TAB, "shrink-0")}
          >
            <Plus size={14} aria-hidden="true" />
            <Kbd keys="n" className="narrow:hidden" />
          </AriaButton>
        )}
      </nav>
      {props.basket && (
        <Menu
          label={t("basket.tabs.menu")}
          trigger={<IconButton icon={Ellipsis} label={t("basket.tabs.menu")} data-testid="basket-menu" />}
          entries={menu}
        />
      )}
    </>
  );
}
