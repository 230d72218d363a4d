import { useQuery } from "@tanstack/react-query";
import { Contact, UserPlus } from "lucide-react";
import { useEffect, useRef, useState } from "react";
import { ask, RefusedError } from "../../bridge";
import type { Basket, CustomerId, CustomerRow } from "../../generated/commands";
import { useActions } from "../../shared/actions";
import { fieldProblems } from "../../shared/errors/describe";
import { texts } from "../../shared/i18n";
import { readKey, useWrite } from "../../shared/query";
import { Avatar, ErrorNote, LinkButton, Section, Suggest, TextField, toastDone } from "../../shared/ui";
import { type Desk, useTyped } from "./useDesk";

const t = texts({
  "basket.customer.title": "Customer",
  "basket.customer.key": "Customer field",
  "basket.customer.name": "Name",
  "basket.customer.placeholder": "Walk-in, or type a name, mail or phone",
  "basket.customer.change": "Change",
  "basket.customer.text": "Kept with this order as text.",
  "basket.customer.keep": "Make known",
  "basket.customer.kept": "<b>{name}</b> is a customer now.",
  "basket.customer.email": "E-mail",
  "basket.customer.phone": "Phone",
  "basket.customer.orders": "{n, plural, =0 {no order yet} one {# order} other {# orders}}",
  "basket.customer.still": "Keep {name}",
  "basket.customer.none": "Nobody in particular",
  "basket.customer.taken": "The e-mail {email} belongs to {name}.",
  "basket.customer.taken.use": "Use {name}",
});

const SUGGESTIONS = 8;
/** A name is saved while it is typed; what is looked at as a whole, like an e-mail, when the field is left. */
const NAME_PAUSE_MS = 400;
const FIELD_PAUSE_MS = 60_000;

/** Whose basket it is: a known customer with their tier, or a name as text, or nobody. */
export function CustomerBox(props: { desk: Desk; basket: Basket | undefined }) {
  const { desk, basket } = props;
  const input = useRef<HTMLInputElement>(null);
  const known = basket?.customer.id ?? null;
  // The customer that is being changed; another one, or nobody, ends it.
  const [changing, setChanging] = useState<CustomerId | null>(null);
  const shown = known !== null && changing !== known;
  const change = () => setChanging(known);
  useEffect(() => {
    if (changing !== null) input.current?.focus();
  }, [changing]);
  useActions([
    {
      id: "customer_field",
      label: t("basket.customer.key"),
      section: "act",
      keys: ["f3"],
      icon: Contact,
      run: () => (shown ? change() : input.current?.focus()),
    },
  ]);

  if (basket && shown) {
    const { customer } = basket;
    return (
      <Section
        title={t("basket.customer.title")}
        end={
          <LinkButton className="text-12" onPress={change} data-testid="customer-change">
            {t("basket.customer.change")}
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
          <TierChip name={customer.tierName} />
        </div>
      </Section>
    );
  }
  return <Unknown desk={desk} basket={basket} inputRef={input} onKeep={() => setChanging(null)} />;
}

export function TierChip(props: { name: string }) {
  if (props.name === "") return null;
  return (
    <span
      data-testid="tier"
      className="shrink-0 whitespace-nowrap rounded-1 border border-line-2 px-[5px] font-medium text-11 text-ink-2"
    >
      {props.name}
    </span>
  );
}

type Taken = { email: string; customerId: CustomerId; name: string };

function Unknown(props: {
  desk: Desk;
  basket: Basket | undefined;
  inputRef: React.RefObject<HTMLInputElement | null>;
  /** nobody else after all */
  onKeep: () => void;
}) {
  const { desk, basket } = props;
  const make = useWrite("customer_create");
  const [error, setError] = useState<unknown>(null);
  const [taken, setTaken] = useState<Taken | null>(null);
  const before = basket && basket.customer.id !== null ? basket.customer.name : null;
  const of = before === null ? basket?.customer : undefined;
  const nobody = before === null ? {} : { customerId: null };
  const name = useTyped(desk, {
    saved: of?.name ?? "",
    save: (customerName) => desk.update({ ...nobody, customerName }),
    pauseMs: NAME_PAUSE_MS,
    keep: true,
  });
  const email = useTyped(desk, {
    saved: of?.email ?? "",
    save: (customerEmail) => desk.update({ ...nobody, customerEmail }),
    pauseMs: FIELD_PAUSE_MS,
    keep: true,
  });
  const phone = useTyped(desk, {
    saved: of?.phone ?? "",
    save: (customerPhone) => desk.update({ ...nobody, customerPhone }),
    pauseMs: FIELD_PAUSE_MS,
    keep: true,
  });
  const asked = name.value.trim();
  const found = useQuery({
    queryKey: readKey(["customers"], "customer_suggest", { text: asked, limit: SUGGESTIONS }),
    queryFn: () => ask("customer_suggest", { text: asked, limit: SUGGESTIONS }),
    enabled: asked.length > 0,
    placeholderData: (before) => before,
  });
  const pick = (id: CustomerId) => {
    setError(null);
    setTaken(null);
    name.drop();
    email.drop();
    phone.drop();
    desk.said(desk.update({ customerId: id }));
  };
  const keep = async () => {
    if (make.pending) return;
    setError(null);
    setTaken(null);
    try {
      const { value } = await make.run({
        name: asked,
        email: email.value.trim() || undefined,
        phone: phone.value.trim() || undefined,
      });
      pick(value.customer.id);
      toastDone(t.rich("basket.customer.kept", { name: value.customer.name }));
    } catch (cause) {
      if (cause instanceof RefusedError && cause.refusal.code === "CUSTOMER_EMAIL_TAKEN") setTaken(cause.refusal);
      else setError(cause);
    }
  };
  const made = fieldProblems(error);
  const wrong = (field: string, own: unknown) => made?.get(field) ?? firstOf(fieldProblems(own)) ?? null;
  const more = asked !== "" || email.value !== "" || phone.value !== "";

  return (
    <Section title={t("basket.customer.title")}>
      <div className="grid gap-3">
        <Suggest<CustomerRow>
          label={t("basket.customer.name")}
          labelHidden
          testid="customer-field"
          placeholder={t("basket.customer.placeholder")}
          inputRef={props.inputRef}
          text={name.value}
          onText={name.set}
          onBlur={name.flush}
          items={asked ? (found.data?.rows ?? []) : []}
          itemKey={(c) => c.id}
          render={(c) => (
            <>
              <span className="min-w-0 flex-1 truncate">
                {c.name} <span className="text-12 text-ink-3">{c.phone || c.email}</span>
              </span>
              <span className="whitespace-nowrap text-12 text-ink-3">
                {t("basket.customer.orders", { n: c.orders })}
              </span>
              <TierChip name={c.tierName} />
            </>
          )}
          onPick={(c) => pick(c.id)}
          error={wrong("name", name.error)}
        />
        {more && (
          <>
            <div className="grid grid-cols-2 gap-3">
              <TextField
                label={t("basket.customer.email")}
                type="email"
                value={email.value}
                onChange={email.set}
                onBlur={email.flush}
                error={wrong("email", email.error)}
                data-testid="customer-email"
              />
              <TextField
                label={t("basket.customer.phone")}
                type="tel"
                value={phone.value}
                onChange={phone.set}
                onBlur={phone.flush}
                error={wrong("phone", phone.error)}
                data-testid="customer-phone"
              />
            </div>
            <p className="flex items-center gap-1.5 text-12 text-ink-3">
              <UserPlus size={14} aria-hidden="true" />
              {t("basket.customer.text")}
              <LinkButton className="text-12" onPress={() => void keep()} data-testid="customer-keep">
                {t("basket.customer.keep")}
              </LinkButton>
            </p>
          </>
        )}
        {before !== null && (
          <p className="flex gap-3 text-12">
            <LinkButton onPress={props.onKeep} data-testid="customer-still">
              {t("basket.customer.still", { name: before })}
            </LinkButton>
            <LinkButton onPress={() => desk.said(desk.update({ customerId: null }))} data-testid="customer-none">
              {t("basket.customer.none")}
            </LinkButton>
          </p>
        )}
        {taken && (
          <p role="alert" className="text-12 text-bad" data-testid="customer-taken">
            {t("basket.customer.taken", { email: taken.email, name: taken.name })}{" "}
            <LinkButton className="text-12" onPress={() => pick(taken.customerId)}>
              {t("basket.customer.taken.use", { name: taken.name })}
            </LinkButton>
          </p>
        )}
        {error !== null && made === null && <ErrorNote error={error} steps={{ retry: () => void keep() }} />}
      </div>
    </Section>
  );
}

const firstOf = (problems: Map<string, string> | null): string | undefined => problems?.values().next().value;
