//! Orders into the books. They are planned once more in the writer and go in only if that comes to what was checked:
//! nobody places other orders than those that were seen.

use super::Plan;
use crate::audit::{self, Entry};
use crate::db::Uow;
use crate::imports::apply::{ImportApplied, ImportApply, label_of, out_of_date};
use crate::kernel::Watch;
use crate::kernel::{AuditAction, BatchId, BulkMode, Failure, ImportKind};
use crate::orders::bulk::{self, BulkFigures, How, Planned, place};
use serde_json::json;

pub fn apply(
    uow: &mut Uow<'_>,
    checked: &Plan,
    request: &ImportApply,
    file_name: &str,
    watch: &dyn Watch,
) -> Result<ImportApplied, Failure> {
    let how = How::of(request.mode, request.up_to, request.on_shortage);
    let unplanned = (checked.orders.len() - checked.drafts.len()) as i64;
    if how.mode == BulkMode::AllOrNothing {
        checked.planned.check_whole(unplanned)?;
    }
    let plan = bulk::plan_to_place(uow, &checked.drafts, watch)?;
    let changed = plan.orders.iter().zip(&checked.planned.orders).filter(|(now, then)| !same(now, then)).count();
    if changed > 0 {
        return Err(out_of_date(changed as i64));
    }
    let batch_id = BatchId::new(uow.now);
    let figures = uow.as_batch(batch_id, |uow| {
        let (placed, _) = place(uow, &plan, how, watch)?;
        let figures = BulkFigures { refused: placed.refused + unplanned, ..placed };
        audit::record(
            uow,
            Entry {
                action: AuditAction::ImportApplied,
                object_type: "import",
                object_id: batch_id.to_string(),
                object_label: &label_of(file_name),
                old: None,
                new: Some(json!({
                    "what": "orders", "placed": figures.placed, "rejected": figures.rejected,
                    "skipped": figures.skipped, "refused": figures.refused, "units": figures.units,
                    "total": figures.total, "first": figures.first_number, "last": figures.last_number,
                })),
                reason: None,
            },
        )?;
        Ok(figures)
    })?;
    Ok(ImportApplied {
        batch_id,
        kind: ImportKind::Orders,
        undoable: false,
        added: figures.placed + figures.rejected,
        changed: 0,
        restored: 0,
        units: 0,
        categories: 0,
        orders: Some(figures),
    })
}

/// Does an order come to the same as when it was checked?
fn same<E>(now: &Result<Planned, E>, then: &Result<Planned, E>) -> bool {
    match (now, then) {
        (Ok(now), Ok(then)) => {
            now.total() == then.total()
                && now.customer.id == then.customer.id
                && now.short.is_empty() == then.short.is_empty()
        }
        (Err(_), Err(_)) => true,
        (Ok(_), Err(_)) | (Err(_), Ok(_)) => false,
    }
}
