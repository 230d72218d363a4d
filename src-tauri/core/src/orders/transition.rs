//! Moving an order along the table of states, and cancelling it, which is one of its ways.

use super::allocate::{allocate, give_back};
use super::get::{OrderDetail, read};
use super::ship::send_open;
use super::states::{self, Effect, Transition};
use super::store::{Head, head, write_history};
use crate::audit::{self, Entry};
use crate::db::Uow;
use crate::kernel::text::MAX_NOTE;
use crate::kernel::{AuditAction, Failure, Fields, OrderId, OrderStatus, Problem, Refusal};
use crate::reservations;
use rusqlite::named_params;
use serde_json::json;

crate::strict_request! {
    pub struct OrderTransition {
        pub id: OrderId,
        pub to: OrderStatus,
        pub row_version: i64,
        /// Required on the way to cancelled.
        pub reason: Option<String>,
    }
    pub struct OrderCancel {
        pub id: OrderId,
        pub row_version: i64,
        pub reason: String,
    }
}

pub fn order_transition(uow: &mut Uow<'_>, request: OrderTransition) -> Result<OrderDetail, Failure> {
    let mut fields = Fields::default();
    let asked = Move::read(request.to, request.reason.as_deref(), &mut fields);
    fields.finish()?;
    let head = head(uow, request.id)?;
    let way = states::way(head.status, request.to)?;
    Uow::check_version("order", head.id, request.row_version, head.row_version)?;
    check_role(uow, way)?;
    take(uow, &head, way, asked.reason())?;
    read(uow, head.id)
}

pub fn order_cancel(uow: &mut Uow<'_>, request: OrderCancel) -> Result<OrderDetail, Failure> {
    order_transition(
        uow,
        OrderTransition {
            id: request.id,
            to: OrderStatus::Cancelled,
            row_version: request.row_version,
            reason: Some(request.reason),
        },
    )
}

/// Where a person wants an order to go, and why.
pub(super) struct Move {
    to: OrderStatus,
    reason: String,
}

impl Move {
    pub fn read(to: OrderStatus, reason: Option<&str>, fields: &mut Fields) -> Move {
        let said = fields.text("reason", reason.unwrap_or_default(), MAX_NOTE);
        if to == OrderStatus::Cancelled && reason.is_none_or(|reason| reason.trim().is_empty()) {
            fields.add("reason", Problem::Required, None);
        }
        Move { to, reason: said }
    }

    fn reason(&self) -> Option<&str> {
        Some(self.reason.as_str()).filter(|reason| !reason.is_empty())
    }
}

/// Moves one of many orders, as it is now.
pub(super) fn move_along(uow: &mut Uow<'_>, head: &Head, asked: &Move) -> Result<Head, Failure> {
    let way = states::way(head.status, asked.to)?;
    check_role(uow, way)?;
    take(uow, head, way, asked.reason())
}

pub(super) fn check_role(uow: &Uow<'_>, way: &Transition) -> Result<(), Refusal> {
    if uow.actor.role.may(way.least_role) {
        return Ok(());
    }
    Err(Refusal::Forbidden { needed: way.least_role, role: uow.actor.role })
}

/// Takes one way: its effect on stock, the new status, the history and the audit.
pub(super) fn take(
    uow: &mut Uow<'_>,
    head: &Head,
    way: &'static Transition,
    reason: Option<&str>,
) -> Result<Head, Failure> {
    // Before the effect: units that come free for it are not to go to its own wait, which is over with this.
    if way.from == OrderStatus::Pending {
        reservations::cancel_waits_of_order(uow, head.id, reason)?;
    }
    match way.effect {
        Effect::Allocate => allocate(uow, head)?,
        Effect::Nothing => {}
        Effect::Ship => send_open(uow, head)?,
        Effect::GiveBack => give_back(uow, head, reason)?,
    }
    let now = uow.now;
    uow.change_one(
        "UPDATE orders
         SET status = :to, status_at = :now, row_version = row_version + 1
         WHERE id = :id AND status = :from",
        named_params! { ":id": head.id, ":from": way.from, ":to": way.to, ":now": now },
    )?;
    write_history(uow, head.id, Some(way.from), way.to, reason)?;
    audit::record(
        uow,
        Entry {
            action: AuditAction::OrderStatusChanged,
            object_type: "order",
            object_id: head.id.to_string(),
            object_label: &head.number,
            old: Some(json!({ "status": way.from })),
            new: Some(json!({ "status": way.to })),
            reason,
        },
    )?;
    Ok(Head { status: way.to, row_version: head.row_version + 1, ..head.clone() })
}
