import { zodResolver } from "@hookform/resolvers/zod";
import { useQueries, useQuery } from "@tanstack/react-query";
import { getRouteApi, useNavigate } from "@tanstack/react-router";
import { ScanBarcode, Timer, Trash2, UserPlus, X } from "lucide-react";
import { useCallback, useEffect, useRef, useState } from "react";
import { Controller, type FieldPath, type UseFormReturn, useForm, useWatch } from "react-hook-form";
import { ask, RefusedError } from "../../bridge";
import type { CustomerRow, OrderDetail, ReservationId, ShortLine, Suggestion } from "../../generated/commands";
import { useActions } from "../../shared/actions";
import { fieldProblems } from "../../shared/errors/describe";
import { useFormats } from "../../shared/formats";
import { ScreenBar } from "../../shared/frame";
import { texts } from "../../shared/i18n";
import { askFor } from "../../shared/intents";
import { Available, LineRows, pickedOf, takeWhatIsFree, units, withOneMore } from "../../shared/lines";
import { timesQuantity } from "../../shared/money";
import { readKey, useRead, useWrite } from "../../shared/query";
import { looksLikeBarcode } from "../../shared/scan";
import { useScanTarget } from "../../shared/scanTargets";
import {
  Avatar,
  Button,
  DayField,
  EmptyFirst,
  ErrorNote,
  HoldTimer,
  IconButton,
  Kbd,
  LinkButton,
  NumberField,
  Panel,
  Section,
  Segmented,
  Suggest,
  TextArea,
  TextField,
  Total,
  TotalsBar,
  toastDone,
  toastError,
} from "../../shared/ui";
import { fullName, PRIORITIES, priorityWord, statusWord } from "../../shared/words";
import {
  type Draft,
  type DraftLine,
  draftSchema,
  dropDraft,
  EMPTY_DRAFT,
  estimate,
  formPath,
  isEmptyDraft,
  keepDraft,
  loadDraft,
  toRequest,
} from "./draft";
import { ShortageDialog } from "./ShortageDialog";

const t = texts({
  "new.title": "New order",
  "new.basket": "Lines of the order",
  "new.checkout": "Checkout",
  "new.scan": "Product",
  "new.scan.placeholder": "Scan or type a code or name, then Enter",
  "new.scan.key": "Scan field",
  "new.scan.unknown": "No product has the code “{code}”.",
  "new.col.available": "Available",
  "new.col.list": "List",
  "new.col.amount": "Amount",
  "new.remove": "Remove {name}",
  "new.free": "{n, number} free",
  "new.held": "held for {who}",
  "new.held.nobody": "held",
  "new.lines": "{n, plural, one {line} other {lines}}",
  "new.items": "{n, plural, one {item} other {items}}",
  "new.totals": "Lines and items",
  "new.kept": "Kept as you type",
  "new.discard": "Start over",
  "new.discarded": "The order was emptied.",
  "new.undo": "Bring it back",
  "new.empty": "No line yet",
  "new.empty.lead": "Scan a product, or type its SKU, barcode, or name. The same code again adds one more.",
  "new.customer": "Customer",
  "new.customer.search": "Name",
  "new.customer.placeholder": "Walk-in, or type a name",
  "new.customer.change": "Change",
  "new.customer.new": "A new customer will be made.",
  "new.customer.email": "E-mail",
  "new.customer.phone": "Phone",
  "new.customer.email.bad": "This is not an e-mail address.",
  "new.customer.orders": "{n, plural, =0 {no order yet} one {# order} other {# orders}}",
  "new.order": "Order",
  "new.priority": "Priority",
  "new.fulfilment": "Handed over by",
  "new.pickup": "Pick-up",
  "new.delivery": "Delivery",
  "new.address": "Address",
  "new.promised": "Promised for",
  "new.hold": "Hold stock for",
  "new.hold.600": "10 min",
  "new.hold.3600": "1 hour",
  "new.hold.86400": "1 day",
  "new.hold.other": "Other",
  "new.hold.minutes": "Hold for",
  "new.hold.unit": "minutes",
  "new.hold.hint": "1 minute to 30 days.",
  "new.note": "Note",
  "new.then": "Place as",
  "new.then.pending": "Pending",
  "new.then.confirmed": "Confirmed",
  "new.then.delivered": "Handed over",
  "new.total": "To pay, at list prices",
  "new.total.hint": "The exact total is made when the order is placed.",
  "new.place.pending": "Place order",
  "new.place.confirmed": "Place and confirm",
  "new.place.delivered": "Hand over now",
  "new.place.none": "Add a line first",
  "new.done": "<b>{number}</b> placed as {status}, {total}.",
  "new.done.open": "Open",
  "new.held.gone": "A hold could not be brought along: it is over.",
});

const route = getRouteApi("/orders/new");
const SUGGESTIONS = 8;
const HOLD_CHOICES = ["600", "3600", "86400"] as const;

type Form = UseFormReturn<Draft>;

export function NewOrder() {
  const search = route.useSearch();
  const navigate = useNavigate();
  const f = useFormats();
  const form = useForm<Draft>({
    defaultValues: loadDraft(),
    resolver: zodResolver(draftSchema),
    mode: "onBlur",
    reValidateMode: "onChange",
  });
  const place = useWrite("order_place");
  const [error, setError] = useState<unknown>(null);
  const [shortage, setShortage] = useState<{ error: RefusedError; short: ShortLine[]; lines: number } | null>(null);

  useEffect(() => {
    const watching = form.watch((draft) => keepDraft(draft as Draft));
    return () => watching.unsubscribe();
  }, [form]);
  useHeld(form, search.holds);

  const lines = useWatch({ control: form.control, name: "lines" });
  const held = useWatch({ control: form.control, name: "held" });
  const upTo = useWatch({ control: form.control, name: "upTo" });
  const nothing = lines.length === 0 && held.length === 0;

  const done = (detail: OrderDetail) => {
    dropDraft();
    form.reset(EMPTY_DRAFT);
    const { order } = detail;
    const open = () => void navigate({ to: "/orders", search: { view: "today", open: order.id } });
    toastDone(
      t.rich("new.done", {
        number: order.number,
        status: statusWord(order.status).toLowerCase(),
        total: f.money(order.total),
      }),
      { label: t("new.done.open"), run: open },
    );
    open();
  };

  const refuse = (cause: unknown, draft: Draft) => {
    if (cause instanceof RefusedError && cause.refusal.code === "STOCK_INSUFFICIENT") {
      setShortage({ error: cause, short: cause.refusal.lines, lines: draft.lines.length + draft.held.length });
      return;
    }
    const problems = fieldProblems(cause);
    if (problems) {
      let elsewhere = false;
      let first = true;
      for (const [field, message] of problems) {
        const path = formPath(field);
        if (!isFormField(path)) {
          elsewhere = true;
          continue;
        }
        form.setError(path as FieldPath<Draft>, { type: "core", message }, { shouldFocus: first });
        first = false;
      }
      setError(elsewhere ? cause : null);
      return;
    }
    setError(cause);
  };

  const submit = async (draft: Draft) => {
    if (place.pending || (draft.lines.length === 0 && draft.held.length === 0)) return;
    setError(null);
    try {
      const { value } = await place.run(toRequest(draft));
      setShortage(null);
      done(value);
    } catch (cause) {
      refuse(cause, draft);
    }
  };
  const commit = () => void form.handleSubmit(submit)();

  const placeWithWhatIsFree = () => {
    if (!shortage) return;
    form.setValue("lines", takeWhatIsFree(form.getValues("lines"), shortage.short));
    setShortage(null);
    commit();
  };
  const rest = shortage ? takeWhatIsFree(lines, shortage.short) : lines;

  const discard = () => {
    const before = form.getValues();
    form.reset(EMPTY_DRAFT);
    dropDraft();
    setError(null);
    toastDone(t("new.discarded"), {
      label: t("new.undo"),
      run: () => {
        form.reset(before);
        keepDraft(before);
      },
    });
  };

  useActions([
    {
      id: "order_place",
      label: t("new.place.pending"),
      section: "act",
      keys: ["mod+enter"],
      enabled: !nothing,
      run: commit,
    },
    { id: "order_discard", label: t("new.discard"), section: "act", icon: Trash2, enabled: !nothing, run: discard },
  ]);

  return (
    <>
      <ScreenBar
        title={t("new.title")}
        actions={
          <Button kind="quiet" icon={Trash2} onPress={discard} off={nothing && isEmptyDraft(form.getValues())}>
            <span className="narrow:hidden">{t("new.discard")}</span>
          </Button>
        }
      />
      <div className="flex min-h-0 flex-1 max-[860px]:flex-col">
        <section aria-label={t("new.basket")} className="flex min-h-0 min-w-0 flex-1 flex-col">
          <ScanField form={form} />
          <Lines form={form} lines={lines} />
          <TotalsBar label={t("new.totals")} end={<span>{!nothing && t("new.kept")}</span>}>
            <Total
              value={f.count(lines.length + held.length)}
              word={t("new.lines", { n: lines.length + held.length })}
            />
            <Total
              value={f.count(units([...lines, ...held]))}
              word={t("new.items", { n: units([...lines, ...held]) })}
            />
          </TotalsBar>
        </section>
        <Panel
          testid="checkout"
          below
          label={t("new.checkout")}
          actions={
            <Button
              kind="main"
              size="lg"
              className="flex-1"
              keys="mod+enter"
              pending={place.slow}
              off={nothing}
              offReason={t("new.place.none")}
              onPress={commit}
              data-testid="place-order"
            >
              {t(`new.place.${upTo}`)}
            </Button>
          }
        >
          {error !== null && (
            <div className="px-4 pt-3">
              <ErrorNote error={error} steps={{ retry: commit, reload: commit }} />
            </div>
          )}
          <CustomerSection form={form} />
          <OrderSection form={form} />
          <Section title={t("new.then")}>
            <Controller
              control={form.control}
              name="upTo"
              render={({ field }) => (
                <Segmented
                  label={t("new.then")}
                  value={field.value}
                  onChange={field.onChange}
                  options={(["pending", "confirmed", "delivered"] as const).map((value) => ({
                    value,
                    label: t(`new.then.${value}`),
                  }))}
                />
              )}
            />
          </Section>
          <Section>
            <div className="flex items-end justify-between gap-3">
              <span>
                <span className="block font-semibold">{t("new.total")}</span>
                <span className="block text-12 text-ink-3">{t("new.total.hint")}</span>
              </span>
              <span data-testid="estimate" className="font-semibold text-28 tabular-nums">
                {f.money(estimate([...lines, ...held], f.digits))}
              </span>
            </div>
          </Section>
        </Panel>
      </div>
      {shortage && (
        <ShortageDialog
          error={shortage.error}
          short={shortage.short}
          lineCount={shortage.lines}
          placeable={rest.length > 0 || held.length > 0}
          pending={place.slow}
          onTake={(s) => form.setValue("lines", takeWhatIsFree(form.getValues("lines"), [s]))}
          onLeave={(s) =>
            form.setValue(
              "lines",
              form.getValues("lines").filter((l) => l.variantId !== s.variantId),
            )
          }
          onBack={() => setShortage(null)}
          onPlace={placeWithWhatIsFree}
          onRetry={commit}
        />
      )}
    </>
  );
}

const FORM_FIELDS = [
  "lines",
  "customer",
  "priority",
  "fulfilment",
  "address",
  "promisedOn",
  "holdSeconds",
  "note",
  "upTo",
];
function isFormField(path: string): boolean {
  return FORM_FIELDS.includes(path.split(".")[0] ?? "") && path !== "lines";
}

/** Brings held reservations along: they become part of the order as they are. */
function useHeld(form: Form, holds: string | undefined) {
  const ids = holds?.split(",").filter(Boolean) ?? [];
  const found = useQueries({
    queries: ids.map((id) => ({
      queryKey: readKey(["holds", "stock"], "reservation_get", { id: id as ReservationId }),
      queryFn: () => ask("reservation_get", { id: id as ReservationId }),
    })),
  });
  const ready = found.length > 0 && found.every((q) => !q.isPending);
  // biome-ignore lint/correctness/useExhaustiveDependencies: once, when every hold of the address has been read
  useEffect(() => {
    if (!ready) return;
    const details = found.flatMap((q) => (q.data ? [q.data] : []));
    const active = details.filter((d) => d.reservation.status === "active");
    if (active.length < ids.length) toastDone(t("new.held.gone"));
    form.setValue(
      "held",
      active.map(({ reservation: r, stock }) => ({
        variantId: r.variantId,
        sku: r.sku,
        name: r.name,
        price: stock.price,
        quantity: r.quantity,
        available: stock.available,
        onHand: stock.onHand,
        reservationId: r.id,
        expiresAt: r.expiresAt,
        forWhom: r.forWhom,
      })),
    );
    const [first] = active;
    const customer = form.getValues("customer");
    if (first && customer.id === null && customer.name === "") {
      form.setValue("customer.name", first.reservation.forWhom);
      if (first.reservation.customerId) form.setValue("customer.id", first.reservation.customerId);
    }
  }, [ready, holds]);
}

function toItem(s: Suggestion): Omit<DraftLine, "quantity"> {
  return { ...pickedOf(s), price: s.price };
}

/** Scan or type; Enter on an exact code adds it. Codes are taken one after the other, however fast they come. */
function ScanField(props: { form: Form }) {
  const { form } = props;
  const f = useFormats();
  const [text, setText] = useState("");
  const [unknown, setUnknown] = useState<string | null>(null);
  const input = useRef<HTMLInputElement>(null);
  const queue = useRef<Promise<void>>(Promise.resolve());
  const asked = text.trim();
  const found = useQuery({
    queryKey: readKey(["products", "stock", "holds"], "product_suggest", { text: asked, limit: SUGGESTIONS }),
    queryFn: () => ask("product_suggest", { text: asked, limit: SUGGESTIONS }),
    enabled: asked.length > 0,
    placeholderData: (before) => before,
  });

  const add = useCallback(
    (s: Suggestion) =>
      form.setValue("lines", withOneMore<DraftLine>(form.getValues("lines"), toItem(s)), { shouldDirty: true }),
    [form],
  );
  // What an unknown code turned out to be; the draft outlives a visit to the product editor.
  const known = useCallback(
    (s: Suggestion) => {
      add(s);
      setText("");
      setUnknown(null);
    },
    [add],
  );
  const onCode = useCallback(
    (code: string) => {
      const wanted = code.trim();
      if (wanted === "") return;
      setText("");
      setUnknown(null);
      queue.current = queue.current.then(async () => {
        try {
          const { rows } = await ask("product_suggest", { text: wanted, limit: SUGGESTIONS });
          const hit = rows.find((r) => r.exact);
          if (hit) add(hit);
          else {
            setUnknown(wanted);
            setText((now) => (now === "" ? wanted : now));
            if (looksLikeBarcode(wanted)) askFor("unknown_code", { code: wanted, mayLeave: true, onKnown: known });
          }
        } catch (error) {
          toastError(error);
        }
      });
    },
    [add, known],
  );
  useScanTarget(onCode);
  useActions([
    {
      id: "scan_field",
      label: t("new.scan.key"),
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
        label={t("new.scan")}
        labelHidden
        testid="scan-field"
        placeholder={t("new.scan.placeholder")}
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
              <span className="text-12 text-ink-2">{t("new.free", { n: s.available })}</span>
              <span className="w-16 text-right">{f.amount(s.price)}</span>
            </span>
          </>
        )}
        scanned
        onPick={known}
        onEnter={onCode}
        error={unknown === null ? null : t("new.scan.unknown", { code: unknown })}
      />
    </div>
  );
}

function Lines(props: { form: Form; lines: DraftLine[] }) {
  const { form, lines } = props;
  const f = useFormats();
  const held = useWatch({ control: form.control, name: "held" });
  const errors = form.formState.errors.lines;

  if (lines.length === 0 && held.length === 0) {
    return (
      <div className="min-h-0 flex-1 border-line border-t">
        <EmptyFirst icon={ScanBarcode} title={t("new.empty")}>
          {t("new.empty.lead")}
        </EmptyFirst>
      </div>
    );
  }
  return (
    <div className="min-h-0 flex-1 overflow-auto border-line border-t" data-testid="order-lines">
      <LineRows<DraftLine>
        heads
        label={t("new.basket")}
        testid="draft-line"
        lines={lines}
        onChange={(change) => form.setValue("lines", change(form.getValues("lines")), { shouldDirty: true })}
        problem={(_, at) => errors?.[at]?.quantity?.message}
        columns={[
          {
            id: "available",
            head: t("new.col.available"),
            width: "88px",
            cell: (line) => <Available brief line={line} />,
          },
          {
            id: "list",
            head: t("new.col.list"),
            width: "72px",
            align: "right",
            cell: (line) => <span className="text-ink-3">{f.amount(line.price)}</span>,
          },
          {
            id: "amount",
            head: t("new.col.amount"),
            width: "80px",
            align: "right",
            cell: (line) => (
              <span className="font-medium">{f.amount(timesQuantity(line.price, line.quantity, f.digits))}</span>
            ),
          },
        ]}
        before={{
          count: held.length,
          rows: (grid, style) =>
            held.map((h, i) => (
              <tr
                key={h.reservationId}
                className={`${grid} h-11 border-line border-b`}
                style={style}
                data-testid="draft-line-held"
              >
                <td className="text-right text-ink-3 tabular-nums">{i + 1}</td>
                <Product line={h} />
                <td className="pl-8 font-medium tabular-nums">{f.count(h.quantity)}</td>
                <td className="min-w-0 text-12 text-ink-2">
                  <span className="flex items-center gap-1">
                    <Timer size={14} aria-hidden="true" className="text-accent" />
                    <HoldTimer deadline={h.expiresAt} bare className="text-13" />
                  </span>
                  <span className="block truncate text-ink-3">
                    {h.forWhom ? t("new.held", { who: h.forWhom }) : t("new.held.nobody")}
                  </span>
                </td>
                <td className="text-right text-ink-3 tabular-nums">{f.amount(h.price)}</td>
                <td className="text-right font-medium tabular-nums">
                  {f.amount(timesQuantity(h.price, h.quantity, f.digits))}
                </td>
                <td>
                  <IconButton
                    size="sm"
                    icon={X}
                    label={t("new.remove", { name: h.name })}
                    onPress={() =>
                      form.setValue(
                        "held",
                        held.filter((o) => o.reservationId !== h.reservationId),
                      )
                    }
                  />
                </td>
              </tr>
            )),
        }}
      />
    </div>
  );
}

function Product(props: { line: DraftLine }) {
  return (
    <td className="min-w-0">
      <span className="block truncate font-medium leading-[18px]">{props.line.name}</span>
      <span className="code block truncate text-12 text-ink-3">{props.line.sku}</span>
    </td>
  );
}

function CustomerSection(props: { form: Form }) {
  const { form } = props;
  const customer = useWatch({ control: form.control, name: "customer" });
  const errors = form.formState.errors.customer;
  const asked = customer.name.trim();
  const [orders, setOrders] = useState<number | null>(null);
  const found = useQuery({
    queryKey: readKey(["customers"], "customer_suggest", { text: asked, limit: SUGGESTIONS }),
    queryFn: () => ask("customer_suggest", { text: asked, limit: SUGGESTIONS }),
    enabled: asked.length > 0 && customer.id === null,
    placeholderData: (before) => before,
  });
  const pick = (c: CustomerRow) => {
    form.setValue("customer", { id: c.id, name: c.name, email: c.email, phone: c.phone }, { shouldDirty: true });
    form.clearErrors("customer");
    setOrders(c.orders);
  };

  if (customer.id !== null) {
    return (
      <Section
        title={t("new.customer")}
        end={
          <LinkButton
            className="text-12"
            onPress={() => form.setValue("customer", EMPTY_DRAFT.customer, { shouldDirty: true })}
          >
            {t("new.customer.change")}
          </LinkButton>
        }
      >
        <div className="flex items-center gap-2" data-testid="customer-picked">
          <Avatar name={customer.name} quiet />
          <span className="min-w-0 flex-1">
            <span className="block truncate font-medium">{customer.name}</span>
            <span className="block truncate text-12 text-ink-3">
              {[customer.phone, customer.email].filter(Boolean).join(", ")}
            </span>
          </span>
          {orders !== null && <span className="text-12 text-ink-3">{t("new.customer.orders", { n: orders })}</span>}
        </div>
      </Section>
    );
  }
  return (
    <Section title={t("new.customer")}>
      <div className="grid gap-3">
        <Controller
          control={form.control}
          name="customer.name"
          render={({ field }) => (
            <Suggest<CustomerRow>
              label={t("new.customer.search")}
              labelHidden
              testid="customer-field"
              placeholder={t("new.customer.placeholder")}
              inputRef={field.ref}
              text={field.value}
              onText={field.onChange}
              onBlur={field.onBlur}
              items={asked ? (found.data?.rows ?? []) : []}
              itemKey={(c) => c.id}
              render={(c) => (
                <>
                  <span className="min-w-0 flex-1 truncate">{c.name}</span>
                  <span className="text-12 text-ink-3">{c.phone || c.email}</span>
                </>
              )}
              onPick={pick}
              error={errors?.name?.message}
            />
          )}
        />
        {(asked || errors) && (
          <>
            <p className="flex items-center gap-1.5 text-12 text-ink-3">
              <UserPlus size={14} aria-hidden="true" />
              {t("new.customer.new")}
            </p>
            <div className="grid grid-cols-2 gap-3">
              <Controller
                control={form.control}
                name="customer.email"
                render={({ field, fieldState }) => (
                  <TextField
                    label={t("new.customer.email")}
                    type="email"
                    value={field.value}
                    onChange={field.onChange}
                    onBlur={field.onBlur}
                    inputRef={field.ref}
                    error={
                      fieldState.error?.message === "email" ? t("new.customer.email.bad") : fieldState.error?.message
                    }
                    data-testid="customer-email"
                  />
                )}
              />
              <Controller
                control={form.control}
                name="customer.phone"
                render={({ field, fieldState }) => (
                  <TextField
                    label={t("new.customer.phone")}
                    type="tel"
                    value={field.value}
                    onChange={field.onChange}
                    onBlur={field.onBlur}
                    inputRef={field.ref}
                    error={fieldState.error?.message}
                  />
                )}
              />
            </div>
          </>
        )}
      </div>
    </Section>
  );
}

function Row(props: { word: string; children: React.ReactNode }) {
  return (
    <div className="flex items-center justify-between gap-2">
      <span className="text-ink-2">{props.word}</span>
      {props.children}
    </div>
  );
}

function OrderSection(props: { form: Form }) {
  const { form } = props;
  const { control } = form;
  const fulfilment = useWatch({ control, name: "fulfilment" });
  const upTo = useWatch({ control, name: "upTo" });
  const usual = useRead(["settings"], "settings_get", {}).data?.orderHoldSeconds ?? null;
  return (
    <Section title={t("new.order")}>
      <div className="grid gap-3">
        <Controller
          control={control}
          name="priority"
          render={({ field }) => (
            <Row word={t("new.priority")}>
              <Segmented
                label={t("new.priority")}
                value={field.value}
                onChange={field.onChange}
                options={PRIORITIES.map((value) => ({ value, label: priorityWord(value) }))}
              />
            </Row>
          )}
        />
        <Controller
          control={control}
          name="fulfilment"
          render={({ field }) => (
            <Row word={t("new.fulfilment")}>
              <Segmented
                label={t("new.fulfilment")}
                value={field.value}
                onChange={field.onChange}
                options={(["pickup", "delivery"] as const).map((value) => ({ value, label: t(`new.${value}`) }))}
              />
            </Row>
          )}
        />
        {fulfilment === "delivery" && (
          <Controller
            control={control}
            name="address"
            render={({ field, fieldState }) => (
              <TextArea
                label={t("new.address")}
                value={field.value}
                onChange={field.onChange}
                onBlur={field.onBlur}
                error={fieldState.error?.message}
              />
            )}
          />
        )}
        <Controller
          control={control}
          name="promisedOn"
          render={({ field, fieldState }) => (
            <DayField
              label={t("new.promised")}
              value={field.value}
              onChange={field.onChange}
              error={fieldState.error?.message}
            />
          )}
        />
        {upTo === "pending" && (
          <Controller
            control={control}
            name="holdSeconds"
            render={({ field, fieldState }) => (
              <HoldFor value={field.value ?? usual} onChange={field.onChange} error={fieldState.error?.message} />
            )}
          />
        )}
        <Controller
          control={control}
          name="note"
          render={({ field, fieldState }) => (
            <TextField
              label={t("new.note")}
              value={field.value}
              onChange={field.onChange}
              onBlur={field.onBlur}
              inputRef={field.ref}
              error={fieldState.error?.message}
              maxLength={500}
            />
          )}
        />
      </div>
    </Section>
  );
}

function HoldFor(props: { value: number | null; onChange: (seconds: number | null) => void; error?: string }) {
  const known = HOLD_CHOICES.find((c) => Number(c) === props.value);
  const [other, setOther] = useState(false);
  const choice = other || (props.value !== null && !known) ? "other" : (known ?? null);
  return (
    <>
      <Row word={t("new.hold")}>
        <Segmented
          label={t("new.hold")}
          value={choice}
          onChange={(value) => {
            setOther(value === "other");
            if (value !== "other") props.onChange(Number(value));
          }}
          options={[
            ...HOLD_CHOICES.map((value) => ({ value, label: t(`new.hold.${value}`) })),
            { value: "other" as const, label: t("new.hold.other") },
          ]}
        />
      </Row>
      {choice === "other" && (
        <NumberField
          label={t("new.hold.minutes")}
          hint={t("new.hold.hint")}
          unit={t("new.hold.unit")}
          value={props.value === null ? null : Math.max(1, Math.round(props.value / 60))}
          onChange={(minutes) => props.onChange(minutes === null ? null : minutes * 60)}
          min={1}
          max={43_200}
          error={props.error}
        />
      )}
    </>
  );
}
