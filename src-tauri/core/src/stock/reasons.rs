//! Why stock is adjusted: a list that people edit.

use crate::db::Snapshot;
use crate::kernel::{Failure, Problem, Refusal};

/// The name of a reason that may be given, by its code.
pub(super) fn reason_name(books: &Snapshot<'_>, code: &str) -> Result<String, Failure> {
    books
        .find("SELECT name FROM adjustment_reason WHERE code = ?1 AND archived_at IS NULL", [code], |row| row.get(0))?
        .ok_or_else(|| Refusal::field("reason", Problem::UnknownValue, None).into())
}
