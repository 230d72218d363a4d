//! Goods that come back after delivery: on the shelf again, or written off as they come in.
//!
//! INVARIANT: a line takes back at most what was shipped of it; `order_line.returned` and `orders.returned` are the
//! sums of the returns' lines.

use super::allocate::cause;
use super::get::{OrderDetail, read};
use super::states;
use super::store::{Head, Line, account, head, lines};
use crate::audit::{self, Entry};
use crate::catalog::sellable;
use crate::db::{Snapshot, Uow};
use crate::kernel::text::MAX_NOTE;
use crate::kernel::{
    AuditAction, Failure, Fields, Instant, LocationId, MAX_LINES, Minor, Money, MovementKind, OrderId, Problem,
    Refusal, ReturnCondition, ReturnId,
};
use crate::stock::ledger::{self, Cause, Step};
use rusqlite::named_params;
use serde_json::{Value, json};
use std::collections::BTreeMap;

/// The reason that the movement of written-off goods keeps; every store has it.
const DAMAGED: &str = "damaged";

crate::strict_request! {
    pub struct OrderReturnLine {
        pub line_no: i64,
        pub quantity: i64,
        pub condition: ReturnCondition,
    }
    /// Takes goods of a delivered order back. What they were sold for is no longer owed; what was paid for them is given
    /// back by a refund of its own.
    pub struct OrderReturn {
        pub id: OrderId,
        pub row_version: i64,
        /// A line may stand there once for each condition.
        pub lines: Vec<OrderReturnLine>,
        pub reason: String,
    }
}
crate::response! {
    pub struct ReturnLine {
        pub line_no: i64,
        pub quantity: i64,
        pub condition: ReturnCondition,
        /// What the units were sold for.
        pub value: Money,
    }
    pub struct Return {
        pub id: ReturnId,
        /// From 1 within its order.
        pub number: i64,
        pub reason: String,
        pub value: Money,
        pub staff_name: String,
        pub at: Instant,
        pub lines: Vec<ReturnLine>,
    }
}

pub fn order_return(uow: &mut Uow<'_>, request: OrderReturn) -> Result<OrderDetail, Failure> {
    let reason = parse(&request)?;
    let head = head(uow, request.id)?;
    if !states::may_return(head.status) {
        return Err(Refusal::ReturnNotPossible { number: head.number, status: head.status }.into());
    }
    Uow::check_version("order", head.id, request.row_version, head.row_version)?;
    let lines = lines(uow, head.id)?;
    check_returnable(&lines, &request.lines)?;
    let mut back = Vec::with_capacity(request.lines.len());
    for asked in &request.lines {
        if let Some(line) = lines.iter().find(|line| line.line_no == asked.line_no) {
            back.push(coming_back(uow, line, asked)?);
        }
    }
    take_back(uow, &head, &lines, &back, &reason)?;
    read(uow, head.id)
}

fn parse(request: &OrderReturn) -> Result<String, Refusal> {
    let mut fields = Fields::default();
    fields.line_count("lines", request.lines.len());
    for (index, line) in request.lines.iter().enumerate().take(MAX_LINES) {
        fields.quantity(&format!("lines[{index}].quantity"), line.quantity);
        let same = |other: &OrderReturnLine| (other.line_no, other.condition) == (line.line_no, line.condition);
        if request.lines[..index].iter().any(same) {
            fields.add(&format!("lines[{index}].lineNo"), Problem::Duplicate, None);
        }
    }
    let reason = fields.text("reason", &request.reason, MAX_NOTE);
    if request.reason.trim().is_empty() {
        fields.add("reason", Problem::Required, None);
    }
    fields.finish()?;
    Ok(reason)
}

/// Whatever their condition, the units of a line are at most those that left and are still away.
fn check_returnable(lines: &[Line], asked: &[OrderReturnLine]) -> Result<(), Refusal> {
    let mut requested: BTreeMap<i64, i64> = BTreeMap::new();
    for asked in asked {
        *requested.entry(asked.line_no).or_default() += asked.quantity;
    }
    for (line_no, requested) in requested {
        let line = lines.iter().find(|line| line.line_no == line_no);
        let returnable = line.map_or(0, |line| line.shipped - line.returned);
        if requested > returnable {
            return Err(Refusal::ReturnTooMany { line_no, requested, returnable });
        }
    }
    Ok(())
}

/// Units of one line that come back.
struct Back<'l> {
    line: &'l Line,
    quantity: i64,
    condition: ReturnCondition,
    location_id: LocationId,
    value: Minor,
}

fn coming_back<'l>(books: &Snapshot<'_>, line: &'l Line, asked: &OrderReturnLine) -> Result<Back<'l>, Failure> {
    if asked.condition == ReturnCondition::Sellable {
        // What is archived has no units on hand: it is restored first, or its goods are written off.
        sellable(books, line.variant_id)?;
    }
    let value = line
        .unit_price
        .times(asked.quantity)
        .ok_or_else(|| Failure::Bug(format!("line {} is worth more than a price can be", line.line_no)))?;
    let location_id = back_to(books, line.location_id)?;
    Ok(Back { line, quantity: asked.quantity, condition: asked.condition, location_id, value })
}

/// Goods go back to where they were taken from; where that is no place any more, to where the store sells from.
fn back_to(books: &Snapshot<'_>, taken_from: LocationId) -> Result<LocationId, Failure> {
    let archived: bool =
        books.one("SELECT archived_at IS NOT NULL FROM location WHERE id = ?1", [taken_from], |row| row.get(0))?;
    Ok(if archived { books.rules.selling_location_id } else { taken_from })
}

fn take_back(uow: &mut Uow<'_>, head: &Head, lines: &[Line], back: &[Back<'_>], reason: &str) -> Result<(), Failure> {
    let before = account(uow, head.id)?;
    let (now, staff_id) = (uow.now, uow.actor.staff_id);
    let id = ReturnId::new(now);
    let value = Minor(back.iter().map(|back| back.value.0).sum());
    let number: i64 = uow.one(
        "INSERT INTO order_return (id, order_id, number, reason, value, staff_id, at)
         VALUES (:id, :order_id, (SELECT coalesce(max(number), 0) + 1 FROM order_return WHERE order_id = :order_id),
                 :reason, :value, :staff_id, :now)
         RETURNING number",
        named_params! {
            ":id": id, ":order_id": head.id, ":reason": reason, ":value": value, ":staff_id": staff_id, ":now": now,
        },
        |row| row.get(0),
    )?;
    for back in back {
        bring_in(uow, head, back, reason)?;
        uow.change_one(
            "INSERT INTO order_return_line (return_id, line_no, condition, location_id, quantity, value)
             VALUES (:id, :line_no, :condition, :location_id, :quantity, :value)",
            named_params! {
                ":id": id,
                ":line_no": back.line.line_no,
                ":condition": back.condition,
                ":location_id": back.location_id,
                ":quantity": back.quantity,
                ":value": back.value,
            },
        )?;
        uow.change_one(
            "UPDATE order_line SET returned = returned + :quantity WHERE order_id = :id AND line_no = :line_no",
            named_params! { ":id": head.id, ":line_no": back.line.line_no, ":quantity": back.quantity },
        )?;
    }
    uow.change_one(
        "UPDATE orders SET returned = returned + :value, row_version = row_version + 1 WHERE id = :id",
        named_params! { ":id": head.id, ":value": value },
    )?;
    let after = account(uow, head.id)?;
    let returned = |after: i64| -> Vec<Value> {
        let touched = lines.iter().filter(|line| back.iter().any(|back| back.line.line_no == line.line_no));
        let said = touched.map(|line| {
            let came: i64 =
                back.iter().filter(|back| back.line.line_no == line.line_no).map(|back| back.quantity).sum();
            json!({ "lineNo": line.line_no, "sku": line.sku, "returned": line.returned + came * after })
        });
        said.collect()
    };
    let units = |condition: ReturnCondition| -> i64 {
        back.iter().filter(|back| back.condition == condition).map(|back| back.quantity).sum()
    };
    audit::record(
        uow,
        Entry {
            action: AuditAction::OrderReturned,
            object_type: "order",
            object_id: head.id.to_string(),
            object_label: &head.number,
            old: Some(json!({
                "returned": uow.money(before.returned), "due": uow.money(before.due()), "lines": returned(0),
            })),
            new: Some(json!({
                "returned": uow.money(after.returned),
                "due": uow.money(after.due()),
                "lines": returned(1),
                "return": {
                    "number": number,
                    "value": uow.money(value),
                    "units": units(ReturnCondition::Sellable) + units(ReturnCondition::Damaged),
                    "sellable": units(ReturnCondition::Sellable),
                    "damaged": units(ReturnCondition::Damaged),
                },
            })),
            reason: Some(reason),
        },
    )
}

/// The movements of units that come back. Damaged ones come in and are written off at once, so that the ledger tells
/// both.
fn bring_in(uow: &mut Uow<'_>, head: &Head, back: &Back<'_>, reason: &str) -> Result<(), Failure> {
    let step = |kind, on_hand_delta| Step {
        variant_id: back.line.variant_id,
        location_id: back.location_id,
        kind,
        on_hand_delta,
        reserved_delta: 0,
    };
    let of_order = Cause { note: Some(reason), ..cause(head) };
    ledger::append(uow, step(MovementKind::Return, back.quantity), &of_order)?;
    match back.condition {
        ReturnCondition::Sellable => {}
        ReturnCondition::Damaged => {
            let written_off = Cause { reason: Some(DAMAGED), ..of_order };
            ledger::append(uow, step(MovementKind::Adjust, -back.quantity), &written_off)?;
        }
    }
    Ok(())
}

/// What came back, in the order in which it did.
pub(super) fn returns_of(books: &Snapshot<'_>, id: OrderId) -> Result<Vec<Return>, Failure> {
    let rows = books.rows(
        "SELECT order_return.id, order_return.number, order_return.reason, order_return.value, staff.name,
                order_return.at, line.line_no, line.quantity, line.condition, line.value
         FROM order_return
         JOIN staff ON staff.id = order_return.staff_id
         JOIN order_return_line AS line ON line.return_id = order_return.id
         WHERE order_return.order_id = ?1
         ORDER BY order_return.number, line.line_no, line.condition DESC",
        [id],
        |row| {
            let line = ReturnLine {
                line_no: row.get(6)?,
                quantity: row.get(7)?,
                condition: row.get(8)?,
                value: books.money(row.get(9)?),
            };
            let came_back = Return {
                id: row.get(0)?,
                number: row.get(1)?,
                reason: row.get(2)?,
                value: books.money(row.get(3)?),
                staff_name: row.get(4)?,
                at: row.get(5)?,
                lines: Vec::new(),
            };
            Ok((came_back, line))
        },
    )?;
    let mut returns: Vec<Return> = Vec::new();
    for (came_back, line) in rows {
        match returns.last_mut().filter(|last| last.number == came_back.number) {
            Some(last) => last.lines.push(line),
            None => returns.push(Return { lines: vec![line], ..came_back }),
        }
    }
    Ok(returns)
}
