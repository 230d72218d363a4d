//! What a transition does to stock.

use super::store::{Head, Line, lines};
use crate::catalog::sellable;
use crate::db::Uow;
use crate::kernel::{Failure, LocationId, MovementKind, ReservationStatus, VariantId};
use crate::reservations::{self, check_available};
use crate::stock::Wanted;
use crate::stock::ledger::{self, Cause, Step};
use rusqlite::named_params;
use std::collections::BTreeMap;

pub(super) fn cause(head: &Head) -> Cause<'_> {
    Cause {
        ref_type: Some("order"),
        ref_id: Some(*head.id.as_bytes()),
        ref_label: Some(&head.number),
        ..Cause::default()
    }
}

/// Turns the order's holds into allocations. Units whose hold lapsed are taken again, or every short line is refused.
pub(super) fn allocate(uow: &mut Uow<'_>, head: &Head) -> Result<(), Failure> {
    let holds = reservations::held_for_order(uow, head.id)?;
    let mut held: BTreeMap<(VariantId, LocationId), i64> = BTreeMap::new();
    for hold in &holds {
        *held.entry((hold.variant_id, hold.location_id)).or_default() += hold.quantity;
    }
    let lines = lines(uow, head.id)?;
    let mut missing = Vec::new();
    for line in &lines {
        let held = held.entry((line.variant_id, line.location_id)).or_default();
        let covered = line.quantity.min(*held);
        *held -= covered;
        if covered < line.quantity {
            missing.push(Wanted {
                line_no: line.line_no,
                sellable: sellable(uow, line.variant_id)?,
                location_id: line.location_id,
                quantity: line.quantity - covered,
            });
        }
    }
    check_available(uow, &missing)?;

    for hold in &holds {
        let hold = reservations::usable(uow, hold.id)?;
        reservations::end(uow, &hold, ReservationStatus::Consumed, None)?;
    }
    // A wait may have brought the order more than its lines are for.
    for ((variant_id, location_id), surplus) in held.into_iter().filter(|(_, surplus)| *surplus > 0) {
        let step =
            Step { variant_id, location_id, kind: MovementKind::Release, on_hand_delta: 0, reserved_delta: -surplus };
        ledger::append(uow, step, &cause(head))?;
    }
    for wanted in &missing {
        let step = Step {
            variant_id: wanted.sellable.variant_id,
            location_id: wanted.location_id,
            kind: MovementKind::Reserve,
            on_hand_delta: 0,
            reserved_delta: wanted.quantity,
        };
        ledger::append(uow, step, &cause(head))?;
    }
    for line in &lines {
        uow.change_one(
            "INSERT INTO allocation (order_id, line_no, location_id, variant_id, quantity)
             VALUES (:order_id, :line_no, :location_id, :variant_id, :quantity)",
            named_params! {
                ":order_id": head.id,
                ":line_no": line.line_no,
                ":location_id": line.location_id,
                ":variant_id": line.variant_id,
                ":quantity": line.quantity,
            },
        )?;
    }
    Ok(())
}

/// Gives everything back that the order holds or owns.
pub(super) fn give_back(uow: &mut Uow<'_>, head: &Head, reason: Option<&str>) -> Result<(), Failure> {
    for hold in reservations::held_for_order(uow, head.id)? {
        let hold = reservations::usable(uow, hold.id)?;
        reservations::end(uow, &hold, ReservationStatus::Released, reason)?;
    }
    for line in lines(uow, head.id)?.iter().filter(|line| line.open > 0) {
        release(uow, head, line, line.open, reason)?;
    }
    Ok(())
}

/// Gives units of one line back.
pub(super) fn release(
    uow: &mut Uow<'_>,
    head: &Head,
    line: &Line,
    quantity: i64,
    reason: Option<&str>,
) -> Result<(), Failure> {
    let step = Step {
        variant_id: line.variant_id,
        location_id: line.location_id,
        kind: MovementKind::Release,
        on_hand_delta: 0,
        reserved_delta: -quantity,
    };
    ledger::append(uow, step, &Cause { reason, ..cause(head) })?;
    uow.change_one(
        "UPDATE allocation SET released = released + :quantity
         WHERE order_id = :order_id AND line_no = :line_no AND location_id = :location_id",
        named_params! {
            ":order_id": head.id, ":line_no": line.line_no, ":location_id": line.location_id, ":quantity": quantity,
        },
    )
}
