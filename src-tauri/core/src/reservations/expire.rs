//! Lapsing. Holds and waits past their time are ended in chunks, so that a sale waits for one chunk at most; the units that a
//! decision needs are freed within the decision itself.

use super::store::{Hold, Owner, end};
use super::waiting::expire_due_waits;
use crate::db::{Snapshot, Uow};
use crate::kernel::{Failure, Instant, LocationId, ReservationStatus, VariantId};
use crate::staff::{self, Origin};
use rusqlite::{Connection, Params, Row, named_params};

/// The most holds ended in one unit of work: about 5 ms of the writer.
pub const SWEEP_CHUNK: i64 = 80;
/// The most holds ended on the way to a command; the sweep does the rest in between.
pub const PRELUDE_CHUNK: i64 = 10;

const COLUMNS: &str =
    "reservation.id, reservation.variant_id, reservation.location_id, variant.sku, reservation.quantity,
  reservation.status, reservation.expires_at, reservation.ended_at, reservation.for_whom, reservation.customer_id,
  reservation.order_id, orders.number, reservation.note, reservation.basket_id";

fn hold(row: &Row<'_>) -> rusqlite::Result<Hold> {
    let (order_id, number): (Option<_>, Option<String>) = (row.get(10)?, row.get(11)?);
    Ok(Hold {
        id: row.get(0)?,
        variant_id: row.get(1)?,
        location_id: row.get(2)?,
        sku: row.get(3)?,
        quantity: row.get(4)?,
        status: row.get(5)?,
        expires_at: row.get(6)?,
        ended_at: row.get(7)?,
        owner: Owner {
            for_whom: row.get(8)?,
            customer_id: row.get(9)?,
            order: order_id.zip(number),
            note: row.get(12)?,
            basket: row.get(13)?,
        },
    })
}

fn due(books: &Snapshot<'_>, extra: &str, params: impl Params) -> Result<Vec<Hold>, Failure> {
    books.rows(
        &format!(
            "SELECT {COLUMNS}
             FROM reservation
             JOIN variant ON variant.id = reservation.variant_id
             LEFT JOIN orders ON orders.id = reservation.order_id
             WHERE reservation.status = 'active' AND reservation.expires_at <= :now {extra}
             ORDER BY reservation.expires_at, reservation.seq
             LIMIT :most"
        ),
        params,
        hold,
    )
}

/// Ends what is due, the oldest deadline first, at most `most` holds and waits. Returns how many.
pub fn expire_due(uow: &mut Uow<'_>, most: i64) -> Result<usize, Failure> {
    match next_deadline(uow.conn)? {
        Some(deadline) if deadline <= uow.now => {}
        Some(_) | None => return Ok(0),
    }
    let now = uow.now;
    let holds = due(uow, "", named_params! { ":now": now, ":most": most })?;
    for hold in &holds {
        end(uow, hold, ReservationStatus::Expired, None)?;
    }
    let waits = expire_due_waits(uow, most - holds.len() as i64)?;
    Ok(holds.len() + waits)
}

/// Ends due holds of one variant until `needed` units are free or none is left. Returns the units freed.
pub fn expire_due_of(
    uow: &mut Uow<'_>,
    variant_id: VariantId,
    location_id: LocationId,
    needed: i64,
) -> Result<i64, Failure> {
    let now = uow.now;
    let holds = due(
        uow,
        "AND reservation.variant_id = :variant_id AND reservation.location_id = :location_id",
        named_params! { ":now": now, ":most": needed, ":variant_id": variant_id, ":location_id": location_id },
    )?;
    if holds.is_empty() {
        return Ok(0);
    }
    // Whoever asks for the units, it is time that ended these holds.
    let system = staff::find(uow.conn, Origin::System, None)?
        .ok_or_else(|| Failure::Bug("nobody acts as the system".to_owned()))?;
    let mut uow = uow.by(&system);
    let mut freed = 0;
    for hold in &holds {
        if freed >= needed {
            break;
        }
        end(&mut uow, hold, ReservationStatus::Expired, None)?;
        freed += hold.quantity;
    }
    Ok(freed)
}

/// The earliest deadline of a running hold or a wait.
pub fn next_deadline(conn: &Connection) -> rusqlite::Result<Option<Instant>> {
    conn.prepare_cached(
        "SELECT min(at) FROM (
           SELECT (SELECT expires_at FROM reservation WHERE status = 'active' ORDER BY expires_at LIMIT 1) AS at
           UNION ALL
           SELECT (SELECT expires_at FROM stock_wait INDEXED BY stock_wait_due
                   WHERE status = 'waiting' ORDER BY expires_at LIMIT 1))",
    )?
    .query_row([], |row| row.get(0))
}
