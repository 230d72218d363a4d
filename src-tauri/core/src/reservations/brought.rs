use super::store::{Hold, usable};
use crate::catalog::sellable;
use crate::db::{Snapshot, Uow};
use crate::kernel::{BasketId, Failure, Fields, MAX_LINES, MAX_QUANTITY, Problem, Refusal, ReservationId};
use crate::stock::Wanted;
use rusqlite::named_params;

/// Holds that become part of a sale: each running, each once, none of them an order's or a basket's.
pub fn brought(books: &Snapshot<'_>, ids: &[ReservationId]) -> Result<Vec<Hold>, Failure> {
    let mut holds: Vec<Hold> = Vec::with_capacity(ids.len());
    for (index, id) in ids.iter().enumerate() {
        let held = usable(books, *id)?;
        if let Some((order_id, order_number)) = held.owner.order.clone() {
            return Err(Refusal::HoldOfOrder { id: *id, order_id, order_number }.into());
        }
        if held.owner.basket.is_some() {
            return Err(Refusal::field(&format!("reservationIds[{index}]"), Problem::NotAllowed, None).into());
        }
        if holds.iter().any(|other| other.id == *id) {
            return Err(Refusal::field(&format!("reservationIds[{index}]"), Problem::Duplicate, None).into());
        }
        holds.push(held);
    }
    Ok(holds)
}

/// The lines asked for, with the units of the holds: on the line of their variant and location, or on one of their own.
pub fn with_units_of(books: &Snapshot<'_>, mut wanted: Vec<Wanted>, holds: &[Hold]) -> Result<Vec<Wanted>, Failure> {
    for held in holds {
        let key = (held.variant_id, held.location_id);
        match wanted.iter_mut().find(|line| (line.sellable.variant_id, line.location_id) == key) {
            Some(line) => line.quantity += held.quantity,
            None => wanted.push(Wanted {
                line_no: wanted.len() as i64 + 1,
                sellable: sellable(books, held.variant_id)?,
                location_id: held.location_id,
                quantity: held.quantity,
            }),
        }
    }
    let mut fields = Fields::default();
    if wanted.len() > MAX_LINES {
        fields.add("lines", Problem::TooLarge, i64::try_from(MAX_LINES).ok());
    }
    for (index, line) in wanted.iter().enumerate() {
        fields.range(&format!("lines[{index}].quantity"), line.quantity, 1, MAX_QUANTITY);
    }
    fields.finish()?;
    Ok(wanted)
}

/// Makes holds the basket's own. They run on until their deadlines, and never count against it.
pub fn give_to_basket(uow: &mut Uow<'_>, holds: &[Hold], basket_id: BasketId) -> Result<(), Failure> {
    for held in holds {
        uow.change_one(
            "UPDATE reservation SET basket_id = :basket_id WHERE id = :id AND status = 'active' AND order_id IS NULL",
            named_params! { ":id": held.id, ":basket_id": basket_id },
        )?;
    }
    Ok(())
}
