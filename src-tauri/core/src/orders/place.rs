//! Placing an order: all lines or none, every short line named at once.

use super::get::{OrderDetail, read};
use super::states;
use super::store::{Head, write_history};
use super::transition::{check_role, take};
use crate::audit::{self, Entry};
use crate::catalog::sellable;
use crate::customers::{self, Known, OrderCustomer};
use crate::db::Uow;
use crate::kernel::money::MAX_MINOR;
use crate::kernel::text::MAX_NOTE;
use crate::kernel::{
    AuditAction, Day, Failure, Fields, Fulfilment, GroupId, LocationId, MAX_HOLD_SECONDS, MAX_LINES, Minor, OrderId,
    OrderStatus, Priority, Problem, Refusal, Reply, ReservationId, ShortLine, VariantId,
};
use crate::pricing::{Prices, Quote};
use crate::reservations::{self, Hold, Owner, check_available, hold, take_over};
use crate::stock::{Wanted, location_or_default};
use rusqlite::named_params;
use serde::{Deserialize, Serialize};
use serde_json::json;
use ts_rs::TS;

/// What becomes of an order that cannot be served.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum OnShortage {
    /// Nothing is kept; the form stays.
    #[default]
    Refuse,
    /// It is kept as rejected, with what was short; nothing is deducted.
    Reject,
}

/// How far a placed order goes at once, each step audited.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PlaceUpTo {
    #[default]
    Pending,
    Confirmed,
    /// Handed over at the counter.
    Delivered,
}

impl PlaceUpTo {
    fn steps(self) -> &'static [OrderStatus] {
        match self {
            PlaceUpTo::Pending => &[],
            PlaceUpTo::Confirmed => &[OrderStatus::Confirmed],
            PlaceUpTo::Delivered => {
                &[OrderStatus::Confirmed, OrderStatus::Processing, OrderStatus::Shipped, OrderStatus::Delivered]
            }
        }
    }
}

crate::strict_request! {
    pub struct OrderPlaceLine {
        pub variant_id: VariantId,
        pub quantity: i64,
        pub location_id: Option<LocationId>,
    }
}
crate::request! {
    /// From lines, from held reservations, or both. An empty customer is a walk-in customer.
    pub struct OrderPlace {
        pub lines: Option<Vec<OrderPlaceLine>>,
        pub reservation_ids: Option<Vec<ReservationId>>,
        pub customer: Option<OrderCustomer>,
        pub priority: Option<Priority>,
        pub fulfilment: Option<Fulfilment>,
        pub address: Option<String>,
        pub promised_on: Option<Day>,
        pub note: Option<String>,
        pub on_shortage: Option<OnShortage>,
        pub up_to: Option<PlaceUpTo>,
        /// How long a pending order keeps its units; the store's setting where left out.
        pub hold_seconds: Option<i64>,
    }
}

/// The order's own words after reading them from the request.
struct Words {
    address: String,
    note: String,
    hold_seconds: i64,
}

/// A line of the order with its price and where its units come from.
struct Priced {
    wanted: Wanted,
    quote: Quote,
    line_total: Minor,
    tax: Minor,
    /// The hold that already has the units.
    held: Option<Hold>,
}

struct Totals {
    subtotal: Minor,
    discount: Minor,
    tax: Minor,
    total: Minor,
    items: i64,
}

pub fn order_place(uow: &mut Uow<'_>, request: OrderPlace) -> Result<Reply<OrderDetail>, Failure> {
    let words = parse(uow, &request)?;
    let lines = price_lines(uow, &request)?;
    let totals = total(&lines)?;
    let customer = customers::resolve(uow, request.customer.as_ref().unwrap_or(&OrderCustomer::default()))?;

    let to_hold: Vec<Wanted> =
        lines.iter().filter(|line| line.held.is_none()).map(|line| line.wanted.clone()).collect();
    let rejection = match check_available(uow, &to_hold) {
        Ok(()) => None,
        Err(Failure::Refused(refusal)) => match (*refusal, request.on_shortage.unwrap_or_default()) {
            (Refusal::StockInsufficient { lines }, OnShortage::Reject) => Some(lines),
            (refusal, _) => return Err(refusal.into()),
        },
        Err(failure) => return Err(failure),
    };

    let head = insert(uow, &request, &words, &customer, &lines, &totals, rejection.as_deref())?;
    if rejection.is_some() {
        return Ok(Reply::Declined(read(uow, head.id)?));
    }
    hold_units(uow, &head, &words, &customer, lines)?;
    let mut head = head;
    for status in request.up_to.unwrap_or_default().steps() {
        let way = states::find(head.status, *status)
            .ok_or_else(|| Failure::Bug(format!("no way from {} to {status}", head.status)))?;
        check_role(uow, way)?;
        head = take(uow, &head, way, None)?;
    }
    Ok(Reply::Done(read(uow, head.id)?))
}

fn parse(uow: &Uow<'_>, request: &OrderPlace) -> Result<Words, Failure> {
    let mut fields = Fields::default();
    let count = request.lines.as_ref().map_or(0, Vec::len) + request.reservation_ids.as_ref().map_or(0, Vec::len);
    fields.line_count("lines", count);
    for (index, line) in request.lines.iter().flatten().take(MAX_LINES).enumerate() {
        fields.quantity(&format!("lines[{index}].quantity"), line.quantity);
    }
    let address = fields.text("address", request.address.as_deref().unwrap_or_default(), MAX_NOTE);
    if request.fulfilment == Some(Fulfilment::Delivery)
        && request.address.as_deref().is_none_or(|a| a.trim().is_empty())
    {
        fields.add("address", Problem::Required, None);
    }
    let note = fields.text("note", request.note.as_deref().unwrap_or_default(), MAX_NOTE);
    let hold_seconds =
        fields.range("holdSeconds", request.hold_seconds.unwrap_or(uow.rules.order_hold_seconds), 1, MAX_HOLD_SECONDS);
    fields.finish()?;
    Ok(Words { address, note, hold_seconds })
}

/// The lines asked for, then one for each hold that the order takes over.
fn price_lines(uow: &Uow<'_>, request: &OrderPlace) -> Result<Vec<Priced>, Failure> {
    let mut lines = Vec::new();
    for line in request.lines.iter().flatten() {
        let location_id = location_or_default(uow, line.location_id)?;
        lines.push((line.variant_id, location_id, line.quantity, None));
    }
    for (index, id) in request.reservation_ids.iter().flatten().enumerate() {
        let held = reservations::usable(uow, *id)?;
        if let Some((order_id, order_number)) = held.owner.order.clone() {
            return Err(Refusal::HoldOfOrder { id: *id, order_id, order_number }.into());
        }
        let twice = request.reservation_ids.iter().flatten().take(index).any(|other| other == id);
        if twice {
            return Err(Refusal::field(&format!("reservationIds[{index}]"), Problem::Duplicate, None).into());
        }
        lines.push((held.variant_id, held.location_id, held.quantity, Some(held)));
    }
    let prices = Prices::of(uow, None, uow.now)?;
    let mut priced = Vec::with_capacity(lines.len());
    for (line_no, (variant_id, location_id, quantity, held)) in (1..).zip(lines) {
        let sellable = sellable(uow, variant_id)?;
        let quote = prices.quote(&sellable, quantity);
        let too_large = || Refusal::field(&format!("lines[{}].quantity", line_no - 1), Problem::TooLarge, None);
        let line_total = quote.unit_price.times(quantity).ok_or_else(too_large)?;
        priced.push(Priced {
            tax: line_total.included_tax(sellable.tax_rate_bp),
            wanted: Wanted { line_no, sellable, location_id, quantity },
            quote,
            line_total,
            held,
        });
    }
    Ok(priced)
}

fn total(lines: &[Priced]) -> Result<Totals, Failure> {
    let too_large = || Failure::from(Refusal::field("lines", Problem::TooLarge, Some(MAX_MINOR)));
    let mut totals =
        Totals { subtotal: Minor::ZERO, discount: Minor::ZERO, tax: Minor::ZERO, total: Minor::ZERO, items: 0 };
    for line in lines {
        let listed = line.quote.list_price.times(line.wanted.quantity).ok_or_else(too_large)?;
        totals.subtotal = totals.subtotal.plus(listed).ok_or_else(too_large)?;
        totals.total = totals.total.plus(line.line_total).ok_or_else(too_large)?;
        totals.tax = totals.tax.plus(line.tax).ok_or_else(too_large)?;
        totals.items += line.wanted.quantity;
    }
    totals.discount = Minor(totals.subtotal.0 - totals.total.0);
    Ok(totals)
}

/// The next number of the year, like 2026-000123. Numbers of refused orders are not used up: they roll back.
fn next_number(uow: &mut Uow<'_>) -> Result<String, Failure> {
    let year = uow.rules.time_zone.day_of(uow.now).year();
    let next: i64 = uow
        .find(
            "INSERT INTO counter (name, value) VALUES (:name, 1)
             ON CONFLICT (name) DO UPDATE SET value = value + 1
             RETURNING value",
            named_params! { ":name": format!("order_number_{year}") },
            |row| row.get(0),
        )?
        .ok_or_else(|| Failure::Bug("a counter gave no row back".to_owned()))?;
    Ok(format!("{year}-{next:06}"))
}

fn insert(
    uow: &mut Uow<'_>,
    request: &OrderPlace,
    words: &Words,
    customer: &Known,
    lines: &[Priced],
    totals: &Totals,
    rejection: Option<&[ShortLine]>,
) -> Result<Head, Failure> {
    let (now, staff_id) = (uow.now, uow.actor.staff_id);
    let id = OrderId::new(now);
    let number = next_number(uow)?;
    let seq = uow.next_seq("orders")?;
    let status = if rejection.is_some() { OrderStatus::Rejected } else { OrderStatus::Pending };
    let location_id = lines.first().map_or(uow.rules.selling_location_id, |line| line.wanted.location_id);
    uow.change_one(
        "INSERT INTO orders
           (row_no, seq, id, number, status, priority, customer_id, customer_name, customer_email, customer_phone,
            location_id, fulfilment, address, promised_on, line_count, items, subtotal, discount, tax, total,
            note, rejection, hold_seconds, staff_id, created_at, status_at)
         VALUES
           (:seq, :seq, :id, :number, :status, :priority, :customer_id, :customer_name, :customer_email,
            :customer_phone, :location_id, :fulfilment, :address, :promised_on, :line_count, :items, :subtotal,
            :discount, :tax, :total, :note, :rejection, :hold_seconds, :staff_id, :now, :now)",
        named_params! {
            ":seq": seq,
            ":id": id,
            ":number": number,
            ":status": status,
            ":priority": request.priority.unwrap_or(Priority::Normal),
            ":customer_id": customer.id,
            ":customer_name": customer.name,
            ":customer_email": customer.email,
            ":customer_phone": customer.phone,
            ":location_id": location_id,
            ":fulfilment": request.fulfilment.unwrap_or(Fulfilment::Pickup),
            ":address": words.address,
            ":promised_on": request.promised_on.map(|day| day.to_string()),
            ":line_count": lines.len() as i64,
            ":items": totals.items,
            ":subtotal": totals.subtotal,
            ":discount": totals.discount,
            ":tax": totals.tax,
            ":total": totals.total,
            ":note": words.note,
            ":rejection": rejection.map(serde_json::to_string).transpose()?,
            ":hold_seconds": words.hold_seconds,
            ":staff_id": staff_id,
            ":now": now,
        },
    )?;
    for line in lines {
        uow.change_one(
            "INSERT INTO order_line
               (order_id, line_no, variant_id, location_id, sku, name, quantity, list_price, unit_price,
                tax_rate_bp, tax, breakdown, quoted_at, line_total)
             VALUES
               (:order_id, :line_no, :variant_id, :location_id, :sku, :name, :quantity, :list_price, :unit_price,
                :tax_rate_bp, :tax, :breakdown, :quoted_at, :line_total)",
            named_params! {
                ":order_id": id,
                ":line_no": line.wanted.line_no,
                ":variant_id": line.wanted.sellable.variant_id,
                ":location_id": line.wanted.location_id,
                ":sku": line.wanted.sellable.sku,
                ":name": line.wanted.sellable.name,
                ":quantity": line.wanted.quantity,
                ":list_price": line.quote.list_price,
                ":unit_price": line.quote.unit_price,
                ":tax_rate_bp": line.wanted.sellable.tax_rate_bp,
                ":tax": line.tax,
                ":breakdown": serde_json::to_string(&line.quote.steps)?,
                ":quoted_at": now,
                ":line_total": line.line_total,
            },
        )?;
    }
    write_history(uow, id, None, status, None)?;
    audit::record(
        uow,
        Entry {
            action: if rejection.is_some() { AuditAction::OrderRejected } else { AuditAction::OrderCreated },
            object_type: "order",
            object_id: id.to_string(),
            object_label: &number,
            old: None,
            new: Some(json!({
                "status": status,
                "customer": customer.name,
                "items": totals.items,
                "total": uow.money(totals.total),
                "lines": lines.iter().map(|line| json!({
                    "sku": line.wanted.sellable.sku,
                    "quantity": line.wanted.quantity,
                    "unitPrice": uow.money(line.quote.unit_price),
                })).collect::<Vec<_>>(),
                "short": rejection.map(|lines| lines.iter().map(|line| json!({
                    "sku": line.sku, "requested": line.requested, "available": line.available,
                })).collect::<Vec<_>>()),
            })),
            reason: None,
        },
    )?;
    Ok(Head { id, number, status, row_version: 1 })
}

/// A pending order keeps its units by holds that run until its deadline.
fn hold_units(
    uow: &mut Uow<'_>,
    head: &Head,
    words: &Words,
    customer: &Known,
    lines: Vec<Priced>,
) -> Result<(), Failure> {
    let expires_at = uow.now.plus_seconds(words.hold_seconds);
    let group_id = GroupId::new(uow.now);
    let owner = Owner {
        for_whom: customer.name.clone(),
        customer_id: customer.id,
        order: Some((head.id, head.number.clone())),
        basket: None,
        note: String::new(),
    };
    for line in lines {
        let Wanted { sellable, location_id, quantity, .. } = line.wanted;
        match line.held {
            Some(held) => take_over(uow, &held, (head.id, &head.number), customer.id, expires_at)?,
            None => {
                hold(uow, group_id, &sellable, location_id, quantity, expires_at, &owner)?;
            }
        }
    }
    Ok(())
}
