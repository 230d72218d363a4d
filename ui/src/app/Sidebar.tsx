import { Link } from "@tanstack/react-router";
import {
  ClipboardCheck,
  FileInput,
  FolderTree,
  History,
  type LucideIcon,
  Package,
  ReceiptText,
  ScrollText,
  Settings,
  ShoppingBasket,
  Tag,
  Timer,
  Users,
} from "lucide-react";
import { useFormats } from "../shared/formats";
import { texts } from "../shared/i18n";
import { useRead } from "../shared/query";
import { Avatar } from "../shared/ui";
import { roleWord } from "../shared/words";
import { Logo } from "./Logo";
import { useStoreStatus } from "./status";

const t = texts({
  "nav.label": "Main",
  "nav.orders": "Orders",
  "nav.baskets": "Baskets",
  "nav.holds": "Holds",
  "nav.goods": "Goods",
  "nav.stock": "Stock",
  "nav.categories": "Categories",
  "nav.count": "Count",
  "nav.import": "Import",
  "nav.changes": "Changes",
  "nav.people": "People and prices",
  "nav.customers": "Customers",
  "nav.prices": "Price rules",
  "nav.records": "Records",
  "nav.audit": "Audit",
  "nav.settings": "Settings",
});

type To =
  | "/baskets"
  | "/orders"
  | "/holds"
  | "/stock"
  | "/categories"
  | "/count"
  | "/import"
  | "/changes"
  | "/customers"
  | "/prices"
  | "/audit"
  | "/settings";

function Item(props: { to: To; icon: LucideIcon; label: string; count?: string }) {
  const Icon = props.icon;
  return (
    <Link
      to={props.to}
      activeOptions={{ exact: false, includeSearch: false }}
      data-testid={`nav-${props.to.slice(1)}`}
      title={props.label}
      className="group flex h-7 items-center gap-2.5 rounded-2 px-2 font-medium text-ink-2 hover:bg-press aria-[current=page]:bg-press aria-[current=page]:text-ink narrow:justify-center narrow:px-0"
    >
      <Icon size={16} aria-hidden="true" className="text-ink-3 group-aria-[current=page]:text-accent" />
      <span className="narrow:sr-only">{props.label}</span>
      {props.count && (
        <span className="ml-auto font-normal text-12 text-ink-3 tabular-nums narrow:hidden">{props.count}</span>
      )}
    </Link>
  );
}

/** Open and parked ones; nobody has more of them. */
const BASKETS_MAX = 100;

export function Sidebar() {
  const status = useStoreStatus();
  const f = useFormats();
  const me = useRead(["staff"], "staff_list", {}).data?.me;
  const baskets = useRead(["baskets"], "basket_list", { limit: BASKETS_MAX }).data?.rows?.length;
  const count = (n: number | undefined) => (n ? f.count(n) : undefined);
  return (
    <nav aria-label={t("nav.label")} className="flex min-h-0 flex-col border-line border-r">
      <div className="flex h-12 items-center gap-2 px-4 font-semibold">
        <Logo className="size-5 text-accent" />
        <span className="truncate narrow:sr-only">{status?.storeName}</span>
      </div>
      <div className="grid gap-px px-2">
        <Item to="/orders" icon={ReceiptText} label={t("nav.orders")} count={count(status?.openOrders)} />
        <Item to="/baskets" icon={ShoppingBasket} label={t("nav.baskets")} count={count(baskets)} />
        <Item to="/holds" icon={Timer} label={t("nav.holds")} count={count(status?.activeHolds)} />
      </div>
      <div className="mt-4 grid gap-px px-2">
        <div className="label px-2 pb-1 narrow:hidden">{t("nav.goods")}</div>
        <Item to="/stock" icon={Package} label={t("nav.stock")} count={count(status?.lowStock)} />
        <Item to="/categories" icon={FolderTree} label={t("nav.categories")} />
        <Item to="/count" icon={ClipboardCheck} label={t("nav.count")} />
        <Item to="/import" icon={FileInput} label={t("nav.import")} />
        <Item to="/changes" icon={History} label={t("nav.changes")} />
      </div>
      <div className="mt-4 grid gap-px px-2">
        <div className="label px-2 pb-1 narrow:hidden">{t("nav.people")}</div>
        <Item to="/customers" icon={Users} label={t("nav.customers")} />
        <Item to="/prices" icon={Tag} label={t("nav.prices")} />
      </div>
      <div className="mt-4 grid gap-px px-2">
        <div className="label px-2 pb-1 narrow:hidden">{t("nav.records")}</div>
        <Item to="/audit" icon={ScrollText} label={t("nav.audit")} />
        <Item to="/settings" icon={Settings} label={t("nav.settings")} />
      </div>
      {me && (
        <div className="mt-auto flex items-center gap-2.5 border-line border-t px-4 py-3 narrow:justify-center narrow:px-0">
          <Avatar name={me.name} />
          <span className="min-w-0 narrow:sr-only">
            <span className="block truncate font-medium">{me.name}</span>
            <span className="block text-12 text-ink-3">{roleWord(me.role)}</span>
          </span>
        </div>
      )}
    </nav>
  );
}
