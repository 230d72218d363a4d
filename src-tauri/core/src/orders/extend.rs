//! More time for a checkout, while somebody works on it.

use super::get::{OrderDetail, read};
use super::store::{Head, head};
use crate::audit::{self, Entry};
use crate::db::{Snapshot, Uow};
use crate::kernel::{
    AuditAction, Failure, Fields, Instant, MAX_HOLD_SECONDS, OrderId, OrderStatus, Refusal, ReservationId,
    ReservationStatus,
};
use crate::reservations::held_for_order;
use rusqlite::named_params;
use serde_json::json;

crate::strict_request! {
    /// From now on, the running holds of a pending order last so long again; never longer after the order was placed
    /// than the store's setting allows.
    pub struct OrderExtend {
        pub id: OrderId,
        pub row_version: Option<i64>,
        /// The store's setting for checkouts where left out.
        pub by_seconds: Option<i64>,
    }
}

/// Since when an order holds units, as the clock goes now: where it was set meanwhile, the deadlines moved with it.
pub(super) fn held_since(books: &Snapshot<'_>, id: OrderId, placed_at: Instant) -> Result<Instant, Failure> {
    let moved_ms: i64 = books.one(
        "SELECT coalesce(sum(new_value ->> '$.byMs'), 0)
         FROM audit_entry
         WHERE action = 'clock_jumped' AND seq > (SELECT min(seq) FROM audit_entry WHERE object_id = ?1)",
        [id.to_string()],
        |row| row.get(0),
    )?;
    Ok(Instant(placed_at.0 + moved_ms))
}

/// Until when the holds of an order can be extended that holds units since then.
pub(super) fn latest_deadline(books: &Snapshot<'_>, held_since: Instant) -> Instant {
    held_since.plus_seconds(books.rules.checkout_longest_seconds)
}

pub fn order_extend(uow: &mut Uow<'_>, request: OrderExtend) -> Result<OrderDetail, Failure> {
    let mut fields = Fields::default();
    let seconds =
        fields.range("bySeconds", request.by_seconds.unwrap_or(uow.rules.checkout_seconds), 1, MAX_HOLD_SECONDS);
    fields.finish()?;
    let head = head(uow, request.id)?;
    if head.status != OrderStatus::Pending {
        let fields = vec!["heldUntil".to_owned()];
        return Err(Refusal::OrderNotEditable { number: head.number, status: head.status, fields }.into());
    }
    if let Some(row_version) = request.row_version {
        Uow::check_version("order", head.id, row_version, head.row_version)?;
    }
    let holds = held_for_order(uow, head.id)?;
    if holds.is_empty() {
        return Err(lapsed(uow, &head)?);
    }
    let placed_at = uow.one("SELECT created_at FROM orders WHERE id = ?1", [head.id], |row| row.get(0))?;
    let first_held_at = held_since(uow, head.id, placed_at)?;
    let latest = latest_deadline(uow, first_held_at);
    // Somebody who names no time takes what there is.
    let wanted = uow.now.plus_seconds(seconds);
    let until = if request.by_seconds.is_none() { wanted.min(latest) } else { wanted };
    let later: Vec<_> = holds.iter().filter(|hold| hold.expires_at < until).collect();
    if until > latest || (later.is_empty() && wanted > latest) {
        return Err(Refusal::HoldLongest { order_id: head.id, number: head.number, first_held_at, latest }.into());
    }
    for hold in later {
        uow.change_one(
            "UPDATE reservation SET expires_at = :until WHERE id = :id AND status = 'active'",
            named_params! { ":id": hold.id, ":until": until },
        )?;
        audit::record(
            uow,
            Entry {
                action: AuditAction::ReservationExtended,
                object_type: "reservation",
                object_id: hold.id.to_string(),
                object_label: &head.number,
                old: Some(json!({ "expiresAt": hold.expires_at })),
                new: Some(json!({ "expiresAt": until, "sku": hold.sku, "quantity": hold.quantity })),
                reason: None,
            },
        )?;
    }
    read(uow, head.id)
}

/// Nothing is held any more that could be held longer; confirming takes the units again.
fn lapsed(books: &Snapshot<'_>, head: &Head) -> Result<Failure, Failure> {
    let (id, status, ended_at): (ReservationId, ReservationStatus, Instant) = books
        .find(
            "SELECT id, status, coalesce(ended_at, expires_at)
             FROM reservation
             WHERE order_id = ?1
             ORDER BY seq DESC
             LIMIT 1",
            [head.id],
            |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)),
        )?
        .ok_or_else(|| Failure::Bug(format!("the pending order {} never held anything", head.number)))?;
    let status = if status == ReservationStatus::Active { ReservationStatus::Expired } else { status };
    Ok(Refusal::HoldEnded { id, status, ended_at }.into())
}
