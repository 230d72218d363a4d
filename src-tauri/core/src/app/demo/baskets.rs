//! What lies parked at the desk of the sample store: two sales that somebody will come back for.

use crate::baskets::{
    BasketCreate, BasketCreateLine, BasketPark, BasketUpdate, basket_create, basket_park, basket_update,
};
use crate::db::Uow;
use crate::kernel::{CustomerId, Failure, VariantId};

/// Whom each is for, what it says, and how many of each product.
const PARKED: [(&str, &str, &[i64]); 2] = [
    ("Dervla Quinn", "Comes back after work to pay", &[1, 2, 1]),
    ("Ballyvaughan Hostel", "They confirm the quantities by phone", &[6, 12]),
];

pub(super) fn park(uow: &mut Uow<'_>) -> Result<(), Failure> {
    // Products that most is there of, so that the sample's baskets can be placed.
    let mut variants: Vec<VariantId> = uow.rows(
        "SELECT balance.variant_id
         FROM stock_balance AS balance
         JOIN variant ON variant.id = balance.variant_id
         WHERE balance.location_id = ?1 AND variant.active
         ORDER BY balance.available DESC, variant.seq
         LIMIT 5",
        [uow.rules.selling_location_id],
        |row| row.get(0),
    )?;
    for (name, note, quantities) in PARKED {
        let lines: Vec<BasketCreateLine> = quantities
            .iter()
            .zip(variants.drain(..quantities.len().min(variants.len())))
            .map(|(&quantity, variant_id)| BasketCreateLine { variant_id, quantity, location_id: None })
            .collect();
        let customer_id: Option<CustomerId> = uow.find(
            "SELECT id FROM customer WHERE name = ?1 AND archived_at IS NULL ORDER BY seq LIMIT 1",
            [name],
            |row| row.get(0),
        )?;
        let made = basket_create(uow, BasketCreate { customer_id, lines: Some(lines), ..BasketCreate::default() })?;
        let words = BasketUpdate {
            id: made.id,
            row_version: made.row_version,
            name: None,
            customer_id: None,
            customer_name: customer_id.is_none().then(|| name.to_owned()),
            customer_email: None,
            customer_phone: None,
            priority: None,
            fulfilment: None,
            address: None,
            promised_on: None,
            note: Some(note.to_owned()),
        };
        let noted = basket_update(uow, words)?;
        basket_park(uow, BasketPark { id: noted.id, row_version: noted.row_version, reason: None })?;
    }
    Ok(())
}
