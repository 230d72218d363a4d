//! What is available for a decision, and who has the rest.

use crate::catalog::Sellable;
use crate::db::Snapshot;
use crate::kernel::{Failure, Holder, HolderKind, LocationId, Refusal, ShortLine, VariantId};
use crate::stock::ledger::Balance;
use rusqlite::named_params;

/// The most holders that a refusal names.
const MAX_HOLDERS: i64 = 20;

/// One line of a request for stock.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// From 1, in the order of the request.
    pub line_no: i64,
    pub sellable: Sellable,
    pub location_id: LocationId,
    pub quantity: i64,
}

/// The location that a line names, or the one that the store sells from.
pub fn location_or_default(books: &Snapshot<'_>, asked: Option<LocationId>) -> Result<LocationId, Failure> {
    let Some(id) = asked else { return Ok(books.rules.selling_location_id) };
    if id == books.rules.selling_location_id {
        return Ok(id);
    }
    books
        .find("SELECT id FROM location WHERE id = ?1 AND archived_at IS NULL", [id], |row| row.get(0))?
        .ok_or_else(|| Refusal::not_found("location", id).into())
}

/// The balance of a variant at a location; nothing known is zero.
pub fn balance(books: &Snapshot<'_>, variant_id: VariantId, location_id: LocationId) -> Result<Balance, Failure> {
    let found = books.find(
        "SELECT on_hand, reserved FROM stock_balance WHERE variant_id = ?1 AND location_id = ?2",
        (variant_id, location_id),
        |row| Ok(Balance { on_hand: row.get(0)?, reserved: row.get(1)? }),
    )?;
    Ok(found.unwrap_or(Balance { on_hand: 0, reserved: 0 }))
}

/// Who has units of a variant reserved: holds by their deadline, then confirmed orders.
pub fn holders(books: &Snapshot<'_>, variant_id: VariantId, location_id: LocationId) -> Result<Vec<Holder>, Failure> {
    books.rows(
        "SELECT * FROM (
           SELECT 'hold', reservation.id, coalesce(orders.number || ' ' || orders.customer_name, reservation.for_whom),
                  reservation.quantity, reservation.expires_at
           FROM reservation
           LEFT JOIN orders ON orders.id = reservation.order_id
           WHERE reservation.variant_id = :variant_id
             AND reservation.location_id = :location_id
             AND reservation.status = 'active'
           ORDER BY reservation.expires_at
           LIMIT :most)
         UNION ALL
         SELECT * FROM (
           SELECT 'order', orders.id, orders.number || ' ' || orders.customer_name,
                  allocation.quantity - allocation.shipped - allocation.released, NULL
           FROM allocation
           JOIN orders ON orders.id = allocation.order_id
           WHERE allocation.variant_id = :variant_id
             AND allocation.location_id = :location_id
             AND allocation.quantity > allocation.shipped + allocation.released
           LIMIT :most)
         LIMIT :most",
        named_params! { ":variant_id": variant_id, ":location_id": location_id, ":most": MAX_HOLDERS },
        |row| {
            let kind = if row.get_ref(0)?.as_str()? == "hold" { HolderKind::Hold } else { HolderKind::Order };
            let id: crate::kernel::RequestId = row.get(1)?;
            Ok(Holder { kind, id: id.to_string(), label: row.get(2)?, quantity: row.get(3)?, expires_at: row.get(4)? })
        },
    )
}

/// The line as a refusal tells it.
pub fn short_line(books: &Snapshot<'_>, wanted: &Wanted, requested: i64) -> Result<ShortLine, Failure> {
    let balance = balance(books, wanted.sellable.variant_id, wanted.location_id)?;
    Ok(ShortLine {
        line_no: wanted.line_no,
        variant_id: wanted.sellable.variant_id,
        location_id: wanted.location_id,
        sku: wanted.sellable.sku.clone(),
        name: wanted.sellable.name.clone(),
        requested,
        available: balance.on_hand - balance.reserved,
        on_hand: balance.on_hand,
        held_by: holders(books, wanted.sellable.variant_id, wanted.location_id)?,
    })
}
