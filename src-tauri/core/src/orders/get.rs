//! One order whole: lines, holds, what happened, and what may be done next.

use super::states::{self, OrderAction};
use super::store::{OrderRow, ROW_COLUMNS, lines, order_row};
use crate::db::Snapshot;
use crate::kernel::{
    AuditAction, Day, Failure, Fulfilment, Instant, LocationId, Money, OrderId, OrderStatus, Problem, Refusal, Role,
    ShortLine, VariantId,
};
use crate::pricing::PriceStep;
use crate::reservations::{Reservation, held_for_order};

crate::request! {
    /// By id or by number.
    pub struct OrderGet {
        pub id: Option<OrderId>,
        pub number: Option<String>,
    }
}
crate::response! {
    pub struct OrderLine {
        pub line_no: i64,
        pub variant_id: VariantId,
        pub location_id: LocationId,
        pub sku: String,
        pub name: String,
        pub quantity: i64,
        pub unit_price: Money,
        /// The tax rate that the price includes, in basis points.
        pub tax_rate_bp: i64,
        pub tax: Money,
        pub line_total: Money,
        pub breakdown: Vec<PriceStep>,
        /// Units that the line owns.
        pub allocated: i64,
        pub shipped: i64,
        /// Units given back: closed short or cancelled.
        pub released: i64,
    }
    pub struct TimelineEntry {
        pub at: Instant,
        pub action: AuditAction,
        pub from: Option<OrderStatus>,
        pub to: Option<OrderStatus>,
        pub staff_name: String,
        pub reason: Option<String>,
        pub audit_seq: i64,
    }
    pub struct AllowedAction {
        pub action: OrderAction,
        pub to: Option<OrderStatus>,
        pub needs_reason: bool,
        /// Units that go back to available, or off the shelf.
        pub units: i64,
    }
    pub struct OrderDetail {
        pub order: OrderRow,
        pub customer_email: String,
        pub customer_phone: String,
        pub location_id: LocationId,
        pub fulfilment: Fulfilment,
        pub address: String,
        pub promised_on: Option<Day>,
        pub subtotal: Money,
        pub discount: Money,
        pub tax: Money,
        pub note: String,
        /// Why it was kept as rejected.
        pub rejection: Option<Vec<ShortLine>>,
        pub lines: Vec<OrderLine>,
        pub holds: Vec<Reservation>,
        pub timeline: Vec<TimelineEntry>,
        pub allowed_actions: Vec<AllowedAction>,
    }
}

pub fn order_get(books: &Snapshot<'_>, request: OrderGet) -> Result<OrderDetail, Failure> {
    let id = match (request.id, request.number) {
        (Some(id), None) => id,
        (None, Some(number)) => books
            .find("SELECT id FROM orders WHERE number = ?1", [number.trim()], |row| row.get(0))?
            .ok_or_else(|| Refusal::not_found("order", number))?,
        (None, None) => return Err(Refusal::field("id", Problem::Required, None).into()),
        (Some(_), Some(_)) => return Err(Refusal::field("number", Problem::NotAllowed, None).into()),
    };
    read(books, id)
}

pub(super) fn read(books: &Snapshot<'_>, id: OrderId) -> Result<OrderDetail, Failure> {
    let sql = format!(
        "SELECT {ROW_COLUMNS}, customer_email, customer_phone, location_id, fulfilment, address, promised_on,
                subtotal, discount, tax, note, rejection
         FROM orders
         JOIN staff ON staff.id = orders.staff_id
         WHERE orders.id = ?1"
    );
    let mut detail = books
        .find(&sql, [id], |row| {
            let promised_on: Option<String> = row.get(20)?;
            let rejection: Option<String> = row.get(25)?;
            Ok(OrderDetail {
                order: order_row(books, row)?,
                customer_email: row.get(15)?,
                customer_phone: row.get(16)?,
                location_id: row.get(17)?,
                fulfilment: row.get(18)?,
                address: row.get(19)?,
                promised_on: promised_on.and_then(|day| day.parse().ok()),
                subtotal: books.money(row.get(21)?),
                discount: books.money(row.get(22)?),
                tax: books.money(row.get(23)?),
                note: row.get(24)?,
                rejection: rejection.and_then(|text| serde_json::from_str(&text).ok()),
                lines: Vec::new(),
                holds: Vec::new(),
                timeline: Vec::new(),
                allowed_actions: Vec::new(),
            })
        })?
        .ok_or_else(|| Failure::from(Refusal::not_found("order", id)))?;
    detail.lines = order_lines(books, id)?;
    detail.holds = held_for_order(books, id)?;
    detail.timeline = timeline(books, id)?;
    detail.allowed_actions = allowed_actions(books, &detail)?;
    Ok(detail)
}

fn order_lines(books: &Snapshot<'_>, id: OrderId) -> Result<Vec<OrderLine>, Failure> {
    books.rows(
        "SELECT order_line.line_no, order_line.variant_id, order_line.location_id, sku, name, order_line.quantity,
                unit_price, tax_rate_bp, tax, line_total, breakdown,
                coalesce(allocation.quantity, 0), coalesce(allocation.shipped, 0), coalesce(allocation.released, 0)
         FROM order_line
         LEFT JOIN allocation
           ON allocation.order_id = order_line.order_id AND allocation.line_no = order_line.line_no
         WHERE order_line.order_id = ?1
         ORDER BY order_line.line_no",
        [id],
        |row| {
            let breakdown: String = row.get(10)?;
            Ok(OrderLine {
                line_no: row.get(0)?,
                variant_id: row.get(1)?,
                location_id: row.get(2)?,
                sku: row.get(3)?,
                name: row.get(4)?,
                quantity: row.get(5)?,
                unit_price: books.money(row.get(6)?),
                tax_rate_bp: row.get(7)?,
                tax: books.money(row.get(8)?),
                line_total: books.money(row.get(9)?),
                breakdown: serde_json::from_str(&breakdown).unwrap_or_default(),
                allocated: row.get(11)?,
                shipped: row.get(12)?,
                released: row.get(13)?,
            })
        },
    )
}

/// What happened to the order, the newest first, out of the audit itself.
fn timeline(books: &Snapshot<'_>, id: OrderId) -> Result<Vec<TimelineEntry>, Failure> {
    books.rows(
        "SELECT at, action, old_value ->> '$.status', new_value ->> '$.status', actor, reason, seq
         FROM audit_entry
         WHERE object_id = ?1
         ORDER BY seq DESC",
        [id.to_string()],
        |row| {
            let status = |text: Option<String>| text.and_then(|text| OrderStatus::parse(&text));
            Ok(TimelineEntry {
                at: row.get(0)?,
                action: row.get(1)?,
                from: status(row.get(2)?),
                to: status(row.get(3)?),
                staff_name: row.get(4)?,
                reason: row.get(5)?,
                audit_seq: row.get(6)?,
            })
        },
    )
}

/// Exactly the buttons that would succeed by state and role.
fn allowed_actions(books: &Snapshot<'_>, detail: &OrderDetail) -> Result<Vec<AllowedAction>, Failure> {
    let status = detail.order.status;
    let open: i64 = lines(books, detail.order.id)?.iter().map(|line| line.open).sum();
    let held: i64 = detail.holds.iter().map(|hold| hold.quantity).sum();
    let mut actions: Vec<AllowedAction> = states::ways_from(status)
        .filter(|way| books.actor.role.may(way.least_role))
        .map(|way| AllowedAction {
            action: way.action,
            to: Some(way.to),
            needs_reason: way.to == OrderStatus::Cancelled,
            units: match way.effect {
                states::Effect::Allocate => detail.order.items,
                states::Effect::Nothing => 0,
                states::Effect::Ship => open,
                states::Effect::GiveBack => open + held,
            },
        })
        .collect();
    if states::may_close_short(status) && books.actor.role.may(Role::Manager) && open > 0 {
        actions.push(AllowedAction { action: OrderAction::CloseShort, to: None, needs_reason: true, units: open });
    }
    Ok(actions)
}
