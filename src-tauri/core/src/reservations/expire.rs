//! Lapsing. Holds past their time are ended in chunks, so that a sale waits for one chunk at most; the units that a
//! decision needs are freed within the decision itself.

use super::store::{Hold, Owner, end};
use crate::audit::{self, Entry};
use crate::db::{Snapshot, Uow};
use crate::kernel::{AuditAction, Failure, Instant, LocationId, ReservationStatus, VariantId};
use rusqlite::{Connection, OptionalExtension, Params, Row, named_params};
use serde_json::json;

/// The most holds ended in one unit of work: about 5 ms of the writer.
pub const SWEEP_CHUNK: i64 = 80;
/// The most holds ended on the way to a command; the sweep does the rest in between.
pub const PRELUDE_CHUNK: i64 = 10;

const COLUMNS: &str =
    "reservation.id, reservation.variant_id, reservation.location_id, variant.sku, reservation.quantity,
  reservation.status, reservation.expires_at, reservation.ended_at, reservation.for_whom, reservation.customer_id,
  reservation.order_id, orders.number, reservation.note";

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

/// Ends what is due, the oldest deadline first, at most `most` holds. Returns how many.
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
    Ok(holds.len())
}

/// Ends due holds of one variant until `needed` units are free or none is left. Returns the units freed.
pub(super) fn expire_due_of(
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
    let mut freed = 0;
    for hold in &holds {
        if freed >= needed {
            break;
        }
        end(uow, hold, ReservationStatus::Expired, None)?;
        freed += hold.quantity;
    }
    Ok(freed)
}

/// The earliest deadline of a running hold.
pub fn next_deadline(conn: &Connection) -> rusqlite::Result<Option<Instant>> {
    conn.prepare_cached("SELECT expires_at FROM reservation WHERE status = 'active' ORDER BY expires_at LIMIT 1")?
        .query_row([], |row| row.get(0))
        .optional()
}

/// The wall clock was set.
#[derive(Debug, Clone, Copy)]
pub struct Jump {
    /// By how much, in milliseconds; negative is back.
    pub by_ms: i64,
    /// How long ago, in elapsed milliseconds, it was not yet set.
    pub looked_ms_ago: i64,
}

/// How much two programs may differ in measuring the same jump, in milliseconds.
const SAME_JUMP_MS: i64 = 2_000;

/// Every running deadline moves with the wall clock, so that each hold keeps the time it had left. One audited act;
/// of several programs that see the same jump, the first settles it.
pub fn settle_jump(uow: &mut Uow<'_>, jump: Jump) -> Result<(), Failure> {
    let settled = uow.find(
        "SELECT 1
         FROM audit_entry
         WHERE action = 'clock_jumped'
           AND at >= :since
           AND abs((new_value ->> '$.byMs') - :by_ms) <= :same
         LIMIT 1",
        named_params! {
            ":since": uow.now.0 - jump.looked_ms_ago - SAME_JUMP_MS,
            ":by_ms": jump.by_ms,
            ":same": SAME_JUMP_MS,
        },
        |_| Ok(()),
    )?;
    match settled {
        Some(()) => Ok(()),
        None => shift_deadlines(uow, jump.by_ms),
    }
}

/// Moves every running deadline. One audited act.
pub fn shift_deadlines(uow: &mut Uow<'_>, by_ms: i64) -> Result<(), Failure> {
    let moved = uow.change(
        "UPDATE reservation SET expires_at = expires_at + :by_ms WHERE status = 'active'",
        named_params! { ":by_ms": by_ms },
    )?;
    audit::record(
        uow,
        Entry {
            action: AuditAction::ClockJumped,
            object_type: "store",
            object_id: "clock".to_owned(),
            object_label: "clock",
            old: None,
            new: Some(json!({ "byMs": by_ms, "rows": moved })),
            reason: None,
        },
    )
}
