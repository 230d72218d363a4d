use super::store::{Place, WaitRows, end, places, read};
use crate::db::{Snapshot, Uow};
use crate::kernel::text::MAX_NOTE;
use crate::kernel::{BasketId, Failure, Fields, LocationId, OrderId, Problem, Refusal, VariantId, WaitId, WaitStatus};
use rusqlite::ToSql;

crate::strict_request! {
    /// All ids or none. Holds that a wait became already stay.
    pub struct WaitCancel {
        pub ids: Vec<WaitId>,
        pub reason: Option<String>,
    }
}

pub fn wait_cancel(uow: &mut Uow<'_>, request: WaitCancel) -> Result<WaitRows, Failure> {
    let mut fields = Fields::default();
    fields.line_count("ids", request.ids.len());
    let reason = fields.text("reason", request.reason.as_deref().unwrap_or_default(), MAX_NOTE);
    fields.finish()?;
    let mut running = Vec::with_capacity(request.ids.len());
    for (index, id) in request.ids.iter().enumerate() {
        if request.ids[..index].contains(id) {
            return Err(Refusal::field(&format!("ids[{index}]"), Problem::Duplicate, None).into());
        }
        running.push(usable(uow, *id)?);
    }
    let mut rows = Vec::with_capacity(running.len());
    for place in &running {
        end(uow, place, WaitStatus::Cancelled, Some(reason.as_str()).filter(|reason| !reason.is_empty()))?;
        rows.push(read(uow, place.id)?);
    }
    Ok(WaitRows { rows })
}

/// A wait that still runs now; one past its time is refused as expired, swept or not.
fn usable(books: &Snapshot<'_>, id: WaitId) -> Result<Place, Failure> {
    let found = places(books, "", "stock_wait.id = ?1", [id], "stock_wait.seq")?.into_iter().next();
    match found {
        Some(place) if place.expires_at > books.now => Ok(place),
        Some(place) => Err(Refusal::WaitEnded { id, status: WaitStatus::Expired, ended_at: place.expires_at }.into()),
        None => {
            let wait = read(books, id)?;
            let ended_at = wait.ended_at.unwrap_or(wait.expires_at);
            Err(Refusal::WaitEnded { id, status: wait.status, ended_at }.into())
        }
    }
}

/// Ends what an order that is not pending any more waits for.
pub fn cancel_waits_of_order(uow: &mut Uow<'_>, id: OrderId, reason: Option<&str>) -> Result<(), Failure> {
    cancel_all(uow, OF_ORDER, &id, None, reason)
}

/// Ends what a pending order waits for at a place that none of its lines sells from any more.
pub fn cancel_waits_of_order_at(uow: &mut Uow<'_>, id: OrderId, at: (VariantId, LocationId)) -> Result<(), Failure> {
    cancel_all(uow, OF_ORDER, &id, Some(at), None)
}

/// Ends what a basket that was placed or dropped waits for.
pub fn cancel_waits_of_basket(uow: &mut Uow<'_>, id: BasketId, reason: Option<&str>) -> Result<(), Failure> {
    cancel_all(uow, OF_BASKET, &id, None, reason)
}

/// Ends what a basket waits for at a place that none of its lines sells from any more.
pub fn cancel_waits_of_basket_at(uow: &mut Uow<'_>, id: BasketId, at: (VariantId, LocationId)) -> Result<(), Failure> {
    cancel_all(uow, OF_BASKET, &id, Some(at), None)
}

/// The index that an owner's waits are found along, and the condition.
const OF_ORDER: (&str, &str) = ("INDEXED BY stock_wait_by_order", "stock_wait.order_id = ?1");
const OF_BASKET: (&str, &str) = ("INDEXED BY stock_wait_by_basket", "stock_wait.basket_id = ?1");

fn cancel_all(
    uow: &mut Uow<'_>,
    (along, which): (&str, &str),
    id: &dyn ToSql,
    at: Option<(VariantId, LocationId)>,
    reason: Option<&str>,
) -> Result<(), Failure> {
    let waits = places(uow, along, which, [id], "stock_wait.seq")?;
    for place in waits.into_iter().filter(|place| at.is_none_or(|at| (place.variant_id, place.location_id) == at)) {
        end(uow, &place, WaitStatus::Cancelled, reason)?;
    }
    Ok(())
}
