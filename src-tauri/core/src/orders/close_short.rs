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
use serde_json::{Value, json};

crate::strict_request! {
    pub struct CloseShortLine {
        pub line_no: i64,
        /// Units to give back.
        pub quantity: i64,
    }
    /// Gives units of a confirmed or processing order back. When nothing is open any more, the order is shipped if
    /// anything left the store, and cancelled otherwise.
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
    Err(states::not_allowed(head.status, OrderStatus::Cancelled))
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
    let mut old_value = figures(uow, head.id)?;
    for asked in asked {
        if let Some(line) = before.iter().find(|line| line.line_no == asked.line_no) {
            release(uow, head, line, asked.quantity, Some(reason))?;
        }
    }
    let after = lines(uow, head.id)?;
    let all_closed = after.iter().all(|line| line.open == 0);
    let any_shipped = after.iter().any(|line| line.shipped > 0);
    // A cancelled order keeps the figures it was placed with.
    if any_shipped || !all_closed {
        reprice(uow, head.id, &after)?;
    }
    let mut new_value = figures(uow, head.id)?;
    let touched = |line: &&Line| asked.iter().any(|asked| asked.line_no == line.line_no);
    let said = |lines: &[Line]| -> Value {
        let told = |line: &Line| json!({ "lineNo": line.line_no, "sku": line.sku, "released": line.released, "lineTotal": uow.money(line.total()) });
        lines.iter().filter(touched).map(told).collect()
    };
    old_value["lines"] = said(&before);
    new_value["lines"] = said(&after);
    new_value["closedShort"] = json!({ "units": asked.iter().map(|line| line.quantity).sum::<i64>() });
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
        let way = states::when_all_closed(head.status, any_shipped)
            .ok_or_else(|| Failure::Bug(format!("no way out of {} for an order without open lines", head.status)))?;
        take(uow, head, way, Some(reason))?;
    }
    Ok(())
}

/// What closing short changes of the order, as the audit tells it.
fn figures(uow: &Uow<'_>, id: OrderId) -> Result<Value, Failure> {
    uow.one("SELECT items, subtotal, discount, tax, total FROM orders WHERE id = ?1", [id], |row| {
        let money = |index: usize| row.get::<_, Minor>(index).map(|minor| uow.money(minor));
        Ok(json!({
            "items": row.get::<_, i64>(0)?,
            "subtotal": money(1)?,
            "discount": money(2)?,
            "tax": money(3)?,
            "total": money(4)?,
        }))
    })
}

/// What remains is what is owed: each line's figures follow, and the order's from them.
fn reprice(uow: &mut Uow<'_>, id: OrderId, lines: &[Line]) -> Result<(), Failure> {
    let (mut items, mut subtotal, mut tax, mut total) = (0, 0, 0, 0);
    for line in lines {
        let remaining = line.quantity - line.released;
        let line_total = line.total();
        let line_tax = line_total.included_tax(line.tax_rate_bp);
        uow.change_one(
            "UPDATE order_line SET line_total = :line_total, tax = :tax WHERE order_id = :id AND line_no = :line_no",
            named_params! {
                ":id": id, ":line_no": line.line_no, ":line_total": line_total, ":tax": line_tax,
            },
        )?;
        items += remaining;
        subtotal += line.list_price.0 * remaining;
        tax += line_tax.0;
        total += line_total.0;
    }
    uow.change_one(
        "UPDATE orders
         SET items = :items, subtotal = :subtotal, discount = :subtotal - :total, tax = :tax, total = :total,
             row_version = row_version + 1
         WHERE id = :id",
        named_params! { ":id": id, ":items": items, ":subtotal": subtotal, ":tax": tax, ":total": total },
    )
}
