import { useState } from "react";
import type { Basket, BasketLine } from "../../generated/commands";
import { fieldProblems } from "../../shared/errors/describe";
import { useFormats } from "../../shared/formats";
import { texts } from "../../shared/i18n";
import { parseMoney } from "../../shared/money";
import { useWrite } from "../../shared/query";
import { Button, Dialog, DialogBody, ErrorNote, TextField } from "../../shared/ui";
import type { Desk } from "./useDesk";
import { nameOf } from "./words";

const t = texts({
  "basket.dialog.back": "Back to basket",
  "basket.rename.title": "Rename the basket",
  "basket.rename.lead": "How people at the desk call it. Empty: by its customer.",
  "basket.rename.name": "Name",
  "basket.rename.commit": "Rename",
  "basket.drop.title": "Drop {name}?",
  "basket.drop.lead":
    "{n, plural, =0 {Nothing is in it.} one {One line is lost.} other {# lines are lost.}} {held, plural, =0 {} one {One unit held for it is free again. } other {# units held for it are free again. }}{waiting, plural, =0 {} other {Its places in the queue are given up.}}",
  "basket.drop.reason": "Why (if it matters)",
  "basket.drop.commit": "Drop it",
  "basket.override.title": "Set the price by hand",
  "basket.override.lead": "{name}, {n, plural, one {# unit} other {# units}}. Quoted at {price} each.",
  "basket.override.price": "Price each",
  "basket.override.price.bad": "Type a price, like 12 or 12.50.",
  "basket.override.reason": "Why",
  "basket.override.reason.hint": "It stands in the audit and behind the price.",
  "basket.override.reason.missing": "A price set by hand needs a reason.",
  "basket.override.commit": "Set price",
  "basket.override.back": "Take the quoted price again",
});

const NAME_MAX = 120;
const REASON_MAX = 500;

export function RenameDialog(props: { desk: Desk; basket: Basket; onClose: () => void }) {
  const { desk, basket } = props;
  const [name, setName] = useState(basket.name);
  const [error, setError] = useState<unknown>(null);
  const commit = () => void desk.update({ name: name.trim() }).then(props.onClose, (cause: unknown) => setError(cause));
  const problem = fieldProblems(error)?.get("name") ?? null;
  return (
    <Dialog
      open
      data-testid="rename-basket"
      width={400}
      title={t("basket.rename.title")}
      lead={t("basket.rename.lead")}
      onClose={props.onClose}
      onCommit={commit}
      footer={
        <>
          <span className="flex-1" />
          <Button onPress={props.onClose} keys="escape">
            {t("basket.dialog.back")}
          </Button>
          <Button kind="main" keys="mod+enter" pending={desk.working} onPress={commit}>
            {t("basket.rename.commit")}
          </Button>
        </>
      }
    >
      <DialogBody>
        <TextField
          label={t("basket.rename.name")}
          value={name}
          onChange={setName}
          maxLength={NAME_MAX}
          placeholder={nameOf({ ...basket, name: "" })}
          autoFocus
          error={problem}
          onKeyDown={(e) => {
            if (e.key === "Enter" && !e.ctrlKey) commit();
          }}
        />
        {error !== null && problem === null && <ErrorNote error={error} steps={{ retry: commit }} />}
      </DialogBody>
    </Dialog>
  );
}

export function DropDialog(props: {
  desk: Desk;
  basket: Basket;
  onDropped: (basket: Basket) => void;
  onClose: () => void;
}) {
  const { desk, basket } = props;
  const drop = useWrite("basket_drop");
  const [reason, setReason] = useState("");
  const [error, setError] = useState<unknown>(null);
  const commit = async () => {
    if (drop.pending) return;
    setError(null);
    try {
      const { value } = await desk.withBasket((b) =>
        drop.run({ id: b.id, rowVersion: b.rowVersion, reason: reason.trim() || undefined }),
      );
      props.onDropped(value);
    } catch (cause) {
      setError(cause);
    }
  };
  const sum = (of: (l: BasketLine) => number) => basket.lines.reduce((n, l) => n + of(l), 0);
  return (
    <Dialog
      open
      alert
      data-testid="drop-basket"
      width={440}
      title={t("basket.drop.title", { name: nameOf(basket) })}
      lead={t("basket.drop.lead", { n: basket.lines.length, held: sum((l) => l.held), waiting: sum((l) => l.waiting) })}
      onClose={props.onClose}
      onCommit={() => void commit()}
      footer={
        <>
          <span className="flex-1" />
          <Button onPress={props.onClose} keys="escape" autoFocus>
            {t("basket.dialog.back")}
          </Button>
          <Button
            kind="danger-solid"
            keys="mod+enter"
            pending={drop.slow}
            onPress={() => void commit()}
            data-testid="drop-commit"
          >
            {t("basket.drop.commit")}
          </Button>
        </>
      }
    >
      <DialogBody>
        <TextField label={t("basket.drop.reason")} value={reason} onChange={setReason} maxLength={REASON_MAX} />
        {error !== null && <ErrorNote error={error} steps={{ retry: () => void commit() }} />}
      </DialogBody>
    </Dialog>
  );
}

/** A manager's own price for a line, with the reason that stays with it. */
export function OverrideDialog(props: { desk: Desk; line: BasketLine; onClose: () => void }) {
  const { desk, line } = props;
  const f = useFormats();
  const write = useWrite("price_override");
  const [text, setText] = useState(line.override ? f.amount(line.override.price) : "");
  const [reason, setReason] = useState(line.override?.reason ?? "");
  const [tried, setTried] = useState(false);
  const [error, setError] = useState<unknown>(null);
  const price = parseMoney(text, f.digits);
  const bad = price === null || price.startsWith("-");
  const problems = fieldProblems(error);

  const send = async (to: string | null, why: string) => {
    if (write.pending) return;
    setError(null);
    try {
      await desk.withBasket(async (b) => {
        const { value } = await write.run({
          basketId: b.id,
          rowVersion: b.rowVersion,
          lineNo: line.lineNo,
          price: to,
          reason: why,
        });
        if (value.basket) desk.keep(value.basket);
      });
      props.onClose();
    } catch (cause) {
      setError(cause);
    }
  };
  const commit = () => {
    setTried(true);
    if (!bad && reason.trim() !== "") void send(price, reason.trim());
  };
  return (
    <Dialog
      open
      data-testid="override-dialog"
      width={440}
      title={t("basket.override.title")}
      lead={t("basket.override.lead", { name: line.name, n: line.quantity, price: f.money(line.unitPrice) })}
      onClose={props.onClose}
      onCommit={commit}
      footer={
        <>
          {line.override !== null && (
            <Button
              kind="quiet"
              onPress={() => void send(null, reason.trim() || (line.override?.reason ?? ""))}
              data-testid="override-back"
            >
              {t("basket.override.back")}
            </Button>
          )}
          <span className="flex-1" />
          <Button onPress={props.onClose} keys="escape">
            {t("basket.dialog.back")}
          </Button>
          <Button kind="main" keys="mod+enter" pending={write.slow} onPress={commit} data-testid="override-commit">
            {t("basket.override.commit")}
          </Button>
        </>
      }
    >
      <DialogBody>
        <TextField
          label={t("basket.override.price")}
          value={text}
          onChange={setText}
          inputMode="decimal"
          align="right"
          unit={f.currencySymbol}
          placeholder={f.amount(line.unitPrice)}
          autoFocus
          error={tried && bad ? t("basket.override.price.bad") : (problems?.get("price") ?? null)}
          data-testid="override-price"
        />
        <TextField
          label={t("basket.override.reason")}
          hint={t("basket.override.reason.hint")}
          value={reason}
          onChange={setReason}
          maxLength={REASON_MAX}
          error={
            tried && reason.trim() === "" ? t("basket.override.reason.missing") : (problems?.get("reason") ?? null)
          }
          data-testid="override-reason"
        />
        {error !== null && problems === null && <ErrorNote error={error} steps={{ retry: commit }} />}
      </DialogBody>
    </Dialog>
  );
}
