//! Closing lines short: units that will not come are given back, and the customer owes less.

use super::allocate::release;
use super::get::{OrderDetail, read};
use super::states;
use super::store::{Head, Line, head, lines};
use super::transition::take;
use crate::audit::{self, Entry};
use crate::db::Uow;
use crate::kernel::text::MAX_NOTE;
use crate::kernel::{
    AuditAction, Failure, Fields, LocationId, MAX_LINES, Minor, OrderId, OrderStatus, Problem, Refusal, Role, VariantId,
};
use rusqlite::named_params;
use serde_json::json;

crate::strict_request! {
    pub struct CloseShortLine {
        pub line_no: i64,
        /// Units to give back.
        pub quantity: i64,
    }
    /// Gives units of a confirmed or processing order back. When every line is closed, the order is cancelled.
    pub struct OrderCloseShort {
        pub id: OrderId,
        pub row_version: i64,
        pub lines: Vec<CloseShortLine>,
        pub reason: String,
    }
}

pub fn order_close_short(uow: &mut Uow<'_>, request: OrderCloseShort) -> Result<OrderDetail, Failure> {
    let mut fields = Fields::default();
    fields.line_count("lines", request.lines.len());
    for (index, line) in request.lines.iter().enumerate().take(MAX_LINES) {
        fields.quantity(&format!("lines[{index}].quantity"), line.quantity);
        if request.lines[..index].iter().any(|other| other.line_no == line.line_no) {
            fields.add(&format!("lines[{index}].lineNo"), Problem::Duplicate, None);
        }
    }
    let reason = fields.text("reason", &request.reason, MAX_NOTE);
    if request.reason.trim().is_empty() {
        fields.add("reason", Problem::Required, None);
    }
    fields.finish()?;
    let head = head(uow, request.id)?;
    check_status(&head)?;
    Uow::check_version("order", head.id, request.row_version, head.row_version)?;
    if !uow.actor.role.may(Role::Manager) {
        return Err(Refusal::Forbidden { needed: Role::Manager, role: uow.actor.role }.into());
    }
    for asked in &request.lines {
        check_open(uow, &head, asked)?;
    }
    close(uow, &head, &request.lines, &reason)?;
    read(uow, head.id)
}

fn check_status(head: &Head) -> Result<(), Refusal> {
    if states::may_close_short(head.status) {
        return Ok(());
    }
    Err(Refusal::OrderTransitionNotAllowed {
        from: head.status,
        to: OrderStatus::Cancelled,
        allowed: states::ways_from(head.status).map(|way| way.to).collect(),
    })
}

/// The order may be closed short and the line has that many units open. Gives what they are units of, and where.
pub(super) fn check_open(
    uow: &Uow<'_>,
    head: &Head,
    asked: &CloseShortLine,
) -> Result<(VariantId, LocationId), Failure> {
    check_status(head)?;
    let too_many = |open| Refusal::CloseShortTooMany { line_no: asked.line_no, requested: asked.quantity, open };
    let lines = lines(uow, head.id)?;
    let line = lines.iter().find(|line| line.line_no == asked.line_no).ok_or_else(|| too_many(0))?;
    if asked.quantity > line.open {
        return Err(too_many(line.open).into());
    }
    Ok((line.variant_id, line.location_id))
}

/// Gives the units back, which were found open.
pub(super) fn close(uow: &mut Uow<'_>, head: &Head, asked: &[CloseShortLine], reason: &str) -> Result<(), Failure> {
    let before = lines(uow, head.id)?;
    let old_value = figures(uow, head.id, &before)?;
    for asked in asked {
        if let Some(line) = before.iter().find(|line| line.line_no == asked.line_no) {
            release(uow, head, line, asked.quantity, Some(reason))?;
        }
    }
    let after = lines(uow, head.id)?;
    let all_closed = after.iter().all(|line| line.open == 0);
    if !all_closed {
        reprice(uow, head.id)?;
    }
    let said: Vec<_> =
        asked.iter().map(|line| json!({ "lineNo": line.line_no, "closedShort": line.quantity })).collect();
    let mut new_value = figures(uow, head.id, &after)?;
    new_value["lines"] = json!(said);
    audit::record(
        uow,
        Entry {
            action: AuditAction::OrderEdited,
            object_type: "order",
            object_id: head.id.to_string(),
            object_label: &head.number,
            old: Some(old_value),
            new: Some(new_value),
            reason: Some(reason),
        },
    )?;
    if all_closed {
        let way = states::when_all_closed(head.status)
            .ok_or_else(|| Failure::Bug(format!("no way out of {} for an order without lines", head.status)))?;
        take(uow, head, way, Some(reason))?;
    }
    Ok(())
}

/// What closing short changes, as the audit tells it.
fn figures(uow: &Uow<'_>, id: OrderId, lines: &[Line]) -> Result<serde_json::Value, Failure> {
    let (total, tax, items) = uow.one("SELECT total, tax, items FROM orders WHERE id = ?1", [id], |row| {
        Ok((row.get(0)?, row.get(1)?, row.get::<_, i64>(2)?))
    })?;
    let open_units: i64 = lines.iter().map(|line| line.open).sum();
    Ok(json!({ "openUnits": open_units, "items": items, "total": uow.money(total), "tax": uow.money(tax) }))
}

/// What remains is what is owed. A cancelled order keeps the figures it was placed with.
fn reprice(uow: &mut Uow<'_>, id: OrderId) -> Result<(), Failure> {
    for line in lines(uow, id)? {
        let remaining = line.quantity - line.released;
        let line_total = Minor(line.unit_price.0 * remaining);
        uow.change_one(
            "UPDATE order_line SET line_total = :line_total, tax = :tax WHERE order_id = :id AND line_no = :line_no",
            named_params! {
                ":id": id,
                ":line_no": line.line_no,
                ":line_total": line_total,
                ":tax": line_total.included_tax(line.tax_rate_bp),
            },
        )?;
    }
    uow.change_one(
        "UPDATE orders
         SET (total, tax, subtotal, items) =
             (SELECT sum(order_line.line_total),
                     sum(order_line.tax),
                     sum(order_line.line_total) + orders.discount,
                     sum(order_line.quantity - coalesce(allocation.released, 0))
              FROM order_line
              LEFT JOIN allocation
                ON allocation.order_id = order_line.order_id AND allocation.line_no = order_line.line_no
              WHERE order_line.order_id = orders.id),
             row_version = row_version + 1
         WHERE id = :id",
        named_params! { ":id": id },
    )
}
