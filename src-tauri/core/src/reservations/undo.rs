//! The stock's part of taking a batch back. The command lives in `imports/`, which knows what else a batch changed.

use super::expire::expire_due_of;
use crate::db::Uow;
use crate::kernel::text::MAX_NOTE;
use crate::kernel::{BatchId, Failure, Fields};
use crate::stock::{BatchUndo, Undo};

/// Why a batch is taken back, in the words of the request.
pub fn undo_reason(request: &BatchUndo) -> Result<String, Failure> {
    let mut fields = Fields::default();
    let reason = fields.text("reason", request.reason.as_deref().unwrap_or_default(), MAX_NOTE);
    fields.finish()?;
    Ok(reason)
}

/// Refuses what cannot be taken back; ends holds past their time where they stand in the way; moves the units. The
/// batch stays open for what else is taken back, until [`Undo::finish`].
pub fn begin_undo(uow: &mut Uow<'_>, undo: &Undo, reason: &str) -> Result<BatchId, Failure> {
    undo.check()?;
    for (variant_id, location_id, needed) in undo.held_in_the_way(uow)? {
        expire_due_of(uow, variant_id, location_id, needed)?;
    }
    undo.begin(uow, reason)
}
