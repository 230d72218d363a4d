//! Orders as rows.

use crate::db::{Snapshot, Uow};
use crate::kernel::{
    CustomerId, Failure, Instant, LocationId, Minor, Money, OrderId, OrderStatus, Priority, Refusal, VariantId,
};
use rusqlite::{Row, named_params};

crate::response! {
    /// An order as a list shows it.
    pub struct OrderRow {
        pub id: OrderId,
        pub seq: i64,
        pub number: String,
        pub status: OrderStatus,
        pub priority: Priority,
        pub customer_id: Option<CustomerId>,
        pub customer_name: String,
        pub line_count: i64,
        /// Units of all lines.
        pub items: i64,
        pub total: Money,
        /// Payments less refunds.
        pub paid: Money,
        /// What is still to be paid; negative: owed to the customer.
        pub due: Money,
        pub created_at: Instant,
        pub status_at: Instant,
        pub staff_name: String,
        /// The earliest deadline of a pending order's holds; null when none runs.
        pub held_until: Option<Instant>,
        pub row_version: i64,
    }
}

pub(super) const ROW_COLUMNS: &str = "orders.id, orders.seq, orders.number, orders.status, orders.priority,
  orders.customer_id, orders.customer_name, orders.line_count, orders.items, orders.total, orders.created_at,
  orders.status_at, staff.name,
  CASE orders.status WHEN 'pending' THEN
    (SELECT min(expires_at) FROM reservation WHERE order_id = orders.id AND status = 'active')
  END,
  orders.row_version, orders.returned, orders.paid";

/// How many columns these are: what a statement selects besides comes behind them.
pub(super) const ROW_WIDTH: usize = 17;

pub(super) fn order_row(books: &Snapshot<'_>, row: &Row<'_>) -> rusqlite::Result<OrderRow> {
    let account = Account { status: row.get(3)?, total: row.get(9)?, returned: row.get(15)?, paid: row.get(16)? };
    Ok(OrderRow {
        id: row.get(0)?,
        seq: row.get(1)?,
        number: row.get(2)?,
        status: account.status,
        priority: row.get(4)?,
        customer_id: row.get(5)?,
        customer_name: row.get(6)?,
        line_count: row.get(7)?,
        items: row.get(8)?,
        total: books.money(account.total),
        paid: books.money(account.paid),
        due: books.money(account.due()),
        created_at: row.get(10)?,
        status_at: row.get(11)?,
        staff_name: row.get(12)?,
        held_until: row.get::<_, Option<Instant>>(13)?.filter(|until| *until > books.now),
        row_version: row.get(14)?,
    })
}

/// What an order costs and what of it was paid.
#[derive(Debug, Clone, Copy)]
pub struct Account {
    pub status: OrderStatus,
    pub total: Minor,
    /// What returned goods were sold for.
    pub returned: Minor,
    /// Payments less refunds.
    pub paid: Minor,
}

impl Account {
    /// What is still to be paid. Nobody owes anything for an order that is not kept; what was paid for it is owed to
    /// the customer, as is what was paid above what remains.
    pub fn due(self) -> Minor {
        let owed = match self.status {
            OrderStatus::Cancelled | OrderStatus::Rejected => 0,
            OrderStatus::Pending
            | OrderStatus::Confirmed
            | OrderStatus::Processing
            | OrderStatus::Shipped
            | OrderStatus::Delivered => self.total.0 - self.returned.0,
        };
        Minor(owed - self.paid.0)
    }
}

pub(super) fn account(books: &Snapshot<'_>, id: OrderId) -> Result<Account, Failure> {
    books.one("SELECT status, total, returned, paid FROM orders WHERE id = ?1", [id], |row| {
        Ok(Account { status: row.get(0)?, total: row.get(1)?, returned: row.get(2)?, paid: row.get(3)? })
    })
}

/// What a transition needs to know of an order.
#[derive(Debug, Clone)]
pub(super) struct Head {
    pub id: OrderId,
    pub number: String,
    pub status: OrderStatus,
    pub row_version: i64,
}

pub(super) fn head(books: &Snapshot<'_>, id: OrderId) -> Result<Head, Failure> {
    books
        .find("SELECT id, number, status, row_version FROM orders WHERE id = ?1", [id], |row| {
            Ok(Head { id: row.get(0)?, number: row.get(1)?, status: row.get(2)?, row_version: row.get(3)? })
        })?
        .ok_or_else(|| Refusal::not_found("order", id).into())
}

/// A line with what it still owns.
#[derive(Debug, Clone)]
pub(super) struct Line {
    pub line_no: i64,
    pub variant_id: VariantId,
    pub location_id: LocationId,
    pub quantity: i64,
    pub unit_price: Minor,
    pub tax_rate_bp: i64,
    /// How people name it in a list of what happened.
    pub sku: String,
    pub list_price: Minor,
    pub shipped: i64,
    pub released: i64,
    /// Units that came back.
    pub returned: i64,
    /// Allocated, not yet shipped and not given back.
    pub open: i64,
}

impl Line {
    /// What remains of it costs.
    pub fn total(&self) -> Minor {
        Minor(self.unit_price.0 * (self.quantity - self.released))
    }
}

pub(super) fn lines(books: &Snapshot<'_>, id: OrderId) -> Result<Vec<Line>, Failure> {
    books.rows(
        "SELECT order_line.line_no, order_line.variant_id, order_line.location_id, order_line.quantity,
                order_line.unit_price, order_line.tax_rate_bp, coalesce(allocation.released, 0),
                coalesce(allocation.quantity - allocation.shipped - allocation.released, 0), order_line.sku,
                order_line.list_price, coalesce(allocation.shipped, 0), order_line.returned
         FROM order_line
         LEFT JOIN allocation
           ON allocation.order_id = order_line.order_id
          AND allocation.line_no = order_line.line_no
          AND allocation.location_id = order_line.location_id
         WHERE order_line.order_id = ?1
         ORDER BY order_line.line_no",
        [id],
        |row| {
            Ok(Line {
                line_no: row.get(0)?,
                variant_id: row.get(1)?,
                location_id: row.get(2)?,
                quantity: row.get(3)?,
                unit_price: row.get(4)?,
                tax_rate_bp: row.get(5)?,
                released: row.get(6)?,
                open: row.get(7)?,
                sku: row.get(8)?,
                list_price: row.get(9)?,
                shipped: row.get(10)?,
                returned: row.get(11)?,
            })
        },
    )
}

/// Writes down that an order came to a status.
pub(super) fn write_history(
    uow: &mut Uow<'_>,
    id: OrderId,
    from: Option<OrderStatus>,
    to: OrderStatus,
    reason: Option<&str>,
) -> Result<(), Failure> {
    let (now, staff_id) = (uow.now, uow.actor.staff_id);
    uow.change_one(
        "INSERT INTO order_status_history (order_id, step, from_status, to_status, reason, staff_id, at)
         VALUES (:id, (SELECT coalesce(max(step), 0) + 1 FROM order_status_history WHERE order_id = :id),
                 :from, :to, :reason, :staff_id, :now)",
        named_params! {
            ":id": id, ":from": from, ":to": to, ":reason": reason, ":staff_id": staff_id, ":now": now,
        },
    )
}

/// Counts a change of the order that is told by other rows: whoever read it before reads it again.
pub(super) fn next_version(uow: &mut Uow<'_>, id: OrderId) -> Result<(), Failure> {
    uow.change_one("UPDATE orders SET row_version = row_version + 1 WHERE id = ?1", [id])
}
