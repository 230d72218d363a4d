use super::store::{Hold, Reservation, end, read, usable};
use crate::db::Uow;
use crate::kernel::text::MAX_NOTE;
use crate::kernel::{Failure, Fields, Problem, Refusal, ReservationId, ReservationStatus};

crate::strict_request! {
    /// All ids or none.
    pub struct ReservationRelease {
        pub ids: Vec<ReservationId>,
        pub reason: Option<String>,
    }
}
crate::response! {
    pub struct ReservationRows {
        pub rows: Vec<Reservation>,
    }
}

pub fn reservation_release(uow: &mut Uow<'_>, request: ReservationRelease) -> Result<ReservationRows, Failure> {
    let mut fields = Fields::default();
    fields.line_count("ids", request.ids.len());
    let reason = fields.text("reason", request.reason.as_deref().unwrap_or_default(), MAX_NOTE);
    fields.finish()?;
    let holds = usable_holds(uow, "ids", &request.ids)?;
    for hold in &holds {
        // The units of an order go back when the order is cancelled, not behind its back.
        if let Some((order_id, order_number)) = hold.owner.order.clone() {
            return Err(Refusal::HoldOfOrder { id: hold.id, order_id, order_number }.into());
        }
    }
    let mut rows = Vec::with_capacity(holds.len());
    for hold in &holds {
        end(uow, hold, ReservationStatus::Released, Some(reason.as_str()).filter(|reason| !reason.is_empty()))?;
        rows.push(read(uow, hold.id)?);
    }
    Ok(ReservationRows { rows })
}

/// The holds of these ids, each once and all of them running.
pub(super) fn usable_holds(uow: &Uow<'_>, field: &str, ids: &[ReservationId]) -> Result<Vec<Hold>, Failure> {
    let mut holds: Vec<Hold> = Vec::with_capacity(ids.len());
    for (index, id) in ids.iter().enumerate() {
        if holds.iter().any(|hold| hold.id == *id) {
            return Err(Refusal::field(&format!("{field}[{index}]"), Problem::Duplicate, None).into());
        }
        holds.push(usable(uow, *id)?);
    }
    Ok(holds)
}
