import { Link, useNavigate } from "@tanstack/react-router";
import { Archive, ArchiveRestore, Copy, Ellipsis, Merge, Pencil, Plus, ReceiptText, ScrollText, X } from "lucide-react";
import { shell } from "../../bridge";
import type { CustomerDetail, CustomerId } from "../../generated/commands";
import { useToday } from "../../shared/clock";
import { useFormats } from "../../shared/formats";
import { texts } from "../../shared/i18n";
import {
  Button,
  EmptyError,
  HoldTimer,
  IconButton,
  KeyValue,
  KeyValues,
  Mark,
  Menu,
  type MenuEntry,
  Note,
  OrderNumber,
  Panel,
  PanelSkeleton,
  Section,
  StatusMark,
  TierChip,
} from "../../shared/ui";
import { useCustomer, useRecentOrders, useRunningHolds, useWaits } from "./api";

const t = texts({
  "customerpanel.panel": "Customer {name}",
  "customerpanel.loading": "Customer",
  "customerpanel.close": "Close",
  "customerpanel.more": "More",
  "customerpanel.order": "New order",
  "customerpanel.editAct": "Edit…",
  "customerpanel.merge": "Merge…",
  "customerpanel.archive": "Archive",
  "customerpanel.restore": "Restore",
  "customerpanel.audit": "Open in audit",
  "customerpanel.copyEmail": "Copy e-mail",
  "customerpanel.copyPhone": "Copy phone",
  "customerpanel.since": "Since {day}",
  "customerpanel.archivedMark": "Archived",
  "customerpanel.merged": "Merged with another customer.",
  "customerpanel.merged.open": "Open that one",
  "customerpanel.figures": "What they bought",
  "customerpanel.figure.orders": "Orders",
  "customerpanel.figure.open": "Open",
  "customerpanel.figure.spent": "Spent",
  "customerpanel.figure.due": "Due",
  "customerpanel.contact": "Contact",
  "customerpanel.email": "E-mail",
  "customerpanel.phone": "Phone",
  "customerpanel.noContact": "No e-mail and no phone.",
  "customerpanel.note": "Note",
  "customerpanel.orders": "Orders",
  "customerpanel.orders.all": "All {n, number}",
  "customerpanel.orders.none": "No order yet.",
  "customerpanel.holds": "Holds",
  "customerpanel.holds.units": "{n, plural, one {# unit held} other {# units held}}",
  "customerpanel.holds.more": "{n, number} more",
  "customerpanel.waits": "Waits for",
  "customerpanel.waits.place": "{n, plural, =1 {next} other {place #}}",
  "customerpanel.baskets": "{n, plural, one {# basket} other {# baskets}} at the desk",
  "customerpanel.baskets.open": "Open",
});

export type CustomerActs = {
  order: (detail: CustomerDetail) => void;
  edit: (detail: CustomerDetail) => void;
  merge: (detail: CustomerDetail) => void;
  archive: (detail: CustomerDetail) => void;
  restore: (detail: CustomerDetail) => void;
};

/** One customer: who, what they bought, what is held or waited for, and what can be done. */
export function CustomerPanel(props: { id: CustomerId; acts: CustomerActs; onClose: () => void }) {
  const found = useCustomer(props.id);
  const close = <IconButton icon={X} label={t("customerpanel.close")} onPress={props.onClose} className="-mr-1.5" />;
  if (!found.data) {
    return (
      <Panel label={t("customerpanel.loading")} header={<div className="flex justify-end">{close}</div>}>
        {found.error ? <EmptyError error={found.error} onRetry={() => void found.refetch()} /> : <PanelSkeleton />}
      </Panel>
    );
  }
  const detail = found.data;
  const { customer } = detail;
  const { acts } = props;
  return (
    <Panel
      testid="customer-panel"
      label={t("customerpanel.panel", { name: customer.name })}
      header={<Header detail={detail} acts={acts} close={close} />}
      actions={
        customer.archived ? (
          customer.mergedIntoId === null && (
            <Button kind="main" icon={ArchiveRestore} onPress={() => acts.restore(detail)}>
              {t("customerpanel.restore")}
            </Button>
          )
        ) : (
          <>
            <Button kind="main" icon={Plus} keys="o" onPress={() => acts.order(detail)} data-testid="customer-order">
              {t("customerpanel.order")}
            </Button>
            <Button keys="e" onPress={() => acts.edit(detail)} data-testid="customer-edit">
              {t("customerpanel.editAct")}
            </Button>
            <Button keys="m" onPress={() => acts.merge(detail)} data-testid="customer-merge">
              {t("customerpanel.merge")}
            </Button>
          </>
        )
      }
    >
      <Figures detail={detail} />
      <Contact detail={detail} />
      <Orders detail={detail} />
      {detail.holds > 0 && <Holds detail={detail} />}
      {detail.waits > 0 && <Waits detail={detail} />}
      {detail.baskets > 0 && (
        <Section
          title={t("customerpanel.baskets", { n: detail.baskets })}
          end={
            <Link to="/baskets" className="link text-12">
              {t("customerpanel.baskets.open")}
            </Link>
          }
        >
          {null}
        </Section>
      )}
    </Panel>
  );
}

function Header(props: { detail: CustomerDetail; acts: CustomerActs; close: React.ReactNode }) {
  const { detail, acts } = props;
  const { customer } = detail;
  const f = useFormats();
  const navigate = useNavigate();
  const entries: MenuEntry[] = [
    {
      id: "audit",
      label: t("customerpanel.audit"),
      icon: ScrollText,
      run: () => void navigate({ to: "/audit", search: { text: customer.name } }),
    },
    ...(customer.email === ""
      ? []
      : [
          {
            id: "email",
            label: t("customerpanel.copyEmail"),
            icon: Copy,
            run: () => void shell.copyText(customer.email),
          },
        ]),
    ...(customer.phone === ""
      ? []
      : [
          {
            id: "phone",
            label: t("customerpanel.copyPhone"),
            icon: Copy,
            run: () => void shell.copyText(customer.phone),
          },
        ]),
    ...(customer.archived
      ? []
      : ([
          { kind: "line", id: "line" },
          { id: "edit", label: t("customerpanel.editAct"), icon: Pencil, keys: "e", run: () => acts.edit(detail) },
          { id: "merge", label: t("customerpanel.merge"), icon: Merge, keys: "m", run: () => acts.merge(detail) },
          {
            id: "archive",
            label: t("customerpanel.archive"),
            icon: Archive,
            keys: "shift+delete",
            danger: true,
            run: () => acts.archive(detail),
          },
        ] satisfies MenuEntry[])),
  ];
  return (
    <>
      <div className="flex items-center justify-between gap-2">
        <h2 className="min-w-0 truncate font-semibold text-20" title={customer.name} data-selectable>
          {customer.name}
        </h2>
        <span className="flex gap-0.5">
          <Menu
            label={t("customerpanel.more")}
            trigger={<IconButton icon={Ellipsis} label={t("customerpanel.more")} />}
            entries={entries}
          />
          {props.close}
        </span>
      </div>
      <div className="mt-0.5 flex items-center gap-2 text-ink-2">
        <TierChip name={customer.tierName} quiet={customer.tierId === null} />
        <span className="whitespace-nowrap text-12 text-ink-3">
          {t("customerpanel.since", { day: f.date(customer.createdAt) })}
        </span>
        {customer.archived && <Mark shape="cancelled" tone="text-off" word={t("customerpanel.archivedMark")} />}
      </div>
      {customer.mergedIntoId !== null && (
        <Note
          tone="acc"
          className="mt-2"
          end={
            <Link to="/customers" search={{ open: customer.mergedIntoId }} className="link">
              {t("customerpanel.merged.open")}
            </Link>
          }
        >
          {t("customerpanel.merged")}
        </Note>
      )}
    </>
  );
}

function Figures(props: { detail: CustomerDetail }) {
  const f = useFormats();
  const { detail } = props;
  const owes = /[1-9]/.test(detail.due);
  const figures = [
    { id: "orders", value: f.count(detail.orders) },
    { id: "open", value: f.count(detail.openOrders) },
    { id: "spent", value: f.money(detail.spent) },
    { id: "due", value: f.money(detail.due), tone: owes ? "text-warn" : undefined },
  ] as const;
  return (
    <Section label={t("customerpanel.figures")}>
      <dl className="grid grid-cols-[auto_auto_1fr_1fr] gap-x-5" data-testid="customer-figures">
        {figures.map((one) => (
          <div key={one.id} className="min-w-0 last:text-right">
            <dt className="label">{t(`customerpanel.figure.${one.id}`)}</dt>
            <dd
              data-selectable
              className={`truncate font-semibold text-20 tabular-nums narrow:text-16 ${"tone" in one && one.tone ? one.tone : ""}`}
            >
              {one.value}
            </dd>
          </div>
        ))}
      </dl>
    </Section>
  );
}

function Contact(props: { detail: CustomerDetail }) {
  const { customer } = props.detail;
  return (
    <Section title={t("customerpanel.contact")}>
      {customer.email === "" && customer.phone === "" ? (
        <p className="text-ink-3">{t("customerpanel.noContact")}</p>
      ) : (
        <KeyValues left>
          {customer.email !== "" && (
            <KeyValue name={t("customerpanel.email")}>
              <span className="break-all">{customer.email}</span>
            </KeyValue>
          )}
          {customer.phone !== "" && <KeyValue name={t("customerpanel.phone")}>{customer.phone}</KeyValue>}
        </KeyValues>
      )}
      {customer.note !== "" && (
        <p className="mt-2 whitespace-pre-line rounded-2 bg-sunken px-3 py-2" data-selectable>
          <span className="label block">{t("customerpanel.note")}</span>
          {customer.note}
        </p>
      )}
    </Section>
  );
}

function Orders(props: { detail: CustomerDetail }) {
  const { customer, orders } = props.detail;
  const f = useFormats();
  const today = useToday(f.day);
  const recent = useRecentOrders(customer.id);
  return (
    <Section
      title={t("customerpanel.orders")}
      end={
        orders > 0 && (
          <Link
            to="/orders"
            search={{ view: "all", filter: { customer: customer.id, customerName: customer.name } }}
            className="link inline-flex items-center gap-1 text-12"
            data-testid="customer-orders"
          >
            <ReceiptText size={12} aria-hidden="true" />
            {t("customerpanel.orders.all", { n: orders })}
          </Link>
        )
      }
    >
      {recent.data?.rows.length === 0 ? (
        <p className="text-ink-3">{t("customerpanel.orders.none")}</p>
      ) : (
        <ul>
          {(recent.data?.rows ?? []).map((o) => (
            <li key={o.id} className="border-line not-first:border-t">
              <Link
                to="/orders"
                search={{
                  view: "all",
                  filter: { customer: customer.id, customerName: customer.name },
                  open: o.id,
                }}
                className="-mx-2 grid min-h-8 grid-cols-[92px_84px_minmax(0,1fr)_auto] items-center gap-2 rounded-1 px-2 -outline-offset-2 hover:bg-hover"
              >
                <OrderNumber number={o.number} />
                <span className="text-12 text-ink-3 tabular-nums">{f.stamp(o.createdAt, today)}</span>
                <StatusMark status={o.status} />
                <span className="text-right font-medium tabular-nums">{f.money(o.total)}</span>
              </Link>
            </li>
          ))}
        </ul>
      )}
    </Section>
  );
}

function Holds(props: { detail: CustomerDetail }) {
  const { customer, holds, heldUnits } = props.detail;
  const running = useRunningHolds(customer.id, holds > 0);
  const rows = running.data?.rows ?? [];
  return (
    <Section title={t("customerpanel.holds")} end={t("customerpanel.holds.units", { n: heldUnits })}>
      <ul data-testid="customer-holds">
        {rows.map((h) => (
          <li key={h.id} className="border-line not-first:border-t">
            <Link
              to="/holds"
              search={{ open: h.id }}
              className="-mx-2 grid min-h-8 grid-cols-[24px_minmax(0,1fr)_auto] items-center gap-2 rounded-1 px-2 -outline-offset-2 hover:bg-hover"
            >
              <span className="text-right font-medium tabular-nums">{h.quantity}</span>
              <span className="truncate">{h.name}</span>
              <HoldTimer deadline={h.expiresAt} bare />
            </Link>
          </li>
        ))}
      </ul>
      {holds > rows.length && rows.length > 0 && (
        <p className="text-12 text-ink-3">{t("customerpanel.holds.more", { n: holds - rows.length })}</p>
      )}
    </Section>
  );
}

function Waits(props: { detail: CustomerDetail }) {
  const { customer, waits } = props.detail;
  const waiting = useWaits(customer.id, waits > 0);
  return (
    <Section title={t("customerpanel.waits")}>
      <ul data-testid="customer-waits">
        {(waiting.data?.rows ?? []).map((w) => (
          <li
            key={w.id}
            className="grid min-h-8 grid-cols-[24px_minmax(0,1fr)_auto] items-center gap-2 border-line not-first:border-t"
          >
            <span className="text-right font-medium tabular-nums">{w.quantity - w.granted}</span>
            <span className="truncate">{w.name}</span>
            {w.position !== null && (
              <span className="text-12 text-ink-3">{t("customerpanel.waits.place", { n: w.position })}</span>
            )}
          </li>
        ))}
      </ul>
    </Section>
  );
}
