//! Placing an order: all lines or none, every short line named at once. `order_place` and `checkout` differ in where
//! the lines come from; every step after that is theirs together.

use super::draft::{Draft, DraftLine, Totals, Words, extend, walk_in};
use super::get::{OrderDetail, read};
use super::states;
use super::store::{Head, write_history};
use super::transition::{check_role, take};
use crate::audit::{self, Entry};
use crate::catalog::sellable;
use crate::customers::{self, OrderCustomer};
use crate::db::Uow;
use crate::kernel::{
    AuditAction, Day, Failure, Fields, Fulfilment, GroupId, Instant, LocationId, MAX_HOLD_SECONDS, MAX_LINES, OrderId,
    OrderStatus, Priority, Refusal, Reply, ReservationId, ReservationStatus, ShortLine, VariantId,
};
use crate::pricing::{Prices, tier_of};
use crate::reservations::{self, Hold, Owner, check_available_beside, end, hold, take_over};
use crate::stock::{Wanted, check_distinct, location_or_default};
use rusqlite::named_params;
use serde::{Deserialize, Serialize};
use serde_json::json;
use std::collections::HashMap;
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
    /// From lines, from held reservations, or both. A variant is on one line at each location; units that are held for
    /// the order join its line. An empty customer is a walk-in customer.
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

pub fn order_place(uow: &mut Uow<'_>, request: OrderPlace) -> Result<Reply<OrderDetail>, Failure> {
    let (words, hold_seconds) = parse(uow, &request)?;
    let holds = reservations::brought(uow, request.reservation_ids.as_deref().unwrap_or_default())?;
    let wanted = wanted(uow, &request, &holds)?;
    let customer = customers::resolve(uow, request.customer.as_ref().unwrap_or(&OrderCustomer::default()))?;
    let tier_id = match customer.id {
        Some(id) => tier_of(uow, id)?,
        None => None,
    };
    let prices = Prices::of(uow, tier_id, uow.now)?;
    let lines: Vec<DraftLine> =
        wanted.into_iter().map(|wanted| DraftLine::quoted(uow, &prices, wanted, None)).collect::<Result<_, _>>()?;
    let draft = Draft {
        customer,
        tier_name: prices.tier_name().to_owned(),
        basket: None,
        words,
        hold_seconds,
        totals: Totals::of(&lines)?,
        lines,
    };
    let (on_shortage, up_to) = (request.on_shortage.unwrap_or_default(), request.up_to.unwrap_or_default());
    match place(uow, &draft, &holds, on_shortage, up_to)? {
        Placed::Done(head) => Ok(Reply::Done(read(uow, head.id)?)),
        Placed::Rejected(head) => Ok(Reply::Declined(read(uow, head.id)?)),
    }
}

fn parse(uow: &Uow<'_>, request: &OrderPlace) -> Result<(Words, i64), Failure> {
    let mut fields = Fields::default();
    let count = request.lines.as_ref().map_or(0, Vec::len) + request.reservation_ids.as_ref().map_or(0, Vec::len);
    fields.line_count("lines", count);
    for (index, line) in request.lines.iter().flatten().take(MAX_LINES).enumerate() {
        fields.quantity(&format!("lines[{index}].quantity"), line.quantity);
    }
    let words = Words {
        priority: request.priority.unwrap_or(Priority::Normal),
        fulfilment: request.fulfilment.unwrap_or(Fulfilment::Pickup),
        address: request.address.clone().unwrap_or_default(),
        promised_on: request.promised_on,
        note: request.note.clone().unwrap_or_default(),
    }
    .check(&mut fields);
    let hold_seconds =
        fields.range("holdSeconds", request.hold_seconds.unwrap_or(uow.rules.order_hold_seconds), 1, MAX_HOLD_SECONDS);
    fields.finish()?;
    Ok((words, hold_seconds))
}

/// The lines asked for, with the units of the holds: on the line of their variant and location, or on one of their own.
fn wanted(uow: &Uow<'_>, request: &OrderPlace, holds: &[Hold]) -> Result<Vec<Wanted>, Failure> {
    let mut wanted: Vec<Wanted> = Vec::new();
    for (line_no, line) in (1..).zip(request.lines.iter().flatten()) {
        wanted.push(Wanted {
            line_no,
            sellable: sellable(uow, line.variant_id)?,
            location_id: location_or_default(uow, line.location_id)?,
            quantity: line.quantity,
        });
    }
    check_distinct(&wanted)?;
    reservations::with_units_of(uow, wanted, holds)
}

/// What came of an order that was to be placed.
pub(super) enum Placed {
    Done(Head),
    /// Kept as rejected.
    Rejected(Head),
}

/// Places an order, whole or not at all. `own` are the holds that are for it already: they never count against it, and
/// afterwards they are the order's or have given their units back.
pub(super) fn place(
    uow: &mut Uow<'_>,
    draft: &Draft,
    own: &[Hold],
    on_shortage: OnShortage,
    up_to: PlaceUpTo,
) -> Result<Placed, Failure> {
    let all: Vec<Wanted> = draft.lines.iter().map(|line| line.wanted.clone()).collect();
    let rejection = match check_available_beside(uow, &all, own) {
        Ok(()) => None,
        Err(Failure::Refused(refusal)) => match (*refusal, on_shortage) {
            (Refusal::StockInsufficient { lines }, OnShortage::Reject) => Some(lines),
            (refusal, _) => return Err(refusal.into()),
        },
        Err(failure) => return Err(failure),
    };
    let mut head = insert(uow, draft, rejection.as_deref())?;
    if rejection.is_some() {
        return Ok(Placed::Rejected(head));
    }
    keep_units(uow, &head, draft, own, up_to)?;
    for status in up_to.steps() {
        let way = states::find(head.status, *status)
            .ok_or_else(|| Failure::Bug(format!("no way from {} to {status}", head.status)))?;
        check_role(uow, way)?;
        head = take(uow, &head, way, None)?;
    }
    Ok(Placed::Done(head))
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

fn insert(uow: &mut Uow<'_>, draft: &Draft, rejection: Option<&[ShortLine]>) -> Result<Head, Failure> {
    let (now, staff_id) = (uow.now, uow.actor.staff_id);
    let id = OrderId::new(now);
    let number = next_number(uow)?;
    let seq = uow.next_seq("orders")?;
    let status = if rejection.is_some() { OrderStatus::Rejected } else { OrderStatus::Pending };
    let location_id = draft.lines.first().map_or(uow.rules.selling_location_id, |line| line.wanted.location_id);
    uow.change_one(
        "INSERT INTO orders
           (row_no, seq, id, number, status, priority, customer_id, customer_name, customer_email, customer_phone,
            walk_in, tier_name, basket_id, location_id, fulfilment, address, promised_on, line_count, items, subtotal,
            discount, tax, total, note, rejection, hold_seconds, staff_id, created_at, status_at)
         VALUES
           (:seq, :seq, :id, :number, :status, :priority, :customer_id, :customer_name, :customer_email,
            :customer_phone, :walk_in, :tier_name, :basket_id, :location_id, :fulfilment, :address, :promised_on, :line_count,
            :items, :subtotal, :discount, :tax, :total, :note, :rejection, :hold_seconds, :staff_id, :now, :now)",
        named_params! {
            ":seq": seq,
            ":id": id,
            ":number": number,
            ":status": status,
            ":priority": draft.words.priority,
            ":customer_id": draft.customer.id,
            ":customer_name": draft.customer.name,
            ":customer_email": draft.customer.email,
            ":customer_phone": draft.customer.phone,
            ":walk_in": walk_in(&draft.customer),
            ":tier_name": draft.tier_name,
            ":basket_id": draft.basket,
            ":location_id": location_id,
            ":fulfilment": draft.words.fulfilment,
            ":address": draft.words.address,
            ":promised_on": draft.words.promised_on.map(|day| day.to_string()),
            ":line_count": draft.lines.len() as i64,
            ":items": draft.totals.items,
            ":subtotal": draft.totals.subtotal,
            ":discount": draft.totals.discount,
            ":tax": draft.totals.tax,
            ":total": draft.totals.total,
            ":note": draft.words.note,
            ":rejection": rejection.map(serde_json::to_string).transpose()?,
            ":hold_seconds": draft.hold_seconds,
            ":staff_id": staff_id,
            ":now": now,
        },
    )?;
    for line in &draft.lines {
        insert_line(uow, id, line)?;
    }
    write_history(uow, id, None, status, None)?;
    let mut told = draft.told(uow)?;
    extend(&mut told, json!({ "status": status }));
    if let Some(short) = rejection {
        let short: Vec<_> = short
            .iter()
            .map(|line| json!({ "sku": line.sku, "requested": line.requested, "available": line.available }))
            .collect();
        extend(&mut told, json!({ "short": short }));
    }
    audit::record(
        uow,
        Entry {
            action: if rejection.is_some() { AuditAction::OrderRejected } else { AuditAction::OrderCreated },
            object_type: "order",
            object_id: id.to_string(),
            object_label: &number,
            old: None,
            new: Some(told),
            reason: None,
        },
    )?;
    Ok(Head { id, number, status, row_version: 1 })
}

pub(super) fn insert_line(uow: &mut Uow<'_>, id: OrderId, line: &DraftLine) -> Result<(), Failure> {
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
            ":list_price": line.price.list_price,
            ":unit_price": line.price.unit_price,
            ":tax_rate_bp": line.price.tax_rate_bp,
            ":tax": line.tax,
            ":breakdown": serde_json::to_string(&line.price.steps)?,
            ":quoted_at": line.price.quoted_at,
            ":line_total": line.line_total,
        },
    )
}

/// A pending order keeps its units by holds that run until its deadline. One that goes further at once takes over only
/// what is held for it already: confirming it makes the rest its own without a hold in between.
fn keep_units(uow: &mut Uow<'_>, head: &Head, draft: &Draft, own: &[Hold], up_to: PlaceUpTo) -> Result<(), Failure> {
    let goes_on = up_to != PlaceUpTo::Pending;
    let deadline = uow.now.plus_seconds(draft.hold_seconds);
    let fit = Fit::of(&draft.lines, own);
    for held in fit.kept {
        let until = if goes_on { held.expires_at } else { deadline };
        take_over(uow, held, (head.id, &head.number), draft.customer.id, until)?;
    }
    let missing = if goes_on { Vec::new() } else { fit.missing };
    hold_instead(uow, head, draft, &fit.surplus, &missing, deadline)
}

/// How units that are held go with what lines need of them.
pub(super) struct Fit<'h> {
    pub kept: Vec<&'h Hold>,
    /// Of no use, or too large: a hold is one thing and is not cut.
    pub surplus: Vec<&'h Hold>,
    /// What the lines need besides.
    pub missing: Vec<(&'h Wanted, i64)>,
}

impl<'h> Fit<'h> {
    pub fn of(lines: &'h [DraftLine], held: &'h [Hold]) -> Fit<'h> {
        let mut fit = Fit { kept: Vec::new(), surplus: Vec::new(), missing: Vec::new() };
        let mut needed: HashMap<(VariantId, LocationId), i64> = HashMap::new();
        for DraftLine { wanted, .. } in lines {
            *needed.entry((wanted.sellable.variant_id, wanted.location_id)).or_default() += wanted.quantity;
        }
        for hold in held {
            match needed.get_mut(&(hold.variant_id, hold.location_id)) {
                Some(needed) if *needed >= hold.quantity => {
                    *needed -= hold.quantity;
                    fit.kept.push(hold);
                }
                Some(_) | None => fit.surplus.push(hold),
            }
        }
        for DraftLine { wanted, .. } in lines {
            if let Some(needed) = needed.remove(&(wanted.sellable.variant_id, wanted.location_id)).filter(|n| *n > 0) {
                fit.missing.push((wanted, needed));
            }
        }
        fit
    }
}

/// Gives back what is held beyond an order's lines, and then holds what they still need, which was found available.
pub(super) fn hold_instead(
    uow: &mut Uow<'_>,
    head: &Head,
    draft: &Draft,
    surplus: &[&Hold],
    missing: &[(&Wanted, i64)],
    deadline: Instant,
) -> Result<(), Failure> {
    for held in surplus {
        end(uow, held, ReservationStatus::Released, None)?;
    }
    let group_id = GroupId::new(uow.now);
    let owner = Owner {
        for_whom: draft.customer.name.clone(),
        customer_id: draft.customer.id,
        order: Some((head.id, head.number.clone())),
        ..Owner::default()
    };
    for (wanted, needed) in missing {
        hold(uow, group_id, &wanted.sellable, wanted.location_id, *needed, deadline, &owner)?;
    }
    Ok(())
}
