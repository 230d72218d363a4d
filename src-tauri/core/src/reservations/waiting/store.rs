//! Waits as rows, and how each of them ends.

use crate::audit::{self, Entry};
use crate::db::{Snapshot, Uow};
use crate::kernel::{
    AuditAction, BasketId, CustomerId, Failure, GroupId, Instant, LocationId, OrderId, Refusal, StaffId, VariantId,
    WaitId, WaitStatus,
};
use crate::reservations::store::Owner;
use rusqlite::{Row, named_params};
use serde_json::json;

crate::response! {
    pub struct Wait {
        pub id: WaitId,
        pub seq: i64,
        pub variant_id: VariantId,
        pub location_id: LocationId,
        pub location_name: String,
        pub sku: String,
        pub name: String,
        pub quantity: i64,
        /// Units that became holds so far.
        pub granted: i64,
        /// Takes what there is and waits on for the rest.
        pub accept_part: bool,
        pub status: WaitStatus,
        /// 1: the next to be served; null once it is over.
        pub position: Option<i64>,
        /// Units that those before it wait for.
        pub ahead: i64,
        /// How long the hold runs that it becomes.
        pub hold_seconds: i64,
        /// When the wait itself ends.
        pub expires_at: Instant,
        pub for_whom: String,
        pub customer_id: Option<CustomerId>,
        pub customer_name: Option<String>,
        pub order_id: Option<OrderId>,
        pub order_number: Option<String>,
        pub basket_id: Option<BasketId>,
        /// Of the holds that it becomes.
        pub group_id: GroupId,
        pub note: String,
        pub staff_name: String,
        pub created_at: Instant,
        pub ended_at: Option<Instant>,
    }
    pub struct WaitRows {
        pub rows: Vec<Wait>,
    }
}

/// Those that are before a wait in its queue. A wait past its time is before nobody.
const BEFORE: &str = "FROM stock_wait AS other
    WHERE other.variant_id = stock_wait.variant_id
      AND other.location_id = stock_wait.location_id
      AND other.status = 'waiting'
      AND other.seq < stock_wait.seq
      AND other.expires_at > :now";

/// Names `:now`.
pub(super) fn columns() -> String {
    format!(
        "stock_wait.id, stock_wait.seq, stock_wait.variant_id, stock_wait.location_id, location.name, variant.sku,
         product.name, stock_wait.quantity, stock_wait.granted, stock_wait.accept_part, stock_wait.status,
         CASE WHEN stock_wait.status = 'waiting' AND stock_wait.expires_at > :now
              THEN (SELECT count(*) + 1 {BEFORE}) END,
         CASE WHEN stock_wait.status = 'waiting' AND stock_wait.expires_at > :now
              THEN (SELECT coalesce(sum(other.quantity - other.granted), 0) {BEFORE}) ELSE 0 END,
         stock_wait.hold_seconds, stock_wait.expires_at, stock_wait.for_whom, stock_wait.customer_id,
         coalesce(orders.customer_name, customer.name, nullif(basket.customer_name, '')), stock_wait.order_id,
         orders.number, stock_wait.basket_id, stock_wait.group_id, stock_wait.note, staff.name, stock_wait.created_at,
         stock_wait.ended_at"
    )
}

pub(super) const TABLES: &str = "stock_wait
  JOIN variant ON variant.id = stock_wait.variant_id
  JOIN product ON product.id = variant.product_id
  JOIN location ON location.id = stock_wait.location_id
  JOIN staff ON staff.id = stock_wait.staff_id
  LEFT JOIN orders ON orders.id = stock_wait.order_id
  LEFT JOIN customer ON customer.id = stock_wait.customer_id
  LEFT JOIN basket ON basket.id = stock_wait.basket_id";

pub(super) fn wait(row: &Row<'_>) -> rusqlite::Result<Wait> {
    Ok(Wait {
        id: row.get(0)?,
        seq: row.get(1)?,
        variant_id: row.get(2)?,
        location_id: row.get(3)?,
        location_name: row.get(4)?,
        sku: row.get(5)?,
        name: row.get(6)?,
        quantity: row.get(7)?,
        granted: row.get(8)?,
        accept_part: row.get(9)?,
        status: row.get(10)?,
        position: row.get(11)?,
        ahead: row.get(12)?,
        hold_seconds: row.get(13)?,
        expires_at: row.get(14)?,
        for_whom: row.get(15)?,
        customer_id: row.get(16)?,
        customer_name: row.get(17)?,
        order_id: row.get(18)?,
        order_number: row.get(19)?,
        basket_id: row.get(20)?,
        group_id: row.get(21)?,
        note: row.get(22)?,
        staff_name: row.get(23)?,
        created_at: row.get(24)?,
        ended_at: row.get(25)?,
    })
}

pub(super) fn read(books: &Snapshot<'_>, id: WaitId) -> Result<Wait, Failure> {
    books
        .find(
            &format!("SELECT {} FROM {TABLES} WHERE stock_wait.id = :id", columns()),
            named_params! { ":id": id, ":now": books.now },
            wait,
        )?
        .ok_or_else(|| Refusal::not_found("wait", id).into())
}

/// A place in a queue as the use cases handle it.
#[derive(Debug)]
pub(super) struct Place {
    pub id: WaitId,
    pub variant_id: VariantId,
    pub location_id: LocationId,
    pub sku: String,
    pub quantity: i64,
    pub granted: i64,
    pub accept_part: bool,
    pub hold_seconds: i64,
    pub expires_at: Instant,
    pub group_id: GroupId,
    pub staff_id: StaffId,
    pub owner: Owner,
    /// The order is not pending, or the basket not being put together any more.
    pub is_over: bool,
}

impl Place {
    pub fn missing(&self) -> i64 {
        self.quantity - self.granted
    }

    fn label(&self) -> &str {
        match self.owner.label() {
            "" => &self.sku,
            label => label,
        }
    }
}

/// Places that are still waited in, found along an index or the id, by a condition, in order.
pub(super) fn places(
    books: &Snapshot<'_>,
    along: &str,
    which: &str,
    params: impl rusqlite::Params,
    order: &str,
) -> Result<Vec<Place>, Failure> {
    books.rows(
        &format!(
            "SELECT stock_wait.id, stock_wait.variant_id, stock_wait.location_id, variant.sku, stock_wait.quantity,
                    stock_wait.granted, stock_wait.accept_part, stock_wait.hold_seconds, stock_wait.expires_at,
                    stock_wait.group_id, stock_wait.staff_id, stock_wait.for_whom, stock_wait.customer_id,
                    stock_wait.order_id, orders.number, stock_wait.basket_id, stock_wait.note,
                    coalesce(orders.status <> 'pending', 0) OR coalesce(basket.status NOT IN ('open', 'parked'), 0)
             FROM stock_wait {along}
             CROSS JOIN variant ON variant.id = stock_wait.variant_id
             LEFT JOIN orders ON orders.id = stock_wait.order_id
             LEFT JOIN basket ON basket.id = stock_wait.basket_id
             WHERE stock_wait.status = 'waiting' AND {which}
             ORDER BY {order}"
        ),
        params,
        |row| {
            let (order_id, number): (Option<OrderId>, Option<String>) = (row.get(13)?, row.get(14)?);
            Ok(Place {
                id: row.get(0)?,
                variant_id: row.get(1)?,
                location_id: row.get(2)?,
                sku: row.get(3)?,
                quantity: row.get(4)?,
                granted: row.get(5)?,
                accept_part: row.get(6)?,
                hold_seconds: row.get(7)?,
                expires_at: row.get(8)?,
                group_id: row.get(9)?,
                staff_id: row.get(10)?,
                owner: Owner {
                    for_whom: row.get(11)?,
                    customer_id: row.get(12)?,
                    order: order_id.zip(number),
                    basket: row.get(15)?,
                    note: row.get(16)?,
                },
                is_over: row.get(17)?,
            })
        },
    )
}

/// Ends a wait without its units. Whoever comes after it may be served now.
pub(super) fn end(uow: &mut Uow<'_>, place: &Place, status: WaitStatus, reason: Option<&str>) -> Result<(), Failure> {
    let action = match status {
        WaitStatus::Expired => AuditAction::WaitExpired,
        WaitStatus::Cancelled => AuditAction::WaitCancelled,
        WaitStatus::Waiting | WaitStatus::Granted => {
            return Err(Failure::Bug(format!("a wait cannot end as {status} here")));
        }
    };
    let now = uow.now;
    uow.change_one(
        "UPDATE stock_wait SET status = :status, ended_at = :now WHERE id = :id AND status = 'waiting'",
        named_params! { ":id": place.id, ":status": status, ":now": now },
    )?;
    uow.note_freed(place.variant_id, place.location_id);
    record(
        uow,
        place,
        action,
        json!({
            "status": status, "sku": place.sku, "quantity": place.quantity, "granted": place.granted,
            "units": place.missing(),
        }),
        reason,
    )
}

pub(super) fn record(
    uow: &mut Uow<'_>,
    place: &Place,
    action: AuditAction,
    new: serde_json::Value,
    reason: Option<&str>,
) -> Result<(), Failure> {
    let old = match action {
        AuditAction::WaitCreated => None,
        _ => Some(json!({ "status": WaitStatus::Waiting, "granted": place.granted })),
    };
    audit::record(
        uow,
        Entry {
            action,
            object_type: "wait",
            object_id: place.id.to_string(),
            object_label: place.label(),
            old,
            new: Some(new),
            reason,
        },
    )
}
