//! What stands in the way of an adjustment, and holds that give way to it.

use super::expire::expire_due_of;
use super::release::usable_holds;
use super::store::{Hold, end};
use crate::db::Uow;
use crate::kernel::{Failure, Problem, Refusal, ReservationId, ReservationStatus, Role};
use crate::stock::Adjustment;

/// Units that too much is promised for this adjustment. A hold past its time is no promise, swept or not.
pub fn promised_gap(uow: &mut Uow<'_>, adjustment: &Adjustment) -> Result<i64, Failure> {
    let gap = adjustment.gap(uow)?;
    if gap > 0 {
        expire_due_of(uow, adjustment.variant.variant_id, adjustment.location_id, gap)?;
    }
    adjustment.gap(uow)
}

/// The holds that shall give way: running, and of just these units. A pending order keeps its place without its hold
/// and takes units again when it is confirmed, so that is a manager's to decide.
pub fn holds_that_give_way(
    uow: &Uow<'_>,
    adjustment: &Adjustment,
    ids: &[ReservationId],
) -> Result<Vec<Hold>, Failure> {
    let holds = usable_holds(uow, "giveWay.reservations", ids)?;
    for (index, hold) in holds.iter().enumerate() {
        if (hold.variant_id, hold.location_id) != (adjustment.variant.variant_id, adjustment.location_id) {
            let field = format!("giveWay.reservations[{index}]");
            return Err(Refusal::field(&field, Problem::NotAllowed, None).into());
        }
        if hold.owner.order.is_some() && !uow.actor.role.may(Role::Manager) {
            return Err(Refusal::Forbidden { needed: Role::Manager, role: uow.actor.role }.into());
        }
    }
    Ok(holds)
}

pub fn give_way(uow: &mut Uow<'_>, holds: &[Hold], reason: &str) -> Result<(), Failure> {
    for hold in holds {
        end(uow, hold, ReservationStatus::Released, Some(reason))?;
    }
    Ok(())
}
