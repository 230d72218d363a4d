//! What is available for a decision, and who has the rest.

use crate::catalog::Sellable;
use crate::db::Snapshot;
use crate::kernel::{
    DuplicateLine, Elsewhere, Failure, Holder, HolderKind, Instant, LocationId, Refusal, ShortLine, VariantId,
};
use crate::stock::ledger::Balance;
use rusqlite::{ToSql, named_params};
use std::collections::HashMap;

/// The most holders that a refusal names.
const MAX_HOLDERS: i64 = 20;
/// The most other locations that a refusal names.
const MAX_ELSEWHERE: i64 = 10;

/// One line of a request for stock.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// From 1, in the order of the request.
    pub line_no: i64,
    pub sellable: Sellable,
    pub location_id: LocationId,
    pub quantity: i64,
}

/// Refuses a variant that is on several lines at one location, and says what one line of it would be.
pub fn check_distinct(wanted: &[Wanted]) -> Result<(), Refusal> {
    let mut first: HashMap<(VariantId, LocationId), usize> = HashMap::with_capacity(wanted.len());
    let mut lines: Vec<DuplicateLine> = Vec::new();
    for (index, line) in wanted.iter().enumerate() {
        let (variant_id, location_id) = (line.sellable.variant_id, line.location_id);
        let before = *first.entry((variant_id, location_id)).or_insert(index);
        if before == index {
            continue;
        }
        match lines.iter_mut().find(|known| (known.variant_id, known.location_id) == (variant_id, location_id)) {
            Some(known) => {
                known.line_nos.push(line.line_no);
                known.quantity += line.quantity;
            }
            None => lines.push(DuplicateLine {
                variant_id,
                location_id,
                sku: line.sellable.sku.clone(),
                name: line.sellable.name.clone(),
                line_nos: vec![wanted[before].line_no, line.line_no],
                quantity: wanted[before].quantity + line.quantity,
            }),
        }
    }
    if lines.is_empty() { Ok(()) } else { Err(Refusal::DuplicateLines { lines }) }
}

/// The location that a line names, or the one that the store sells from.
pub fn location_or_default(books: &Snapshot<'_>, asked: Option<LocationId>) -> Result<LocationId, Failure> {
    let Some(id) = asked else { return Ok(books.rules.selling_location_id) };
    // The location that the store sells from cannot be archived.
    if id == books.rules.selling_location_id { Ok(id) } else { open_location(books, id) }
}

/// A location that is in use.
pub fn open_location(books: &Snapshot<'_>, id: LocationId) -> Result<LocationId, Failure> {
    let found: Option<(String, bool)> =
        books.find("SELECT name, archived_at IS NOT NULL FROM location WHERE id = ?1", [id], |row| {
            Ok((row.get(0)?, row.get(1)?))
        })?;
    match found {
        None => Err(Refusal::not_found("location", id).into()),
        Some((name, true)) => Err(Refusal::Archived { object: "location".to_owned(), id: id.to_string(), name }.into()),
        Some((_, false)) => Ok(id),
    }
}

pub fn location_name(books: &Snapshot<'_>, id: LocationId) -> Result<String, Failure> {
    books.one("SELECT name FROM location WHERE id = ?1", [id], |row| row.get(0))
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

/// The locations but this one that have units of a variant available, most first.
fn elsewhere(books: &Snapshot<'_>, variant_id: VariantId, location_id: LocationId) -> Result<Vec<Elsewhere>, Failure> {
    books.rows(
        "SELECT location.id, location.name, balance.available
         FROM stock_balance AS balance
         JOIN location ON location.id = balance.location_id
         WHERE balance.variant_id = :variant_id
           AND balance.location_id <> :location_id
           AND balance.available > 0
         ORDER BY balance.available DESC, location.name_folded
         LIMIT :most",
        named_params! { ":variant_id": variant_id, ":location_id": location_id, ":most": MAX_ELSEWHERE },
        |row| Ok(Elsewhere { location_id: row.get(0)?, location_name: row.get(1)?, available: row.get(2)? }),
    )
}

/// Who has units of a variant reserved, at a location or anywhere: holds by their deadline, then confirmed orders.
pub fn holders(
    books: &Snapshot<'_>,
    variant_id: VariantId,
    location_id: Option<LocationId>,
) -> Result<Vec<Holder>, Failure> {
    // The condition is there or not: with a parameter that may be null no index would give the deadlines in order.
    let here =
        |table: &str| location_id.map_or_else(String::new, |_| format!("AND {table}.location_id = :location_id"));
    let (of_hold, of_order) = (here("reservation"), here("allocation"));
    let mut params: Vec<(&str, &dyn ToSql)> = vec![(":variant_id", &variant_id), (":most", &MAX_HOLDERS)];
    if let Some(id) = &location_id {
        params.push((":location_id", id));
    }
    books.rows(
        &format!(
            "SELECT * FROM (
               SELECT 'hold', reservation.id, coalesce(orders.number || ' ' || orders.customer_name, reservation.for_whom),
                      reservation.quantity, reservation.expires_at, NULL,
                      coalesce(orders.customer_name, customer.name, nullif(basket.customer_name, '')),
                      orders.id, orders.number, orders.status, basket.id, basket.name, staff.name, reservation.asked_at
               FROM reservation
               JOIN staff ON staff.id = reservation.staff_id
               LEFT JOIN orders ON orders.id = reservation.order_id
               LEFT JOIN customer ON customer.id = reservation.customer_id
               LEFT JOIN basket ON basket.id = reservation.basket_id
               WHERE reservation.variant_id = :variant_id
                 {of_hold}
                 AND reservation.status = 'active'
               ORDER BY reservation.expires_at
               LIMIT :most)
             UNION ALL
             SELECT * FROM (
               SELECT 'order', orders.id, orders.number || ' ' || orders.customer_name,
                      allocation.quantity - allocation.shipped - allocation.released, NULL, allocation.line_no,
                      orders.customer_name, orders.id, orders.number, orders.status, NULL, NULL, staff.name, NULL
               FROM allocation
               JOIN orders ON orders.id = allocation.order_id
               JOIN staff ON staff.id = orders.staff_id
               WHERE allocation.variant_id = :variant_id
                 {of_order}
                 AND allocation.quantity > allocation.shipped + allocation.released
               LIMIT :most)
             LIMIT :most"
        ),
        params.as_slice(),
        |row| {
            let kind = if row.get_ref(0)?.as_str()? == "hold" { HolderKind::Hold } else { HolderKind::Order };
            let id: crate::kernel::RequestId = row.get(1)?;
            let expires_at: Option<Instant> = row.get(4)?;
            Ok(Holder {
                kind,
                id: id.to_string(),
                line_no: row.get(5)?,
                label: row.get(2)?,
                quantity: row.get(3)?,
                expires_at,
                left_seconds: expires_at.map(|at| (at.0 - books.now.0).max(0) / 1000),
                customer_name: row.get(6)?,
                order_id: row.get(7)?,
                order_number: row.get(8)?,
                order_status: row.get(9)?,
                basket_id: row.get(10)?,
                basket_name: row.get(11)?,
                staff_name: row.get(12)?,
                asked_at: row.get(13)?,
            })
        },
    )
}

/// Units that are waited for at a location.
fn waited_for(books: &Snapshot<'_>, variant_id: VariantId, location_id: LocationId) -> Result<i64, Failure> {
    books.one(
        "SELECT coalesce(sum(quantity - granted), 0) FROM stock_wait
         WHERE variant_id = ?1 AND location_id = ?2 AND status = 'waiting'",
        (variant_id, location_id),
        |row| row.get(0),
    )
}

/// The line as a refusal tells it.
pub fn short_line(books: &Snapshot<'_>, wanted: &Wanted, requested: i64) -> Result<ShortLine, Failure> {
    let balance = balance(books, wanted.sellable.variant_id, wanted.location_id)?;
    Ok(ShortLine {
        line_no: wanted.line_no,
        variant_id: wanted.sellable.variant_id,
        location_id: wanted.location_id,
        location_name: location_name(books, wanted.location_id)?,
        sku: wanted.sellable.sku.clone(),
        name: wanted.sellable.name.clone(),
        requested,
        available: balance.on_hand - balance.reserved,
        on_hand: balance.on_hand,
        held_by: holders(books, wanted.sellable.variant_id, Some(wanted.location_id))?,
        waiting: waited_for(books, wanted.sellable.variant_id, wanted.location_id)?,
        elsewhere: elsewhere(books, wanted.sellable.variant_id, wanted.location_id)?,
    })
}
