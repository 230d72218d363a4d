import { getRouteApi, Link, useNavigate } from "@tanstack/react-router";
import { Archive, ArchiveRestore, CopyPlus, Layers, Pause, Pencil, Play, Plus } from "lucide-react";
import { useMemo, useRef, useState } from "react";
import type { PriceRule, PriceRuleId, VariantId } from "../../generated/commands";
import { type Action, useActions } from "../../shared/actions";
import { useMinute, useToday } from "../../shared/clock";
import { useFormats } from "../../shared/formats";
import { FindField, ScreenBar } from "../../shared/frame";
import { DataGrid, type GridHandle, GridTools, useGridLayout } from "../../shared/grid";
import { texts } from "../../shared/i18n";
import {
  Button,
  Dialog,
  EmptyError,
  EmptyFirst,
  EmptyNoMatch,
  FilterBar,
  type MenuEntry,
  PanelSkeleton,
  PriceStrip,
  Total,
  TotalsBar,
  toastDone,
  ViewTabs,
} from "../../shared/ui";
import { useFirstVariant, useLastChange, useQuote, useRule, useRuleCounts, useRuleRows } from "./api";
import { ruleColumns } from "./columns";
import { Filters, isFiltered, withoutFilter } from "./Filters";
import { emptyRule, formOf, listFilter, quoteRequest, type RuleForm } from "./logic";
import { ResumeDialog } from "./ResumeDialog";
import { RuleDialog } from "./RuleDialog";
import { Simulator, type Who } from "./Simulator";
import { type PricesSearch, type View, views } from "./search";
import { TiersDialog } from "./TiersDialog";
import { useRuleActions } from "./useRuleActions";

const t = texts({
  "prices.title": "Price rules",
  "prices.views": "Kinds of rules",
  "prices.view.all": "All rules",
  "prices.view.quantity": "Quantity",
  "prices.view.tiers": "Tiers",
  "prices.view.promotions": "Promotions",
  "prices.view.ended": "Ended",
  "prices.new": "New rule",
  "prices.tiers": "Tiers",
  "prices.find": "Find a rule by name or scope",
  "prices.explain": "How the simulated price is made",
  "prices.explain.lead": "Each step takes the most specific rule, then the highest priority",
  "prices.whom.tier": "{n, plural, one {# unit} other {# units}} for a {tier} customer, {day}",
  "prices.whom.customer": "{n, plural, one {# unit} other {# units}} for {customer} ({tier}), {day}",
  "prices.today": "today",
  "prices.onDay": "on {day}",
  "prices.totals": "Rules in this list",
  "prices.total.rules": "{n, plural, one {rule} other {rules}}",
  "prices.total.active": "active",
  "prices.lastChange": "Last change {time} by {name}",
  "prices.audit": "Audit",
  "prices.copied": "{n, plural, one {# row copied} other {# rows copied}}, columns as shown.",
  "prices.act.edit": "Edit…",
  "prices.act.duplicate": "Duplicate…",
  "prices.act.pause": "Pause",
  "prices.act.resume": "Switch on…",
  "prices.act.archive": "Archive",
  "prices.act.restore": "Restore",
  "prices.act.named": "{act}: {name}",
  "prices.act.simulate": "Simulate another product",
  "prices.copyOf": "{name}, copy",
  "prices.empty.first": "No price rule yet",
  "prices.empty.first.lead":
    "Everybody pays the base price and the variant’s adjustment. A rule lowers it for a quantity, a tier, or a time.",
  "prices.empty.view": "No rule of this kind",
  "prices.empty.view.lead":
    "{n, plural, =0 {There is no rule yet.} one {There is one other rule.} other {There are # rules in all.}}",
  "prices.empty.match": "No rule matches",
  "prices.empty.match.text": "Nothing here contains “{text}”.",
  "prices.empty.match.filter": "The filter hides every rule of this view.",
  "prices.clear": "Clear search and filters",
  "prices.gone": "Rule",
  "prices.close": "Close",
});

const route = getRouteApi("/prices");

type Opened = { kind: "new"; start: RuleForm } | { kind: "resume"; rule: PriceRule } | { kind: "tiers" };

export function Screen() {
  const search = route.useSearch();
  const navigate = useNavigate();
  const f = useFormats();
  const today = useToday(f.day);
  const now = useMinute();
  const grid = useRef<GridHandle>(null);
  const simulator = useRef<HTMLDivElement>(null);
  const [opened, setOpened] = useState<Opened | null>(null);
  const [cursorId, setCursorId] = useState<PriceRuleId | null>(null);
  const [who, setWho] = useState<Who>(search.customer ? "customer" : "tier");
  const act = useRuleActions();
  const view = search.view ?? "all";
  const filter = useMemo(() => listFilter(search), [search]);
  const rows = useRuleRows(filter);
  const counts = useRuleCounts();
  const lastChange = useLastChange();

  const first = useFirstVariant(search.variant === undefined);
  const sample = (search.variant as VariantId | undefined) ?? first ?? null;
  const request = sample === null ? null : quoteRequest(search, sample, today, f);
  const quoted = useQuote(request);
  const quote = quoted.data;
  const columns = useMemo(() => ruleColumns(f, today, quote), [f, today, quote]);
  const layout = useGridLayout("prices", columns);

  const go = (next: PricesSearch) => void navigate({ to: "/prices", search: next });
  const replace = (next: PricesSearch) => void navigate({ to: "/prices", search: next, replace: true });
  const openRule = (id: PriceRuleId) => go({ ...search, open: id });
  const closeRule = () => {
    replace({ ...search, open: undefined });
    grid.current?.focus();
  };
  const close = () => {
    setOpened(null);
    grid.current?.focus();
  };
  const create = () => {
    const kind = view === "tiers" ? "tier" : view === "promotions" ? "promotion" : "quantity_break";
    setOpened({ kind: "new", start: emptyRule(kind) });
  };
  const duplicate = (rule: PriceRule) => {
    const form = formOf(rule, f);
    setOpened({ kind: "new", start: { ...form, name: t("prices.copyOf", { name: rule.name }), active: false } });
  };
  const resume = (rule: PriceRule) => setOpened({ kind: "resume", rule });

  const at = cursorId === null ? 0 : rows.source.indexOf(cursorId);
  const current = rows.source.get(Math.max(0, at));

  /** What can be done to a rule, with its keys: the menu of its row and the palette say the same. */
  const ruleActs = (rule: PriceRule): (Pick<Action, "id" | "label" | "icon"> & { key: string; run: () => void })[] => [
    { id: "edit", label: t("prices.act.edit"), icon: Pencil, key: "e", run: () => openRule(rule.id) },
    { id: "duplicate", label: t("prices.act.duplicate"), icon: CopyPlus, key: "d", run: () => duplicate(rule) },
    ...(rule.archived
      ? [
          {
            id: "restore",
            label: t("prices.act.restore"),
            icon: ArchiveRestore,
            key: "shift+delete",
            run: () => void act.restore(rule),
          },
        ]
      : [
          rule.active
            ? { id: "pause", label: t("prices.act.pause"), icon: Pause, key: "p", run: () => void act.pause(rule) }
            : { id: "resume", label: t("prices.act.resume"), icon: Play, key: "p", run: () => resume(rule) },
          {
            id: "archive",
            label: t("prices.act.archive"),
            icon: Archive,
            key: "shift+delete",
            run: () => void act.archive(rule),
          },
        ]),
  ];
  const simulate = () => simulator.current?.querySelector<HTMLInputElement>("input")?.focus();
  useActions([
    { id: "prices_new", label: t("prices.new"), section: "act", keys: ["n"], icon: Plus, run: create },
    {
      id: "prices_tiers",
      label: t("prices.tiers"),
      section: "act",
      keys: ["t"],
      icon: Layers,
      run: () => setOpened({ kind: "tiers" }),
    },
    { id: "prices_simulate", label: t("prices.act.simulate"), section: "act", keys: ["s"], run: simulate },
    ...(current
      ? ruleActs(current).map(
          (a): Action => ({
            id: `prices_${a.id}`,
            label: t("prices.act.named", { act: a.label.replace("…", ""), name: current.name }),
            section: "act",
            keys: [a.key],
            icon: a.icon,
            run: a.run,
          }),
        )
      : []),
  ]);
  const menu = (rule: PriceRule): MenuEntry[] =>
    ruleActs(rule).map((a) => ({
      id: a.id,
      label: a.label,
      icon: a.icon,
      keys: a.key,
      danger: a.id === "archive",
      run: a.run,
    }));

  const countOf: Record<View, number | undefined> = {
    all: counts?.all,
    quantity: counts?.quantityBreak,
    tiers: counts?.tier,
    promotions: counts?.promotion,
    ended: counts?.ended,
  };
  const day = search.on === undefined || search.on === today ? null : search.on;
  const whom = quote && {
    n: quote.quantity,
    tier: quote.tierName,
    day: day === null ? t("prices.today") : t("prices.onDay", { day: f.dayShort(day) }),
  };
  const filtered = isFiltered(search);

  return (
    <>
      <ScreenBar
        title={t("prices.title")}
        actions={
          <>
            <Button icon={Layers} keys="t" onPress={() => setOpened({ kind: "tiers" })} data-testid="tiers-open">
              {t("prices.tiers")}
            </Button>
            <Button kind="main" icon={Plus} keys="n" onPress={create} data-testid="new-rule">
              {t("prices.new")}
            </Button>
          </>
        }
      />
      <ViewTabs
        label={t("prices.views")}
        tabs={views.map((id) => {
          const n = countOf[id];
          return {
            id,
            label: t(`prices.view.${id}`),
            count: n === undefined ? undefined : f.count(n),
            active: view === id,
            changed: filtered,
            onPress: () => go({ ...search, view: id === "all" ? undefined : id }),
          };
        })}
      />
      {quote && whom && (
        <section aria-label={t("prices.explain")} className="shrink-0 border-line border-b px-4 pt-3 pb-4">
          <div className="mb-2.5 flex items-baseline justify-between gap-4">
            <h2 className="min-w-0 truncate font-semibold" data-testid="simulated">
              {quote.name}{" "}
              <span className="ml-1 font-normal text-ink-3">
                {search.customer
                  ? t("prices.whom.customer", { ...whom, customer: search.customerName ?? "" })
                  : t("prices.whom.tier", whom)}
              </span>
            </h2>
            <span className="shrink-0 text-12 text-ink-3 narrow:hidden">{t("prices.explain.lead")}</span>
          </div>
          <PriceStrip made={quote} saved={quote.saved} onRule={openRule} />
        </section>
      )}
      <div className="flex min-h-0 flex-1 max-[860px]:flex-col">
        <section aria-label={t("prices.title")} className="flex min-h-0 min-w-0 flex-1 flex-col">
          <FilterBar end={<GridTools layout={layout} />}>
            <FindField
              id="prices"
              label={t("prices.find")}
              value={search.text ?? ""}
              onChange={(text) => replace({ ...search, text: text === "" ? undefined : text })}
              onLeave={() => grid.current?.focus()}
            />
            <Filters search={search} onChange={go} />
          </FilterBar>
          <DataGrid<PriceRule>
            ref={grid}
            testid="prices-grid"
            label={t("prices.title")}
            layout={layout}
            source={rows.source}
            busy={rows.busy}
            dim={(rule) => rule.state === "ended" || rule.archived}
            stamp={(rule) => rule.rowVersion}
            openKey={search.open}
            onOpen={(rule) => openRule(rule.id)}
            opensByDoubleClick
            onCursor={(rule) => setCursorId(rule.id)}
            menu={menu}
            restoreKey={`prices ${rows.identity}`}
            onCopied={(n) => toastDone(t("prices.copied", { n }))}
            empty={
              search.text !== undefined || filtered ? (
                <EmptyNoMatch
                  title={t("prices.empty.match")}
                  actions={
                    <Button size="sm" onPress={() => replace(withoutFilter(search))}>
                      {t("prices.clear")}
                    </Button>
                  }
                >
                  {search.text === undefined
                    ? t("prices.empty.match.filter")
                    : t("prices.empty.match.text", { text: search.text })}
                </EmptyNoMatch>
              ) : view === "all" ? (
                <EmptyFirst
                  title={t("prices.empty.first")}
                  actions={
                    <Button size="sm" kind="main" icon={Plus} onPress={create}>
                      {t("prices.new")}
                    </Button>
                  }
                >
                  {t("prices.empty.first.lead")}
                </EmptyFirst>
              ) : (
                <EmptyFirst title={t("prices.empty.view")}>
                  {t("prices.empty.view.lead", { n: counts?.all ?? 0 })}
                </EmptyFirst>
              )
            }
          />
          <TotalsBar
            label={t("prices.totals")}
            end={
              lastChange && (
                <>
                  <span className="narrow:hidden">
                    {t("prices.lastChange", { time: f.moment(lastChange.at, now), name: lastChange.actor })}
                  </span>
                  <Link to="/audit" search={{ text: lastChange.objectLabel }} className="link">
                    {t("prices.audit")}
                  </Link>
                </>
              )
            }
          >
            {counts && (
              <>
                <Total
                  testid="total-rules"
                  value={f.count(counts.all)}
                  word={t("prices.total.rules", { n: counts.all })}
                />
                <Total testid="total-active" value={f.count(counts.active)} word={t("prices.total.active")} />
              </>
            )}
          </TotalsBar>
        </section>
        <div ref={simulator} className="contents">
          <Simulator
            request={request}
            quote={quote}
            error={quoted.error}
            stale={quoted.isPlaceholderData}
            who={who}
            customerName={search.customerName}
            on={search.on ?? today}
            onProduct={(p) => replace({ ...search, variant: p.variantId })}
            onQuantity={(quantity) => replace({ ...search, quantity })}
            onWho={(next) => {
              setWho(next);
              if (next === "tier") replace({ ...search, customer: undefined, customerName: undefined });
            }}
            onTier={(tier) => replace({ ...search, tier, customer: undefined, customerName: undefined })}
            onCustomer={(c) => replace({ ...search, customer: c.id, customerName: c.name, tier: undefined })}
            onDay={(on) => replace({ ...search, on: on === null || on === today ? undefined : on })}
            onRule={openRule}
            onRetry={() => void quoted.refetch()}
          />
        </div>
      </div>
      {search.open !== undefined && (
        <OpenRule key={search.open} id={search.open as PriceRuleId} sample={request} onClose={closeRule} />
      )}
      {opened?.kind === "new" && (
        <RuleDialog
          rule={null}
          start={opened.start}
          sample={request}
          onReload={() => {}}
          onClose={close}
          onDone={(rule) => {
            setCursorId(rule.id);
            close();
          }}
        />
      )}
      {opened?.kind === "resume" && (
        <ResumeDialog
          rule={opened.rule}
          pending={act.pending}
          onClose={close}
          onCommit={() => {
            void act.resume(opened.rule).then((done) => {
              if (done) close();
            });
          }}
        />
      )}
      {opened?.kind === "tiers" && <TiersDialog onClose={close} />}
    </>
  );
}

/** The rule of the address, once it is read. */
function OpenRule(props: {
  id: PriceRuleId;
  sample: React.ComponentProps<typeof RuleDialog>["sample"];
  onClose: () => void;
}) {
  const f = useFormats();
  const found = useRule(props.id);
  // What is being changed stays what it was when it was opened, whatever is saved meanwhile: a conflict says so.
  const [rule, setRule] = useState<PriceRule | null>(null);
  if (rule === null && found.data) setRule(found.data);
  if (rule === null) {
    return (
      <Dialog
        open
        title={t("prices.gone")}
        onClose={props.onClose}
        footer={
          <Button size="lg" keys="escape" onPress={props.onClose} className="ml-auto">
            {t("prices.close")}
          </Button>
        }
      >
        {found.error ? <EmptyError error={found.error} onRetry={() => void found.refetch()} /> : <PanelSkeleton />}
      </Dialog>
    );
  }
  return (
    <RuleDialog
      key={rule.rowVersion}
      rule={rule}
      start={formOf(rule, f)}
      sample={props.sample}
      onReload={() => {
        void found.refetch().then((fresh) => {
          if (fresh.data) setRule(fresh.data);
        });
      }}
      onDone={props.onClose}
      onClose={props.onClose}
    />
  );
}
