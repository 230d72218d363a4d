//! What people changed in one act: a receipt, an adjustment, a transfer, a count, an import. Its movements and its
//! audit entries carry its id, and it can be taken back as a whole.

use crate::db::Uow;
use crate::kernel::{BatchId, BatchKind, Failure, LocationId};
use rusqlite::named_params;

/// What a batch is told by.
#[derive(Debug, Clone, Copy)]
pub struct NewBatch<'a> {
    pub kind: BatchKind,
    /// How people name it: a document number, a count's name, a file's name.
    pub label: &'a str,
    pub supplier: &'a str,
    pub document: &'a str,
    pub note: &'a str,
    pub location_id: Option<LocationId>,
    pub to_location_id: Option<LocationId>,
    pub reverses_id: Option<BatchId>,
}

impl NewBatch<'_> {
    pub fn of(kind: BatchKind) -> NewBatch<'static> {
        NewBatch {
            kind,
            label: "",
            supplier: "",
            document: "",
            note: "",
            location_id: None,
            to_location_id: None,
            reverses_id: None,
        }
    }
}

/// Opens a batch: what the unit of work moves and records from now on belongs to it, until [`finish`].
pub fn begin(uow: &mut Uow<'_>, new: NewBatch<'_>) -> Result<BatchId, Failure> {
    let (now, staff_id, request_id) = (uow.now, uow.actor.staff_id, uow.act.request_id);
    let id = BatchId::new(now);
    let seq = uow.next_seq("batch")?;
    uow.change_one(
        "INSERT INTO batch
           (row_no, seq, id, kind, label, supplier, document, note, location_id, to_location_id, line_count, units,
            reverses_id, staff_id, request_id, at)
         VALUES
           (:seq, :seq, :id, :kind, :label, :supplier, :document, :note, :location_id, :to_location_id, 0, 0,
            :reverses_id, :staff_id, :request_id, :at)",
        named_params! {
            ":seq": seq,
            ":id": id,
            ":kind": new.kind,
            ":label": new.label,
            ":supplier": new.supplier,
            ":document": new.document,
            ":note": new.note,
            ":location_id": new.location_id,
            ":to_location_id": new.to_location_id,
            ":reverses_id": new.reverses_id,
            ":staff_id": staff_id,
            ":request_id": request_id,
            ":at": now,
        },
    )?;
    uow.act.batch_id = Some(id);
    Ok(id)
}

/// Closes the batch that is open, with the figures of its lines: what the act does further is not part of it.
pub fn finish(uow: &mut Uow<'_>, id: BatchId, line_count: i64) -> Result<(), Failure> {
    uow.act.batch_id = None;
    uow.change_one(
        "UPDATE batch
         SET line_count = :line_count,
             units = (SELECT coalesce(sum(on_hand_delta), 0) FROM stock_movement WHERE batch_id = :id)
         WHERE id = :id",
        named_params! { ":id": id, ":line_count": line_count },
    )
}
