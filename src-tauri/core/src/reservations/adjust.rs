use super::expire::expire_due_of;
use crate::db::Uow;
use crate::kernel::{Failure, Refusal};
use crate::stock::{self, StockAdjust, StockAdjusted};

/// Adjusts the stock; a hold past its time is no reason to refuse, swept or not.
pub fn stock_adjust(uow: &mut Uow<'_>, request: StockAdjust) -> Result<StockAdjusted, Failure> {
    let refused = match stock::stock_adjust(uow, request.clone()) {
        Err(Failure::Refused(refused)) => refused,
        other => return other,
    };
    let Refusal::StockBelowReserved { line } = &*refused else { return Err(Failure::Refused(refused)) };
    let reserved = line.on_hand - line.available;
    match expire_due_of(uow, line.variant_id, line.location_id, reserved - line.requested)? {
        0 => Err(Failure::Refused(refused)),
        _ => stock::stock_adjust(uow, request),
    }
}
