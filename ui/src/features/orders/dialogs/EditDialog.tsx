import { useState } from "react";
import type { Fulfilment, Priority } from "../../../generated/commands";
import { useFormats } from "../../../shared/formats";
import { texts } from "../../../shared/i18n";
import { LinesEditor } from "../../../shared/lines";
import { DayField, Segmented, TextArea } from "../../../shared/ui";
import { PRIORITIES, priorityWord } from "../../../shared/words";
import { changesOf, draftOf, type EditDraft, type EditLine, pickedLine, rebased } from "../edit";
import { CustomerField } from "./CustomerField";
import { FormDialog, type OrderDialogProps, useOrderForm } from "./form";
import { Problem } from "./LineUnits";

const t = texts({
  "orderEdit.title": "Edit {number}",
  "orderEdit.lead.pending": "Lines that change are quoted anew; the total is worked out when it is saved.",
  "orderEdit.lead": "It is confirmed: its lines and customer stay as they are.",
  "orderEdit.product": "Add a product",
  "orderEdit.lines": "Lines of the order",
  "orderEdit.each": "Each",
  "orderEdit.was": "was {n, number}",
  "orderEdit.new": "new",
  "orderEdit.quoted": "quoted",
  "orderEdit.none": "An order needs at least one line.",
  "orderEdit.priority": "Priority",
  "orderEdit.way": "Handed over by",
  "orderEdit.pickup": "Pick-up",
  "orderEdit.delivery": "Delivery",
  "orderEdit.address": "Address",
  "orderEdit.promised": "Promised for",
  "orderEdit.note": "Note",
  "orderEdit.nothing": "Nothing is changed yet",
  "orderEdit.do": "Save",
});

const NOTE_MAX = 2000;
const ADDRESS_MAX = 500;

/** What may still be changed of an order: everything while it is pending, how it gets there until it is final. */
export function EditDialog(props: OrderDialogProps) {
  const f = useFormats();
  const form = useOrderForm("order_edit", props.detail);
  const { order } = form.seen;
  const pending = order.status === "pending";
  const [over, setOver] = useState(form.seen);
  const [base, setBase] = useState<EditDraft>(() => draftOf(form.seen));
  const [draft, setDraft] = useState<EditDraft>(base);
  const [pickError, setPickError] = useState<unknown>(null);
  // The order was changed meanwhile: what was not touched here follows it.
  if (over !== form.seen) {
    const now = draftOf(form.seen);
    setOver(form.seen);
    setBase(now);
    setDraft(rebased(base, draft, now));
  }
  const set = (next: Partial<EditDraft>) => setDraft((d) => ({ ...d, ...next }));
  const changes = changesOf(base, draft);
  const problem = (field: string) => form.problems?.get(field) ?? null;
  const empty = pending && draft.lines.length === 0;

  const commit = () => {
    if (changes === null) props.onClose();
    else if (!empty) void form.commit({ id: order.id, rowVersion: order.rowVersion, ...changes }, props.onDone);
  };
  return (
    <FormDialog
      form={{ ...form, error: form.error ?? pickError }}
      testid="edit"
      width={680}
      title={t("orderEdit.title", { number: order.number })}
      lead={t(pending ? "orderEdit.lead.pending" : "orderEdit.lead")}
      foot={changes === null && t("orderEdit.nothing")}
      commit={t("orderEdit.do")}
      off={changes === null}
      known={["customer", "note", "address", "promisedOn", "lines"]}
      onCommit={commit}
      onClose={props.onClose}
    >
      {pending && (
        <>
          <LinesEditor<EditLine>
            label={t("orderEdit.product")}
            listLabel={t("orderEdit.lines")}
            testid="edit-line"
            lines={draft.lines}
            onChange={(change) => setDraft((d) => ({ ...d, lines: change(d.lines) }))}
            lineOf={(product) => pickedLine(draft.lines, product)}
            columns={[
              {
                id: "was",
                head: t("orderEdit.each"),
                width: "64px",
                align: "right",
                cell: (l) => (
                  <span className="text-12 text-ink-3">
                    {l.lineNo === undefined
                      ? t("orderEdit.new")
                      : l.quantity !== l.before && t("orderEdit.was", { n: l.before })}
                  </span>
                ),
              },
              {
                id: "each",
                head: t("orderEdit.each"),
                width: "72px",
                align: "right",
                cell: (l) =>
                  l.unitPrice === null || l.quantity !== l.before ? (
                    <span className="text-ink-3">{t("orderEdit.quoted")}</span>
                  ) : (
                    f.amount(l.unitPrice)
                  ),
              },
            ]}
            problem={(_, at) => problem(`lines[${at}].quantity`) ?? problem(`lines[${at}].variantId`)}
            error={null}
            onError={setPickError}
          />
          {empty && <Problem>{t("orderEdit.none")}</Problem>}
          <CustomerField
            value={draft.customer}
            onChange={(customer) => set({ customer })}
            problem={(field) => problem(`customer.${field}`)}
          />
        </>
      )}
      <div className="flex flex-wrap gap-x-6 gap-y-3">
        <div className="grid gap-1">
          <span className="font-medium text-12 text-ink-2">{t("orderEdit.priority")}</span>
          <Segmented<Priority>
            label={t("orderEdit.priority")}
            value={draft.priority}
            onChange={(priority) => set({ priority })}
            autoFocus={!pending}
            options={PRIORITIES.map((p) => ({ value: p, label: priorityWord(p) }))}
          />
        </div>
        {pending && (
          <div className="grid gap-1">
            <span className="font-medium text-12 text-ink-2">{t("orderEdit.way")}</span>
            <Segmented<Fulfilment>
              label={t("orderEdit.way")}
              value={draft.fulfilment}
              onChange={(fulfilment) => set({ fulfilment })}
              options={[
                { value: "pickup", label: t("orderEdit.pickup") },
                { value: "delivery", label: t("orderEdit.delivery") },
              ]}
            />
          </div>
        )}
        <DayField
          className="min-w-40 flex-1"
          label={t("orderEdit.promised")}
          value={draft.promisedOn}
          onChange={(promisedOn) => set({ promisedOn })}
          error={problem("promisedOn")}
        />
      </div>
      {draft.fulfilment === "delivery" && (
        <TextArea
          label={t("orderEdit.address")}
          value={draft.address}
          onChange={(address) => set({ address })}
          rows={2}
          maxLength={ADDRESS_MAX}
          error={problem("address")}
        />
      )}
      <TextArea
        label={t("orderEdit.note")}
        value={draft.note}
        onChange={(note) => set({ note })}
        rows={2}
        maxLength={NOTE_MAX}
        error={problem("note")}
      />
    </FormDialog>
  );
}
