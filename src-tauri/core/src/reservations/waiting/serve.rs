//! Giving units that came free to whoever waits for them.

use super::store::{Place, end, places, record};
use crate::catalog::sellable;
use crate::db::{Actor, Freed, Snapshot, Uow};
use crate::kernel::{AuditAction, Failure, LocationId, Refusal, VariantId, WaitStatus};
use crate::reservations::store::{free, hold};
use crate::staff::{self, Origin};
use rusqlite::{Connection, named_params};
use serde_json::json;

/// Does anybody wait for what came free? Mostly nobody waits at all, which is one look into an index.
pub fn anybody_waits(conn: &Connection, freed: &Freed) -> rusqlite::Result<bool> {
    let anybody: bool = conn
        .prepare_cached("SELECT EXISTS (SELECT 1 FROM stock_wait WHERE status = 'waiting')")?
        .query_row([], |row| row.get(0))?;
    if !anybody || freed.many {
        return Ok(anybody);
    }
    let mut here = conn.prepare_cached(
        "SELECT 1 FROM stock_wait WHERE variant_id = ?1 AND location_id = ?2 AND status = 'waiting' LIMIT 1",
    )?;
    for pair in &freed.pairs {
        if here.exists(*pair)? {
            return Ok(true);
        }
    }
    Ok(false)
}

/// Serves the queues of what came free, each from its first.
pub fn serve_waiters(uow: &mut Uow<'_>, freed: &Freed) -> Result<(), Failure> {
    if !freed.many {
        for (variant_id, location_id) in &freed.pairs {
            serve(uow, *variant_id, *location_id)?;
        }
        return Ok(());
    }
    let waited_for: Vec<(VariantId, LocationId)> = uow.rows(
        "SELECT DISTINCT stock_wait.variant_id, stock_wait.location_id
         FROM stock_wait
         JOIN stock_balance AS balance
           ON balance.variant_id = stock_wait.variant_id AND balance.location_id = stock_wait.location_id
         WHERE stock_wait.status = 'waiting' AND balance.available > 0
         ORDER BY stock_wait.variant_id, stock_wait.location_id",
        [],
        |row| Ok((row.get(0)?, row.get(1)?)),
    )?;
    for (variant_id, location_id) in waited_for {
        serve(uow, variant_id, location_id)?;
    }
    Ok(())
}

/// Serves whoever waits for what came free so far: between two acts of one unit of work that have nothing to do with
/// each other.
pub fn serve_freed(uow: &mut Uow<'_>) -> Result<(), Failure> {
    let freed = uow.take_freed();
    if freed.is_empty() || !anybody_waits(uow.conn, &freed)? {
        return Ok(());
    }
    let system = system(uow)?;
    serve_waiters(&mut uow.by(&system), &freed)
}

fn system(uow: &Uow<'_>) -> Result<Actor, Failure> {
    staff::find(uow.conn, Origin::System, None)?.ok_or_else(|| Failure::Bug("nobody acts as the system".to_owned()))
}

/// Serves one queue within a decision, as `system`, whoever decides.
pub fn serve_here(uow: &mut Uow<'_>, variant_id: VariantId, location_id: LocationId) -> Result<(), Failure> {
    if first(uow, variant_id, location_id)?.is_none() {
        return Ok(());
    }
    let system = system(uow)?;
    serve(&mut uow.by(&system), variant_id, location_id)
}

fn first(uow: &Uow<'_>, variant_id: VariantId, location_id: LocationId) -> Result<Option<Place>, Failure> {
    let found = places(
        uow,
        "INDEXED BY stock_wait_queue",
        "stock_wait.variant_id = :variant_id AND stock_wait.location_id = :location_id",
        named_params! { ":variant_id": variant_id, ":location_id": location_id },
        "stock_wait.seq LIMIT 1",
    )?;
    Ok(found.into_iter().next())
}

/// INVARIANT: afterwards the first in the queue cannot be served. `doctor` looks for queues of which that is not so.
fn serve(uow: &mut Uow<'_>, variant_id: VariantId, location_id: LocationId) -> Result<(), Failure> {
    while let Some(place) = first(uow, variant_id, location_id)? {
        if place.expires_at <= uow.now {
            end(uow, &place, WaitStatus::Expired, None)?;
            continue;
        }
        if place.is_over {
            end(uow, &place, WaitStatus::Cancelled, Some("what it waited for is over"))?;
            continue;
        }
        let (free, missing) = (free(uow, variant_id, location_id)?, place.missing());
        let units = match (free >= missing, place.accept_part) {
            (true, _) => missing,
            (false, true) => free,
            (false, false) => 0,
        };
        if units == 0 || !grant(uow, &place, units)? || units < missing {
            break;
        }
    }
    Ok(())
}

/// How long the hold of a wait runs, in seconds: of an order never longer than the order itself was asked to hold its
/// units, or may be extended to.
fn longest(books: &Snapshot<'_>, place: &Place) -> Result<i64, Failure> {
    let Some((id, _)) = &place.owner.order else { return Ok(place.hold_seconds) };
    let asked: i64 = books.one("SELECT hold_seconds FROM orders WHERE id = ?1", [id], |row| row.get(0))?;
    Ok(place.hold_seconds.min(asked.max(books.rules.checkout_longest_seconds)))
}

/// Turns units of a wait into a hold of whoever waited. False where the product is archived: it waits on.
fn grant(uow: &mut Uow<'_>, place: &Place, units: i64) -> Result<bool, Failure> {
    let sellable = match sellable(uow, place.variant_id) {
        Ok(sellable) => sellable,
        Err(Failure::Refused(refusal)) if matches!(*refusal, Refusal::ProductArchived { .. }) => return Ok(false),
        Err(failure) => return Err(failure),
    };
    let now = uow.now;
    let expires_at = now.plus_seconds(longest(uow, place)?);
    let hold_id = hold(uow, place.group_id, &sellable, place.location_id, units, expires_at, &place.owner)?;
    // It is of whoever waited, whom the store served by itself.
    uow.change_one(
        "UPDATE reservation SET wait_id = :wait_id, staff_id = :staff_id WHERE id = :id",
        named_params! { ":id": hold_id, ":wait_id": place.id, ":staff_id": place.staff_id },
    )?;
    let granted = place.granted + units;
    let status = if granted == place.quantity { WaitStatus::Granted } else { WaitStatus::Waiting };
    uow.change_one(
        "UPDATE stock_wait
         SET granted = :granted, status = :status, ended_at = CASE WHEN :status = 'granted' THEN :now END
         WHERE id = :id AND status = 'waiting'",
        named_params! { ":id": place.id, ":granted": granted, ":status": status, ":now": now },
    )?;
    record(
        uow,
        place,
        AuditAction::WaitGranted,
        json!({
            "status": status, "sku": place.sku, "quantity": place.quantity, "granted": granted, "units": units,
            "reservationId": hold_id, "expiresAt": expires_at,
        }),
        None,
    )?;
    Ok(true)
}
