use super::list::{CountSheet, read};
use super::store::Sheet;
use crate::audit::{self, Entry};
use crate::db::Uow;
use crate::kernel::text::MAX_NOTE;
use crate::kernel::{AuditAction, BatchId, CountId, CountStatus, Failure, Fields};
use rusqlite::named_params;
use serde_json::json;

crate::strict_request! {
    /// Ends a sheet without changing any stock. Its figures can still be read.
    pub struct CountCancel {
        pub id: CountId,
        pub row_version: i64,
        pub reason: Option<String>,
    }
}

pub fn count_cancel(uow: &mut Uow<'_>, request: CountCancel) -> Result<CountSheet, Failure> {
    let mut fields = Fields::default();
    let reason = fields.text("reason", request.reason.as_deref().unwrap_or_default(), MAX_NOTE);
    fields.finish()?;
    let sheet = Sheet::open(uow, request.id)?;
    Uow::check_version("count", sheet.id, request.row_version, sheet.row_version)?;
    let figures = read(uow, sheet.id)?;
    let differing = figures.differs.unwrap_or_default();
    end(uow, &sheet, CountStatus::Cancelled, None, &figures, differing)?;
    audit::record(
        uow,
        Entry {
            action: AuditAction::CountCancelled,
            object_type: "count",
            object_id: sheet.id.to_string(),
            object_label: &sheet.name,
            old: Some(json!({ "status": CountStatus::Open })),
            new: Some(json!({
                "status": CountStatus::Cancelled, "lines": figures.lines, "counted": figures.counted,
            })),
            reason: Some(reason.as_str()).filter(|reason| !reason.is_empty()),
        },
    )?;
    read(uow, sheet.id)
}

/// Ends a sheet, with its figures as they are.
pub(super) fn end(
    uow: &mut Uow<'_>,
    sheet: &Sheet,
    status: CountStatus,
    batch_id: Option<BatchId>,
    figures: &CountSheet,
    differing: i64,
) -> Result<(), Failure> {
    let now = uow.now;
    uow.change_one(
        "UPDATE count_sheet
         SET status = :status, ended_at = :now, batch_id = :batch_id, line_count = :lines, counted_count = :counted,
             differing_count = :differing, recount_count = :recount, unknown_count = :unknown,
             row_version = row_version + 1
         WHERE id = :id AND status = 'open'",
        named_params! {
            ":id": sheet.id,
            ":status": status,
            ":now": now,
            ":batch_id": batch_id,
            ":lines": figures.lines,
            ":counted": figures.counted,
            ":differing": differing,
            ":recount": figures.recount,
            ":unknown": figures.unknown,
        },
    )
}
