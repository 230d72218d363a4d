//! One order whole: lines, holds, what happened, and what may be done next.

use super::extend::{held_since, latest_deadline};
use super::payments::{Payment, payments_of};
use super::returns::{Return, returns_of};
use super::ship::{Shipment, shipments_of};
use super::states::{self, OrderAction};
use super::store::{OrderRow, ROW_COLUMNS, order_row};
use super::timeline::{TimelineEntry, timeline};
use crate::db::Snapshot;
use crate::kernel::{
    BasketId, Day, Failure, Fulfilment, Instant, LocationId, Money, OrderId, OrderStatus, Problem, Refusal, Role,
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
        /// Base price and variant adjustment, before reductions.
        pub list_price: Money,
        pub unit_price: Money,
        /// When the price was quoted.
        pub quoted_at: Instant,
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
        /// Units that came back.
        pub returned: i64,
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
        /// The tier that its prices were worked out for, as it was called then; empty for an order of before there were
        /// tiers.
        pub tier_name: String,
        /// The basket that it was.
        pub basket_id: Option<BasketId>,
        /// Since when a pending order holds units, and until when that can be extended. Null when nothing is held.
        pub held_since: Option<Instant>,
        pub extendable_until: Option<Instant>,
        pub customer_email: String,
        pub customer_phone: String,
        pub location_id: LocationId,
        pub fulfilment: Fulfilment,
        pub address: String,
        pub promised_on: Option<Day>,
        pub subtotal: Money,
        pub discount: Money,
        pub tax: Money,
        /// Payments less refunds.
        pub paid: Money,
        /// What returned goods were sold for.
        pub returned: Money,
        /// What is still to be paid; negative: owed to the customer.
        pub due: Money,
        pub note: String,
        /// Why it was kept as rejected.
        pub rejection: Option<Vec<ShortLine>>,
        pub lines: Vec<OrderLine>,
        pub holds: Vec<Reservation>,
        /// What was paid and given back, the oldest first.
        pub payments: Vec<Payment>,
        pub shipments: Vec<Shipment>,
        pub returns: Vec<Return>,
        /// What happened, the newest first, at most 200.
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
                subtotal, discount, tax, note, rejection, tier_name, basket_id
         FROM orders
         JOIN staff ON staff.id = orders.staff_id
         WHERE orders.id = ?1"
    );
    let mut detail = books
        .find(&sql, [id], |row| {
            let promised_on: Option<String> = row.get(22)?;
            let rejection: Option<String> = row.get(27)?;
            let order = order_row(books, row)?;
            Ok(OrderDetail {
                paid: order.paid,
                due: order.due,
                returned: books.money(row.get(15)?),
                order,
                tier_name: row.get("tier_name")?,
                basket_id: row.get("basket_id")?,
                held_since: None,
                extendable_until: None,
                customer_email: row.get(17)?,
                customer_phone: row.get(18)?,
                location_id: row.get(19)?,
                fulfilment: row.get(20)?,
                address: row.get(21)?,
                promised_on: promised_on.and_then(|day| day.parse().ok()),
                subtotal: books.money(row.get(23)?),
                discount: books.money(row.get(24)?),
                tax: books.money(row.get(25)?),
                note: row.get(26)?,
                rejection: rejection.and_then(|text| serde_json::from_str(&text).ok()),
                lines: Vec::new(),
                holds: Vec::new(),
                payments: Vec::new(),
                shipments: Vec::new(),
                returns: Vec::new(),
                timeline: Vec::new(),
                allowed_actions: Vec::new(),
            })
        })?
        .ok_or_else(|| Failure::from(Refusal::not_found("order", id)))?;
    detail.lines = order_lines(books, id, detail.order.created_at)?;
    detail.holds = held_for_order(books, id)?;
    if detail.order.status == OrderStatus::Pending && !detail.holds.is_empty() {
        let since = held_since(books, id, detail.order.created_at)?;
        detail.held_since = Some(since);
        detail.extendable_until = Some(latest_deadline(books, since));
    }
    detail.payments = payments_of(books, id)?;
    detail.shipments = shipments_of(books, id)?;
    detail.returns = returns_of(books, id)?;
    detail.timeline = timeline(books, id)?;
    detail.allowed_actions = allowed_actions(books, &detail);
    Ok(detail)
}

fn order_lines(books: &Snapshot<'_>, id: OrderId, placed_at: Instant) -> Result<Vec<OrderLine>, Failure> {
    books.rows(
        "SELECT order_line.line_no, order_line.variant_id, order_line.location_id, sku, name, order_line.quantity,
                unit_price, tax_rate_bp, tax, line_total, breakdown,
                coalesce(allocation.quantity, 0), coalesce(allocation.shipped, 0), coalesce(allocation.released, 0),
                order_line.returned, list_price, nullif(quoted_at, 0)
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
                returned: row.get(14)?,
                list_price: books.money(row.get(15)?),
                quoted_at: row.get::<_, Option<Instant>>(16)?.unwrap_or(placed_at),
            })
        },
    )
}

/// Exactly the buttons that would succeed by state and role.
fn allowed_actions(books: &Snapshot<'_>, detail: &OrderDetail) -> Vec<AllowedAction> {
    let status = detail.order.status;
    let may = |role: Role| books.actor.role.may(role);
    let sum = |units: fn(&OrderLine) -> i64| detail.lines.iter().map(units).sum::<i64>();
    let open = sum(|line| line.allocated - line.shipped - line.released);
    let returnable = sum(|line| line.shipped - line.returned);
    let held: i64 = detail.holds.iter().map(|hold| hold.quantity).sum();
    let mut actions: Vec<AllowedAction> = states::ways_from(status)
        .filter(|way| may(way.least_role))
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
    let mut also = |action, least_role, possible: bool, needs_reason, units| {
        if possible && may(least_role) {
            actions.push(AllowedAction { action, to: None, needs_reason, units });
        }
    };
    also(OrderAction::ShipPart, Role::Clerk, states::may_ship(status) && open > 0, false, open);
    also(OrderAction::CloseShort, Role::Manager, states::may_close_short(status) && open > 0, true, open);
    also(OrderAction::Return, Role::Clerk, states::may_return(status) && returnable > 0, true, returnable);
    also(OrderAction::Pay, Role::Clerk, detail.due.is_positive(), false, 0);
    also(OrderAction::Refund, Role::Manager, detail.paid.is_positive(), true, 0);
    also(OrderAction::Edit, Role::Clerk, !states::is_final(status), false, 0);
    also(OrderAction::Extend, Role::Clerk, detail.extendable_until > detail.order.held_until, false, held);
    also(OrderAction::Copy, Role::Clerk, true, false, 0);
    actions
}
