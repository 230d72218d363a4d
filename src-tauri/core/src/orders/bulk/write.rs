//! Planned orders into the books: rows of one table together, each with the id and number it was given before.
//!
//! Row by row the time grows with the square of their number: a statement that checks a foreign key keeps a journal of
//! its own, and in one large transaction that journal grows with all that was written.

use super::plan::{Plan, Planned};
use super::{How, Shortages};
use crate::audit::{self, Entry};
use crate::db::Uow;
use crate::kernel::Watch;
use crate::kernel::{
    AuditAction, BulkShortLine, BulkShortage, BulkUpTo, Failure, Fulfilment, GroupId, OrderId, OrderStatus, Priority,
    Refusal, Series,
};
use crate::orders::draft::{extend, walk_in};
use crate::reservations::{self, NewHold};
use crate::stock::ledger;
use rusqlite::{ToSql, named_params};
use serde::Serialize;
use serde_json::json;

/// Rows of one table that are written at once.
const ROWS_AT_ONCE: usize = 5_000;
/// Orders between two looks at whether somebody pressed Stop.
const ORDERS_BETWEEN_LOOKS: usize = 512;

/// An order that is kept.
#[derive(Debug, Clone)]
pub struct Written {
    pub id: OrderId,
    pub number: String,
}

/// A planned order with its names in the books.
struct Draft<'p> {
    planned: &'p Planned,
    seq: i64,
    written: Written,
    rejection: Option<String>,
}

impl Draft<'_> {
    fn is_placed(&self) -> bool {
        self.rejection.is_none()
    }
}

pub fn write(uow: &mut Uow<'_>, plan: &Plan, how: How, watch: &dyn Watch) -> Result<Vec<Option<Written>>, Failure> {
    let kept = |planned: &Planned| planned.short.is_empty() || how.on_shortage == BulkShortage::Reject;
    let count = plan.orders.iter().flatten().filter(|planned| kept(planned)).count();
    let series = Series::default();
    let mut numbers = Numbers::take(uow, count)?;
    let mut seq = uow.next_seq("orders")?;
    let mut written = Vec::with_capacity(plan.orders.len());
    let mut drafts = Vec::with_capacity(count);
    let mut shortages = Shortages::default();
    for planned in &plan.orders {
        let Some(planned) = planned.as_ref().ok().filter(|planned| kept(planned)) else {
            written.push(None);
            continue;
        };
        let rejection = match planned.short.is_empty() {
            true => None,
            false => Some(serde_json::to_string(&shortages.of(uow, planned)?)?),
        };
        let draft = Draft {
            planned,
            seq,
            written: Written { id: OrderId::next(&series, uow.now), number: numbers.next() },
            rejection,
        };
        written.push(Some(draft.written.clone()));
        drafts.push(draft);
        seq += 1;
    }
    write_orders(uow, &drafts)?;
    write_lines(uow, &drafts)?;
    match how.up_to {
        BulkUpTo::Pending => hold(uow, &drafts, &series)?,
        BulkUpTo::Confirmed => confirm(uow, &drafts)?,
    }
    record(uow, &drafts, how.up_to, watch)?;
    Ok(written)
}

/// Numbers of the year, in a row.
struct Numbers {
    year: i32,
    next: i64,
}

impl Numbers {
    fn take(uow: &mut Uow<'_>, count: usize) -> Result<Numbers, Failure> {
        let year = uow.rules.time_zone.day_of(uow.now).year();
        let name = format!("order_number_{year}");
        uow.change_one(
            "INSERT INTO counter (name, value) VALUES (:name, :count)
             ON CONFLICT (name) DO UPDATE SET value = value + :count",
            named_params! { ":name": name, ":count": count as i64 },
        )?;
        let last: i64 = uow.one("SELECT value FROM counter WHERE name = ?1", [&name], |row| row.get(0))?;
        Ok(Numbers { year, next: last - count as i64 + 1 })
    }

    fn next(&mut self) -> String {
        let number = format!("{}-{:06}", self.year, self.next);
        self.next += 1;
        number
    }
}

/// Runs a statement over `json_each(:rows) AS row`, some rows at a time.
fn write_rows<R: Serialize>(
    uow: &mut Uow<'_>,
    sql: &str,
    params: &[(&str, &dyn ToSql)],
    rows: &[R],
) -> Result<(), Failure> {
    for rows in rows.chunks(ROWS_AT_ONCE) {
        let json = serde_json::to_string(rows)?;
        let mut all = params.to_vec();
        all.push((":rows", &json));
        let changed = uow.change(sql, all.as_slice())?;
        if changed != rows.len() {
            return Err(Failure::Bug(format!("{changed} rows written of {}: {sql}", rows.len())));
        }
    }
    Ok(())
}

#[derive(Serialize)]
struct OrderWritten<'p> {
    seq: i64,
    id: OrderId,
    number: &'p str,
    status: OrderStatus,
    priority: Priority,
    customer_id: Option<crate::kernel::CustomerId>,
    customer: &'p str,
    email: &'p str,
    phone: &'p str,
    walk_in: Option<String>,
    location_id: crate::kernel::LocationId,
    fulfilment: Fulfilment,
    address: &'p str,
    promised_on: Option<String>,
    lines: usize,
    items: i64,
    subtotal: i64,
    tax: i64,
    total: i64,
    tier: &'p str,
    note: &'p str,
    rejection: Option<&'p str>,
}

/// Every order begins as pending or rejected; what is confirmed becomes so by a way of its own.
fn write_orders(uow: &mut Uow<'_>, drafts: &[Draft<'_>]) -> Result<(), Failure> {
    let selling = uow.rules.selling_location_id;
    let rows: Vec<OrderWritten<'_>> = (drafts.iter())
        .map(|draft| {
            let planned = draft.planned;
            OrderWritten {
                seq: draft.seq,
                id: draft.written.id,
                number: &draft.written.number,
                status: if draft.is_placed() { OrderStatus::Pending } else { OrderStatus::Rejected },
                priority: planned.words.priority,
                customer_id: planned.customer.id,
                customer: &planned.customer.name,
                email: &planned.customer.email,
                phone: &planned.customer.phone,
                walk_in: walk_in(&planned.customer),
                location_id: planned.lines.first().map_or(selling, |line| line.location_id),
                fulfilment: planned.words.fulfilment,
                address: &planned.words.address,
                promised_on: planned.words.promised_on.map(|day| day.to_string()),
                lines: planned.lines.len(),
                items: planned.totals.items,
                subtotal: planned.totals.subtotal.0,
                tax: planned.totals.tax.0,
                total: planned.totals.total.0,
                tier: &planned.tier_name,
                note: &planned.words.note,
                rejection: draft.rejection.as_deref(),
            }
        })
        .collect();
    let (now, staff_id, hold_seconds) = (uow.now, uow.actor.staff_id, uow.rules.order_hold_seconds);
    write_rows(
        uow,
        "INSERT INTO orders
           (row_no, seq, id, number, status, priority, customer_id, customer_name, customer_email, customer_phone,
            walk_in, location_id, fulfilment, address, promised_on, line_count, items, subtotal, discount, tax, total, tier_name,
            note, rejection, hold_seconds, staff_id, created_at, status_at)
         SELECT value ->> 'seq', value ->> 'seq', unhex(value ->> 'id', '-'), value ->> 'number', value ->> 'status',
                value ->> 'priority', unhex(value ->> 'customer_id', '-'), value ->> 'customer', value ->> 'email',
                value ->> 'phone', value ->> 'walk_in', unhex(value ->> 'location_id', '-'), value ->> 'fulfilment',
                value ->> 'address',
                value ->> 'promised_on', value ->> 'lines', value ->> 'items', value ->> 'subtotal',
                value ->> 'subtotal' - value ->> 'total', value ->> 'tax', value ->> 'total', value ->> 'tier',
                value ->> 'note', value ->> 'rejection', :hold_seconds, :staff_id, :now, :now
         FROM json_each(:rows)",
        &[(":hold_seconds", &hold_seconds), (":staff_id", &staff_id), (":now", &now)],
        &rows,
    )
}

#[derive(Serialize)]
struct LineWritten<'p> {
    order_id: OrderId,
    line_no: usize,
    variant_id: crate::kernel::VariantId,
    location_id: crate::kernel::LocationId,
    sku: &'p str,
    name: &'p str,
    quantity: i64,
    list_price: i64,
    unit_price: i64,
    tax_rate_bp: i64,
    tax: i64,
    breakdown: &'p str,
    line_total: i64,
}

fn write_lines(uow: &mut Uow<'_>, drafts: &[Draft<'_>]) -> Result<(), Failure> {
    let rows: Vec<LineWritten<'_>> = (drafts.iter())
        .flat_map(|draft| {
            (1..).zip(&draft.planned.lines).map(|(line_no, line)| LineWritten {
                order_id: draft.written.id,
                line_no,
                variant_id: line.sellable.variant_id,
                location_id: line.location_id,
                sku: &line.sellable.sku,
                name: &line.sellable.name,
                quantity: line.quantity,
                list_price: line.price.price.list_price.0,
                unit_price: line.price.price.unit_price.0,
                tax_rate_bp: line.sellable.tax_rate_bp,
                tax: line.tax.0,
                breakdown: &line.price.breakdown,
                line_total: line.line_total.0,
            })
        })
        .collect();
    let now = uow.now;
    write_rows(
        uow,
        "INSERT INTO order_line
           (order_id, line_no, variant_id, location_id, sku, name, quantity, list_price, unit_price, tax_rate_bp, tax,
            breakdown, quoted_at, line_total)
         SELECT unhex(value ->> 'order_id', '-'), value ->> 'line_no', unhex(value ->> 'variant_id', '-'),
                unhex(value ->> 'location_id', '-'), value ->> 'sku', value ->> 'name', value ->> 'quantity',
                value ->> 'list_price', value ->> 'unit_price', value ->> 'tax_rate_bp', value ->> 'tax',
                value ->> 'breakdown', :now, value ->> 'line_total'
         FROM json_each(:rows)",
        &[(":now", &now)],
        &rows,
    )
}

/// Pending orders keep their units by holds that run until the deadline.
fn hold(uow: &mut Uow<'_>, drafts: &[Draft<'_>], series: &Series) -> Result<(), Failure> {
    history(uow, drafts)?;
    let expires_at = uow.now.plus_seconds(uow.rules.order_hold_seconds);
    let mut holds = Vec::new();
    for draft in drafts.iter().filter(|draft| draft.is_placed()) {
        let group_id = GroupId::next(series, uow.now);
        for line in &draft.planned.lines {
            holds.push(NewHold {
                group_id,
                variant_id: line.sellable.variant_id,
                location_id: line.location_id,
                sku: &line.sellable.sku,
                quantity: line.quantity,
                expires_at,
                for_whom: &draft.planned.customer.name,
                customer_id: draft.planned.customer.id,
                order_id: draft.written.id,
                order_number: &draft.written.number,
            });
        }
    }
    reservations::hold_all(uow, &holds)
}

/// Confirmed orders own their units at once: nobody waits between holding and owning them.
fn confirm(uow: &mut Uow<'_>, drafts: &[Draft<'_>]) -> Result<(), Failure> {
    #[derive(Serialize)]
    struct Owned<'p> {
        order_id: OrderId,
        number: &'p str,
        line_no: usize,
        variant_id: crate::kernel::VariantId,
        location_id: crate::kernel::LocationId,
        quantity: i64,
    }
    let placed = || drafts.iter().filter(|draft| draft.is_placed());
    let rows: Vec<Owned<'_>> = placed()
        .flat_map(|draft| {
            (1..).zip(&draft.planned.lines).map(|(line_no, line)| Owned {
                order_id: draft.written.id,
                number: &draft.written.number,
                line_no,
                variant_id: line.sellable.variant_id,
                location_id: line.location_id,
                quantity: line.quantity,
            })
        })
        .collect();
    for rows in rows.chunks(ROWS_AT_ONCE) {
        let json = serde_json::to_string(rows)?;
        ledger::reserve_all(
            uow,
            "SELECT key AS place, unhex(value ->> 'variant_id', '-') AS variant_id,
                    unhex(value ->> 'location_id', '-') AS location_id, value ->> 'quantity' AS quantity,
                    'order' AS ref_type, unhex(value ->> 'order_id', '-') AS ref_id, value ->> 'number' AS ref_label
             FROM json_each(:rows)",
            &[(":rows", &json)],
        )?;
    }
    write_rows(
        uow,
        "INSERT INTO allocation (order_id, line_no, location_id, variant_id, quantity)
         SELECT unhex(value ->> 'order_id', '-'), value ->> 'line_no', unhex(value ->> 'location_id', '-'),
                unhex(value ->> 'variant_id', '-'), value ->> 'quantity'
         FROM json_each(:rows)",
        &[],
        &rows,
    )?;
    history(uow, drafts)?;
    let (Some(first), Some(last)) = (drafts.first(), drafts.last()) else { return Ok(()) };
    let changed = uow.change(
        "UPDATE orders SET status = 'confirmed', row_version = row_version + 1
         WHERE row_no BETWEEN :first AND :last AND status = 'pending'",
        named_params! { ":first": first.seq, ":last": last.seq },
    )?;
    if changed != placed().count() {
        return Err(Failure::Bug(format!("{changed} orders confirmed of {}", placed().count())));
    }
    let (now, staff_id) = (uow.now, uow.actor.staff_id);
    uow.change(
        "INSERT INTO order_status_history (order_id, step, from_status, to_status, reason, staff_id, at)
         SELECT id, 2, 'pending', 'confirmed', NULL, :staff_id, :now
         FROM orders
         WHERE row_no BETWEEN :first AND :last AND status = 'confirmed'",
        named_params! { ":first": first.seq, ":last": last.seq, ":staff_id": staff_id, ":now": now },
    )?;
    Ok(())
}

/// That each order began.
fn history(uow: &mut Uow<'_>, drafts: &[Draft<'_>]) -> Result<(), Failure> {
    let (Some(first), Some(last)) = (drafts.first(), drafts.last()) else { return Ok(()) };
    let (now, staff_id) = (uow.now, uow.actor.staff_id);
    uow.change(
        "INSERT INTO order_status_history (order_id, step, from_status, to_status, reason, staff_id, at)
         SELECT id, 1, NULL, status, NULL, :staff_id, :now
         FROM orders
         WHERE row_no BETWEEN :first AND :last",
        named_params! { ":first": first.seq, ":last": last.seq, ":staff_id": staff_id, ":now": now },
    )?;
    Ok(())
}

/// What the audit tells of each order, as if it had been placed by itself.
fn record(uow: &mut Uow<'_>, drafts: &[Draft<'_>], up_to: BulkUpTo, watch: &dyn Watch) -> Result<(), Failure> {
    let hold_seconds = uow.rules.order_hold_seconds;
    for (done, draft) in drafts.iter().enumerate() {
        if done % ORDERS_BETWEEN_LOOKS == 0 {
            watch.progress((drafts.len() + done) as i64, 2 * drafts.len() as i64);
            if watch.is_cancelled() {
                return Err(Refusal::Cancelled { what: "Placing the orders".to_owned() }.into());
            }
        }
        let Draft { planned, written, .. } = draft;
        let entry = |action, old, new| Entry {
            action,
            object_type: "order",
            object_id: written.id.to_string(),
            object_label: &written.number,
            old,
            new: Some(new),
            reason: None,
        };
        let (action, status) = match draft.is_placed() {
            true => (AuditAction::OrderCreated, OrderStatus::Pending),
            false => (AuditAction::OrderRejected, OrderStatus::Rejected),
        };
        let mut new = planned.draft(hold_seconds).told(uow)?;
        extend(&mut new, json!({ "status": status }));
        if !draft.is_placed() {
            let short = planned.short_lines(0);
            let told = short.iter().map(|BulkShortLine { sku, requested, available, .. }| {
                json!({ "sku": sku, "requested": requested, "available": available })
            });
            extend(&mut new, json!({ "short": told.collect::<Vec<_>>() }));
        }
        audit::record(uow, entry(action, None, new))?;
        if draft.is_placed() && up_to == BulkUpTo::Confirmed {
            let (old, new) = (json!({ "status": "pending" }), json!({ "status": "confirmed" }));
            audit::record(uow, entry(AuditAction::OrderStatusChanged, Some(old), new))?;
        }
    }
    Ok(())
}
