import { useQuery } from "@tanstack/react-query";
import { ask } from "../../../bridge";
import type { CustomerRow } from "../../../generated/commands";
import { texts } from "../../../shared/i18n";
import { readKey } from "../../../shared/query";
import { Avatar, LinkButton, Suggest, TextField } from "../../../shared/ui";
import type { CustomerDraft } from "../edit";

const t = texts({
  "orderCustomer.name": "Customer",
  "orderCustomer.placeholder": "Walk-in, or type a name",
  "orderCustomer.change": "Change",
  "orderCustomer.email": "E-mail",
  "orderCustomer.phone": "Phone",
});

const SUGGESTIONS = 8;
const NOBODY: CustomerDraft = { id: null, name: "", email: "", phone: "" };

/** Whom an order is for: somebody who is known, or a name, e-mail and phone as text. */
export function CustomerField(props: {
  value: CustomerDraft;
  onChange: (next: CustomerDraft) => void;
  problem: (field: "name" | "email" | "phone") => string | null;
}) {
  const { value, onChange } = props;
  const text = value.name.trim();
  const found = useQuery({
    queryKey: readKey(["customers"], "customer_suggest", { text, limit: SUGGESTIONS }),
    queryFn: () => ask("customer_suggest", { text, limit: SUGGESTIONS }),
    enabled: text !== "" && value.id === null,
    placeholderData: (before) => before,
  });
  if (value.id !== null) {
    return (
      <div className="grid gap-1">
        <span className="flex justify-between font-medium text-12 text-ink-2">
          {t("orderCustomer.name")}
          <LinkButton onPress={() => onChange(NOBODY)} data-testid="customer-change">
            {t("orderCustomer.change")}
          </LinkButton>
        </span>
        <span className="flex min-h-8 items-center gap-2">
          <Avatar name={value.name} quiet />
          <span className="min-w-0">
            <span className="block truncate font-medium">{value.name}</span>
            <span className="block truncate text-12 text-ink-3">
              {[value.phone, value.email].filter(Boolean).join(", ")}
            </span>
          </span>
        </span>
      </div>
    );
  }
  return (
    <div className="grid grid-cols-[2fr_2fr_1fr] gap-3">
      <Suggest<CustomerRow>
        label={t("orderCustomer.name")}
        testid="customer-field"
        placeholder={t("orderCustomer.placeholder")}
        text={value.name}
        onText={(name) => onChange({ ...value, name })}
        items={text === "" ? [] : (found.data?.rows ?? [])}
        itemKey={(c) => c.id}
        render={(c) => (
          <>
            <span className="min-w-0 flex-1 truncate">{c.name}</span>
            <span className="text-12 text-ink-3">{c.phone || c.email}</span>
          </>
        )}
        onPick={(c) => onChange({ id: c.id, name: c.name, email: c.email, phone: c.phone })}
        error={props.problem("name")}
      />
      <TextField
        label={t("orderCustomer.email")}
        type="email"
        value={value.email}
        onChange={(email) => onChange({ ...value, email })}
        error={props.problem("email")}
      />
      <TextField
        label={t("orderCustomer.phone")}
        type="tel"
        value={value.phone}
        onChange={(phone) => onChange({ ...value, phone })}
        error={props.problem("phone")}
      />
    </div>
  );
}
