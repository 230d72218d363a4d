import { Banknote, CreditCard, Landmark, Wallet } from "lucide-react";
import { useState } from "react";
import type { Money, OrderDetail, PaymentGiven, PaymentMethod } from "../../generated/commands";
import { cx } from "../../shared/cx";
import { fieldProblems } from "../../shared/errors/describe";
import { useFormats } from "../../shared/formats";
import { texts } from "../../shared/i18n";
import { parseMoney, toMinor } from "../../shared/money";
import { Button, Dialog, DialogBody, ErrorNote, OrderNumber, Segmented, Shape, TextField } from "../../shared/ui";
import { methodWord, PAYMENT_METHODS } from "../../shared/words";
import { changeOf, likelyTenders } from "./logic";

const t = texts({
  "basket.hand.title": "Hand over now",
  "basket.hand.lead": "The goods leave the shelf at once. <b>{total}</b> to pay.",
  "basket.hand.method": "Paid by",
  "basket.hand.later": "Not paid yet",
  "basket.hand.tendered": "Received",
  "basket.hand.tendered.bad": "Type an amount, like 20 or 12.50.",
  "basket.hand.exact": "Exactly",
  "basket.hand.change": "Change",
  "basket.hand.missing": "Missing",
  "basket.hand.due": "Due",
  "basket.hand.reference": "Reference",
  "basket.hand.reference.hint": "The number on the slip, if there is one.",
  "basket.hand.later.lead": "The order is handed over with {total} due.",
  "basket.hand.back": "Back to basket",
  "basket.hand.commit": "Hand over",
  "basket.hand.enough": "Less was received than is to pay",
  "basket.hand.done": "Handed over",
  "basket.hand.done.lead": "Order {number}, {total}.",
  "basket.hand.done.change": "Give back",
  "basket.hand.done.none": "No change",
  "basket.hand.done.open": "Open order",
  "basket.hand.done.next": "Next customer",
});

type Paid = PaymentMethod | "later";
const ICONS = { cash: Banknote, card: CreditCard, transfer: Landmark, other: Wallet };
const REFERENCE_MAX = 120;

/** How it is paid; for cash what was received and, large, what goes back. */
export function HandOverDialog(props: {
  total: Money;
  pending: boolean;
  error: unknown;
  onCommit: (payment: PaymentGiven | undefined, change: Money | null) => void;
  onClose: () => void;
}) {
  const f = useFormats();
  const { total } = props;
  const free = toMinor(total, f.digits) === 0n;
  const [paid, setPaid] = useState<Paid>(free ? "later" : "cash");
  const [text, setText] = useState("");
  const [reference, setReference] = useState("");
  const tendered = text.trim() === "" ? null : parseMoney(text, f.digits);
  const bad = text.trim() !== "" && (tendered === null || tendered.startsWith("-"));
  const given = tendered ?? total;
  const { change, missing } = changeOf(total, bad ? "0" : given, f.digits);
  const lacking = paid === "cash" && (bad || toMinor(missing, f.digits) > 0n);
  const problems = fieldProblems(props.error);

  const commit = () => {
    if (props.pending || lacking) return;
    if (paid === "later") props.onCommit(undefined, null);
    else if (paid === "cash") props.onCommit({ method: "cash", tendered: given }, change);
    else props.onCommit({ method: paid, reference: reference.trim() || undefined }, null);
  };
  const onKeyDown = (e: React.KeyboardEvent) => {
    if (e.key !== "Enter" || e.ctrlKey || e.metaKey) return;
    e.preventDefault();
    commit();
  };

  return (
    <Dialog
      open
      data-testid="hand-over"
      width={460}
      onClose={props.onClose}
      onCommit={commit}
      title={t("basket.hand.title")}
      lead={t.rich("basket.hand.lead", { total: f.money(total) })}
      footer={
        <>
          <span className="flex-1" />
          <Button onPress={props.onClose} keys="escape">
            {t("basket.hand.back")}
          </Button>
          <Button
            kind="main"
            keys="mod+enter"
            pending={props.pending}
            off={lacking}
            offReason={t("basket.hand.enough")}
            onPress={commit}
            data-testid="hand-over-commit"
          >
            {t("basket.hand.commit")}
          </Button>
        </>
      }
    >
      <DialogBody>
        {!free && (
          <Segmented<Paid>
            label={t("basket.hand.method")}
            value={paid}
            onChange={setPaid}
            options={[
              ...PAYMENT_METHODS.map((value) => ({ value, label: methodWord(value) })),
              { value: "later" as const, label: t("basket.hand.later") },
            ]}
          />
        )}
        {paid === "cash" && (
          <>
            <div className="grid grid-cols-[1fr_auto] items-end gap-4">
              <TextField
                label={t("basket.hand.tendered")}
                value={text}
                onChange={setText}
                onKeyDown={onKeyDown}
                inputMode="decimal"
                align="right"
                unit={f.currencySymbol}
                placeholder={f.amount(total)}
                autoFocus
                error={bad ? t("basket.hand.tendered.bad") : (problems?.get("payment.tendered") ?? null)}
                data-testid="tendered"
              />
              <div className="min-w-40 text-right" role="status">
                <span className="label block">{t(lacking ? "basket.hand.missing" : "basket.hand.change")}</span>
                <span
                  data-testid="change"
                  className={cx("block font-semibold text-28 tabular-nums", lacking ? "text-bad" : "text-ink")}
                >
                  {f.money(lacking ? missing : change)}
                </span>
              </div>
            </div>
            <div className="flex flex-wrap gap-2">
              {likelyTenders(total, f.digits).map((sum, at) => (
                <Button key={sum} size="sm" onPress={() => setText(f.amount(sum))} data-testid="tender">
                  {at === 0 ? t("basket.hand.exact") : f.money(sum)}
                </Button>
              ))}
            </div>
          </>
        )}
        {(paid === "card" || paid === "transfer" || paid === "other") && (
          <TextField
            key={paid}
            label={t("basket.hand.reference")}
            hint={t("basket.hand.reference.hint")}
            value={reference}
            onChange={setReference}
            onKeyDown={onKeyDown}
            maxLength={REFERENCE_MAX}
            autoFocus
            scanned
            error={problems?.get("payment.reference") ?? null}
            data-testid="reference"
          />
        )}
        {paid === "later" && <p className="text-ink-2">{t("basket.hand.later.lead", { total: f.money(total) })}</p>}
        {props.error !== null && <ErrorNote error={props.error} />}
      </DialogBody>
    </Dialog>
  );
}

/** After it: what to give back stays on screen until the next customer. */
export function HandedOverDialog(props: {
  detail: OrderDetail;
  change: Money | null;
  method: PaymentMethod | null;
  onOpen: () => void;
  onNext: () => void;
}) {
  const f = useFormats();
  const { order } = props.detail;
  const Icon = props.method ? ICONS[props.method] : Wallet;
  const back = props.change !== null && toMinor(props.change, f.digits) > 0n;
  return (
    <Dialog
      open
      data-testid="handed-over"
      width={420}
      onClose={props.onNext}
      onCommit={props.onNext}
      mark={<Shape name="delivered" className="text-ok" />}
      title={t("basket.hand.done")}
      lead={
        <>
          <OrderNumber number={order.number} /> · {f.money(order.total)}
        </>
      }
      footer={
        <>
          <Button onPress={props.onOpen}>{t("basket.hand.done.open")}</Button>
          <span className="flex-1" />
          <Button kind="main" keys="enter" autoFocus onPress={props.onNext} data-testid="next-customer">
            {t("basket.hand.done.next")}
          </Button>
        </>
      }
    >
      <DialogBody>
        <div className="flex items-center justify-between gap-3">
          <span className="flex items-center gap-2 text-ink-2">
            <Icon size={16} aria-hidden="true" />
            {props.method ? methodWord(props.method) : t("basket.hand.later")}
          </span>
          {props.method === "cash" && (
            <span className="text-right">
              <span className="label block">{t(back ? "basket.hand.done.change" : "basket.hand.done.none")}</span>
              {back && (
                <span data-testid="give-back" className="block font-semibold text-28 tabular-nums">
                  {f.money(props.change ?? "0")}
                </span>
              )}
            </span>
          )}
        </div>
      </DialogBody>
    </Dialog>
  );
}
