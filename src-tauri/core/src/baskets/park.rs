//! How a basket is put aside, taken up again, given up, and how it becomes an order.

use super::get::{Basket, read};
use super::store::{Head, head};
use crate::audit::{self, Entry};
use crate::db::Uow;
use crate::kernel::text::MAX_NOTE;
use crate::kernel::{AuditAction, BasketId, BasketStatus, Failure, Fields, OrderId, ReservationStatus};
use crate::reservations::{cancel_waits_of_basket, end, held_for_basket, usable};
use rusqlite::named_params;
use serde_json::json;

crate::strict_request! {
    pub struct BasketPark {
        pub id: BasketId,
        pub row_version: i64,
        pub reason: Option<String>,
    }
    pub struct BasketResume {
        pub id: BasketId,
        pub row_version: i64,
        pub reason: Option<String>,
    }
    /// Gives its holds back and its places in the queue up.
    pub struct BasketDrop {
        pub id: BasketId,
        pub row_version: i64,
        pub reason: Option<String>,
    }
}

pub fn basket_park(uow: &mut Uow<'_>, request: BasketPark) -> Result<Basket, Failure> {
    step(uow, request.id, request.row_version, &[BasketStatus::Open], BasketStatus::Parked, request.reason)
}

pub fn basket_resume(uow: &mut Uow<'_>, request: BasketResume) -> Result<Basket, Failure> {
    step(uow, request.id, request.row_version, &[BasketStatus::Parked], BasketStatus::Open, request.reason)
}

pub fn basket_drop(uow: &mut Uow<'_>, request: BasketDrop) -> Result<Basket, Failure> {
    let from = [BasketStatus::Open, BasketStatus::Parked];
    step(uow, request.id, request.row_version, &from, BasketStatus::Dropped, request.reason)
}

fn step(
    uow: &mut Uow<'_>,
    id: BasketId,
    row_version: i64,
    from: &[BasketStatus],
    to: BasketStatus,
    reason: Option<String>,
) -> Result<Basket, Failure> {
    let mut fields = Fields::default();
    let reason = fields.text("reason", reason.as_deref().unwrap_or_default(), MAX_NOTE);
    fields.finish()?;
    let head = head(uow, id)?;
    if head.status == to {
        return read(uow, id);
    }
    if !from.contains(&head.status) {
        return Err(head.not_open().into());
    }
    Uow::check_version("basket", id, row_version, head.row_version)?;
    let reason = Some(reason.as_str()).filter(|reason| !reason.is_empty());
    set_status(uow, &head, to, None, reason)?;
    if to == BasketStatus::Dropped {
        cancel_waits_of_basket(uow, id, reason)?;
        for held in held_for_basket(uow, id)? {
            let hold = usable(uow, held.id)?;
            end(uow, &hold, ReservationStatus::Released, reason)?;
        }
    }
    read(uow, id)
}

/// An open basket became an order.
pub fn place(uow: &mut Uow<'_>, head: &Head, order: (OrderId, &str)) -> Result<(), Failure> {
    set_status(uow, head, BasketStatus::Placed, Some(order), None)
}

fn set_status(
    uow: &mut Uow<'_>,
    head: &Head,
    to: BasketStatus,
    order: Option<(OrderId, &str)>,
    reason: Option<&str>,
) -> Result<(), Failure> {
    let now = uow.now;
    uow.change_one(
        "UPDATE basket
         SET status = :to, order_id = :order_id, updated_at = :now, row_version = row_version + 1
         WHERE id = :id AND status = :from",
        named_params! {
            ":id": head.id, ":from": head.status, ":to": to, ":order_id": order.map(|(id, _)| id), ":now": now,
        },
    )?;
    let action = match to {
        BasketStatus::Open => AuditAction::BasketResumed,
        BasketStatus::Parked => AuditAction::BasketParked,
        BasketStatus::Placed => AuditAction::BasketPlaced,
        BasketStatus::Dropped => AuditAction::BasketDropped,
    };
    let mut new = json!({ "status": to });
    if let Some((_, number)) = order {
        new["order"] = json!(number);
    }
    audit::record(
        uow,
        Entry {
            action,
            object_type: "basket",
            object_id: head.id.to_string(),
            object_label: &head.label(),
            old: Some(json!({ "status": head.status })),
            new: Some(new),
            reason,
        },
    )
}
