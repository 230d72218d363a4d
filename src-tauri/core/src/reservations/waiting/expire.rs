use super::store::{end, places};
use crate::db::Uow;
use crate::kernel::{Failure, WaitStatus};
use rusqlite::named_params;

/// Ends waits past their time, at most `most`. Returns how many.
pub fn expire_due_waits(uow: &mut Uow<'_>, most: i64) -> Result<usize, Failure> {
    if most <= 0 {
        return Ok(0);
    }
    let now = uow.now;
    let due = places(
        uow,
        "INDEXED BY stock_wait_due",
        "stock_wait.expires_at <= :now",
        named_params! { ":now": now, ":most": most },
        "stock_wait.expires_at, stock_wait.seq LIMIT :most",
    )?;
    for place in &due {
        end(uow, place, WaitStatus::Expired, None)?;
    }
    Ok(due.len())
}
