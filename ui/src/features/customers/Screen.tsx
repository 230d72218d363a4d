import { getRouteApi, useNavigate } from "@tanstack/react-router";
import {
  Archive,
  ArchiveRestore,
  Download,
  FileInput,
  Merge,
  Pencil,
  Plus,
  ReceiptText,
  ScrollText,
} from "lucide-react";
import { useEffect, useMemo, useRef, useState } from "react";
import { ask, shell } from "../../bridge";
import type { CustomerDetail, CustomerId, CustomerListRow } from "../../generated/commands";
import { type Action, useActions } from "../../shared/actions";
import { useToday } from "../../shared/clock";
import { type ChipText, conditionWord, FilterChips, OneEditor } from "../../shared/filters";
import { useFormats } from "../../shared/formats";
import { FindField, ScreenBar } from "../../shared/frame";
import { DataGrid, type GridHandle, GridTools, useGridLayout } from "../../shared/grid";
import { texts } from "../../shared/i18n";
import { useWrite } from "../../shared/query";
import { useTiers } from "../../shared/tiers";
import {
  Button,
  EmptyFirst,
  EmptyNoMatch,
  FilterBar,
  type MenuEntry,
  Total,
  TotalsBar,
  toastDone,
  toastError,
  ViewTabs,
} from "../../shared/ui";
import { useExport } from "../../shared/useExport";
import { useCustomer, useCustomerRows } from "./api";
import { CustomerDialog } from "./CustomerDialog";
import { type CustomerActs, CustomerPanel } from "./CustomerPanel";
import { customerColumns } from "./columns";
import { listFilter } from "./logic";
import { MergeDialog } from "./MergeDialog";
import { type CustomersSearch, views } from "./search";

const t = texts({
  "customers.title": "Customers",
  "customers.views": "Customers in use and archived",
  "customers.view.active": "Customers",
  "customers.view.archived": "Archived",
  "customers.new": "New customer",
  "customers.import": "Import",
  "customers.export": "Export CSV",
  "customers.export.rows": "{n, plural, one {# customer} other {# customers}}",
  "customers.find": "Find by name, e-mail, or phone",
  "customers.chip.tier": "Tier",
  "customers.totals": "Customers in this list",
  "customers.total": "{n, plural, one {customer} other {customers}}",
  "customers.total.atLeast": "{n}+",
  "customers.copied": "{n, plural, one {# row copied} other {# rows copied}}, columns as shown.",
  "customers.act.open": "Open",
  "customers.act.order": "New order for them",
  "customers.act.orders": "Show their orders",
  "customers.act.edit": "Edit…",
  "customers.act.merge": "Merge…",
  "customers.act.archive": "Archive",
  "customers.act.restore": "Restore",
  "customers.act.audit": "Open in audit",
  "customers.act.email": "Copy e-mail",
  "customers.act.named": "{act}: {name}",
  "customers.archived": "<b>{name}</b> archived. Their orders stay.",
  "customers.restored": "<b>{name}</b> restored.",
  "customers.undo": "Undo",
  "customers.close": "Close the panel",
  "customers.empty.first": "No customer yet",
  "customers.empty.first.lead":
    "Whoever has a name here is found again: their orders, their tier, what is held for them. A walk-in sale needs none.",
  "customers.empty.archived": "Nobody is archived",
  "customers.empty.archived.lead": "Archived customers keep their orders and are not offered any more.",
  "customers.empty.match": "No customer matches",
  "customers.empty.match.text": "Nobody here is called “{text}”.",
  "customers.empty.match.tier": "Nobody here is of this tier.",
  "customers.clear": "Clear search and filters",
});

const route = getRouteApi("/customers");
const FOLLOW_MS = 80;

type Opened = { kind: "new"; name?: string } | { kind: "edit" | "merge"; detail: CustomerDetail };

export function Screen() {
  const search = route.useSearch();
  const navigate = useNavigate();
  const f = useFormats();
  const today = useToday(f.day);
  const grid = useRef<GridHandle>(null);
  const [opened, setOpened] = useState<Opened | null>(null);
  const update = useWrite("customer_update");
  const basket = useWrite("basket_create");
  const tiers = useTiers().data?.rows;
  const view = search.view ?? "active";
  const sort = search.sort ?? "name";
  const filter = useMemo(() => listFilter(search), [search]);
  const rows = useCustomerRows({ ...filter, sort });
  const columns = useMemo(() => customerColumns(f, today), [f, today]);
  const layout = useGridLayout("customers", columns);
  const csv = useExport("customers_export", filter, {
    stem: "customers",
    counted: (n) => t("customers.export.rows", { n }),
  });

  const go = (next: CustomersSearch) => void navigate({ to: "/customers", search: next });
  const replace = (next: CustomersSearch) => void navigate({ to: "/customers", search: next, replace: true });
  const open = (id: CustomerId) =>
    search.open === undefined ? go({ ...search, open: id }) : replace({ ...search, open: id });
  const closePanel = () => {
    replace({ ...search, open: undefined });
    grid.current?.focus();
  };
  const follow = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(follow.current), []);
  const onCursor = (row: CustomerListRow) => {
    clearTimeout(follow.current);
    if (search.open === undefined) return;
    follow.current = setTimeout(() => replace({ ...search, open: row.id }), FOLLOW_MS);
  };
  const openId = search.open as CustomerId | undefined;
  const found = useCustomer(openId ?? null).data;
  const shown = found?.customer.id === openId ? found : undefined;

  const setArchived = async (detail: CustomerDetail, archived: boolean) => {
    try {
      const { id, rowVersion } = detail.customer;
      const { value } = await update.run({ id, rowVersion, archived });
      toastDone(
        t.rich(archived ? "customers.archived" : "customers.restored", { name: value.customer.name }),
        archived ? { label: t("customers.undo"), run: () => void setArchived(value, false) } : undefined,
      );
    } catch (error) {
      toastError(error);
    }
  };
  const acts: CustomerActs = {
    order: (detail) => {
      basket
        .run({ customerId: detail.customer.id })
        .then(({ value }) => navigate({ to: "/baskets", search: { open: value.id } }), toastError);
    },
    edit: (detail) => setOpened({ kind: "edit", detail }),
    merge: (detail) => setOpened({ kind: "merge", detail }),
    archive: (detail) => void setArchived(detail, true),
    restore: (detail) => void setArchived(detail, false),
  };
  /** A row says less than its customer: what acts on it reads the rest first. */
  const withDetail = (id: CustomerId, run: (detail: CustomerDetail) => void) => {
    ask("customer_get", { id }).then(run, toastError);
  };
  const create = () => setOpened({ kind: "new" });
  const toImport = () => void navigate({ to: "/import", search: { kind: "customers" } });

  const act = (id: keyof CustomerActs, label: string, key: string, icon: Action["icon"]): Action => ({
    id: `customers_${id}`,
    label: shown ? t("customers.act.named", { act: label.replace("…", ""), name: shown.customer.name }) : label,
    section: "act",
    keys: [key],
    icon,
    enabled: shown !== undefined,
    run: () => shown && acts[id](shown),
  });
  useActions([
    { id: "customers_new", label: t("customers.new"), section: "act", keys: ["n"], icon: Plus, run: create },
    {
      id: "customers_export",
      label: t("customers.export"),
      section: "act",
      keys: ["mod+e"],
      icon: Download,
      run: () => void csv.start(),
    },
    { id: "customers_import", label: t("customers.import"), section: "act", icon: FileInput, run: toImport },
    ...(shown?.customer.archived
      ? shown.customer.mergedIntoId === null
        ? [act("restore", t("customers.act.restore"), "shift+delete", ArchiveRestore)]
        : []
      : [
          act("order", t("customers.act.order"), "o", ReceiptText),
          act("edit", t("customers.act.edit"), "e", Pencil),
          act("merge", t("customers.act.merge"), "m", Merge),
          act("archive", t("customers.act.archive"), "shift+delete", Archive),
        ]),
    {
      id: "customers_close",
      label: t("customers.close"),
      section: "list",
      keys: ["escape"],
      quiet: true,
      enabled: search.open !== undefined,
      run: closePanel,
    },
  ]);
  const entry = (id: keyof CustomerActs, label: string, keys: string, row: CustomerListRow, danger?: boolean) => ({
    id,
    label,
    keys,
    danger,
    run: () => withDetail(row.id, acts[id]),
  });
  const menu = (row: CustomerListRow): MenuEntry[] => [
    { id: "open", label: t("customers.act.open"), keys: "enter", run: () => open(row.id) },
    {
      id: "orders",
      label: t("customers.act.orders"),
      icon: ReceiptText,
      run: () =>
        void navigate({
          to: "/orders",
          search: { view: "all", filter: { customer: row.id, customerName: row.name } },
        }),
    },
    {
      id: "audit",
      label: t("customers.act.audit"),
      icon: ScrollText,
      run: () => void navigate({ to: "/audit", search: { text: row.name } }),
    },
    ...(row.email === ""
      ? []
      : [{ id: "email", label: t("customers.act.email"), run: () => void shell.copyText(row.email) }]),
    { kind: "line", id: "line" },
    ...(row.archived
      ? row.mergedIntoId === null
        ? [{ ...entry("restore", t("customers.act.restore"), "shift+delete", row), icon: ArchiveRestore }]
        : []
      : [
          { ...entry("order", t("customers.act.order"), "o", row), icon: Plus },
          { ...entry("edit", t("customers.act.edit"), "e", row), icon: Pencil },
          { ...entry("merge", t("customers.act.merge"), "m", row), icon: Merge },
          { ...entry("archive", t("customers.act.archive"), "shift+delete", row, true), icon: Archive },
        ]),
  ];

  const tierName = tiers?.find((tier) => tier.id === search.tier)?.name;
  const chips: ChipText<"tier">[] =
    search.tier === undefined
      ? []
      : [{ field: "tier", name: t("customers.chip.tier"), condition: conditionWord("is"), value: tierName ?? "…" }];
  const filtered = search.text !== undefined || search.tier !== undefined;
  const { count, countIsFinal, loading } = rows.source;
  const close = () => setOpened(null);
  const done = (detail: CustomerDetail) => {
    close();
    open(detail.customer.id);
  };

  return (
    <>
      <ScreenBar
        title={t("customers.title")}
        actions={
          <>
            <Button
              icon={FileInput}
              onPress={toImport}
              aria-label={t("customers.import")}
              data-testid="customers-import"
            >
              <span className="narrow:hidden">{t("customers.import")}</span>
            </Button>
            <Button
              icon={Download}
              pending={csv.pending}
              onPress={() => void csv.start()}
              aria-label={t("customers.export")}
              data-testid="customers-export"
            >
              <span className="narrow:hidden">{t("customers.export")}</span>
            </Button>
            <Button kind="main" icon={Plus} keys="n" onPress={create} data-testid="new-customer">
              {t("customers.new")}
            </Button>
          </>
        }
      />
      <ViewTabs
        label={t("customers.views")}
        tabs={views.map((id) => ({
          id,
          label: t(`customers.view.${id}`),
          active: view === id,
          changed: search.tier !== undefined,
          onPress: () => go({ ...search, view: id === "active" ? undefined : id, open: undefined }),
        }))}
      />
      <div className="flex min-h-0 flex-1">
        <section aria-label={t("customers.title")} className="flex min-h-0 min-w-0 flex-1 flex-col">
          <FilterBar end={<GridTools layout={layout} />}>
            <FindField
              id="customers"
              label={t("customers.find")}
              value={search.text ?? ""}
              onChange={(text) => replace({ ...search, text: text === "" ? undefined : text })}
              onLeave={() => grid.current?.focus()}
            />
            <FilterChips<"tier">
              id="customers"
              keys="l"
              fields={["tier"]}
              nameOf={() => t("customers.chip.tier")}
              chips={chips}
              onRemove={() => go({ ...search, tier: undefined })}
              editor={(_, closeEditor) => (
                <OneEditor
                  options={(tiers ?? []).map((tier) => ({ value: tier.id as string, label: tier.name }))}
                  onPick={(tier) => {
                    closeEditor();
                    go({ ...search, tier });
                  }}
                />
              )}
            />
          </FilterBar>
          <DataGrid<CustomerListRow>
            ref={grid}
            testid="customers-grid"
            label={t("customers.title")}
            layout={layout}
            source={rows.source}
            busy={rows.busy}
            sort={sort}
            onSort={(next) => go({ ...search, sort: next as CustomersSearch["sort"] })}
            dim={(row) => row.archived}
            stamp={(row) => row.rowVersion}
            openKey={search.open}
            onOpen={(row) => open(row.id)}
            onCursor={onCursor}
            menu={menu}
            restoreKey={`customers ${rows.identity}`}
            onCopied={(n) => toastDone(t("customers.copied", { n }))}
            empty={
              filtered ? (
                <EmptyNoMatch
                  title={t("customers.empty.match")}
                  actions={
                    <>
                      <Button size="sm" onPress={() => replace({ ...search, text: undefined, tier: undefined })}>
                        {t("customers.clear")}
                      </Button>
                      {search.text !== undefined && view === "active" && (
                        <Button size="sm" icon={Plus} onPress={() => setOpened({ kind: "new", name: search.text })}>
                          {t("customers.new")}
                        </Button>
                      )}
                    </>
                  }
                >
                  {search.text === undefined
                    ? t("customers.empty.match.tier")
                    : t("customers.empty.match.text", { text: search.text })}
                </EmptyNoMatch>
              ) : view === "active" ? (
                <EmptyFirst
                  title={t("customers.empty.first")}
                  actions={
                    <>
                      <Button size="sm" kind="main" icon={Plus} onPress={create}>
                        {t("customers.new")}
                      </Button>
                      <Button size="sm" icon={FileInput} onPress={toImport}>
                        {t("customers.import")}
                      </Button>
                    </>
                  }
                >
                  {t("customers.empty.first.lead")}
                </EmptyFirst>
              ) : (
                <EmptyFirst title={t("customers.empty.archived")}>{t("customers.empty.archived.lead")}</EmptyFirst>
              )
            }
          />
          <TotalsBar label={t("customers.totals")}>
            {!loading && (
              <Total
                testid="total-customers"
                value={countIsFinal ? f.count(count) : t("customers.total.atLeast", { n: f.count(count) })}
                word={t("customers.total", { n: count })}
              />
            )}
          </TotalsBar>
        </section>
        {openId !== undefined && <CustomerPanel key={openId} id={openId} acts={acts} onClose={closePanel} />}
      </div>
      {opened?.kind === "new" && (
        <CustomerDialog
          customer={null}
          name={opened.name}
          onClose={close}
          onDone={done}
          onOther={(id) => {
            close();
            open(id);
          }}
        />
      )}
      {opened?.kind === "edit" && (
        <CustomerDialog
          customer={opened.detail.customer}
          onClose={close}
          onDone={close}
          onOther={(id) => {
            close();
            open(id);
          }}
        />
      )}
      {opened?.kind === "merge" && <MergeDialog customer={opened.detail} onClose={close} onDone={done} />}
    </>
  );
}
