//! Adjusting stock where more is promised than is there: holds are released and order lines closed short in the same
//! act, each audited, and only then are the units gone.

use super::close_short::{CloseShortLine, check_open, close};
use super::store::head;
use crate::db::Uow;
use crate::kernel::{Failure, Fields, MAX_LINES, OrderId, Problem, Refusal, Role};
use crate::reservations::{give_way, holds_that_give_way, promised_gap};
use crate::stock::{Adjustment, GiveWay, GiveWayLine, StockAdjust, StockAdjusted};
use std::collections::BTreeMap;

pub fn stock_adjust(uow: &mut Uow<'_>, request: StockAdjust) -> Result<StockAdjusted, Failure> {
    let adjustment = Adjustment::read(uow, &request)?;
    let asked = request.give_way.unwrap_or_default();
    parse(&asked)?;
    let gap = promised_gap(uow, &adjustment)?;
    if asked.reservations.is_empty() && asked.order_lines.is_empty() {
        adjustment.check_promised(uow)?;
        let batch_id = adjustment.begin(uow)?;
        return adjustment.write(uow, batch_id);
    }
    if gap == 0 {
        // Nobody loses a promise that can be kept.
        return Err(Refusal::field("giveWay", Problem::NotAllowed, None).into());
    }
    if !asked.order_lines.is_empty() && !uow.actor.role.may(Role::Manager) {
        return Err(Refusal::Forbidden { needed: Role::Manager, role: uow.actor.role }.into());
    }
    let holds = holds_that_give_way(uow, &adjustment, &asked.reservations)?;
    let orders = order_lines(uow, &adjustment, &asked.order_lines)?;
    let held: i64 = holds.iter().map(|hold| hold.quantity).sum();
    let closed: i64 = asked.order_lines.iter().map(|line| line.quantity).sum();
    if held + closed < gap {
        adjustment.check_promised(uow)?;
    }

    let batch_id = adjustment.begin(uow)?;
    give_way(uow, &holds, &adjustment.said)?;
    for (order_id, lines) in orders {
        let head = head(uow, order_id)?;
        close(uow, &head, &lines, &adjustment.said)?;
    }
    adjustment.write(uow, batch_id)
}

fn parse(asked: &GiveWay) -> Result<(), Failure> {
    let mut fields = Fields::default();
    for (name, count) in
        [("giveWay.reservations", asked.reservations.len()), ("giveWay.orderLines", asked.order_lines.len())]
    {
        if count > 0 {
            fields.line_count(name, count);
        }
    }
    for (index, line) in asked.order_lines.iter().enumerate().take(MAX_LINES) {
        fields.quantity(&format!("giveWay.orderLines[{index}].quantity"), line.quantity);
        let same = |other: &GiveWayLine| (other.order_id, other.line_no) == (line.order_id, line.line_no);
        if asked.order_lines[..index].iter().any(same) {
            fields.add(&format!("giveWay.orderLines[{index}].lineNo"), Problem::Duplicate, None);
        }
    }
    Ok(fields.finish()?)
}

/// The lines by order: each owns enough of just the units that are missing.
fn order_lines(
    uow: &Uow<'_>,
    adjustment: &Adjustment,
    asked: &[GiveWayLine],
) -> Result<BTreeMap<OrderId, Vec<CloseShortLine>>, Failure> {
    let mut orders: BTreeMap<OrderId, Vec<CloseShortLine>> = BTreeMap::new();
    for (index, line) in asked.iter().enumerate() {
        let head = head(uow, line.order_id)?;
        let close = CloseShortLine { line_no: line.line_no, quantity: line.quantity };
        let (variant_id, location_id) = check_open(uow, &head, &close)?;
        if (variant_id, location_id) != (adjustment.variant.variant_id, adjustment.location_id) {
            let field = format!("giveWay.orderLines[{index}].lineNo");
            return Err(Refusal::field(&field, Problem::NotAllowed, None).into());
        }
        orders.entry(line.order_id).or_default().push(close);
    }
    Ok(orders)
}
