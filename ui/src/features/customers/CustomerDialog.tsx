import { useRef, useState } from "react";
import { ask, RefusedError } from "../../bridge";
import type { Customer, CustomerDetail, CustomerId } from "../../generated/commands";
import { fieldProblems } from "../../shared/errors/describe";
import { texts } from "../../shared/i18n";
import { useWrite } from "../../shared/query";
import { useTiers } from "../../shared/tiers";
import { Button, Dialog, DialogBody, ErrorNote, Select, TextArea, TextField, toastDone } from "../../shared/ui";
import {
  type CustomerForm,
  EMAIL_MAX,
  EMPTY,
  formOf,
  NAME_MAX,
  NOTE_MAX,
  PHONE_MAX,
  toCreate,
  toUpdate,
} from "./logic";

const t = texts({
  "customerform.new": "New customer",
  "customerform.edit": "Edit {name}",
  "customerform.name": "Name",
  "customerform.email": "E-mail",
  "customerform.phone": "Phone",
  "customerform.tier": "Tier",
  "customerform.tier.default": "The default ({name})",
  "customerform.tier.hint": "Decides which prices they pay.",
  "customerform.note": "Note",
  "customerform.note.hint": "For staff; customers never see it.",
  "customerform.required": "It needs a name.",
  "customerform.cancel": "Cancel",
  "customerform.create": "Create customer",
  "customerform.save": "Save",
  "customerform.created": "<b>{name}</b> created.",
  "customerform.saved": "<b>{name}</b> saved.",
  "customerform.taken": "{email} belongs to {name}.",
  "customerform.taken.open": "Open {name}",
});

/** No tier has this id: it stands for "whichever is the default". */
const DEFAULT = "default";

/** Makes a customer or changes one. An e-mail that another has leads to that one. */
export function CustomerDialog(props: {
  /** null: a new one */
  customer: Customer | null;
  name?: string;
  onDone: (detail: CustomerDetail) => void;
  onOther: (id: CustomerId) => void;
  onClose: () => void;
}) {
  const create = useWrite("customer_create");
  const update = useWrite("customer_update");
  const tiers = useTiers().data?.rows ?? [];
  const [base, setBase] = useState(props.customer);
  const [form, setForm] = useState<CustomerForm>(base ? formOf(base) : { ...EMPTY, name: props.name ?? "" });
  const [error, setError] = useState<unknown>(null);
  const [told, setTold] = useState(false);
  const name = useRef<HTMLInputElement>(null);
  const problems = fieldProblems(error);
  const refusal = error instanceof RefusedError ? error.refusal : null;
  const taken = refusal?.code === "CUSTOMER_EMAIL_TAKEN" ? refusal : null;
  const noName = form.name.trim() === "";
  const pending = create.pending || update.pending;

  const set = (field: keyof CustomerForm, value: string) => {
    setForm((was) => ({ ...was, [field]: value }));
    setError(null);
  };
  const commit = async () => {
    if (pending) return;
    setTold(true);
    if (noName) {
      name.current?.focus();
      return;
    }
    setError(null);
    try {
      if (base === null) {
        const { value } = await create.run(toCreate(form));
        toastDone(t.rich("customerform.created", { name: value.customer.name }));
        props.onDone(value);
        return;
      }
      const changes = toUpdate(base, form);
      if (changes === null) {
        props.onClose();
        return;
      }
      const { value } = await update.run(changes);
      toastDone(t.rich("customerform.saved", { name: value.customer.name }));
      props.onDone(value);
    } catch (cause) {
      setError(cause);
    }
  };
  const reload = async () => {
    if (base === null) return;
    try {
      const { customer } = await ask("customer_get", { id: base.id });
      setBase(customer);
      setForm(formOf(customer));
      setError(null);
    } catch (cause) {
      setError(cause);
    }
  };
  const usual = tiers.find((tier) => tier.isDefault)?.name ?? "";

  return (
    <Dialog
      open
      data-testid="customer-dialog"
      title={base === null ? t("customerform.new") : t("customerform.edit", { name: base.name })}
      onClose={props.onClose}
      onCommit={() => void commit()}
      footer={
        <>
          <span className="flex-1" />
          <Button size="lg" keys="escape" onPress={props.onClose}>
            {t("customerform.cancel")}
          </Button>
          <Button
            size="lg"
            kind="main"
            keys="mod+enter"
            pending={create.slow || update.slow}
            onPress={() => void commit()}
            data-testid="customer-commit"
          >
            {t(base === null ? "customerform.create" : "customerform.save")}
          </Button>
        </>
      }
    >
      <DialogBody>
        {error !== null && problems === null && taken === null && (
          <ErrorNote error={error} steps={{ retry: () => void commit(), reload: () => void reload() }} />
        )}
        <TextField
          label={t("customerform.name")}
          inputRef={name}
          value={form.name}
          onChange={(name) => set("name", name)}
          onBlur={() => setTold(form.name !== "" || told)}
          maxLength={NAME_MAX}
          autoFocus
          error={told && noName ? t("customerform.required") : (problems?.get("name") ?? null)}
          data-testid="customer-name"
        />
        <div className="grid grid-cols-2 items-start gap-3">
          <div className="grid gap-1.5">
            <TextField
              label={t("customerform.email")}
              type="email"
              value={form.email}
              onChange={(email) => set("email", email)}
              maxLength={EMAIL_MAX}
              error={
                taken
                  ? t("customerform.taken", { email: taken.email, name: taken.name })
                  : (problems?.get("email") ?? null)
              }
              data-testid="customer-email"
            />
            {taken && (
              <span>
                <Button size="sm" onPress={() => props.onOther(taken.customerId)} data-testid="customer-other">
                  {t("customerform.taken.open", { name: taken.name })}
                </Button>
              </span>
            )}
          </div>
          <TextField
            label={t("customerform.phone")}
            type="tel"
            value={form.phone}
            onChange={(phone) => set("phone", phone)}
            maxLength={PHONE_MAX}
            error={problems?.get("phone") ?? null}
          />
        </div>
        <Select<string>
          label={t("customerform.tier")}
          hint={t("customerform.tier.hint")}
          value={form.tier ?? DEFAULT}
          options={[
            { value: DEFAULT, label: t("customerform.tier.default", { name: usual }) },
            ...tiers.map((tier) => ({ value: tier.id as string, label: tier.name })),
          ]}
          onChange={(id) => {
            setForm((was) => ({ ...was, tier: tiers.find((tier) => tier.id === id)?.id ?? null }));
            setError(null);
          }}
          error={problems?.get("tierId") ?? null}
        />
        <TextArea
          label={t("customerform.note")}
          hint={t("customerform.note.hint")}
          value={form.note}
          onChange={(note) => set("note", note)}
          rows={3}
          maxLength={NOTE_MAX}
          error={problems?.get("note") ?? null}
        />
      </DialogBody>
    </Dialog>
  );
}
