import { Link } from "@tanstack/react-router";
import type { OrderDetail } from "../../../generated/commands";
import { useFormats } from "../../../shared/formats";
import { texts } from "../../../shared/i18n";
import { KeyValue, KeyValues, Section } from "../../../shared/ui";

const t = texts({
  "order.customer": "Customer",
  "order.way": "Handed over by",
  "order.pickup": "Pick-up",
  "order.delivery": "Delivery",
  "order.address": "Address",
  "order.promised": "Promised",
  "order.note": "Note",
  "order.email": "E-mail",
  "order.phone": "Phone",
  "order.seeAll": "All orders",
  "order.openCustomer": "Open",
});

/** Whom it is for, and how it gets there. */
export function Customer(props: { detail: OrderDetail }) {
  const d = props.detail;
  const f = useFormats();
  const { customerId, customerName } = d.order;
  return (
    <Section
      title={t("order.customer")}
      end={
        customerId !== null && (
          <span className="flex gap-3">
            <Link
              to="/orders"
              search={{ view: "all", filter: { customer: customerId, customerName } }}
              className="link text-12"
            >
              {t("order.seeAll")}
            </Link>
            <Link to="/customers" search={{ open: customerId }} className="link text-12" data-testid="open-customer">
              {t("order.openCustomer")}
            </Link>
          </span>
        )
      }
    >
      <KeyValues>
        {d.customerEmail && <KeyValue name={t("order.email")}>{d.customerEmail}</KeyValue>}
        {d.customerPhone && <KeyValue name={t("order.phone")}>{d.customerPhone}</KeyValue>}
        <KeyValue name={t("order.way")}>{t(d.fulfilment === "pickup" ? "order.pickup" : "order.delivery")}</KeyValue>
        {d.address && (
          <KeyValue name={t("order.address")}>
            <span className="whitespace-pre-line">{d.address}</span>
          </KeyValue>
        )}
        {d.promisedOn && <KeyValue name={t("order.promised")}>{f.dayShort(d.promisedOn)}</KeyValue>}
        {d.note && <KeyValue name={t("order.note")}>{d.note}</KeyValue>}
      </KeyValues>
    </Section>
  );
}
