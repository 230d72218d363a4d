//! A wall clock that somebody set: every running deadline moves with it, so that each hold keeps the time it had left.
//!
//! The file keeps the last reading of both clocks. It is compared and renewed in the same transaction as the deadlines
//! move, so that a jump is settled once, by whichever program sees it first, and never half.

use crate::audit::{self, Entry};
use crate::db::Uow;
use crate::kernel::clock::Reading;
use crate::kernel::{AuditAction, Failure, Instant};
use rusqlite::{Connection, OptionalExtension, named_params};
use serde_json::json;

/// A difference between wall and elapsed time beyond this means that the wall clock was set, in milliseconds.
pub const JUMP_MS: i64 = 2_000;
/// A kept reading older than this is renewed: clocks are steered a little all the time, in milliseconds (an hour).
const RENEW_MS: i64 = 60 * 60 * 1000;

const NAMES: [&str; 3] = ["clock_wall_ms", "clock_elapsed_ms", "clock_boot"];

fn kept_reading(conn: &Connection) -> rusqlite::Result<Option<Reading>> {
    let value = |name: &str| {
        conn.prepare_cached("SELECT value FROM counter WHERE name = ?1")?
            .query_row([name], |row| row.get::<_, i64>(0))
            .optional()
    };
    Ok(match (value(NAMES[0])?, value(NAMES[1])?, value(NAMES[2])?) {
        (Some(wall), Some(elapsed_ms), Some(boot)) => Some(Reading { wall: Instant(wall), elapsed_ms, boot }),
        (_, _, _) => None,
    })
}

/// By how much the wall clock was set since the reading that the file keeps. After another start of the machine only a
/// clock behind the last thing that happened can be seen.
fn set_by(conn: &Connection, now: &Reading) -> rusqlite::Result<i64> {
    if let Some(by_ms) = kept_reading(conn)?.and_then(|kept| now.set_since(&kept)) {
        return Ok(by_ms);
    }
    // The last by `seq`: after a clock that was set back and settled, earlier entries carry later times.
    let last: Option<i64> = conn
        .prepare_cached("SELECT at FROM audit_entry ORDER BY seq DESC LIMIT 1")?
        .query_row([], |row| row.get(0))
        .optional()?;
    Ok(last.map_or(0, |last| (now.wall.0 - last).min(0)))
}

/// Is there anything to settle or renew?
pub fn clock_needs_look(conn: &Connection, now: &Reading) -> rusqlite::Result<bool> {
    let fresh =
        kept_reading(conn)?.is_some_and(|kept| kept.boot == now.boot && now.elapsed_ms - kept.elapsed_ms < RENEW_MS);
    Ok(!fresh || set_by(conn, now)?.abs() > JUMP_MS)
}

/// Moves the deadlines if the clock was set, in one audited act, and keeps the reading.
pub fn settle_clock(uow: &mut Uow<'_>, now: &Reading) -> Result<(), Failure> {
    let by_ms = set_by(uow.conn, now)?;
    if by_ms.abs() > JUMP_MS {
        tracing::warn!(by_ms, "the wall clock was set; running deadlines move with it");
        shift_deadlines(uow, by_ms)?;
    }
    for (name, value) in NAMES.into_iter().zip([now.wall.0, now.elapsed_ms, now.boot]) {
        uow.change_one(
            "INSERT INTO counter (name, value) VALUES (:name, :value) ON CONFLICT (name) DO UPDATE SET value = :value",
            named_params! { ":name": name, ":value": value },
        )?;
    }
    Ok(())
}

fn shift_deadlines(uow: &mut Uow<'_>, by_ms: i64) -> Result<(), Failure> {
    let mut moved = 0;
    for sql in [
        "UPDATE reservation SET expires_at = expires_at + :by_ms WHERE status = 'active'",
        "UPDATE stock_wait SET expires_at = expires_at + :by_ms WHERE status = 'waiting'",
    ] {
        moved += uow.change(sql, named_params! { ":by_ms": by_ms })?;
    }
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
